"""JSON on the command line: a document for a preview, a line an event for what is done."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.events import Event
from views.digest import Digest
from views.page import Page
from views.stream import Stream

from .show import Show
from .terminal import Terminal

if TYPE_CHECKING:
    from checks.judgement import Judgement
    from checks.review.model import Review
    from views.veil import Veil


@dataclass
class Document(Show):
    """One JSON document at the end."""

    terminal: Terminal
    digest: Digest

    def fold(self, event: Event) -> None:
        self.digest.fold(event)

    def judge(self, judgement: Judgement, veil: Veil) -> None:
        from views.findings import documents

        self.digest.findings = documents(judgement, veil)

    def review(self, review: Review, veil: Veil) -> None:
        from views.review_json import document

        self.digest.review = document(review, veil)

    def end(self) -> None:
        self.terminal.out.write(Page([(f"{self.digest}\n", "")]))


@dataclass
class Lines(Show):
    """A line of JSON an event."""

    terminal: Terminal
    stream: Stream

    def begin(self) -> None:
        self._write(self.stream.begin())

    def fold(self, event: Event) -> None:
        self._write(self.stream.fold(event))

    def end(self) -> None:
        self._write(self.stream.end())

    def judge(self, judgement: Judgement, veil: Veil) -> None:
        from views.findings import documents

        self._write(json.dumps({"findings": documents(judgement, veil)}, ensure_ascii=False))

    def review(self, review: Review, veil: Veil) -> None:
        from views.review_json import document

        self._write(json.dumps({"review": document(review, veil)}, ensure_ascii=False))

    def _write(self, line: str) -> None:
        if line:
            self.terminal.out.write(Page([(f"{line}\n", "")]))
