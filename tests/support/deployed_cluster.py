"""A cluster in a stack of its own on the simulated clouds, with a workload in it, told otherwise from one run to the next."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import simulator
from checks.evolution import Evolution, judged
from checks.reading import read
from components.aws.iam import service_trust
from engine.events import StepDone
from engine.result import Result
from tests.support.clusters import IMAGE, Clusters
from tests.support.deployed import ROOT
from tests.support.preloaded import ComponentStack
from tests.support.programs import errors

PROGRAM = """
import sys
sys.path.insert(0, {root!r})
import pulumi
import pulumi_{cloud} as sdk
from components.addressing import ExtraTier
from components.capacity import Capacity, autoscaled
from components.contracts import Access, Acl, AclRule, Addon, Adoption, Dhcp, FlowLogs, Taint, WorkloadArgs
from components.kubernetes.namespace import Namespace, NamespaceArgs
from components.kubernetes.workload import Workload
from components.{cloud}.cluster import Cluster, ClusterArgs, Pool
from components.{cloud}.network import Network, NetworkArgs

options = pulumi.ResourceOptions(provider=sdk.Provider("site", region={region!r}))
network = Network("net", {network!r}, options)
people = [sdk.iam.Role("people", name="shop", assume_role_policy={trust!r}, opts=options)] if {cloud!r} == "aws" else []
after = pulumi.ResourceOptions.merge(options, pulumi.ResourceOptions(depends_on=people))
cluster = Cluster("main", ClusterArgs(network=network, **{told!r}), after)
inside = pulumi.ResourceOptions(provider=cluster.kubernetes)
namespace = Namespace("shop", NamespaceArgs(namespace="shop", closed={closed!r}), inside)
bound = cluster.bind("storefront", namespace="shop", service_account="storefront", policies={policies!r}) if {bound!r} else {{}}
args = WorkloadArgs(image={image!r}, replicas=autoscaled(min=2, max=5), namespace=namespace.name, app="storefront", annotations=bound)
Workload("storefront", args, inside)
"""


class DeployedCluster:
    """A stack with a network, a cluster "main" and a workload "storefront".

    Args:
        clusters: on which cloud, and how clusters are made there.
        root: an empty folder for the project and its simulated clouds.
    """

    def __init__(self, clusters: Clusters, root: Path) -> None:
        self._clusters = clusters
        self._stack = ComponentStack(root, "", providers=lambda package: simulator.servicer(package, store=root / "clouds.sqlite"))

    def up(self, **told: Any) -> Result:
        """Bring it to what these arguments of the cluster say; `bound` lets the workload act under an identity, `closed`
        says whether its namespace is.
        """
        self._say(told)
        return self._stack.update()

    def becomes(self, **told: Any) -> Evolution:
        """What would become of it, and what checks say."""
        self._say(told)
        result = self._stack.preview(asked=True)
        assert result.exit_code == 0, errors(result)
        return judged(read(result))

    def down(self) -> list[str]:
        """Take everything away, and name what went in the order in which it had gone, as `Type name`."""
        result = self._stack.destroy()
        assert result.exit_code == 0, errors(result)
        gone = [event.step.urn.split("::") for event in self._stack.events if isinstance(event, StepDone)]
        return [f"{kind.rpartition('$')[2].rpartition(':')[2]} {name}" for *_, kind, name in gone]

    def _say(self, told: Mapping[str, Any]) -> None:
        own = {key: value for key, value in told.items() if key not in ("bound", "closed")}
        network = self._clusters.cloud.network_args()
        usual = {"version": self._clusters.version, "pools": {"general": self._clusters.pool()}}
        # Within a second, Python tells a program from the compiled form of the one before by its length alone.
        shutil.rmtree(self._stack.root / "__pycache__", ignore_errors=True)
        self._stack.write(
            PROGRAM.format(
                root=str(ROOT),
                cloud=self._clusters.cloud.name,
                region=network.region,
                network=network,
                told={**usual, **own},
                policies={"read": self._clusters.policy},
                closed=told.get("closed", True),
                bound=bool(told.get("bound")),
                trust=service_trust("ec2.amazonaws.com"),
                image=IMAGE,
            )
        )
