"""What events declare, found again by walking over days and looking at clocks on the wall; shares no arithmetic with the compiler.

Slow and plain on purpose: where a start or an end is looked for, every day is asked whether it is the one, and a local time is
looked for among the minutes of UTC, never the other way round.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from components.schedule.zones import zone

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BEFORE = {"day": 2, "week": 14, "month": 62, "year": 732}
"""Days before `since` on which an occurrence may have begun that lasts into it."""


@dataclass(frozen=True)
class Declared:
    """A window in UTC; `slack` is by how much more it may be held, since no clock ever shows its start or its end."""

    start: datetime
    end: datetime
    floor: int
    slack: timedelta


def declared(said: Mapping[str, Any], floor: int) -> Iterator[Declared]:
    """The windows of an event by what its fields say, each with its floor."""
    where = zone(said["time_zone"])
    for begins, ends in _occurrences(said):
        opens, early = _seen(begins, where, first=True)
        closes, late = _seen(ends, where, first=False)
        before, after = (timedelta(seconds=said.get(pause, 0)) for pause in ("warm_up", "cool_down"))
        yield Declared(opens - before, closes + after, floor, max(early, late))


def held(windows: Iterable[Declared], base: int, moment: datetime, around: timedelta = timedelta()) -> int:
    """The highest floor that is declared for a moment, or for one so close to it."""
    return max((base, *(each.floor for each in windows if each.start - around <= moment < each.end + around)))


def _occurrences(said: Mapping[str, Any]) -> Iterator[tuple[datetime, datetime]]:
    every, start, end = said.get("every"), said["start"], said["end"]
    if every is None:
        yield datetime.fromisoformat(start), datetime.fromisoformat(end)
        return
    since, until = date.fromisoformat(said["since"]), date.fromisoformat(said["until"])
    for day in _days(since - _BEFORE[every] * DAY):
        if day > until:
            return
        if _on(every, start, day):
            begins = datetime.combine(day, _clock(start))
            ends = _over(every, start, end, begins)
            if ends > datetime.combine(since, time()):
                yield max(begins, datetime.combine(since, time())), ends


def _over(every: str, start: str, end: str, begins: datetime) -> datetime:
    """The first such end after a beginning, on whichever day that is; but no later than the month that both are written in."""
    in_one_month = every == "month" or (every == "year" and start[:3] == end[:3])
    later = in_one_month and (_day(every, start), _clock(start)) < (_day(every, end), _clock(end))
    for day in _days(begins.date()):
        if later and day.month != begins.month:
            return datetime.combine(day, time())
        found = datetime.combine(day, _clock(end))
        if _on(every, end, day) and found > begins:
            return found
    raise AssertionError


def _on(every: str, text: str, day: date) -> bool:
    match every:
        case "day":
            return True
        case "week":
            return text.split(maxsplit=1)[0] == _WEEKDAYS[day.weekday()]
        case "year" if int(text[:2]) != day.month:
            return False
        case _:
            return day.day == min(_day(every, text), calendar.monthrange(day.year, day.month)[1])


def _day(every: str, text: str) -> int:
    return int(text.split(maxsplit=1)[0] if every == "month" else text[3:5])


def _clock(text: str) -> time:
    return time.fromisoformat(text.rsplit(maxsplit=1)[-1])


def _days(first: date) -> Iterator[date]:
    while True:
        yield first
        first += DAY


def _seen(local: datetime, where: tzinfo, *, first: bool) -> tuple[datetime, timedelta]:
    """When a clock shows a time for the first or the last time; where it skips it, the moment it does so and how far it skips."""
    around = [local.replace(tzinfo=UTC) + hours * HOUR for hours in range(-38, 39)]
    offsets = {moment.astimezone(where).utcoffset() or timedelta() for moment in around}
    candidates = (local.replace(tzinfo=UTC) - offset for offset in offsets)
    shown = [moment for moment in candidates if moment.astimezone(where).replace(tzinfo=None) == local]
    if shown:
        return (min if first else max)(shown), timedelta()
    before, after = around[0], around[-1]
    while after - before > MINUTE:
        middle = before + (after - before) // (2 * MINUTE) * MINUTE
        before, after = (before, middle) if middle.astimezone(where).replace(tzinfo=None) > local else (middle, after)
    return after, max(offsets) - min(offsets)
