"""The events of an environment over time: what its fleets and workloads must at least have, at each moment."""

from __future__ import annotations

from components.schedule import Calendar, Event, Timeline

from .environment import Environment

_READ = {"events", "objectives", "sites", "clusters", "fleets", "workloads"}


def calendar(environment: Environment) -> Calendar:
    """The events of an environment, and what they raise."""
    return Calendar.of(environment.model_dump(mode="json", exclude_none=True, include=_READ))


def declared(environment: Environment) -> dict[str, Event]:
    """Every event by its name."""
    return dict(calendar(environment).events)


def fleet_timeline(environment: Environment, name: str) -> Timeline | None:
    """The floor of a fleet in each of its sites; None where no event names it.

    Args:
        environment: the environment.
        name: the fleet's.
    """
    found = calendar(environment)
    return found.timeline(found.group("fleets", name))


def workload_timeline(environment: Environment, name: str) -> Timeline | None:
    """The floor of a workload's pods in each of its sites; None where no event names it.

    Args:
        environment: the environment.
        name: the workload's.
    """
    found = calendar(environment)
    return found.timeline(found.group("workloads", name))
