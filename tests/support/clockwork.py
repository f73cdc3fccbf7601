"""Clouds that run scheduled actions by the clock, read from their own words alone: what a floor then really is at each moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from components.schedule import ScheduledAction, ScheduledTask
from components.schedule.zones import zone

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def floor_at(moment: datetime, base: int, runs: Iterable[tuple[datetime, int]]) -> int:
    """The lower bound of a group that begins with its base and whose actions have run until a moment."""
    return max((run for run in runs if run[0] <= moment), default=(moment, base))[1]


def asg(actions: Iterable[ScheduledAction]) -> list[tuple[datetime, int]]:
    """When an Auto Scaling group's actions run: at their start, then by cron in their zone until their end."""
    return [(when, each.floor) for each in actions for when in _asg(each)]


def ess(tasks: Iterable[ScheduledTask]) -> list[tuple[datetime, int]]:
    """When ESS runs scheduled tasks: at their launch, then on the days they say, at the launch's time of day in UTC."""
    return [(when, each.floor) for each in tasks for when in _ess(each)]


def _asg(action: ScheduledAction) -> Iterator[datetime]:
    minute, hour, day, month, weekday = action.recurrence.split()
    where, clock = zone(action.time_zone), time(int(hour), int(minute))
    yield action.start
    for each in _days(action.start, action.end):
        fits = (day, month, weekday)
        if all(want in {"*", str(got)} for want, got in zip(fits, (each.day, each.month, each.isoweekday() % 7), strict=True)):
            local = datetime.combine(each, clock, where)
            meanings = {local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)}
            yield from (when for when in sorted(meanings) if action.start < when <= action.end)


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
