"""Rule `event-removed`: an event that is taken out while it lasts takes its way back along, and its floors stay raised.

The lower bound of a fleet belongs to its schedule (ADR 8), so no update brings it back by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from components.schedule import Group

from ..finding import Finding, Severity
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "event-removed"


def _removed(subject: Subject) -> Iterator[Finding]:
    if subject.at is None:
        return
    for name, window in subject.calendar_before.at(subject.at).items():
        named_now = {group.name for group in subject.calendar.named(name) if group.kind == "fleets"}
        there = {group.name for group in subject.calendar.groups if group.kind == "fleets"}
        left = [
            group
            for group in subject.calendar_before.named(name)
            if group.kind == "fleets" and group.name in there - named_now and _raised(subject, group, subject.at)
        ]
        for group in left:
            yield Finding(
                rule=NAME,
                severity=Severity.WARNING,
                resource=f"events.{name}",
                reason=f"it lasts until {told(window.end)}, and nothing else brings the floor of {group.name} back to {group.base}",
                fix="give it an earlier end instead, or bring the next update up with --refresh",
            )


def _raised(subject: Subject, group: Group, at: datetime) -> bool:
    timeline = subject.calendar_before.timeline(group)
    return timeline is not None and timeline.at(at).floor > group.base


RULE = Rule(name=NAME, tells="an event is removed while it lasts, and leaves a floor raised", finds=_removed, dated=True)
