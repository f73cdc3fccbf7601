"""How a fleet's instances come, go and are replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import pulumi

from .. import arguments
from ..choices import HookPoint, HookResult
from ..errors import Faults

HOOK_SECONDS = (30, 7200)
"""How long a hook may hold an instance: docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html
(`HeartbeatTimeout`); ESS allows three times as much."""

_LONGEST_PAUSE = 172_800
"""docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html (`CheckpointDelay`)."""


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """How instances are replaced when the image or the template changes.

    Args:
        healthy: percentage of capacity kept in service meanwhile, 0 to 100.
        surge: percentage of capacity started on top of it meanwhile, 0 to 100 and no more than `healthy`.
        warm_up: seconds until a new instance counts as healthy.
        checkpoints: percentages of new instances at which the refresh waits, rising, each below 100; after the last it goes on
            to the end.
        pause: seconds it waits at each, in whole minutes, two days at most.
        rollback: put the earlier image and template back when a refresh fails; where a fleet's `capabilities` hold
            "refresh-rollback".
        alarms: names of alarms, ten at most, any of which makes a refresh fail; where `capabilities` hold "refresh-alarms".

    Raises:
        ArgumentsError: with every fault.
    """

    healthy: int = 90
    surge: int = 20
    warm_up: int = 300
    checkpoints: tuple[int, ...] = ()
    pause: int = 600
    rollback: bool = True
    alarms: tuple[pulumi.Input[str], ...] = ()

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_range(faults, "healthy", self.healthy, 0, 100)
        arguments.check_range(faults, "surge", self.surge, 0, min(100, self.healthy))
        arguments.check_range(faults, "warm_up", self.warm_up, 0, 3600)
        rising = tuple(sorted({share for share in self.checkpoints if 0 < share < 100}))
        fix = "write each share once, from the lowest to the highest; 100 is reached without it"
        faults.check(rising == self.checkpoints, "checkpoints", self.checkpoints, "rising percentages, 1 to 99", fix)
        fix = "write a multiple of 60; Alibaba Cloud counts minutes"
        whole = 0 < self.pause <= _LONGEST_PAUSE and self.pause % 60 == 0
        faults.check(whole, "pause", self.pause, f"whole minutes in seconds, {_LONGEST_PAUSE} at most", fix)
        faults.check(len(self.alarms) <= 10, "alarms", len(self.alarms), "ten at most", "join some into one alarm")
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class LifecycleHook:
    """Holds an instance that comes or goes, until somebody says that it may, or the time is up.

    Args:
        on: "launch" (before it serves) or "terminate" (before it ends).
        timeout: seconds that it is held at most, 30 to 7200.
        default: what then becomes of it: "continue", or "abandon", which ends an instance that comes.
        notify: where the cloud writes that one is held: the ARN of a queue or a topic; nowhere by default, which leaves it to the
            cloud's own events.
        metadata: a text that is written along.

    Raises:
        ArgumentsError: with every fault.
    """

    on: HookPoint
    timeout: int = 300
    default: HookResult = "continue"
    notify: pulumi.Input[str] | None = None
    metadata: str | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_choice(faults, "on", self.on, get_args(HookPoint))
        arguments.check_range(faults, "timeout", self.timeout, *HOOK_SECONDS)
        arguments.check_choice(faults, "default", self.default, get_args(HookResult))
        faults.raise_any()
