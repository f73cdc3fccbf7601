"""The tree as it grows on a terminal: as much of it as fits, the latest work in sight."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from engine.events import Event

from . import looks
from .board import Board
from .page import Page
from .tree import tree

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions

_BELOW: Final = 5
"""Lines kept for what stands under the tree: the count of what is unchanged, and the cursor's own line."""


class Live:
    """A renderable that a terminal draws again and again while another thread feeds it events."""

    def __init__(self, board: Board, clock: Callable[[], float] = time.monotonic) -> None:
        self.board = board
        self._clock = clock
        self._lock = threading.Lock()
        self._drawn: tuple[tuple[int, int, int], list[Page]] | None = None

    def fold(self, event: Event) -> None:
        with self._lock:
            self.board.fold(event)
            self._drawn = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Page]:
        width, height, tick = options.max_width, console.size.height, int(self._clock())
        with self._lock:
            if self._drawn is None or self._drawn[0] != (width, height, tick):
                self._drawn = ((width, height, tick), self._lines(width, height, tick))
            lines = self._drawn[1]
        for line in lines:
            yield line
            yield Page([("\n", "")])

    def _lines(self, width: int, height: int, tick: int) -> list[Page]:
        lines = tree(self.board, tick=tick, width=width)
        below = list(self._below())
        room = max(height - _BELOW - 1, 3)
        if len(lines) - 1 > room:
            start = self._start(lines, room)
            lines = [lines[0], *lines[start : start + room], self._more(start - 1, len(lines) - start - room)]
        return [*lines, *below]

    def _start(self, lines: list[Page], room: int) -> int:
        """Where the window begins: it ends with the last line under way, or with the last line of all."""
        busy = [number for number, line in enumerate(lines) if any("bold" in style for _, style in line.fragments)]
        end = min(len(lines), (busy[-1] if busy else len(lines)) + 1)
        return max(1, end - room)

    def _more(self, above: int, under: int) -> Page:
        return Page([(f"{f'⬆ {above} more  ' if above else ''}{f'⬇ {under} more' if under > 0 else ''}", looks.RESOURCE)])

    def _below(self) -> Iterator[Page]:
        if self.board.sames:
            yield Page()
            yield Page([("Resources:", looks.HEADLINE)])
            yield Page([(f"    {len(self.board.sames)} unchanged", looks.FAINT)])
