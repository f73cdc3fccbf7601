"""A moment on the command line: nothing here reads a clock, so whoever asks says what time it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from .endings import UsageError

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

    given, _, last = text.strip().rpartition(" ")
    named = last if last in zone_names() else None
    try:
        found = datetime.fromisoformat(given if named else text.strip())
    except ValueError:
        raise _refused(text, "write it like 2026-12-25T10:00Z") from None
    if named and found.tzinfo is None:
        certain = sure(found, zone(named))
        if certain is None:
            raise _refused(text, f"say it with an offset: the clocks of {named} are changed then")
        return certain
    if named or found.tzinfo is None:
        fix = "leave one of the two zones out" if named else "write it like 2026-12-25T10:00Z"
        raise _refused(text, fix)
    return found.astimezone(UTC)


def _refused(text: str, fix: str) -> UsageError:
    return UsageError(f"given --at '{text}', expected a date and a time in a time zone; fix: {fix}")
