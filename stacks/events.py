"""The events of an environment over time: what its fleets and workloads must at least have, at each moment."""

from __future__ import annotations

from components.schedule import Calendar
from components.traffic import sending

from .environment import Environment

_READ = {"events", "objectives", "sites", "clusters", "fleets", "workloads", "traffic", "migrations"}


def calendar(environment: Environment) -> Calendar:
    """The events of an environment, and what they raise."""
    return sending.calendar(environment.model_dump(mode="json", exclude_none=True, include=_READ))
