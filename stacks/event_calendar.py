"""The events of an environment as plain data: what `nusa events` prints, as text or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from components.naming import Cloud
from components.quotas import Quota, quota, vcpus
from components.schedule import Calendar, Event, Group, Timeline, Window
from components.schedule.zones import zone
from components.spot import parts

from .environment import Environment, Loaded
from .environment.fleet import AlicloudMachines, AwsMachines, Fleet
from .environment.values import Selection
from .events import calendar


def event_calendar(loaded: Loaded, at: datetime | None = None, *, most: int = 6) -> dict[str, Any]:
    """The calendar of an environment that has no fault.

    Args:
        loaded: the environment.
        at: a moment; with it, `floors` are those in effect then, and occurrences that are over are left out.
        most: how many occurrences of each event are told.

    Returns:
        `events` with their occurrences; `floors` by site and group, for each event where no moment is given; `quotas`, what each
        account must be allowed in each region.
    """
    found = calendar(loaded.environment)
    return {
        "environment": loaded.name,
        "at": at and _utc(at),
        "events": [_event(found, event, at, most) for event in found.events.values()],
        "floors": list(_floors(found, at)),
        "quotas": list(_quotas(loaded)) if found.events else [],
    }


def _event(found: Calendar, event: Event, at: datetime | None, most: int) -> dict[str, Any]:
    ahead = [window for window in event.windows if at is None or window.end > at]
    where = zone(event.time_zone)
    return {
        "name": event.name,
        "timeZone": event.time_zone,
        "every": event.every,
        "start": event.start,
        "end": event.end,
        "since": event.since,
        "until": event.until,
        "warmUp": event.warm_up,
        "coolDown": event.cool_down,
        "names": [f"{group.kind}.{group.name}" for group in found.named(event.name)],
        "underWay": None if at is None else event.at(at) is not None,
        "occurrences": [_window(window, where, at) for window in ahead[:most]],
        "further": len(ahead[most:]),
        "over": len(event.windows) - len(ahead),
    }


def _window(window: Window, where: ZoneInfo, at: datetime | None) -> dict[str, Any]:
    return {
        "underWay": None if at is None else window.start <= at,
        "utc": {name: _utc(each) for name, each in window._asdict().items()},
        "local": {name: each.astimezone(where).isoformat(timespec="minutes") for name, each in window._asdict().items()},
    }


def _floors(found: Calendar, at: datetime | None) -> Iterator[dict[str, Any]]:
    for group in found.groups:
        timeline = found.timeline(group)
        for site in group.sites:
            told = {"site": site, "kind": group.kind, "name": group.name, "base": group.base}
            for floor, events in _held(group, timeline, at):
                yield {**told, "floor": floor, "ceiling": group.ceiling, "events": events}


def _held(group: Group, timeline: Timeline | None, at: datetime | None) -> Iterator[tuple[int, list[str]]]:
    """The floor at a moment, or else those that events ask for, with the events."""
    if timeline is None:
        if at is not None:
            yield group.base, []
    elif at is not None:
        bounds = timeline.at(at)
        yield bounds.floor, list(bounds.events)
    else:
        yield from ((floor, [name]) for name, floor in timeline.asked.items())


def _quotas(loaded: Loaded) -> Iterator[dict[str, Any]]:
    """What each account must be allowed in each region so that everything there may run at its maximum."""
    asked: dict[tuple[Cloud, str, str, Quota | None], list[dict[str, Any]]] = {}
    for name, site in loaded.environment.sites.items():
        account = site.account.id if site.account else ""
        for part in _parts(loaded.environment, name):
            known = quota(site.cloud, part["type"], spot=part["spot"])
            asked.setdefault((site.cloud, account, site.region, known), []).append({"site": name, **part})
    for (cloud, account, region, known), counted in asked.items():
        yield {
            "cloud": cloud,
            "account": account or None,
            "region": region,
            "code": known and known.code,
            "name": known and known.name,
            "vcpus": sum(part["vcpus"] or 0 for part in counted),
            "of": counted,
        }


def _parts(environment: Environment, site: str) -> Iterator[dict[str, Any]]:
    """The groups of machines of a site, and what each takes at most: by the largest of its types."""
    cloud = environment.sites[site].cloud
    for name, fleet in environment.fleets.items():
        machines = fleet.aws if cloud == "aws" else fleet.alicloud
        if machines is not None and _stands(fleet.sites, site):
            for most, spot in _bought(fleet):
                yield _part(name, _sizes(cloud, machines), most, spot=spot, weights=machines.weights)
    for name, cluster in environment.clusters.items():
        for key, pool in cluster.pools.items():
            types = pool.aws if cloud == "aws" else pool.alicloud
            if types is not None and _stands(cluster.sites, site):
                sizes = {type_: vcpus(cloud, type_) for type_ in types.types}
                for part in parts(key, pool.capacity.value, pool.spot):
                    yield _part(f"{name}-{part.key}", sizes, part.capacity.max, spot=part.spot)


def _bought(fleet: Fleet) -> Iterator[tuple[int, bool]]:
    """How much of a fleet at most is bought on demand, and how much on the spot market."""
    most = fleet.capacity.value.max
    above = max(0, most - fleet.on_demand_base)
    on_demand = most - above * fleet.spot // 100
    yield from ((number, spot) for number, spot in ((on_demand, False), (most - on_demand, True)) if number)


def _sizes(cloud: Cloud, machines: AwsMachines | AlicloudMachines) -> dict[str, int | None]:
    """The vCPUs of each type that a fleet may consist of; of all that have its attributes, the most."""
    if isinstance(machines, AwsMachines) and machines.attributes:
        least, most = machines.attributes.vcpus
        return {f"any of {least} to {most} vCPUs": most}
    return {type_: vcpus(cloud, type_) for type_ in machines.types or ()}


def _stands(selection: Selection, site: str) -> bool:
    return selection == "all" or site in selection


def _part(
    name: str, sizes: Mapping[str, int | None], most: int, *, spot: bool, weights: Mapping[str, int] | None = None
) -> dict[str, Any]:
    numbers = {type_: -(-most // (weights or {}).get(type_, 1)) for type_ in sizes}
    largest = max(sizes, key=lambda type_: numbers[type_] * (sizes[type_] or 0))
    known = None if None in sizes.values() else numbers[largest] * (sizes[largest] or 0)
    return {"name": name, "type": largest, "spot": spot, "most": numbers[largest], "vcpus": known}


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
