"""Rule `headroom`: the floors of an event carry its peak also after each loss that the environment's objectives name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.schedule import Calendar, Group

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "headroom"


def _below(subject: Subject) -> Iterator[Finding]:
    calendar = subject.calendar
    for group in calendar.groups:
        timeline = calendar.timeline(group)
        for event, floor in timeline.asked.items() if timeline else ():
            yield from _finding(subject, calendar, group, event, floor)


def _finding(subject: Subject, calendar: Calendar, group: Group, event: str, floor: int) -> Iterator[Finding]:
    peak, path = group.peaks[event], f"{group.kind}.{group.name}"
    promised = calendar.promised(group, event)
    alone = [loss for loss in calendar.losses(group) if loss.of in calendar.objectives and not loss.left]
    if alone:
        of = alone[0].of
        yield Finding(
            rule=NAME,
            severity=Severity.WARNING,
            resource=path,
            reason=f"it stands in one {of}, and no floor carries {event} as objectives.{of} promises it when that is lost",
            fix=f"give it a second {of}, or accept it in the environment",
        )
    worst = max(promised, key=lambda of: promised[of], default=None)
    if worst is None or peak.rps is None or group.unit_rps is None or promised[worst] <= floor:
        return
    needed, capacity = promised[worst], calendar.objectives[worst]
    left = next(loss.left for loss in calendar.losses(group) if loss.of == worst)
    within = int(subject.said["objectives"][worst]["within"])
    ceiling = f"raise max to {needed}, and " if needed > group.ceiling else ""
    yield Finding(
        rule=NAME,
        severity=Severity.WARNING,
        resource=path,
        reason=f"when a {worst} is lost while {event} lasts, the floors left serve {floor * left * group.unit_rps:,} requests a "
        f"second, and objectives.{worst} promises {-(-peak.rps * capacity // 100):,} of {peak.rps:,} ({capacity}%) within "
        f"{_long(within)}: {needed - floor} missing in each site",
        fix=f"{ceiling}write headroom: {worst} under events.{event}, or raise the lowest number to {needed}",
    )


def _long(seconds: int) -> str:
    """A time in the largest unit that says it whole."""
    for unit, size in (("h", 3600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


RULE = Rule(name=NAME, tells="the floors of an event do not carry its peak after a loss that objectives name", finds=_below)
