"""JSON on the command line: a document for a preview, a line an event for what is done."""

from __future__ import annotations

from dataclasses import dataclass

from engine.events import Event
from views.digest import Digest
from views.page import Page
from views.stream import Stream

from .show import Show
from .terminal import Terminal


@dataclass
class Document(Show):
    """One JSON document at the end."""

    terminal: Terminal
    digest: Digest

    def fold(self, event: Event) -> None:
        self.digest.fold(event)

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

    def _write(self, line: str) -> None:
        if line:
            self.terminal.out.write(Page([(f"{line}\n", "")]))
