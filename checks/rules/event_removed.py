"""Rule `event-removed`: an event is taken out, or moved away, while it lasts.

A fleet's lower bound belongs to its schedule (ADR 8), so no update brings it back by itself: what goes takes the way back along. A
workload's falls at once (ADR 10), and the traffic that it was raised for may still be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from components.schedule import Bounds, Group

from ..finding import Finding, Severity
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "event-removed"


class _Fallen(NamedTuple):
    """A group's floor in a site, as it holds at the time by what the environment said, and by what it says now."""

    group: Group
    site: str
    before: Bounds
    now: Bounds


def _removed(subject: Subject, at: datetime) -> Iterator[Finding]:
    for kind in ("fleets", "workloads"):
        before, now = subject.calendar_before.held(at, kind), subject.calendar.held(at, kind)
        largest: dict[str, _Fallen] = {}
        for (name, site), bounds in before.items():
            base = subject.calendar_before.group(kind, name).base
            if (name, site) in now and bounds.floor > max(base, now[name, site].floor):
                fallen = _Fallen(subject.calendar.group(kind, name), site, bounds, now[name, site])
                largest[name] = max(largest.get(name, fallen), fallen, key=lambda each: each.before.floor)
        for fallen in largest.values():
            yield from _findings(subject, at, fallen)


def _findings(subject: Subject, at: datetime, fallen: _Fallen) -> Iterator[Finding]:
    """Of a group, at the site where its floor is the highest."""
    said = _stays if fallen.group.kind == "fleets" else _falls
    for event, window in subject.calendar_before.at(at).items():
        if event in fallen.before.events and event not in fallen.now.events:
            reason, fix = said(subject, at, fallen)
            yield Finding(
                rule=NAME,
                severity=Severity.WARNING,
                resource=f"events.{event}",
                reason=f"it lasts until {told(window.end)}, and {reason}",
                fix=f"give it an earlier end that is still to come instead, or {fix}",
            )


def _stays(subject: Subject, at: datetime, fallen: _Fallen) -> tuple[str, str]:
    timeline = subject.calendar.timeline(fallen.group, fallen.site)
    steps = timeline.steps if timeline else ()
    back = next((step.at for step in steps if step.at > at and step.floor < fallen.before.floor), None)
    fix = "bring it up with --refresh and enforce: true" if steps else "bring the next update up with --refresh"
    until = f" before {told(back)}" if back else ""
    return f"nothing else brings the floor of {fallen.group.name} back to {fallen.now.floor}{until}", fix


def _falls(_: Subject, __: datetime, fallen: _Fallen) -> tuple[str, str]:
    falls = f"the floor of {fallen.group.name} falls from {fallen.before.floor} to {fallen.now.floor} with this update"
    return falls, "bring it up after that"


RULE = Rule(
    name=NAME, tells="an event is removed, or moved away, while it lasts: a floor stays raised, or falls", finds_at=_removed
)
