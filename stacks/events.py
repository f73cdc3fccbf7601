"""The events of an environment over time: what its fleets and workloads must at least have, at each moment."""

from __future__ import annotations

from components.schedule import Calendar, Timeline
from components.schedule.calendar import Kind

from .environment import Environment

_READ = {"events", "objectives", "sites", "clusters", "fleets", "workloads"}


def calendar(environment: Environment) -> Calendar:
    """The events of an environment, and what they raise."""
    return Calendar.of(environment.model_dump(mode="json", exclude_none=True, include=_READ))


def timeline(environment: Environment, kind: Kind, name: str) -> Timeline | None:
    """The floor of a fleet, or of a workload's pods, in each of its sites; None where no event names it.

    Args:
        environment: the environment.
        kind: fleets or workloads.
        name: its name there.
    """
    found = calendar(environment)
    return found.timeline(found.group(kind, name))
