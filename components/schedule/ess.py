"""A timeline as the scheduled tasks of an ESS scaling group, in UTC; pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from .keys import action_key, by_cause
from .recurrence import MINUTE, Kind, Recurrence, Run, outward, runs
from .timeline import Bounds, Step, Timeline
from .words import change

RecurrenceType: TypeAlias = Literal["Daily", "Weekly", "Monthly", "Cron"]

MOST_TASKS = 20
"""Scheduled tasks of an account (www.alibabacloud.com/help/doc-detail/25863.htm); newer pages refer to Quota Center for it."""

LONGEST_RECURRENCE = timedelta(days=365)
"""How long after its creation a recurrence may end.

Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_scheduled_task (`recurrence_end_time`).
"""

FURTHEST_LAUNCH = timedelta(days=90)
"""How far ahead a task may begin when it is made (`launch_time` there); a matter of the date, so no plan asks for it."""

MOST_ROUNDED = timedelta(days=1)
"""How much longer a floor may be held so that one task does for many; beyond it, each occurrence gets a task of its own."""

KINDS: tuple[Kind, ...] = ("day", "week", "month")
_WITH_CRON: tuple[Kind, ...] = ("last", *KINDS)


@dataclass(frozen=True, kw_only=True)
class ScheduledTask:
    """What a scheduled task is told (`alicloud.ess.ScheduledTask`); it sets the lower bound and nothing else.

    Recurrences are Daily, Weekly and Monthly, which the reference spells out. Of cron it names the characters alone, so cron is
    written only for the last day of a month (`L`), which nothing else can say.

    Args:
        key: a stable name: event, direction, first time.
        event: the event it belongs to.
        floor: the lower bound that it sets.
        description: what happens when, by the event's own clock, and what rounding does to it; 200 characters at most.
        launch: the first time it runs, in UTC.
        type: how it recurs; None for a task that runs once.
        value: on which days: 1 (each), 0 to 6 (from Sunday), A-B of a month, or cron with five fields; by UTC.
        end: after this, in UTC, it runs no more; None for a task that runs once.
        times: when it runs, in UTC.
        rounded: the most by which it runs outside of the promised window.

    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_scheduled_task.
    """

    key: str
    event: str
    floor: int
    description: str
    launch: datetime
    type: RecurrenceType | None
    value: str | None
    end: datetime | None
    times: tuple[datetime, ...]
    rounded: timedelta

    @property
    def span(self) -> timedelta:
        """From its first to its last time; what exceeds `LONGEST_RECURRENCE` no cloud takes."""
        return self.times[-1] - self.times[0]


def scheduled_tasks(timeline: Timeline) -> tuple[ScheduledTask, ...]:
    """The tasks of a group, in the order in which they first run.

    ESS knows UTC alone, and tasks are few. So times that UTC cannot repeat (the first midnight of a month in Jakarta is the last
    day of the month before; a clock is put forward) are rounded outward by a day at most where that makes one task of many:
    floors rise earlier and fall later, never the other way round, and never into another event's step.
    """
    steps = _rounded(timeline.steps)
    moved = {new.at: abs(new.at - old.at) for old, new in zip(timeline.steps, steps, strict=True)}
    return tuple(sorted(_tasks(timeline, steps, moved), key=lambda task: task.launch))


def held_by_tasks(timeline: Timeline, moment: datetime) -> Bounds:
    """What holds at a moment in a group that scheduled tasks keep: more than the timeline, where they are rounded."""
    declared = timeline.at(moment)
    past = [(each, task) for task in scheduled_tasks(timeline) for each in task.times if each <= moment]
    if not past:
        return declared
    _, last = max(past, key=lambda run: run[0])
    events = declared.events or ((last.event,) if last.floor > timeline.base else ())
    return Bounds(last.floor, timeline.ceiling, events)


def _rounded(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps, each list of equal ones moved where one recurrence then does for them all."""
    times = [step.at for step in steps]
    for (event, up, floor), wanted in by_cause(steps).items():
        if len(list(runs(wanted, UTC, KINDS))) == 1:
            continue
        moved = outward(wanted, UTC, KINDS, up=up, most=MOST_ROUNDED)
        if moved is None:
            continue
        there = dict(zip(wanted, moved, strict=True))
        same = (event, up, floor)
        tried = [there[step.at] if (step.event, step.up, step.floor) == same else at for step, at in zip(steps, times, strict=True)]
        if all(earlier < later for earlier, later in itertools.pairwise(tried)):
            times = tried
    return tuple(step._replace(at=at) for step, at in zip(steps, times, strict=True))


def _tasks(timeline: Timeline, steps: tuple[Step, ...], moved: dict[datetime, timedelta]) -> Iterator[ScheduledTask]:
    for (event, up, floor), times in by_cause(steps).items():
        for run in runs(times, UTC, _WITH_CRON):
            kind, value, end = _said(run)
            rounded = max(moved[each] for each in run.times)
            aside = f"; {_long(rounded)} {'earlier' if up else 'later'} at most than declared" if rounded else ""
            yield ScheduledTask(
                key=action_key(event, run.times[0], up=up),
                event=event,
                floor=floor,
                description=change(floor, timeline.events[event], run.times, up=up) + aside,
                launch=run.times[0],
                type=kind,
                value=value,
                end=end,
                times=run.times,
                rounded=rounded,
            )


def _long(span: timedelta) -> str:
    hours, minutes = divmod(span // MINUTE, 60)
    return f"{hours}h{minutes}m" if hours and minutes else f"{hours}h" if hours else f"{minutes}m"


def _said(run: Run) -> tuple[RecurrenceType | None, str | None, datetime | None]:
    if run.recurrence is None or len(run.times) == 1:
        return None, None, None
    kind, value = _type(run.recurrence)
    # As late as it may be, however early the task is made: while it has not ended, nothing forgets it.
    longest = max(run.times[-1] + MINUTE, run.times[0] + LONGEST_RECURRENCE - FURTHEST_LAUNCH)
    return kind, value, min(run.stop, longest)


def _type(recurrence: Recurrence) -> tuple[RecurrenceType, str]:
    match recurrence.kind:
        case "week":
            return "Weekly", str((recurrence.weekday + 1) % 7)
        case "month":
            return "Monthly", f"{recurrence.day}-{recurrence.day}"
        case "last":
            return "Cron", f"{recurrence.clock.minute} {recurrence.clock.hour} L * ?"
        case _:
            return "Daily", "1"
