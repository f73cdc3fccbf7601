"""An event, what is wrong with one, and the windows in which its floors hold; pure."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple, get_args

from ..choices import Every
from ..errors import ArgumentFault, ArgumentsError, shown
from .moments import EXAMPLES, Moments, NeverError, parsed
from .zones import earliest, latest, zone, zone_names

LONGEST_DAYS = 1096
"""Three years: beyond that nobody reviewed what a recurrence costs."""

_DATE = re.compile(r"20\d\d-\d\d-\d\d")
_LONGEST_PAUSE = 86_400
_BEFORE_ALL = datetime(1999, 12, 31)  # noqa: DTZ001 - a local time, in whichever zone the event has
_A_PERIOD = {"day": timedelta(days=2), "week": timedelta(days=14), "month": timedelta(days=62), "year": timedelta(days=732)}
"""No occurrence that begins as long before a day lasts until it."""


class Window(NamedTuple):
    """One occurrence of an event, in UTC: the floors hold from `start` to `end`, the peak is expected from `opens` to `closes`."""

    start: datetime
    opens: datetime
    closes: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True)
class Event:
    """A dated window of expected peak traffic, once or recurring.

    Args:
        name: its stable key.
        time_zone: the IANA name of the zone that all its times and dates are in.
        start: when the peak begins, spelled as `moments` says for `every`.
        end: when it is over: of a recurrence, the first such time after the start. Of two days that a month lacks, start and end
            would be its last day: an end that would not lie after its start then is the month's own.
        every: "day", "week", "month" or "year"; by default it happens once.
        since: the first day of a recurrence, "2026-12-01". An occurrence that began before and lasts into it begins with it.
        until: the last day on which an occurrence begins.
        warm_up: whole minutes in seconds by which floors are raised before the start.
        cool_down: whole minutes in seconds for which they stay raised after the end.

    Raises:
        ArgumentsError: with every fault that `event_faults` finds.
    """

    name: str
    time_zone: str
    start: str
    end: str
    every: Every | None = None
    since: str | None = None
    until: str | None = None
    warm_up: int = 0
    cool_down: int = 0

    def __post_init__(self) -> None:
        if faults := tuple(event_faults(**{name: value for name, value in vars(self).items() if name != "name"})):
            raise ArgumentsError(type(self).__name__, faults)

    @functools.cached_property
    def windows(self) -> tuple[Window, ...]:
        """Every occurrence, in the order of time. What a clock's change makes uncertain is rounded outward."""
        where, before, after = zone(self.time_zone), timedelta(seconds=self.warm_up), timedelta(seconds=self.cool_down)
        found = []
        for start, end in self._occurrences():
            opens, closes = earliest(start, where), latest(end, where)
            found.append(Window(opens - before, opens, closes, closes + after))
        return tuple(found)

    def at(self, moment: datetime) -> Window | None:
        """The window that a moment lies in: its first minute does, its end does not. Of two the later, which ends later too."""
        place = bisect.bisect_right(self.windows, moment, key=lambda window: window.start)
        window = self.windows[place - 1] if place else None
        return window if window is not None and moment < window.end else None

    def _occurrences(self) -> Iterator[tuple[datetime, datetime]]:
        start, end = parsed(self.start, self.every), parsed(self.end, self.every)
        assert start is not None
        assert end is not None
        if self.since is None or self.until is None:
            yield next(start.after(_BEFORE_ALL)), next(end.after(_BEFORE_ALL))
            return
        first = datetime.combine(date.fromisoformat(self.since), time())
        last = datetime.combine(date.fromisoformat(self.until), time.max)
        yield from _recurring(start, end, first, last)


def _recurring(start: Moments, end: Moments, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
    assert start.every is not None
    for begins in start.after(first - _A_PERIOD[start.every]):
        if begins > last:
            return
        ends = _over(begins, start, end)
        if ends > first:
            yield max(begins, first), ends


def _over(begins: datetime, start: Moments, end: Moments) -> datetime:
    """When an occurrence is over."""
    ends = next(end.after(begins))
    in_one_month = start.month == end.month and (start.day, start.clock) < (end.day, end.clock)
    if start.every in ("month", "year") and in_one_month and (ends.year, ends.month) != (begins.year, begins.month):
        following = begins.replace(day=1) + timedelta(days=31)
        return datetime.combine(following.replace(day=1), time())
    return ends


def event_faults(
    *,
    time_zone: str,
    start: str,
    end: str,
    every: str | None = None,
    since: str | None = None,
    until: str | None = None,
    warm_up: int = 0,
    cool_down: int = 0,
) -> Iterator[ArgumentFault]:
    """Every fault of an event's fields, each under its field's name; the arguments are those of `Event`."""
    if time_zone not in zone_names():
        expected, fix = "a time zone of the IANA database", "write region and city, say Asia/Jakarta"
        yield ArgumentFault("time_zone", shown(time_zone), expected, fix)
    for field, seconds in (("warm_up", warm_up), ("cool_down", cool_down)):
        if not 0 <= seconds <= _LONGEST_PAUSE or seconds % 60:
            yield ArgumentFault(field, shown(seconds), "whole minutes, a day at most", "write a multiple of 60 seconds")
    if every is not None and every not in get_args(Every):
        yield ArgumentFault("every", shown(every), ", ".join(get_args(Every)), "leave it out for an event that happens once")
        return
    recurrence = next((each for each in get_args(Every) if each == every), None)
    times: dict[str, Moments] = {}
    for field, text in (("start", start), ("end", end)):
        try:
            found = parsed(text, recurrence)
        except NeverError:
            yield ArgumentFault(field, shown(text), "a date that there is", "choose a day that the month has; this one never comes")
            continue
        if found is None:
            kind = f"a time of each {recurrence}" if recurrence else "a date and a time"
            yield ArgumentFault(field, shown(text), f"{kind}, say {EXAMPLES[recurrence]}", f"write it like {EXAMPLES[recurrence]}")
        else:
            times[field] = found
    bounds = yield from _bounds(recurrence, since, until)
    if times.keys() == {"start", "end"}:
        yield from _order(times["start"], times["end"], start, end)
        if bounds is not None:
            occurrences = list(_recurring(times["start"], times["end"], *bounds))
            if not occurrences:
                expected = f"a day by which it has begun once; from {since} on it has not"
                yield ArgumentFault("until", shown(until), expected, "write a later day, or remove the event")
            yield from _pauses(occurrences, warm_up, cool_down)


def _pauses(occurrences: list[tuple[datetime, datetime]], warm_up: int, cool_down: int) -> Iterator[ArgumentFault]:
    """What leaves no time between any two occurrences."""
    both = timedelta(seconds=warm_up + cool_down)
    between = [begins - ends for (_, ends), (begins, _) in itertools.pairwise(occurrences)]
    if both and between and all(each <= both for each in between):
        field, seconds = max(("warm_up", warm_up), ("cool_down", cool_down), key=lambda pause: pause[1])
        expected = "less, with the other pause, than lies between an occurrence and the next; floors would never come back"
        yield ArgumentFault(field, shown(seconds), expected, "write a shorter one, or raise min instead")


def _bounds(
    every: Every | None, since: str | None, until: str | None
) -> Generator[ArgumentFault, None, tuple[datetime, datetime] | None]:
    days: dict[str, date] = {}
    for field, text in (("since", since), ("until", until)):
        if every is None and text is not None:
            yield ArgumentFault(
                field, shown(text), "nothing for an event that happens once", "remove it, or write every: month, say"
            )
        elif every is not None and text is None:
            day = "2026-12-01" if field == "since" else "2027-11-30"
            yield ArgumentFault(field, "nothing", "a date for an event that recurs", f'write {field}: "{day}", say')
        elif text is not None:
            day = _date(text)
            if day is None:
                yield ArgumentFault(field, shown(text), "a date", 'write year, month and day, say "2026-12-01"')
            else:
                days[field] = day
    if days.keys() != {"since", "until"}:
        return None
    if days["until"] < days["since"]:
        yield ArgumentFault("until", shown(until), f"a day that is not before since, which is {since}", "swap them")
        return None
    if (days["until"] - days["since"]).days > LONGEST_DAYS:
        yield ArgumentFault(
            "until", shown(until), f"at most {LONGEST_DAYS} days after since", "end it earlier, and prolong it then"
        )
        return None
    return datetime.combine(days["since"], time()), datetime.combine(days["until"], time.max)


def _date(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _order(start: Moments, end: Moments, given: str, until: str) -> Iterator[ArgumentFault]:
    if start.every is None:
        begins, ends = next(start.after(_BEFORE_ALL)), next(end.after(_BEFORE_ALL))
        if ends <= begins:
            yield ArgumentFault("end", shown(until), f"a time after the start, which is {given}", "swap them, or write a later end")
        elif (ends - begins).days > LONGEST_DAYS:
            yield ArgumentFault("end", shown(until), f"at most {LONGEST_DAYS} days after the start", "write an earlier end")
    elif start == end:
        expected = "another time than the start; an event that never ends is a base"
        yield ArgumentFault("end", shown(until), expected, "raise min instead, or write when it is over")
