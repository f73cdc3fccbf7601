"""Rule `floor-missed`: a group that is made while an event lasts begins at its base, since the action that raises it is past."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Severity
from ..plan import Kind
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "floor-missed"
GROUPS: Final = frozenset({"aws:autoscaling/group:Group", "alicloud:ess/scalingGroup:ScalingGroup"})


def _missed(subject: Subject) -> Iterator[Finding]:
    if subject.at is None:
        return
    fleets = {group.name: group for group in subject.calendar.groups if group.kind == "fleets"}
    under_way = subject.calendar.at(subject.at)
    for change in subject.plan.changes:
        part = subject.part(change, "Fleet")
        if change.type not in GROUPS or change.kind not in (Kind.CREATED, Kind.REPLACED) or part is None or part[0] not in fleets:
            continue
        group = fleets[part[0]]
        timeline = subject.calendar.timeline(group)
        if timeline is None or (now := timeline.at(subject.at)).floor <= group.base:
            continue
        end = max(under_way[name].end for name in now.events)
        yield Finding(
            rule=NAME,
            severity=Severity.WARNING,
            resource=change.urn,
            reason=f"it would be made while {' and '.join(now.events)} lasts, with a floor of {group.base} instead of {now.floor}",
            fix=f"raise min under fleets.{group.name} to {now.floor} until {told(end)}, or bring it up after that",
        )


RULE = Rule(name=NAME, tells="a group is made while an event lasts, and begins below the event's floor", finds=_missed, dated=True)
