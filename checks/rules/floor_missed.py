"""Rule `floor-missed`: a fleet is left below the floor that an event holds by now.

What raises a fleet's floor runs by the clock, and what is past does not run again. So it is missed by a group that is made while
an event lasts, and by one that is there when an event under way is given a higher peak. And an update that sets the lower bound
(`enforce`) takes the floor away. Workloads miss none: their keeper sets what holds now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from components.schedule import Bounds, Timeline

from ..finding import Finding, Severity
from ..plan import Change, Kind
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "floor-missed"
_FLOORS: Final = {"aws:autoscaling/group:Group": "minSize", "alicloud:ess/scalingGroup:ScalingGroup": "minSize"}
"""The input that holds a group's lower bound."""


def _missed(subject: Subject, at: datetime) -> Iterator[Finding]:
    before, now = subject.calendar_before.held(at, "fleets"), subject.calendar.held(at, "fleets")
    under_way = subject.calendar.at(at)
    for change in subject.plan.changes:
        part = subject.part(change, "Fleet") if change.type in _FLOORS else None
        bounds = now.get((part[0], subject.plan.site(change))) if part else None
        if part is None or bounds is None or not bounds.events or bounds.floor <= (floor := _told(subject, change, part[0])):
            continue
        end = told(max(under_way[name].end for name in bounds.events))
        if change.kind in (Kind.CREATED, Kind.REPLACED):
            reason = f"it would be made while {_named(bounds)} lasts, with a floor of {floor} instead of {bounds.floor}"
            fix = f"raise min under fleets.{part[0]} to {bounds.floor} until {end}, or bring it up after that"
        elif change.kind is Kind.UPDATED and _FLOORS[change.type] in change.inputs:
            reason = f"its update sets a floor of {floor} while {_named(bounds)} lasts, which holds {bounds.floor}"
            fix = f"leave enforce out until {end}"
        else:
            continue
        yield _finding(change.urn, reason, fix)
    raised: dict[str, Finding] = {}
    for (name, site), bounds in now.items():
        timeline, was = subject.calendar.timeline(subject.calendar.group("fleets", name), site), before.get((name, site))
        # Where nothing is raised at any time, the update sets min itself.
        if timeline and timeline.steps and bounds.events and was is not None and was.floor < bounds.floor:
            raised.setdefault(name, _raised(timeline, at, name, was.floor, bounds))
    yield from raised.values()


def _told(subject: Subject, change: Change, fleet: str) -> int:
    """The lower bound that a group would be told; the fleet's own where that is not known yet."""
    value = change.new.get(_FLOORS[change.type])
    return int(value) if isinstance(value, int | float) else subject.calendar.group("fleets", fleet).base


def _raised(timeline: Timeline, at: datetime, fleet: str, floor: int, now: Bounds) -> Finding:
    """Of a floor that the environment raises while it holds already."""
    later = next((step.at for step in timeline.steps if step.at > at and step.floor >= now.floor), None)
    until = f"until {told(later)}" if later else "to its end"
    reason = f"{_named(now)} lasts already, so its floor stays {floor} instead of {now.floor} {until}"
    fix = f"declare another event that asks for {now.floor}, to begin some minutes after the update"
    return _finding(f"fleets.{fleet}", reason, fix)


def _named(bounds: Bounds) -> str:
    return " and ".join(bounds.events)


def _finding(resource: str, reason: str, fix: str) -> Finding:
    return Finding(rule=NAME, severity=Severity.WARNING, resource=resource, reason=reason, fix=fix)


RULE = Rule(
    name=NAME,
    tells="while an event lasts, a group is made or its floor is changed, and it stays below the event's floor",
    finds_at=_missed,
)
