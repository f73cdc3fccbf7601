"""Which steps of a timeline belong together, and how an action is called; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from .timeline import Step


def by_cause(steps: Iterable[Step]) -> dict[tuple[str, bool, int], list[datetime]]:
    """The times at which the same event brings the same floor by the same edge, rising; the candidates for one recurrence."""
    found: dict[tuple[str, bool, int], list[datetime]] = {}
    for step in steps:
        found.setdefault((step.event, step.up, step.floor), []).append(step.at)
    return found


def action_key(event: str, first: datetime, *, up: bool) -> str:
    """A name that says which event, which way and from when (UTC), in 40 characters at most for an event's 24.

    A recurrence that begins at another time is another action, since no cloud takes back a start that is past.
    """
    return f"{event}-{'up' if up else 'down'}-{first:%y%m%d%H%M}"
