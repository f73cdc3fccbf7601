"""A moment on the command line: nothing here reads a clock, so whoever asks says what time it is."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Annotated, Final

import typer

from .endings import UsageError

_EXAMPLES: Final = "2026-12-25T10:00Z or '2026-12-25 10:00 Asia/Jakarta'"
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        help="What holds, or is found, at a moment: 2026-12-25T10:00Z, '2026-12-25 10:00 Asia/Jakarta'.",
        metavar="TIME",
        show_default=False,
    ),
]


def moment(text: str) -> datetime:
    """A moment in UTC.

    Args:
        text: a date and a time, with their offset (`Z`, `+07:00`) or followed by the name of their time zone.

    Raises:
        UsageError: it is none, it lies in no time zone, or a clock's change skips it or gives it twice.
    """
    from components.schedule.recurrence import sure
    from components.schedule.zones import zone, zone_names
    from faults import nearest

    given, _, last = text.strip().rpartition(" ")
    named = last if last in zone_names() else None
    try:
        found = datetime.fromisoformat(given if named else text.strip())
    except ValueError:
        near = nearest(last, sorted(zone_names())) if "/" in last and not named else None
        raise _refused(text, f"write {near}" if near else f"write it like {_EXAMPLES}") from None
    if (found.tzinfo is None) == (named is None):
        raise _refused(text, "leave one of the two zones out" if named else f"say in which zone, like {_EXAMPLES}")
    try:
        certain = sure(found, zone(named)) if named else found.astimezone(UTC)
    except OverflowError:  # before the first day that Python has, or after the last
        raise _refused(text, "choose a day of this century") from None
    if certain is None:
        raise _refused(text, f"write {_either(found, zone(str(named)))}: the clocks of {named} are changed then")
    return certain


def _either(local: datetime, where: tzinfo) -> str:
    """What an uncertain local time can mean."""
    return " or ".join(sorted(local.replace(tzinfo=where, fold=fold).isoformat("T", "minutes") for fold in (0, 1)))


def _refused(text: str, fix: str) -> UsageError:
    return UsageError(f"given --at '{text}', expected a date and a time in a time zone; fix: {fix}")
