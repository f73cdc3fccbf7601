"""Rule `headroom`: the floors of an event carry its measured peak also after each loss that is to be lived through.

Pods and machines alone carry nothing: what they cannot do without is told beside them. Where floors are high enough, the rules
`single-writer`, `slow-recovery` and `no-replica` tell of it.

How many that takes, in which site, and which losses those are, says `components.schedule.Calendar.needs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from components.data import Stop, long, stops
from components.schedule import Calendar, Group, Need, Why

from ..drill.told import percent
from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "headroom"
_WHY: Final[Mapping[Why, str]] = {
    "answers": "",
    "evenly": "",
    "moved": ", once somebody has moved the name there",
    "nearest": ", since it may be the nearest to all who ask",
}
_ONE: Final = {"fleets": "instance", "workloads": "pod"}


def _below(subject: Subject) -> Iterator[Finding]:
    calendar, stopped = subject.calendar, tuple(stops(subject.said))
    for group in calendar.groups:
        yield from _alone(calendar, group) if group.peaks else ()
        for event, floors in calendar.floors(group).items():
            needs = [(need.units - floors[need.site], need) for need in calendar.needs(group, event)]
            missing, worst = max(needs, key=lambda each: each[0], default=(0, None))
            if worst is not None and worst.lost is not None and missing > 0:
                short = _short(calendar, group, event, worst, missing)
                yield replace(short, reason=f"{short.reason}{_waits(group, stopped)}")


def _alone(calendar: Calendar, group: Group) -> Iterator[Finding]:
    """Of what stands in one site, or on one cloud, whose loss objectives name."""
    events = " and ".join(group.peaks)
    for loss in calendar.losses(group):
        if calendar.objectives.get(loss.of) and not loss.left:
            reason = f"it stands in one {loss.of}, and nothing carries {events} as objectives.{loss.of} promises when that is lost"
            yield _finding(group, reason, f"give it a second {loss.of}, or accept it in the environment")
            return


def _short(calendar: Calendar, group: Group, event: str, need: Need, missing: int) -> Finding:
    assert need.lost is not None
    of, floor = need.lost.of, need.units - missing
    reason = f"without {_named(need)}, {event} needs {need.units} {_ONE[group.kind]}s in {_asked(need)}, and the floor is {floor}"
    ceiling = f"raise max to {need.units}, and " if need.units > group.ceiling else ""
    waived = "" if of in calendar.objectives else ", or say under objectives.site how much is to be carried then"
    return _finding(
        group,
        f"{reason}: {missing} missing",
        f"{ceiling}write headroom: {of} under events.{event}, or raise the lowest number to {need.units}{waived}",
    )


def _named(need: Need) -> str:
    """What is lost; of what is shared out evenly any site is like any other."""
    assert need.lost is not None
    return "a site" if need.why == "evenly" and need.lost.of == "site" else str(need.lost)


def _asked(need: Need) -> str:
    assert need.lost is not None
    peak = f"{need.peak:,} requests a second{f' × {need.capacity}%' if need.capacity != 100 else ''}"
    if need.why == "evenly":
        left = len(need.lost.left)
        return f"each site left ({peak} ÷ {need.unit_rps:,} for each ÷ {left} site{'s' * (left > 1)})"
    return f"{need.site} ({peak} × {percent(need.share)} ÷ {need.unit_rps:,} for each{_WHY[need.why]})"


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
