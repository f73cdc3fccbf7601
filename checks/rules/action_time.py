"""Rule `action-time`: a scheduled action whose times its cloud takes no more, or does not take yet.

Sources: docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html (a start in the past is an error);
`resourceSchedulePut` in github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/autoscaling/schedule.go (an update
says the start again, where that of ESS says only what differs: `resourceAliyunEssScheduledTaskUpdate`);
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_scheduled_task (`launch_time` and `recurrence_end_time`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from components.schedule import FURTHEST_LAUNCH, LONGEST_RECURRENCE

from ..finding import Finding, Severity
from ..plan import Change, Kind
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "action-time"
_DAY: Final = timedelta(days=1)
_MARGIN: Final = timedelta(days=2)
"""What time zones, and the rest of a day, can add to the day on which an event ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Action:
    """How a cloud is told of times.

    Args:
        cloud: what people call it.
        begins: the input with the first time.
        ends: the input with the last.
        repeated: whether an update says the first time again.
        furthest: how far ahead the first time may be when the action is made.
        longest: how far ahead the last may be then.
    """

    cloud: str
    begins: str
    ends: str
    repeated: bool = False
    furthest: timedelta = timedelta.max
    longest: timedelta = timedelta.max


_ACTIONS: Final = {
    "aws:autoscaling/schedule:Schedule": _Action(cloud="AWS", begins="startTime", ends="endTime", repeated=True),
    "alicloud:ess/scheduledTask:ScheduledTask": _Action(
        cloud="Alibaba Cloud",
        begins="launchTime",
        ends="recurrenceEndTime",
        furthest=FURTHEST_LAUNCH,
        longest=LONGEST_RECURRENCE,
    ),
}


def _refused(subject: Subject, at: datetime) -> Iterator[Finding]:
    for change in subject.plan.changes:
        action = _ACTIONS.get(change.type)
        begins = _moment(change, action.begins) if action else None
        if action is None or begins is None:
            continue
        if change.kind in (Kind.CREATED, Kind.REPLACED):
            found = _of_new(subject, at, change, action, begins)
        elif change.kind is Kind.UPDATED and action.repeated and begins <= at:
            found = _of_known(subject, change, action, begins)
        else:
            continue
        if found is not None:
            yield found


def _of_new(subject: Subject, at: datetime, change: Change, action: _Action, begins: datetime) -> Finding | None:
    """What is wrong with the times of an action that would be made."""
    ends = _moment(change, action.ends)
    if begins <= at:
        return _finding(
            change, f"it would begin at {told(begins)}, which is past, and {action.cloud} refuses it", _later(subject, change)
        )
    if begins - at > action.furthest:
        days, most = _days(begins - at), action.furthest.days
        reason = f"it begins at {told(begins)}, in {days} days, and {action.cloud} takes it {most} days ahead at most"
        first = begins - action.furthest + _DAY - timedelta.resolution  # the day that is all within
        return _finding(change, reason, f"declare its event on {first:%Y-%m-%d} or later, or with since and until nearer")
    if ends is not None and ends - at > action.longest:
        days, most = _days(ends - at), action.longest.days
        reason = f"it recurs until {told(ends)}, for {days} days, and {action.cloud} takes {most} at most"
        return _finding(change, reason, f"end its event by {at + action.longest - _MARGIN:%Y-%m-%d}, and prolong it then")
    return None


def _of_known(subject: Subject, change: Change, action: _Action, begins: datetime) -> Finding:
    """An update says the start that the state knows. A refresh before it reads a later one, so this refuses nothing."""
    reason = f"its update says its start of {told(begins)} again, which is past, and {action.cloud} refuses that"
    fix = f"bring it up with --refresh, which reads when it begins next, or {_later(subject, change)}"
    return Finding(rule=NAME, severity=Severity.WARNING, resource=change.urn, reason=reason, fix=fix)


def _finding(change: Change, reason: str, fix: str) -> Finding:
    return Finding(rule=NAME, severity=Severity.ERROR, resource=change.urn, reason=reason, fix=fix)


def _days(span: timedelta) -> int:
    """How many days a time takes, one that is begun counted whole: what exceeds 90 days are 91."""
    return -(-span // _DAY)


def _moment(change: Change, name: str) -> datetime | None:
    """A time that an action is given; None where there is none, or it is not known yet."""
    value = change.new.get(name)
    if not isinstance(value, str):
        return None
    found = datetime.fromisoformat(value)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _later(subject: Subject, change: Change) -> str:
    part = subject.part(change, "Fleet")
    event = change.name.removeprefix(f"{part[1].name}-").rsplit("-", 2)[0] if part else ""
    found = subject.calendar.events.get(event)
    if found is None:
        return "give it a beginning to come"
    return f"move since of {event} to a day to come" if found.every else f"give {event} a start to come"


RULE = Rule(
    name=NAME,
    tells="a cloud would refuse a scheduled action by the date: it begins in the past, or, on Alibaba Cloud, in more than 90 days, "
    "or ends in more than 365",
    finds_at=_refused,
)
