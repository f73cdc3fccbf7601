"""The names in URNs of everything that clusters and what runs in them consist of: `python -m tests.contract.names` adds new ones.

A name that goes makes the object anew, and with a control plane everything inside. So none goes unless an alias keeps its object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pulumi
import yaml

from components.capacity import scheduled
from components.contracts import (
    Access,
    Addon,
    Expose,
    FloorKeeperArgs,
    FloorKeeping,
    Floors,
    JobArgs,
    Limits,
    Quota,
    Secret,
    Taint,
    Volume,
)
from components.kubernetes.addons import Addons, AddonsArgs
from components.kubernetes.floor_keeper import FloorKeeper
from components.kubernetes.ingress_class import IngressClass, IngressClassArgs
from components.kubernetes.job import Job
from components.kubernetes.namespace import NamespaceArgs
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.priorities import PriorityArgs
from components.kubernetes.storage_class import StorageClassArgs
from components.kubernetes.workload import Workload
from tests.support.clusters import ACK, EKS, IMAGE, Clusters, located, workload_args
from tests.support.mocks import Recording, record

LIST: Final = Path(__file__).with_name("names.yaml")
_PRINCIPALS: Final = {"aws": "arn:aws:iam::111122223333:role/shop", "alicloud": "300123456789012345"}
_MORE: Final[Mapping[str, Addon]] = {
    "aws": Addon(version="v0.8.0-eksbuild.1"),
    "alicloud": Addon(version="v0.3.9.7"),
}
_CONTENT: Final = re.compile(r"-[0-9a-f]{10}$")
_SECRETS: Final = {"db-password": Secret(key="orders-db", property="password")}


def _pools(clusters: Clusters) -> dict[str, Any]:
    return {
        "general": clusters.pool(spot=40),
        "data": clusters.pool(per_zone=True, taints=(Taint(key="dedicated", value="data"),)),
    }


def cluster(clusters: Clusters, **more: Any) -> Any:
    """A cluster with everything that it has of its own."""
    name = clusters.cloud.name
    return clusters.make(
        pools=_pools(clusters),
        addons={"metrics-server": _MORE[name]},
        access={"shop": Access(principal=_PRINCIPALS[name], role="edit", namespaces=("shop",))},
        **more,
    )


def _eks() -> None:
    found = cluster(EKS, identity="pod-identity", admins={"ops": _PRINCIPALS["aws"]}, node_policies={"logs": EKS.policy})
    found.bind("storefront", namespace="shop", service_account="storefront", policies={"read": EKS.policy})
    found.reader("storefront", namespace="shop", service_account="storefront-reader", secrets=("orders-db",))


def _ack() -> None:
    found = cluster(ACK)
    found.bind("storefront", namespace="shop", service_account="storefront", policies={"read": ACK.policy})
    found.reader("storefront", namespace="shop", service_account="storefront-reader", secrets=("orders-db",))


def _inside(clusters: Clusters) -> None:
    delivery: Any = OnEks() if clusters is EKS else OnAck()
    found = clusters.make()
    opts = pulumi.ResourceOptions(provider=found.kubernetes)
    shared = IngressClassArgs(
        called="public", front=delivery.front(), subnets={"a": "subnet-a", "b": "subnet-b"}, delivery=delivery
    )
    through = IngressClass("main-ingress-public", shared, opts).entrance
    reader = found.reader("storefront", namespace="shop", service_account="storefront-reader", secrets=("orders-db",))
    keeping = FloorKeeping(namespace="event-floors", account="keeper", priority_class="low", image=IMAGE, lead=900)
    told: dict[str, Any] = {
        "namespace": "shop",
        "config": {"app.yaml": "a"},
        "delivery": delivery,
        "secrets": _SECRETS,
        "reader": reader,
    }
    floors = Floors(schedule={"base": "3"}, keeping=keeping)
    exposed = Expose(host="www.shop.example", through=through)
    Workload("main-storefront", workload_args(replicas=scheduled(min=3, max=30), floors=floors, expose=exposed, **told), opts)
    Workload("main-ledger", workload_args(kind="StatefulSet", volume=Volume(), **told), opts)
    Job("main-reindex", JobArgs(image=IMAGE, schedule="30 2 * * *", config={"a": "b"}), opts)
    Job("main-migrate", JobArgs(image=IMAGE), opts)
    FloorKeeper("main-event-floors", FloorKeeperArgs(), opts)


def _baseline() -> None:
    namespace = NamespaceArgs(
        namespace="shop",
        quota=Quota(hard={"pods": "90"}, by_priority={"urgent": {"pods": "9"}}),
        limits=Limits(max={"memory": "4Gi"}),
    )
    args = AddonsArgs(
        namespaces={"shop": namespace},
        priorities={"urgent": PriorityArgs(called="urgent")},
        storage_classes={"fast": StorageClassArgs(called="fast", delivery=OnEks())},
    )
    Addons("main", args)


PROGRAMS: Final[Mapping[str, Callable[[], None]]] = {
    "a cluster on EKS": _eks,
    "a cluster on ACK": _ack,
    "what runs on EKS": lambda: _inside(EKS),
    "what runs on ACK": lambda: _inside(ACK),
    "the baseline of a cluster": _baseline,
}


def made(program: Callable[[], None]) -> Recording:
    """What a program registers."""
    return record(program, outputs=located)


def names(found: Recording, of: str) -> list[str]:
    """Each URN after its stack and project: the types down to the object's own, and its name.

    Args:
        found: what a program registers.
        of: the program's title; the cluster's own names are not told again of what runs in it. What is called by its content is
            another one with each content.
    """
    others = (":Network$", ":Network::", *(() if of.startswith("a cluster") else (":Cluster$", ":Cluster::")))
    return sorted(name for urn in found if not _CONTENT.search(name := _short(urn)) and not any(each in name for each in others))


def kept(found: Recording) -> Iterator[str]:
    """Those under which objects are known by an alias too, as far as it says a URN or a name."""
    for urn, each in found.items():
        for alias in each.aliases:
            if alias.get("urn"):
                yield _short(alias["urn"])
            elif name := (alias.get("spec") or {}).get("name"):
                yield f"{_short(urn).rpartition('::')[0]}::{name}"


def listed() -> dict[str, list[str]]:
    """The names that there have been."""
    return yaml.safe_load(LIST.read_text())


def _short(urn: str) -> str:
    return urn.split("::", 2)[2]


if __name__ == "__main__":
    before = listed() if LIST.exists() else {}
    every = {key: sorted({*before.get(key, ()), *names(made(program), key)}) for key, program in PROGRAMS.items()}
    LIST.write_text(yaml.safe_dump(every, sort_keys=False, width=1000))
