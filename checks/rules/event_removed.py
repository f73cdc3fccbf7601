"""Rule `event-removed`: an event is taken out, or moved away, while it lasts.

A fleet's lower bound belongs to its schedule (ADR 8), so no update brings it back by itself: what goes takes the way back along. A
workload's falls at once (ADR 10), and the traffic that it was raised for may still be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from components.schedule import Bounds, Group

from ..finding import Finding, Severity
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "event-removed"


def _removed(subject: Subject, at: datetime) -> Iterator[Finding]:
    for kind in ("fleets", "workloads"):
        before, now = subject.calendar_before.held(at, kind), subject.calendar.held(at, kind)
        for name, bounds in before.items():
            base = subject.calendar_before.group(kind, name).base
            if name in now and bounds.floor > max(base, now[name].floor):
                yield from _findings(subject, at, subject.calendar.group(kind, name), bounds, now[name])


def _findings(subject: Subject, at: datetime, group: Group, before: Bounds, now: Bounds) -> Iterator[Finding]:
    said = _stays if group.kind == "fleets" else _falls
    for event, window in subject.calendar_before.at(at).items():
        if event in before.events and event not in now.events:
            reason, fix = said(subject, at, group, before, now)
            yield Finding(
                rule=NAME,
                severity=Severity.WARNING,
                resource=f"events.{event}",
                reason=f"it lasts until {told(window.end)}, and {reason}",
                fix=f"give it an earlier end that is still to come instead, or {fix}",
            )


def _stays(subject: Subject, at: datetime, group: Group, before: Bounds, now: Bounds) -> tuple[str, str]:
    timeline = subject.calendar.timeline(group)
    steps = timeline.steps if timeline else ()
    back = next((step.at for step in steps if step.at > at and step.floor < before.floor), None)
    fix = "bring it up with --refresh and enforce: true" if steps else "bring the next update up with --refresh"
    return f"nothing else brings the floor of {group.name} back to {now.floor}" + (f" before {told(back)}" if back else ""), fix


def _falls(_: Subject, __: datetime, group: Group, before: Bounds, now: Bounds) -> tuple[str, str]:
    return f"the floor of {group.name} falls from {before.floor} to {now.floor} with this update", "bring it up after that"


RULE = Rule(
    name=NAME, tells="an event is removed, or moved away, while it lasts: a floor stays raised, or falls", finds_at=_removed
)
