"""Clouds that run scheduled actions by the clock, read from their own words alone: what a floor then really is at each moment."""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from components.schedule import ScheduledAction, ScheduledTask
from components.schedule.zones import zone

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
_BOUNDS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
"""The least and the most of minute, hour, day, month, weekday; Sunday is 0 and 7."""


def floor_at(moment: datetime, base: int, runs: Sequence[tuple[datetime, int]]) -> int:
    """The lower bound of a group that begins with its base and whose actions have run, in this order, until a moment."""
    place = bisect.bisect_right(runs, moment, key=lambda run: run[0])
    return runs[place - 1][1] if place else base


def asg(actions: Iterable[ScheduledAction]) -> list[tuple[datetime, int]]:
    """When an Auto Scaling group's actions run: at their start, then by cron in their zone until their end; in that order."""
    return sorted((when, each.floor) for each in actions for when in _asg(each))


def ess(tasks: Iterable[ScheduledTask]) -> list[tuple[datetime, int]]:
    """When ESS runs scheduled tasks: at their launch, then on the days they say, at the launch's time of day in UTC; in that order."""
    return sorted((when, each.floor) for each in tasks for when in _ess(each))


def fires(recurrence: str, where: tzinfo, minute: datetime) -> bool:
    """Whether cron runs at a minute of UTC, which it does whenever a clock there shows what it says."""
    local = minute.astimezone(where)
    minutes, hours, *_ = _fields(recurrence)
    return local.minute in minutes and local.hour in hours and _fires_on(recurrence, local.date())


def _fires_on(recurrence: str, day: date) -> bool:
    """Of day and weekday one is enough where both are said, as crontab(5) has it."""
    _, _, days, months, weekdays = _fields(recurrence)
    fits = (day.day in days, day.isoweekday() % 7 in {each % 7 for each in weekdays})
    said = recurrence.split()
    return day.month in months and (any(fits) if "*" not in (said[2], said[4]) else all(fits))


@functools.cache
def _fields(recurrence: str) -> tuple[frozenset[int], ...]:
    return tuple(itertools.starmap(_values, zip(recurrence.split(), _BOUNDS, strict=True)))


def _values(text: str, bounds: tuple[int, int]) -> frozenset[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, last = bounds if span == "*" else (int(span.partition("-")[0]), int(span.rpartition("-")[2]))
        assert bounds[0] <= first <= last <= bounds[1]
        found |= set(range(first, last + 1, int(step or 1)))
    return frozenset(found)


def _asg(action: ScheduledAction) -> Iterator[datetime]:
    """Each day the minutes at which a clock may show the time: by what it is ahead of UTC before and after any change of it."""
    where, (minute, hour, *_) = zone(action.time_zone), action.recurrence.split()
    assert fires(action.recurrence, where, action.start), "else a start would be a run that cron never had"
    yield action.start
    for each in _days(action.start, action.end):
        if not _fires_on(action.recurrence, each):
            continue
        local = datetime.combine(each, time(int(hour), int(minute)), UTC)
        offsets = {(local + shift).astimezone(where).utcoffset() or timedelta() for shift in (-DAY, -DAY / 2, DAY / 2, DAY)}
        candidates = sorted(local - offset for offset in offsets)
        yield from (when for when in candidates if action.start < when <= action.end and fires(action.recurrence, where, when))


def _ess(task: ScheduledTask) -> Iterator[datetime]:
    yield task.launch
    if task.end is None:
        assert task.type is task.value is None
        return
    assert task.value is not None
    for each in _days(task.launch, task.end):
        when = datetime.combine(each, task.launch.timetz())
        if task.launch < when <= task.end and _on(task, each):
            yield when


def _on(task: ScheduledTask, day: date) -> bool:
    assert task.value is not None
    match task.type:
        case "Daily":
            return (day - task.launch.date()).days % int(task.value) == 0
        case "Weekly":
            return str(day.isoweekday() % 7) in task.value.split(",")
        case "Monthly":
            first, last = map(int, task.value.split("-"))
            return first <= day.day <= last
        case _:
            assert task.value == f"{task.launch.minute} {task.launch.hour} L * ?"
            return (day + DAY).day == 1


def _days(first: datetime, last: datetime) -> Iterator[date]:
    for count in range((last - first).days + 4):
        yield (first - DAY).date() + timedelta(days=count)
