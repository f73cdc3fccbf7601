"""How times are told of data and of what it comes back by; pure."""

from __future__ import annotations

from typing import Final

_UNITS: Final = ((3600, "h"), (60, "m"), (1, "s"))


def long(seconds: int) -> str:
    """A time as environments write it, in the largest unit that says it whole: 15m, 90s, 8h."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0 and (seconds or unit == "s"))
    return f"{seconds // size}{unit}"
