"""What differs between the clouds of a workload that is told everything: `python -m tests.contract.workload_diff` writes it down."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi
import yaml

from components.contracts import Expose, Peer, Secret, Taint, Volume
from components.kubernetes.ingress_class import IngressClass, IngressClassArgs
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.workload import Workload
from tests.support.clusters import ACK, EKS, Clusters, located, workload_args
from tests.support.mocks import record

DOCUMENT = Path(__file__).parents[2] / "docs" / "workloads.md"
BEGIN, END = "<!-- make workload-diff -->\n", "<!-- end -->\n"


def objects(clusters: Clusters) -> dict[str, dict[str, Any]]:
    """Every Kubernetes object of the workload on a cloud, by what it is and its name."""

    def program() -> None:
        cluster = clusters.make()
        opts = pulumi.ResourceOptions(provider=cluster.kubernetes)
        subnets, delivery = {"a": "subnet-a", "b": "subnet-b"}, OnEks() if clusters is EKS else OnAck()
        shared = IngressClassArgs(called="public", front=delivery.front(), subnets=subnets, delivery=delivery)
        args = workload_args(
            namespace="shop",
            kind="StatefulSet",
            volume=Volume(size="20Gi", storage_class="fast"),
            target_memory=75,
            target_rps=80,
            environment={"CURRENCY": "idr"},
            config={"app.yaml": "currency: idr"},
            secrets={
                "db-password": Secret(key="orders-db", property="password"),
                "API_KEY": Secret(key="api-key", variable=True),
            },
            reader=cluster.reader(
                "storefront", namespace="shop", service_account="storefront-reader", secrets=("api-key", "orders-db")
            ),
            priority="urgent",
            pool="data",
            tolerations=(Taint(key="dedicated", value="data"),),
            calls=(Peer(app="checkout", ports=(80, 8080)), Peer(cidr="10.32.0.0/12", ports=(5432,))),
            callers=(Peer(namespace="monitoring"), Peer(cidr="10.32.0.0/20")),
            expose=Expose(host="www.shop.example", through=IngressClass("main-ingress-public", shared, opts).entrance),
            delivery=delivery,
            annotations=cluster.bind(
                "storefront", namespace="shop", service_account="storefront", policies={"read": clusters.policy}
            ),
        )
        Workload("main-storefront", args, opts)

    found = record(program, outputs=located)
    made = [each for kind in (Workload, IngressClass) for each in found.children(found.one(kind.TYPE)) if each.custom]
    return {
        f"{each.type.split(':')[-1]} {each.inputs['metadata']['name']}": {
            "apiVersion": each.type.split(":")[1].removeprefix("core/"),
            **{key: value for key, value in each.inputs.items() if key != "apiVersion"},
        }
        for each in sorted(made, key=lambda each: (each.type.split(":")[-1], each.name))
    }


def differing(one: Mapping[str, Any], other: Mapping[str, Any], path: str = "") -> set[str]:
    """The paths at which two mappings differ."""
    found: set[str] = set()
    for key in one.keys() | other.keys():
        inner, old, new = f"{path}.{key}" if path else key, one.get(key), other.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            found |= differing(old, new, inner)
        elif old != new:
            found.add(inner)
    return found


def section() -> str:
    """The difference as the page shows it."""
    on_eks, on_ack = objects(EKS), objects(ACK)
    lines = difflib.unified_diff(_lines(on_eks), _lines(on_ack), "on EKS", "on ACK", lineterm="", n=2)
    same = sum(on_eks.get(name) == each for name, each in on_ack.items())
    head = f"Of {len(on_eks)} objects {same} are the same on both; the others differ in this alone:\n"
    return "\n".join((head, "```diff", *lines, "```", ""))


def page() -> str:
    """The page with the difference in its place."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    return f"{before}{BEGIN}{section()}{END}{rest.partition(END)[2]}"


def _lines(made: Mapping[str, Mapping[str, Any]]) -> list[str]:
    texts = (f"# {name}\n{yaml.safe_dump(each, default_flow_style=False, width=1000)}" for name, each in made.items())
    return "".join(texts).splitlines()


if __name__ == "__main__":
    DOCUMENT.write_text(page())
