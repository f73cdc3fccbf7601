"""Who goes first where room is short: two priorities around the usual one, the same on every cluster, and those of a team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..errors import Faults
from ..inputs import inputs
from .named import once_there

PRIORITIES: Final[Mapping[str, int]] = {"urgent": 100_000, "batch": -10}
"""Pods that say nothing have 0. What is below −1 gives way to the placeholders of events, and what is below −10 would have no nodes
added for it (github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md, `expendable-pods-priority-cutoff`)."""


_LOWEST: Final = -(2**31)
_HIGHEST: Final = 1_000_000_000


@dataclass(frozen=True, kw_only=True)
class PriorityArgs:
    """What a priority is made from.

    Args:
        called: its name inside the cluster: "urgent", whose pods may take the room of others, or "batch", whose pods give way and
            take nobody's, which are known; or another one with a value.
        value: how much it counts, up to a billion; pods that say nothing have 0. None for those that are known.
        preempts: let its pods take the room of pods of lower priority; by default those do that come before the usual ones.
        default: make it that of pods that name none, in place of 0.
        description: who should use it, for people.

    Raises:
        ArgumentsError: with every fault.
    """

    called: str
    value: int | None = None
    preempts: bool | None = None
    default: bool = False
    description: str | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        if self.value is None:
            arguments.check_choice(faults, "called", self.called, tuple(PRIORITIES))
        else:
            fix = "choose a name of your own"
            arguments.check_label(faults, "called", self.called)
            faults.check(self.called not in PRIORITIES, "called", self.called, "a name that has no value yet", fix)
            own = not self.called.startswith("system-")
            faults.check(own, "called", self.called, "none that begins with system-, as Kubernetes' own do", fix)
            arguments.check_range(faults, "value", self.value, _LOWEST, _HIGHEST)
        faults.raise_any()

    @property
    def counts(self) -> int:
        """How much it counts."""
        return PRIORITIES[self.called] if self.value is None else self.value


class Priority(pulumi.ComponentResource):
    """A PriorityClass; neither its value nor whether it preempts can be changed, so another one replaces it.

    Source: kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Priority"

    name: pulumi.Output[str]
    """What pods name it by, once it is there; they do not depend on it."""

    def __init__(self, name: str, args: PriorityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        preempts = args.counts > 0 if args.preempts is None else args.preempts
        made = kubernetes.scheduling.v1.PriorityClass(
            f"{name}-class",
            metadata={"name": args.called},
            value=args.counts,
            preemption_policy="PreemptLowerPriority" if preempts else "Never",
            global_default=True if args.default else None,
            description=args.description,
            opts=pulumi.ResourceOptions(parent=self, replace_on_changes=["value", "preemptionPolicy"], delete_before_replace=True),
        )
        self.name = once_there(made, args.called)
        self.register_outputs({"name": self.name})
