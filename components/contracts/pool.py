"""A group of equal nodes of a cluster, and what keeps pods off them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from .. import arguments
from ..capacity import Capacity
from ..errors import Faults
from ..instance_types import has_gpu

Effect: TypeAlias = Literal["NoSchedule", "PreferNoSchedule", "NoExecute"]

POOL_LABEL = "nusantara/pool"
"""The node label that holds the name of a node's pool."""

_KEY = re.compile(r"([a-z0-9.-]{1,253}/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?")
_VALUE = re.compile(r"([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?")


@dataclass(frozen=True, kw_only=True)
class Taint:
    """What keeps pods off a pool's nodes that do not tolerate it, in Kubernetes' words.

    Args:
        key: its key, as of a label.
        value: its value, 63 characters at most.
        effect: what happens to such pods (kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration).

    Raises:
        ArgumentsError: with every fault.
    """

    key: str
    value: str = ""
    effect: Effect = "NoSchedule"

    def __post_init__(self) -> None:
        faults = Faults(self)
        fix = "write it like dedicated, or example.com/dedicated"
        faults.check(bool(_KEY.fullmatch(self.key)), "key", self.key, "the key of a label", fix)
        faults.check(bool(_VALUE.fullmatch(self.value)), "value", self.value, "the value of a label", "shorten or rename it")
        arguments.check_choice(faults, "effect", self.effect, get_args(Effect))
        faults.raise_any()

    @property
    def bars(self) -> bool:
        """Whether a pod that does not tolerate it cannot start beside it."""
        return self.effect != "PreferNoSchedule"


GPU_TAINT = Taint(key="nvidia.com/gpu", value="present")
"""What keeps pods that ask for no GPU off nodes that have one: such nodes are dear, and none would be left for those that do.

The key is what GPU device plug-ins, and the admission plug-in ExtendedResourceToleration, expect
(kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration).
"""


@dataclass(frozen=True, kw_only=True)
class Pool:
    """A group of equal nodes of a cluster, spread over the network's zones.

    Args:
        types: instance types in order of preference, of one processor architecture and about one size, since an autoscaler
            plans with the first.
        capacity: how many nodes run: `fixed`, or `autoscaled` between two bounds. A schedule is refused: EKS and ACK own the groups
            under their pools, so an event raises the floors of workloads, and nodes follow.
        spot: percentage of nodes bought on the spot market, 0 to 100. A share becomes a node group of its own, called
            `<pool>-spot`, with its part of every bound (see `components.spot`).
        disk_gib: size of the encrypted system disk in GiB, 20 to 2048.
        labels: node labels; `nusantara/pool` is the pool's name in any case.
        taints: what keeps pods off its nodes that do not tolerate it.
        version: the Kubernetes version that its nodes stay at while the cluster goes ahead, in the cloud's own spelling, three
            minors behind at most; by default they follow the cluster.
        unavailable: percentage of its nodes that an update may take at a time, 1 to 100.
        repair: let the cloud mend or replace nodes that are not healthy.
        gpu: its nodes have GPUs: they get an image with drivers, and `GPU_TAINT` unless `taints` are given.
        per_zone: a group of its own in each zone, called `<pool>-<zone>`, each with these bounds: for pods whose volumes stand in
            one zone, since an autoscaler can only then add a node where it is needed. A zone that is added replaces none of them.

    Raises:
        ArgumentsError: with every fault.
    """

    types: tuple[str, ...]
    capacity: Capacity
    spot: int = 0
    disk_gib: int = 80
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: tuple[Taint, ...] = ()
    version: str | None = None
    unavailable: int = 25
    repair: bool = True
    gpu: bool = False
    per_zone: bool = False

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        arguments.check_types(faults, "types", self.types)
        for position, type_ in enumerate(self.types if self.gpu else ()):
            fix = "choose one of a family with GPUs, or leave gpu out"
            expected = "a type with GPUs, since the pool is said to have them"
            faults.check(has_gpu(type_) is not False, f"types.{position}", type_, expected, fix)
        arguments.check_range(faults, "spot", self.spot, 0, 100)
        arguments.check_range(faults, "disk_gib", self.disk_gib, 20, 2048)
        fix = "remove it; the pool's name is written there"
        faults.check(POOL_LABEL not in self.labels, "labels", POOL_LABEL, "labels of your own", fix)
        for key, value in self.labels.items():
            fix = "write it like team, or example.com/team"
            faults.check(bool(_KEY.fullmatch(key)), f"labels.{key}", key, "the key of a label", fix)
            faults.check(bool(_VALUE.fullmatch(value)), f"labels.{key}", value, "the value of a label", "shorten or rename it")
        arguments.check_each_once(faults, "taints", [f"{taint.key}:{taint.effect}" for taint in self.taints])
        arguments.check_range(faults, "unavailable", self.unavailable, 1, 100)
        if self.version is not None:
            arguments.check_pinned(faults, "version", self.version, "write the version to stay at, or leave it out")
        owner, fix = self.capacity.owner, "write autoscaled(…), and let the event raise the floors of workloads"
        faults.check(owner != "schedule", "capacity.owner", owner, "the program or an autoscaler", fix)

    @property
    def node_taints(self) -> tuple[Taint, ...]:
        """The taints that its nodes have."""
        return self.taints or ((GPU_TAINT,) if self.gpu else ())

    @property
    def open(self) -> bool:
        """Whether pods that tolerate nothing can start on its nodes."""
        return not any(taint.bars for taint in self.node_taints)

    def spread(self, name: str, zones: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The groups that the pool consists of before spot shares are divided off, each with the zones that it stands in.

        Args:
            name: the pool's name.
            zones: letters of the network's zones.
        """
        if self.per_zone:
            return {f"{name}-{zone}": (zone,) for zone in sorted(zones)}
        return {name: tuple(sorted(zones))}
