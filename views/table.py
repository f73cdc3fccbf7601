"""A table without lines, and how long ago something was: what lists print.

Source: Table.Render in sdk/go/common/util/cmdutil/console.go; github.com/dustin/go-humanize (times.go).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Row:
    """A row with what stands below it, whatever the columns, and the styles of its cells, plain where none is given."""

    cells: Sequence[str]
    notes: Sequence[str] = ()
    styles: Sequence[str] = ()


def table(headers: Sequence[str], rows: Sequence[Row | Sequence[str]], *, prefix: str = "", numbers: Container[str] = ()) -> Page:
    """The headers and rows in columns; a cell of several lines takes as many, and the last column is not padded.

    Args:
        headers: one for each column.
        rows: cells, as many as there are headers; commands to the terminal are taken out of them.
        prefix: what every line begins with.
        numbers: the headers of columns that end in line, not begin.
    """
    given = [row if isinstance(row, Row) else Row(row) for row in rows]
    lines = [list(zip_longest(*(harmless(cell).split("\n") for cell in row.cells), fillvalue="")) for row in given]
    cells = zip(headers, *(line for row in lines for line in row), strict=True)
    columns = [_Column(max(map(cell_len, column)), header in numbers) for header, column in zip(headers, cells, strict=True)]
    page = Page()
    _write(page, headers, columns, prefix, [looks.HEADLINE] * len(columns))
    for row, cut in zip(given, lines, strict=True):
        for line in cut:
            _write(page, line, columns, prefix, (*row.styles, *[""] * len(columns)))
        for note in row.notes:
            page.line(f"{prefix}{harmless(note)}")
    return page


@dataclass(frozen=True, slots=True)
class _Column:
    width: int
    ends_in_line: bool

    def padded(self, cell: str, style: str, *, last: bool) -> Iterator[tuple[str, str]]:
        """The cell with what fills its column, which at the end of a line nothing does."""
        padding = " " * (self.width - cell_len(cell))
        if self.ends_in_line:
            yield padding, ""
        yield cell, style
        if not last:
            yield _GAP if self.ends_in_line else padding + _GAP, ""


def _write(page: Page, line: Sequence[str], columns: Sequence[_Column], prefix: str, styles: Sequence[str]) -> None:
    page.write(prefix)
    told = max((index for index, cell in enumerate(line) if cell), default=0)
    for index, (cell, column) in enumerate(zip(line[: told + 1], columns, strict=False)):
        for fragment in column.padded(cell, styles[index], last=index == told):
            page.write(*fragment)
    page.line()


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
