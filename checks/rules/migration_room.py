"""Rule `migration-room`: a site has room for what a step sends it of each measured peak while the step is meant to be in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.traffic.room import Room, rooms

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "migration-room"


def _short(subject: Subject) -> Iterator[Finding]:
    for name, migration in subject.migrations.items():
        worst: dict[tuple[int, str], Room] = {}
        for room in rooms(subject.said, subject.calendar, migration):
            at = (room.step, room.site)
            worst[at] = max(worst.get(at, room), room, key=lambda each: each.needed)
        for (step, _), room in worst.items():
            if room.needed > room.floor:
                yield _finding(name, migration.of, step, room, begun=step == migration.step)


def _finding(name: str, of: str, step: int, room: Room, *, begun: bool) -> Finding:
    beyond = room.needed > room.ceiling
    when = f"at step {step}, " if step else ""
    asked = f"{room.event} brings {room.site} {room.share}% of {room.peak:,} requests a second"
    needs = f"{when}{asked}: {room.needed} at {room.unit_rps:,} each"
    reason = f"{needs}, and {room.ceiling} may run there" if beyond else f"{needs}, and its floor there is {room.floor}"
    fix = (
        f"raise max to {room.needed}" if beyond else f"raise the lowest number to {room.needed}, or leave headroom in {room.event}"
    )
    return Finding(
        rule=NAME,
        severity=Severity.ERROR if beyond and begun else Severity.WARNING,
        resource=f"migrations.{name}.steps[{step - 1}]" if step else f"traffic.{of}.weights",
        reason=reason,
        fix=fix,
    )


RULE = Rule(
    name=NAME,
    tells="a step of a migration sends a site more of a measured peak than its floor, or its maximum, carries",
    finds=_short,
)
