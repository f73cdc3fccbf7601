"""The pools whose nodes Karpenter makes, as the objects that it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..contracts.pool import POOL_LABEL, Taint
from ..errors import Faults
from ..inputs import inputs
from ..instance_types import Architecture

Consolidation: TypeAlias = Literal["WhenEmpty", "WhenEmptyOrUnderutilized"]

NODE_CLASSES = ("karpenter.k8s.aws", "v1", "EC2NodeClass")
"""Group, version and kind of what says how nodes are made on EC2."""

_ARCHITECTURES: Mapping[Architecture, str] = {"x86_64": "amd64", "arm64": "arm64"}
_DRAINED = "30m"
"""How long the nodes of a pool that is taken out may take to let go of their pods."""


@dataclass(frozen=True, kw_only=True)
class NodePool:
    """Nodes of one pool that Karpenter makes as pods ask for them.

    Args:
        pool: the pool's name, which the label `nusantara/pool` of its nodes has.
        types: instance types that they may be of.
        architecture: the types' processor architecture.
        zones: ids of the zones that they may stand in.
        spot: whether they are bought on the spot market.
        most: how many there may be.
        weight: which pool pods go to first where several take them: that of the highest, 1 to 100.
        labels: further node labels.
        taints: what keeps pods off that do not tolerate it.
        unavailable: percentage of its nodes that Karpenter may take at a time of its own will.
        consolidation: which nodes are taken to save money: those without pods, or also those whose pods fit elsewhere.
        consolidate_after: how long a node is left alone after a pod came or went, say "1m".
        expire_after: how old a node becomes, say "720h", or "Never".
    """

    pool: str
    types: tuple[str, ...]
    architecture: Architecture
    zones: tuple[str, ...]
    spot: bool
    most: int
    weight: int
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: tuple[Taint, ...] = ()
    unavailable: int = 25
    consolidation: Consolidation = "WhenEmptyOrUnderutilized"
    consolidate_after: str = "1m"
    expire_after: str = "720h"

    @property
    def spec(self) -> dict[str, Any]:
        """The object's `spec` (karpenter.sh/v1.14/concepts/nodepools).

        The bound is the number of nodes: they are of about one size, and one of CPUs would count the largest type against all.
        """
        group, _, kind = NODE_CLASSES
        wanted = {
            "karpenter.sh/capacity-type": ("spot" if self.spot else "on-demand",),
            "kubernetes.io/arch": (_ARCHITECTURES[self.architecture],),
            "node.kubernetes.io/instance-type": self.types,
            "topology.kubernetes.io/zone": self.zones,
        }
        taints = [
            {"key": taint.key, **({"value": taint.value} if taint.value else {}), "effect": taint.effect} for taint in self.taints
        ]
        return {
            "weight": self.weight,
            "limits": {"nodes": str(self.most)},
            "disruption": {
                "consolidationPolicy": self.consolidation,
                "consolidateAfter": self.consolidate_after,
                "budgets": [{"nodes": f"{self.unavailable}%"}],
            },
            "template": {
                "metadata": {"labels": {**self.labels, POOL_LABEL: self.pool}},
                "spec": {
                    "nodeClassRef": {"group": group, "kind": kind, "name": self.pool},
                    "requirements": [{"key": key, "operator": "In", "values": list(values)} for key, values in wanted.items()],
                    **({"taints": taints} if taints else {}),
                    "expireAfter": self.expire_after,
                },
            },
        }


@dataclass(frozen=True, kw_only=True)
class KarpenterPoolsArgs:
    """What the pools of Karpenter are made from.

    Args:
        classes: by pool, how its nodes are made: the `spec` of an EC2NodeClass (karpenter.sh/v1.14/concepts/nodeclasses).
        pools: what Karpenter keeps apart, by name: a pool's share on the spot market, and its part in each zone, stand alone.

    Raises:
        ArgumentsError: with every fault.
    """

    classes: Mapping[str, Mapping[str, Any]]
    pools: Mapping[str, NodePool]

    def __post_init__(self) -> None:
        faults = Faults(self)
        for name, pool in self.pools.items():
            arguments.check_label(faults, f"pools.{name}", name)
            expected = f"one of {', '.join(self.classes)}"
            faults.check(pool.pool in self.classes, f"pools.{name}.pool", pool.pool, expected, "say how its nodes are made")
            arguments.check_range(faults, f"pools.{name}.weight", pool.weight, 1, 100)
        faults.raise_any()


class KarpenterPools(pulumi.ComponentResource):
    """Pools whose nodes Karpenter makes, and what says how.

    An object of Karpenter's is gone when the nodes that it stands for are: deleting one drains them and ends their instances, for
    which Karpenter still has to run. So these come after it, and go before it.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them, and after which release they come.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:KarpenterPools"

    def __init__(self, name: str, args: KarpenterPoolsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        patient = pulumi.CustomTimeouts(delete=_DRAINED)
        group, version, kind = NODE_CLASSES
        classes = {
            key: kubernetes.apiextensions.CustomResource(
                f"{name}-class-{key}",
                api_version=f"{group}/{version}",
                kind=kind,
                metadata={"name": key},
                spec=dict(spec),
                opts=pulumi.ResourceOptions(parent=self, custom_timeouts=patient),
            )
            for key, spec in args.classes.items()
        }
        for key, pool in args.pools.items():
            kubernetes.apiextensions.CustomResource(
                f"{name}-pool-{key}",
                api_version="karpenter.sh/v1",
                kind="NodePool",
                metadata={"name": key},
                spec=pool.spec,
                opts=pulumi.ResourceOptions(parent=self, depends_on=[classes[pool.pool]], custom_timeouts=patient),
            )
        self.register_outputs({})
