"""What keeps the floors of a cluster's workloads while events last, and what a workload is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from .. import arguments
from ..errors import Faults
from ..schedule import LONGEST_SCHEDULE, schedule_size

KEEPER_NAMESPACE = "event-floors"
KEEPER_IMAGE = "public.ecr.aws/docker/library/python@sha256:2d9aefe2fef018a7eb2c13064c89c71929800fd2e5dccdbf52ea5da5bb8d929a"
"""Python 3.13 on Alpine, the multi-platform index, from the mirror of Docker's official images that asks for no account."""
LONGEST_LEAD = 3600


@dataclass(frozen=True, kw_only=True)
class FloorKeeperArgs:
    """What a keeper of floors is made from.

    Args:
        namespace: the namespace it is made in; it must be there, and for nothing else.
        image: an image by digest with `python` (3.11 or newer) and `sleep` on its path; of Python it needs the standard library
            alone.
        lead: seconds by which placeholder pods ask for nodes before a floor rises, up to an hour; 0 for no placeholders.

    Raises:
        ArgumentsError: with every fault.
    """

    namespace: pulumi.Input[str] = KEEPER_NAMESPACE
    image: str = KEEPER_IMAGE
    lead: int = 900

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_digest(faults, "image", self.image)
        arguments.check_range(faults, "lead", self.lead, 0, LONGEST_LEAD)
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class FloorKeeping:
    """What a workload must know of the keeper.

    Args:
        namespace: the namespace it runs in.
        account: its service account there.
        priority_class: the priority of placeholder pods.
        image: the image by digest that it and placeholder pods run.
        lead: seconds by which placeholder pods ask for nodes before a floor rises; 0 for no placeholders.
    """

    namespace: pulumi.Input[str]
    account: pulumi.Input[str]
    priority_class: pulumi.Input[str]
    image: str
    lead: int


@dataclass(frozen=True, kw_only=True)
class Floors:
    """How events move the fewest pods of a workload.

    Args:
        schedule: the base and every change, as `components.schedule.floor_schedule` writes a timeline.
        keeping: what keeps to it.
        room: when placeholder pods ask for nodes, and for how many pods, as `components.schedule.room_schedule` writes it: for
            people, who read it in a preview.

    Raises:
        ArgumentsError: for a schedule that no annotation takes.
    """

    schedule: Mapping[str, str]
    keeping: FloorKeeping
    room: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        size = schedule_size(self.schedule)
        expected, fix = f"{LONGEST_SCHEDULE} bytes at most, what an annotation takes", "shorten events: an earlier until"
        faults.check(size <= LONGEST_SCHEDULE, "schedule", size, expected, fix)
        faults.raise_any()
