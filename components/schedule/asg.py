"""A timeline as the scheduled actions of an AWS Auto Scaling group; pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from .keys import action_key, by_cause
from .recurrence import Kind, Recurrence, runs
from .timeline import Timeline
from .zones import canonical, zone

MOST_ACTIONS = 125
"""Scheduled actions of one group, a quota that cannot be raised.

Source: docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html.
"""

KINDS: tuple[Kind, ...] = ("day", "week", "month", "year")


@dataclass(frozen=True, kw_only=True)
class ScheduledAction:
    """What a scheduled action of a group is told (`aws.autoscaling.Schedule`); it sets the lower bound and nothing else.

    Every action recurs, also one that is wanted once: AWS forgets an action that ran once, and the next refresh would have it made
    again with a start that is past. It ends before it would run when nobody wants it to.

    Args:
        key: a stable name: event, direction, first time.
        event: the event it belongs to.
        floor: the lower bound that it sets.
        start: the first time it runs, in UTC; always given (github.com/pulumi/pulumi-aws/issues/2473).
        end: after this, in UTC, it runs no more.
        recurrence: Unix cron with five fields, in the time zone.
        time_zone: the canonical IANA name, the only one that the API promises to take.
        times: when it runs, in UTC.

    Source: docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html.
    """

    key: str
    event: str
    floor: int
    start: datetime
    end: datetime
    recurrence: str
    time_zone: str
    times: tuple[datetime, ...]


def scheduled_actions(timeline: Timeline) -> tuple[ScheduledAction, ...]:
    """The actions of a group, in the order in which they first run; exact to the minute, since AWS knows time zones.

    Where a change of the clock makes a local time uncertain the action is said in UTC. How many there are is for the caller to
    hold against `MOST_ACTIONS`.
    """
    made = itertools.chain.from_iterable(_actions(timeline, cause) for cause in by_cause(timeline.steps).items())
    return tuple(sorted(made, key=lambda action: action.start))


def _actions(timeline: Timeline, cause: tuple[tuple[str, bool, int], list[datetime]]) -> Iterator[ScheduledAction]:
    (event, up, floor), times = cause
    for run in runs(times, zone(timeline.events[event].time_zone), KINDS):
        found = run if run.recurrence else next(runs(run.times[:1], UTC, KINDS))
        assert found.recurrence is not None
        yield ScheduledAction(
            key=action_key(event, run.times[0], up=up),
            event=event,
            floor=floor,
            start=run.times[0],
            end=found.stop,
            recurrence=_cron(found.recurrence),
            time_zone=canonical(getattr(found.recurrence.zone, "key", "Etc/UTC")),
            times=run.times,
        )


def _cron(recurrence: Recurrence) -> str:
    at = f"{recurrence.clock.minute} {recurrence.clock.hour}"
    match recurrence.kind:
        case "week":
            return f"{at} * * {(recurrence.weekday + 1) % 7}"  # cron's Sunday is 0
        case "month":
            return f"{at} {recurrence.day} * *"
        case "year":
            return f"{at} {recurrence.day} {recurrence.month} *"
        case _:
            return f"{at} * * *"
