"""Changes of a floor as people read them in a preview: to what, why, and when by the event's own clock; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .event import Event
from .zones import zone

KEY = "%Y%m%dT%H%MZ"
"""A moment in UTC as a key."""


def change(floor: int, event: Event, times: Sequence[datetime], *, up: bool) -> str:
    """What happens: `20 payday begins: 2026-12-24 22:00 Asia/Jakarta, 6 times more until 2027-06-24 22:00`.

    Args:
        floor: the floor from then on.
        event: what brings it.
        times: every time at which it does, in UTC, rising.
        up: whether it does so by its beginning, and not by its end.
    """
    more = f", {len(times) - 1} times more until {local(times[-1], event)}" if len(times) > 1 else ""
    return f"{floor} {event.name} {'begins' if up else 'ends'}: {local(times[0], event)} {event.time_zone}{more}"


def local(moment: datetime, event: Event) -> str:
    """A moment by an event's own clock."""
    return f"{moment.astimezone(zone(event.time_zone)):%Y-%m-%d %H:%M}"
