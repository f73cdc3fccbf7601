"""Which view shows a deployment: as asked, and as its place allows."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from views import looks
from views.board import Board
from views.detail import Detail
from views.digest import Digest
from views.log import Log
from views.page import Page
from views.sections import configuration
from views.stream import Stream

from .documents import Document, Lines
from .request import Request
from .show import Show, Subject
from .terminal import Terminal
from .texts import Diff, Growing, Logged, Still, Under

STREAMING: Final = "PULUMI_ENABLE_STREAMING_JSON_PREVIEW"
"""Set to true, makes the JSON of a preview a line an event too."""


def show(request: Request, terminal: Terminal, subject: Subject, *, preview: bool) -> Show:
    """The view for what was asked and for where it goes."""
    options = request.display
    if request.json:
        if preview and not _streaming(os.environ):
            return Document(terminal, Digest(subject.config, options=options))
        return Lines(terminal, Stream(subject.config, preview=preview))
    title = Page([(f"{request.kind.headline(preview=preview)} ({subject.stack}):", looks.HEADLINE), ("\n", "")])
    if options.config:
        title.extend(configuration(subject.config))
    if options.config and not request.diff:
        title.line()
    if subject.reality:
        title.line(f"    {subject.reality}", looks.FAINT)
    if request.diff:
        return Diff(terminal, title, Detail(preview=preview, options=options))
    board = Board(subject.project, subject.stack, preview=preview, options=options)
    under = Under(terminal, board)
    if terminal.interactive:
        return Growing(terminal, title, board, under)
    if preview:
        return Still(terminal, title, board, under)
    return Logged(terminal, title, Log(board), under)


def _streaming(environment: Mapping[str, str]) -> bool:
    return environment.get(STREAMING, "").lower() in ("1", "true")
