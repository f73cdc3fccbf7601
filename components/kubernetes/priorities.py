"""Who goes first where room is short: two priorities around the usual one, the same on every cluster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..errors import Faults
from ..inputs import inputs

PRIORITIES: Final[Mapping[str, int]] = {"urgent": 100_000, "batch": -10}
"""Pods that say nothing have 0. What is below −1 gives way to the placeholders of events, and what is below −10 would have no nodes
added for it (github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md, `expendable-pods-priority-cutoff`)."""


@dataclass(frozen=True, kw_only=True)
class PriorityArgs:
    """What a priority is made from.

    Args:
        called: its name inside the cluster: "urgent", whose pods may take the room of others, or "batch", whose pods give way and
            take nobody's.

    Raises:
        ArgumentsError: with every fault.
    """

    called: str

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_choice(faults, "called", self.called, tuple(PRIORITIES))
        faults.raise_any()


class Priority(pulumi.ComponentResource):
    """A PriorityClass (kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption).

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Priority"

    name: pulumi.Output[str]
    """What pods name it by, known once it exists."""

    def __init__(self, name: str, args: PriorityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        value = PRIORITIES[args.called]
        made = kubernetes.scheduling.v1.PriorityClass(
            f"{name}-class",
            metadata={"name": args.called},
            value=value,
            preemption_policy="PreemptLowerPriority" if value > 0 else "Never",
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.name = made.metadata.apply(lambda metadata: metadata.name or args.called)
        self.register_outputs({"name": self.name})
