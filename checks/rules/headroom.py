"""Rule `headroom`: the floors of an event carry its measured peak also after each loss that is to be lived through.

Pods and machines alone carry nothing: what they cannot do without is told beside them. Where floors are high enough, the rules
`single-writer`, `slow-recovery` and `no-replica` tell of it.

How many that takes, and which losses those are, says `components.schedule.Calendar.needs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from components.data import Stop, long, stops
from components.schedule import Calendar, Group, Need

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "headroom"
_ONE: Final = {"fleets": "instance", "workloads": "pod"}


def _below(subject: Subject) -> Iterator[Finding]:
    calendar, stopped = subject.calendar, tuple(stops(subject.said))
    for group in calendar.groups:
        if (timeline := calendar.timeline(group)) is None:
            continue
        yield from _alone(calendar, group)
        for event, floor in timeline.asked.items():
            worst = max(calendar.needs(group, event), key=lambda need: need.units, default=None)
            if worst is not None and worst.units > floor:
                short = _short(calendar, group, event, floor, worst)
                yield replace(short, reason=f"{short.reason}{_waits(group, stopped)}")


def _alone(calendar: Calendar, group: Group) -> Iterator[Finding]:
    """Of what stands in one site, or on one cloud, whose loss objectives name."""
    events = " and ".join(group.peaks)
    for loss in calendar.losses(group):
        if calendar.objectives.get(loss.of) and not loss.left:
            reason = f"it stands in one {loss.of}, and nothing carries {events} as objectives.{loss.of} promises when that is lost"
            yield _finding(group, reason, f"give it a second {loss.of}, or accept it in the environment")
            return


def _short(calendar: Calendar, group: Group, event: str, floor: int, need: Need) -> Finding:
    share = f" × {need.capacity}%" if need.capacity != 100 else ""
    sites = f"{need.left} site{'s' * (need.left > 1)}"
    lost = "a site" if need.of == "site" else f"all of {group.largest_cloud}"
    reason = (
        f"without {lost}, {event} needs {need.units} {_ONE[group.kind]}s in each site left ({need.peak:,} requests a second"
        f"{share} ÷ {need.unit_rps:,} for each ÷ {sites}), and the floor is {floor}: {need.units - floor} missing"
    )
    ceiling = f"raise max to {need.units}, and " if need.units > group.ceiling else ""
    waived = "" if need.of in calendar.objectives else ", or say under objectives.site how much is to be carried then"
    return _finding(
        group,
        reason,
        f"{ceiling}write headroom: {need.of} under events.{event}, or raise the lowest number to {need.units}{waived}",
    )


def _waits(group: Group, stopped: tuple[Stop, ...]) -> str:
    """What else those that are left wait for, however many they are."""
    told = dict.fromkeys(
        f"{stop.without} it has no {stop.on.name} for {long(stop.recovery.seconds)}"
        for stop in stopped
        if (group.kind, group.name) in stop.waiting
    )
    return f"; and {', '.join(told)}" if told else ""


def _finding(group: Group, reason: str, fix: str) -> Finding:
    return Finding(rule=NAME, severity=Severity.WARNING, resource=f"{group.kind}.{group.name}", reason=reason, fix=fix)


RULE = Rule(
    name=NAME,
    tells="the floors of an event do not carry its measured peak after the loss of a site, or what objectives name",
    finds=_below,
)
