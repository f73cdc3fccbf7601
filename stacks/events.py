"""The events of an environment over time: what its fleets and workloads must at least have, at each moment."""

from __future__ import annotations

from components.schedule import Event, Peak, Timeline, floor_for

from .environment import Environment
from .environment import event as written
from .environment.values import Selection


def declared(environment: Environment) -> dict[str, Event]:
    """Every event by its name."""
    return {name: _event(name, event) for name, event in environment.events.items()}


def fleet_timeline(environment: Environment, name: str) -> Timeline | None:
    """The floor of a fleet in each of its sites; None where no event names it.

    Args:
        environment: the environment.
        name: the fleet's.
    """
    fleet = environment.fleets[name]
    size, fixed = fleet.capacity.autoscaled, fleet.capacity.fixed or 0
    bounds = (size.min, size.max) if size else (fixed, fixed)
    return _timeline(environment, name, fleet.sites, bounds, fleet.instance_rps)


def workload_timeline(environment: Environment, name: str) -> Timeline | None:
    """The floor of a workload's pods in each of its sites; None where no event names it.

    Args:
        environment: the environment.
        name: the workload's.
    """
    workload = environment.workloads[name]
    sites = environment.clusters[workload.cluster].sites if workload.sites == "all" else workload.sites
    return _timeline(environment, name, sites, (workload.replicas.min, workload.replicas.max), workload.pod_rps)


def _timeline(
    environment: Environment, name: str, sites: Selection, bounds: tuple[int, int], unit_rps: int | None
) -> Timeline | None:
    spread = len(environment.sites) if sites == "all" else len(sites)
    peaks = {key: peak for key, event in environment.events.items() if (peak := _peak(event, name)) is not None}
    events = declared(environment)
    floors = [(events[key], floor_for(peak, base=bounds[0], unit_rps=unit_rps, sites=spread)) for key, peak in peaks.items()]
    return Timeline(*bounds, floors) if floors else None


def _event(name: str, event: written.Event) -> Event:
    return Event(name=name, **event.model_dump(exclude={"peak_rps", "peak_factor"}))


def _peak(event: written.Event, name: str) -> Peak | None:
    if name in event.peak_rps:
        return Peak(rps=event.peak_rps[name])
    return Peak(factor=event.peak_factor[name].removesuffix("x")) if name in event.peak_factor else None
