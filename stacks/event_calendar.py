"""The events of an environment as plain data: what `nusa events` prints, as text or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from components.data import Stop, stops
from components.schedule import Calendar, Event, Group, Need, Timeline, Window, held_by_tasks
from components.schedule.zones import zone

from .environment import Loaded
from .events import calendar
from .quotas import quotas


def event_calendar(loaded: Loaded, at: datetime | None = None, *, most: int = 6) -> dict[str, Any]:
    """The calendar of an environment that has no fault.

    Args:
        loaded: the environment.
        at: a moment; with it, `floors` are those in effect then, also where a cloud holds one for longer than was asked, and
            occurrences that are over are left out.
        most: how many occurrences of each event are told.

    Returns:
        `events` with their occurrences; `floors` by site and group, for each event where no moment is given; `needs`, what each
        site is sent of each measured peak and how many that takes, with all of them and after each loss that is to be lived
        through, and what the shares follow from (`components.schedule.Why`); `waits`, what those that are left then cannot do
        without, and when it is back; `quotas`, what each account must be allowed in each region.
    """
    found = calendar(loaded.environment)
    return {
        "environment": loaded.name,
        "at": at and _utc(at),
        "events": [_event(found, event, at, most) for event in found.events.values()],
        "floors": list(_floors(found, at)),
        "needs": list(_needs(found, at)),
        "waits": [wait for stop in _stops(loaded) for wait in _waits(stop)] if found.events else [],
        "quotas": list(quotas(loaded.environment)) if found.events else [],
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
        for site, cloud in group.sites.items():
            timeline = found.timeline(group, site)
            told = {"site": site, "kind": group.kind, "name": group.name, "base": group.base}
            for floor, events in _held(group, cloud, timeline, at):
                yield {**told, "floor": floor, "ceiling": group.ceiling, "events": events}


def _held(group: Group, cloud: str, timeline: Timeline | None, at: datetime | None) -> Iterator[tuple[int, list[str]]]:
    """The floor that a cloud really holds at a moment, or else those that events ask for, with the events."""
    if timeline is None:
        if at is not None:
            yield group.base, []
    elif at is not None:
        by_tasks = group.kind == "fleets" and cloud == "alicloud"
        bounds = held_by_tasks(timeline, at) if by_tasks else timeline.at(at)
        yield bounds.floor, list(bounds.events)
    else:
        yield from ((floor, [name]) for name, floor in timeline.asked.items())


def _needs(found: Calendar, at: datetime | None) -> Iterator[dict[str, Any]]:
    """How many the peaks take of those events that are under way, or of all."""
    told = found.events if at is None else found.at(at)
    for group in found.groups:
        for event, floors in found.floors(group).items():
            if event in told:
                for _, needs in groupby(found.needs(group, event), key=lambda need: need.lost):
                    yield _need(group, event, floors, list(needs))


def _need(group: Group, event: str, floors: Mapping[str, int], needs: list[Need]) -> dict[str, Any]:
    """What is needed of a group after one loss, or with everything there, in each site that is left."""
    one = needs[0]
    return {
        "event": event,
        "kind": group.kind,
        "name": group.name,
        "of": one.lost and one.lost.of,
        "lost": one.lost and one.lost.name,
        "rps": one.peak,
        "capacity": one.capacity,
        "unitRps": one.unit_rps,
        "shared": one.why,
        "sites": {
            need.site: {
                "share": float(need.share),
                "rps": need.requests,
                "needed": need.units,
                "floor": floors[need.site],
                "missing": max(0, need.units - floors[need.site]),
            }
            for need in needs
        },
    }


def _stops(loaded: Loaded) -> Iterator[Stop]:
    return stops(loaded.environment.model_dump(mode="json", exclude_none=True))


def _waits(stop: Stop) -> Iterator[dict[str, Any]]:
    recovery = stop.recovery
    for (kind, name), sites in stop.waiting.items():
        yield {
            "kind": kind,
            "name": name,
            "sites": list(sites),
            "lost": stop.lost if stop.of == "site" else f"all of {stop.lost}",
            "needs": stop.on.name,
            "promoted": recovery.site,
            "byHand": recovery.by_hand,
            "back": recovery.seconds,
            "within": stop.within,
        }


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
