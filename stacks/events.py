"""The events of an environment over time: what its fleets and workloads must at least have, at each moment."""

from __future__ import annotations

from components.schedule import Calendar
from components.traffic.migrations import drained

from .environment import Environment

_READ = {"events", "objectives", "sites", "clusters", "fleets", "workloads", "migrations"}


def calendar(environment: Environment) -> Calendar:
    """The events of an environment, and what they raise."""
    said = environment.model_dump(mode="json", exclude_none=True, include=_READ)
    return Calendar.of(said, drained(said))
