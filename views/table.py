"""A table without lines, and how long ago something was: what lists print.

Source: Table.Render in sdk/go/common/util/cmdutil/console.go; github.com/dustin/go-humanize (times.go).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Final

from rich.cells import cell_len

from . import looks
from .names import harmless
from .page import Page

_GAP: Final = "  "
_SECOND, _MINUTE, _HOUR, _DAY = 1, 60, 3600, 86400
_WEEK, _MONTH, _YEAR = 7 * _DAY, 30 * _DAY, 360 * _DAY
_AGES: Final = (
    (2 * _SECOND, 0, "1 second"),
    (_MINUTE, _SECOND, "seconds"),
    (2 * _MINUTE, 0, "1 minute"),
    (_HOUR, _MINUTE, "minutes"),
    (2 * _HOUR, 0, "1 hour"),
    (_DAY, _HOUR, "hours"),
    (2 * _DAY, 0, "1 day"),
    (_WEEK, _DAY, "days"),
    (2 * _WEEK, 0, "1 week"),
    (_MONTH, _WEEK, "weeks"),
    (2 * _MONTH, 0, "1 month"),
    (_YEAR, _MONTH, "months"),
    (18 * _MONTH, 0, "1 year"),
    (2 * _YEAR, 0, "2 years"),
    (37 * _YEAR, _YEAR, "years"),
)
"""Up to how many seconds, counted in which unit (0: said in words already), and the words."""


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, prefix: str = "") -> Page:
    """The headers and rows in columns; a cell of several lines takes as many, and the last column is not padded.

    Args:
        headers: one for each column.
        rows: cells, as many as there are headers; commands to the terminal are taken out of them.
        prefix: what every line begins with.
    """
    lines = [line for row in rows for line in zip_longest(*(harmless(cell).split("\n") for cell in row), fillvalue="")]
    widths = [max(map(cell_len, column)) for column in zip(headers, *lines, strict=True)]
    page = Page()
    for number, line in enumerate([headers, *lines]):
        page.write(prefix, "")
        for index, (cell, width) in enumerate(zip(line, widths, strict=True)):
            page.write(cell, "" if number else looks.HEADLINE)
            if index < len(widths) - 1:
                page.write(" " * (width - cell_len(cell)) + _GAP, "")
        page.write("\n", "")
    return page


def ago(then: datetime, now: datetime) -> str:
    """How long before (or after) `now` something was, in one unit: "3 weeks ago"."""
    past = now - then
    label = "from now" if past < timedelta() else "ago"
    seconds = abs(past).total_seconds()
    if seconds < _SECOND:
        return "now"
    for limit, unit, words in _AGES:
        if seconds < limit:
            return f"{int(seconds // unit)} {words} {label}" if unit else f"{words} {label}"
    return f"a long while {label}"
