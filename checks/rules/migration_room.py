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
        for room in rooms(subject.said, migration):
            at = (room.step, room.site)
            worst[at] = max(worst.get(at, room), room, key=lambda each: max(each.needed, each.floor))
        for (step, _), room in worst.items():
            if room.needed > room.floor or room.floor > room.ceiling:
                yield _finding(name, migration.of, step, room, begun=step == migration.step)


def _finding(name: str, of: str, step: int, room: Room, *, begun: bool) -> Finding:
    most = max(room.needed, room.floor)
    beyond = most > room.ceiling
    when = f"at step {step}, " if step else ""
    if room.needed == most:
        asked = f"{room.event} brings {room.site} {room.share}% of {room.peak:,} requests a second"
        needs = f"{when}{asked}: {room.needed} at {room.unit_rps:,} each"
    else:
        needs = f"{when}{room.event} asks {room.site} for {room.floor}, so that it carries the peak after a loss too"
    reason = f"{needs}, and {room.ceiling} may run there" if beyond else f"{needs}, and its floor there is {room.floor}"
    fix = f"raise max to {most}" if beyond else "keep more of it there until nobody is sent there"
    return Finding(
        rule=NAME,
        severity=Severity.ERROR if beyond and begun else Severity.WARNING,
        resource=f"migrations.{name}.steps[{step - 1}]" if step else f"traffic.{of}.weights",
        reason=reason,
        fix=fix,
    )


RULE = Rule(
    name=NAME,
    tells="a step of a migration sends a site more of a measured peak than its maximum, or what is left of it, carries",
    finds=_short,
)
