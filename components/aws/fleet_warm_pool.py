"""Instances of a fleet on AWS that have started once and stand by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from .. import arguments, contracts
from ..errors import Faults
from ..instance_types import instance_types

PoolState: TypeAlias = Literal["stopped", "running", "hibernated"]

_HIBERNATED_GIB = 150
"""Memory must be less, and fit on the disk: docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html."""


@dataclass(frozen=True, kw_only=True)
class WarmPool:
    """Instances that have started once and stand by, so that scaling out waits for no start script.

    Args:
        min: how many stand by at least.
        prepared: how many there are at most with those in service; the fleet's max by default.
        state: what they are meanwhile: "stopped" (their disks cost), "hibernated" (their memory kept on the disk, which must have
            room for it) or "running" (they cost as if they served).
        reuse: bring instances back into the pool when the fleet shrinks, instead of ending them.

    Raises:
        ArgumentsError: with every fault.
    """

    min: int = 0
    prepared: int | None = None
    state: PoolState = "stopped"
    reuse: bool = False

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_range(faults, "min", self.min, 0, 2000)
        if self.prepared is not None:
            arguments.check_range(faults, "prepared", self.prepared, 0, 2000)
        arguments.check_choice(faults, "state", self.state, get_args(PoolState))
        faults.raise_any()


def check_warm_pool(faults: Faults, fleet: contracts.FleetArgs, pool: WarmPool) -> None:
    """What a warm pool and the fleet that it belongs to cannot be together.

    Source of what `prepared` counts: docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutWarmPool.html
    (`MaxGroupPreparedCapacity`).
    """
    fix = "leave one of the two out"
    faults.check(fleet.spot == 0, "warm_pool", f"a warm pool with {fleet.spot}% spot", "none beside spot instances", fix)
    lowest = fleet.capacity.min
    if pool.prepared is not None and pool.min == 0:
        expected = f"more than {lowest}, which serve already, so that the pool is not empty"
        faults.check(pool.prepared > lowest, "warm_pool.prepared", pool.prepared, expected, "raise it, or write min")
    if pool.state == "hibernated":
        _check_hibernation(faults, fleet)


def _check_hibernation(faults: Faults, fleet: contracts.FleetArgs) -> None:
    fix = "encrypt the disk, or choose stopped"
    faults.check(fleet.encrypt_disk, "warm_pool.state", "hibernated", "an encrypted disk beside it", fix)
    for name in fleet.types:
        memory = known.memory_gib if (known := instance_types().get(name)) is not None else None
        if memory is None:
            continue
        given = f"hibernated, with {memory:g} GiB of memory in {name}"
        most, fix = f"less than {_HIBERNATED_GIB} GiB", "choose stopped, or another type"
        if faults.check(memory < _HIBERNATED_GIB, "warm_pool.state", given, most, fix):
            room, fix = f"less than disk_gib, which is {fleet.disk_gib}", "raise disk_gib, or choose stopped"
            faults.check(memory < fleet.disk_gib, "warm_pool.state", given, room, fix)
