"""What EKS does with nodes of a pool that are not healthy, where its own way is not wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from .. import arguments
from ..errors import Faults

Condition: TypeAlias = Literal[
    "AcceleratedHardwareReady", "ContainerRuntimeReady", "KernelReady", "NetworkingReady", "Ready", "StorageReady"
]
"""What EKS repairs a node for: those of the node monitoring agent, and the kubelet's own, Ready.

Source: docs.aws.amazon.com/eks/latest/userguide/node-repair.html.
"""
Action: TypeAlias = Literal["Replace", "Reboot", "NoAction"]

_LONGEST = 24 * 60


@dataclass(frozen=True, kw_only=True)
class RepairRule:
    """What is done about one thing that can be wrong with a node.

    Args:
        condition: the condition of the node that is not met.
        reason: why, in the monitoring agent's words, say "NvidiaXID13Error".
        action: "Replace" the node, "Reboot" it, or "NoAction".
        after_minutes: how long that must last before, 1 to 1440.

    Raises:
        ArgumentsError: with every fault.

    Source: docs.aws.amazon.com/eks/latest/APIReference/API_NodeRepairConfigOverrides.html, which asks for all four.
    """

    condition: Condition
    reason: str
    action: Action
    after_minutes: int

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_choice(faults, "condition", self.condition, get_args(Condition))
        fix = "write it as the node monitoring agent does, say NvidiaXID13Error"
        faults.check(bool(self.reason.strip()), "reason", self.reason, "why the condition is not met", fix)
        arguments.check_choice(faults, "action", self.action, get_args(Action))
        arguments.check_range(faults, "after_minutes", self.after_minutes, 1, _LONGEST)
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class Repairs:
    """How far EKS goes in repairing nodes.

    Args:
        stop_above: percentage of unhealthy nodes above which none is repaired any more, 1 to 100: when many are ill at once, the
            cause is elsewhere. EKS' own by default.
        at_a_time: percentage of the unhealthy nodes that are repaired side by side, 1 to 100; EKS' own by default.
        rules: what is done about single things; EKS' own way for all others.

    Raises:
        ArgumentsError: with every fault.

    Source: docs.aws.amazon.com/eks/latest/APIReference/API_NodeRepairConfig.html.
    """

    stop_above: int | None = None
    at_a_time: int | None = None
    rules: tuple[RepairRule, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults(self)
        for name in ("stop_above", "at_a_time"):
            if (percent := getattr(self, name)) is not None:
                arguments.check_range(faults, name, percent, 1, 100)
        arguments.check_each_once(faults, "rules", [f"{rule.condition}:{rule.reason}" for rule in self.rules])
        faults.raise_any()
