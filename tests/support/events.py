"""Events that tests of several rooms know."""

from __future__ import annotations

from components.schedule import Event

PAYDAY = Event(
    name="payday",
    time_zone="Asia/Jakarta",
    start="25 00:00",
    end="1 00:00",
    every="month",
    since="2026-12-01",
    until="2027-06-30",
    warm_up=7200,
    cool_down=3600,
)
"""A monthly sale, from the 25th to the month's end."""
