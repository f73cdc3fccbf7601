"""What rules are held to: a plan, and the events of its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from components.schedule import Calendar
from components.traffic.migrations import Migration, migrations
from components.traffic.sending import calendar
from engine.properties import unwrap
from engine.values import Properties

from .plan import ENVIRONMENT, SITE, Change, Component, Plan

if TYPE_CHECKING:
    from .drill.rehearsal import Rehearsal


@dataclass(frozen=True)
class Subject:
    """A plan, and what its environment says and said of events.

    Args:
        plan: what would change.
    """

    plan: Plan

    @cached_property
    def said(self) -> Mapping[str, Any]:
        """What the environment says, as plain data; nothing of a plan that has none."""
        return _said(self._root.new if self._root else None)

    @cached_property
    def said_before(self) -> Mapping[str, Any]:
        """What it said before."""
        return _said(self._root.old if self._root else None)

    @cached_property
    def migrations(self) -> dict[str, Migration]:
        """What the environment moves, by name."""
        return {each.name: each for each in migrations(self.said)}

    @cached_property
    def migrations_before(self) -> dict[str, Migration]:
        """What it moved before."""
        try:
            return {each.name: each for each in migrations(self.said_before)}
        except (ValueError, LookupError, TypeError, StopIteration):  # another version of this project wrote it otherwise
            return {}

    @cached_property
    def calendar(self) -> Calendar:
        """The events that the environment declares."""
        return calendar(self.said)

    @cached_property
    def calendar_before(self) -> Calendar:
        """The events that it declared before."""
        try:
            found = calendar(self.said_before)
            for group in found.groups:
                for site in group.sites:
                    found.timeline(group, site)
        except (ValueError, LookupError, TypeError):  # another version of this project wrote it, and may have spelled it otherwise
            return Calendar()
        return found

    @cached_property
    def losses(self) -> tuple[Rehearsal, ...]:
        """What the loss of each site, and of each cloud, comes to by what would be deployed."""
        from .drill.planned import planned
        from .drill.rehearsal import every_loss

        return tuple(every_loss(planned(self.plan)))

    def part(self, change: Change, kind: str) -> tuple[str, Component] | None:
        """The component of a kind that an object is part of, with the name that it has in its site.

        Args:
            change: the object's change.
            kind: the last word of the component's type, say Fleet.
        """
        above = list(self.plan.above(change))
        found = next((component for component in above if component.type.rpartition(":")[2] == kind), None)
        site = next((component for component in above if component.type == SITE), None)
        return None if found is None or site is None else (found.name.removeprefix(f"{site.name}-"), found)

    @property
    def _root(self) -> Component | None:
        return next((component for component in self.plan.components.values() if component.type == ENVIRONMENT), None)


def _said(inputs: Properties | None) -> Mapping[str, Any]:
    found: Any = _ordered(unwrap(dict(inputs or {})))
    return found


def _ordered(value: Any) -> Any:
    """By name: mappings come from the program in another order each time, and what is told should read alike."""
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(each) for each in value] if isinstance(value, list) else value
