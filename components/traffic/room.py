"""Whether a site has room for what a step sends it: the peaks that are expected while the step is meant to be in force; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from typing import Any, Final

from ..schedule import Calendar, Group, Window, requests_for
from ..schedule.zones import zone
from .migrations import Migration, capacity
from .sending import calendar
from .steps import WHOLE, Step, share_of

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Room:
    """What one event asks of a site at one step.

    Args:
        step: the step's number.
        site: the site.
        event: the event's name.
        peak: requests per second over all sites.
        share: what the site is sent of them, in percent.
        unit_rps: how many one pod or instance serves.
        floor: how many run there at least while the event lasts: also so that what is left carries it, as far as it has headroom.
        ceiling: how many may run there.
    """

    step: int
    site: str
    event: str
    peak: int
    share: int
    unit_rps: int
    floor: int
    ceiling: int

    @property
    def needed(self) -> int:
        """How many the site needs for its share."""
        return -(-requests_for(self.peak, Fraction(self.share, WHOLE)) // self.unit_rps)


def serving(environment: Mapping[str, Any], calendar: Calendar, traffic: str) -> Group | None:
    """What serves a name: a workload or a fleet with its peaks."""
    to = environment["traffic"][traffic]["to"]
    return next((group for group in calendar.groups if group.name == to), None)


def touched(environment: Mapping[str, Any], calendar: Calendar, migration: Migration) -> list[Group]:
    """The fleets and workloads that a migration moves requests of, or takes capacity from; with their peaks."""
    if migration.weighs:
        return [group for group in (serving(environment, calendar, migration.of),) if group is not None]
    if migration.kind == "clusters":
        return [group for group in calendar.groups if group.cluster == migration.of]
    return [group for group in calendar.groups if (group.kind, group.name) == (migration.kind, migration.of)]


def begins(migration: Migration, step: Step) -> datetime:
    """The first moment of a step's day, in UTC."""
    return datetime.combine(step.day, time(), zone(migration.time_zone)).astimezone(UTC)


def rooms(environment: Mapping[str, Any], migration: Migration) -> Iterator[Room]:
    """What each measured peak asks of each site, at each step of a name's migration that is in force or to come while it lasts.

    A step holds from its day, or already, to the next one's; the last one for good. Floors follow the weights of the step.
    """
    for number in range(migration.step, len(migration.steps) + 1) if migration.weighs else ():
        found = calendar(_at(environment, migration.name, number))
        group = serving(environment, found, migration.of)
        if group is None or group.unit_rps is None:
            return
        for event in _during(found, migration, number):
            if event in group.peaks and (peak := group.peaks[event].rps) is not None:
                floors = group.floors(group.peaks[event], found.losses(group))
                for site, share in migration.at(number).items():
                    kept = capacity(environment, group.kind, group.name, site)
                    yield Room(
                        step=number,
                        site=site,
                        event=event,
                        peak=peak,
                        share=share,
                        unit_rps=group.unit_rps,
                        floor=floors.get(site, share_of(group.base, kept) if site in group.drained else 0),
                        ceiling=share_of(group.ceiling, kept),
                    )


def _at(environment: Mapping[str, Any], migration: str, step: int) -> dict[str, Any]:
    """An environment with another step in force."""
    moves = environment["migrations"]
    return {**environment, "migrations": {**moves, migration: {**moves[migration], "step": step}}}


def _during(calendar: Calendar, migration: Migration, number: int) -> Iterator[str]:
    """The events that last at some time while a step is meant to be in force; of the beginning nobody knows since when."""
    start = begins(migration, migration.steps[number - 1]) if number else None
    end = begins(migration, migration.steps[number]) if number < len(migration.steps) else None
    for name, event in calendar.events.items():
        if any((end is None or window.start < end) and (start is None or window.end > start) for window in event.windows):
            yield name


def window_of(environment: Mapping[str, Any], calendar: Calendar, migration: Migration, step: Step) -> tuple[str, Window] | None:
    """An event of what a migration touches that lasts on the day of a step, and when it does; None without one.

    Args:
        environment: as `stacks.environment.Environment` is written in JSON, without a fault.
        calendar: its events.
        migration: the migration.
        step: one of its steps.
    """
    start = begins(migration, step)
    named = dict.fromkeys(name for group in touched(environment, calendar, migration) for name in group.peaks)
    found = ((name, window) for name in named for window in calendar.events[name].windows)
    return next(((name, window) for name, window in found if window.start < start + _DAY and window.end > start), None)
