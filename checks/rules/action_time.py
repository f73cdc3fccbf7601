"""Rule `action-time`: a scheduled action that would be made with a beginning that its cloud takes no more, or does not take yet.

Sources: docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html (a start in the past is refused);
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_scheduled_task (`launch_time`: 90 days ahead at most).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from components.schedule import FURTHEST_LAUNCH

from ..finding import Finding, Severity
from ..plan import Change, Kind
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "action-time"
_BEGINS: Final = {
    "aws:autoscaling/schedule:Schedule": "startTime",
    "alicloud:ess/scheduledTask:ScheduledTask": "launchTime",
}
"""The input that says when an action begins."""
_FURTHEST: Final[dict[str, timedelta]] = {"alicloud:ess/scheduledTask:ScheduledTask": FURTHEST_LAUNCH}


def _refused(subject: Subject) -> Iterator[Finding]:
    for change in subject.plan.changes if subject.at else ():
        begins = _begins(change)
        if subject.at is None or begins is None:
            continue
        furthest = _FURTHEST.get(change.type)
        if begins <= subject.at:
            reason, fix = f"it would begin at {told(begins)}, which is past, and the cloud refuses it", _later(subject, change)
        elif furthest and begins - subject.at > furthest:
            days = (begins - subject.at).days
            reason = f"it begins at {told(begins)}, in {days} days, and the cloud takes it {furthest.days} days ahead at most"
            fix = f"declare its event on {begins - furthest:%Y-%m-%d} or later, or with a since that is nearer"
        else:
            continue
        yield Finding(rule=NAME, severity=Severity.ERROR, resource=change.urn, reason=reason, fix=fix)


def _begins(change: Change) -> datetime | None:
    """When an action that would be made begins; None of anything else, and where it is not known yet."""
    value = change.new.get(_BEGINS.get(change.type, ""))
    if change.kind not in (Kind.CREATED, Kind.REPLACED) or not isinstance(value, str):
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
    tells="a cloud would refuse a scheduled action by the date: it begins in the past, or, on Alibaba Cloud, in more than 90 days",
    finds=_refused,
    dated=True,
)
