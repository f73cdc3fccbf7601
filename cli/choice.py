"""Which view shows a deployment: as asked, and as its place allows."""

from __future__ import annotations

from views import looks
from views.board import Board
from views.detail import Detail
from views.digest import Digest
from views.log import Log
from views.page import Page
from views.stream import Stream

from .documents import Document, Lines
from .request import Request
from .show import Show, Subject
from .terminal import Terminal
from .texts import Diff, Growing, Logged, Still, Under


def show(request: Request, terminal: Terminal, subject: Subject, *, preview: bool) -> Show:
    """The view for what was asked and for where it goes."""
    if request.json:
        if preview:
            return Document(terminal, Digest(subject.config, suppress_outputs=request.suppress_outputs))
        return Lines(terminal, Stream(subject.config, preview=False))
    title = Page([(f"{request.kind.headline(preview=preview)} ({subject.stack}):", looks.HEADLINE), ("\n", "")])
    if request.diff:
        return Diff(terminal, title, Detail(preview=preview, suppress_outputs=request.suppress_outputs))
    if subject.simulated and not preview:
        title.line("    on simulated clouds: nothing real is touched", looks.FAINT)
    board = Board(subject.project, subject.stack, preview=preview)
    under = Under(terminal, board, request.suppress_outputs)
    if terminal.interactive:
        return Growing(terminal, title, board, under)
    if preview:
        return Still(terminal, title, board, under)
    return Logged(terminal, title, Log(board), under)
