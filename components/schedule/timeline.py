"""The floor of one group over time: overlapping windows take the maximum, and after the last one it is the base again; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ..errors import ArgumentsError
from .event import Event
from .peak import ceiling_faults


class Step(NamedTuple):
    """A moment, in UTC, at which the floor becomes another.

    `event` is the name of the event that raises it by its beginning, or lowers it by its end.
    """

    at: datetime
    floor: int
    event: str
    up: bool


class Bounds(NamedTuple):
    """What holds at a moment: at least, at most, and the events that are under way, by name."""

    floor: int
    ceiling: int
    events: tuple[str, ...]


@dataclass(frozen=True)
class _Held:
    event: Event
    floor: int


class Timeline:
    """The floor of one group, fleet or workload in one site, over time.

    Args:
        base: its lower bound outside of events.
        ceiling: its upper bound, always.
        floors: the floor that each event asks for while it lasts.

    Attributes:
        steps: each change of the floor, in the order of time; the last goes back to the base.

    Raises:
        ArgumentsError: for a floor above the ceiling.
    """

    def __init__(self, base: int, ceiling: int, floors: Iterable[tuple[Event, int]]) -> None:
        self.base, self.ceiling = base, ceiling
        self._held = sorted((_Held(event, floor) for event, floor in floors), key=lambda held: held.event.name)
        faults = [fault for held in self._held for fault in ceiling_faults(held.event.name, held.floor, ceiling)]
        if faults:
            raise ArgumentsError("Timeline", tuple(faults))
        self.steps = self._steps()

    @property
    def events(self) -> dict[str, Event]:
        """The events by name."""
        return {held.event.name: held.event for held in self._held}

    @property
    def asked(self) -> dict[str, int]:
        """The floor that each event asks for, by its name."""
        return {held.event.name: held.floor for held in self._held}

    def at(self, moment: datetime) -> Bounds:
        """What holds at a moment; an event's first minute is in its window, its last moment is not."""
        under_way = [held for held in self._held if held.event.at(moment)]
        floor = max((self.base, *(held.floor for held in under_way)))
        return Bounds(floor, self.ceiling, tuple(held.event.name for held in under_way))

    def _steps(self) -> tuple[Step, ...]:
        begins, ends = {}, {}
        edges: list[tuple[datetime, int, _Held]] = []
        for held in self._held:
            for window in held.event.windows:
                edges += [(window.start, 1, held), (window.end, -1, held)]
                begins.setdefault(window.start, []).append(held)
                ends.setdefault(window.end, []).append(held)
        open_: dict[_Held, int] = dict.fromkeys(self._held, 0)
        steps: list[Step] = []
        floor = self.base
        pending = sorted(edges, key=lambda edge: edge[0])
        for number, (at, change, held) in enumerate(pending):
            open_[held] += change
            if number + 1 < len(pending) and pending[number + 1][0] == at:
                continue
            now = max((self.base, *(each.floor for each, count in open_.items() if count)))
            if now != floor:
                causes = begins[at] if now > floor else ends[at]
                decides = now if now > floor else floor
                cause = next((each for each in causes if each.floor == decides), causes[0])
                steps.append(Step(at, now, cause.event.name, now > floor))
                floor = now
        return tuple(steps)
