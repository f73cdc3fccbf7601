"""The log of a deployment: a line an event, for pipes and build servers, where nothing can be drawn over.

Source: pkg/backend/display/jsonmessage.go and progress.go (the non-interactive renderer).
"""

from __future__ import annotations

from engine.events import Event, Op, OutputsChanged, StepDone, Summary

from .board import Board, Row
from .columns import columns
from .page import Page


class Log:
    """Folds events into a board and tells each change in a line of its own."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._told: dict[str, str] = {}

    def fold(self, event: Event) -> list[Page]:
        """The lines that the event is worth; none for what only repeats an earlier one."""
        if isinstance(event, Summary):
            under_way = [row for row in self.board.rows.values() if not self.board.finished(row)]
            self.board.fold(event)
            return [line for row in under_way if not row.hidden for line in self._lines(row)]
        row = self.board.fold(event)
        if row is None or row.hidden or (isinstance(event, StepDone | OutputsChanged) and not self._says_more(row)):
            return []
        return self._lines(row)

    def _says_more(self, row: Row) -> bool:
        """Whether an end is news: in a preview the beginning said it all, and components say nothing of their own."""
        return row.refreshed or (not self.board.preview and row.custom and row.op is not Op.SAME)

    def _lines(self, row: Row) -> list[Page]:
        shown = columns(self.board, row, folded=False)
        line = Page()
        for cell in (shown.symbol, shown.type, shown.name, shown.status, shown.info):
            if cell:
                line.write(" ")
                line.extend(cell)
        line.write("\n")
        repeated = self._told.get(row.urn) == line.plain
        self._told[row.urn] = line.plain
        return [] if repeated else [line]
