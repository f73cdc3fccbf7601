"""Text on the command line: a rich diff, a tree, a tree that grows, or a line an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.events import Diagnostic, Event, PolicyRemediation, Severity, Summary
from views import looks
from views.board import Board
from views.columns import PREFIXES
from views.detail import Detail
from views.live import Live
from views.log import Log
from views.names import harmless
from views.options import DisplayOptions
from views.page import Page
from views.sections import sections
from views.tree import tree

from .show import Show
from .terminal import Terminal

_FRAMES_A_SECOND = 8


@dataclass
class Under:
    """Prints what stands under the tree."""

    terminal: Terminal
    board: Board

    def write(self, *, apart: bool = True) -> None:
        if apart:
            self.terminal.out.write(Page([("\n", "")]))
        self.terminal.out.write(sections(self.board))


@dataclass
class Diff(Show):
    """Every step with its properties; messages go to standard error, so that the diff can be kept."""

    terminal: Terminal
    title: Page
    detail: Detail

    def begin(self) -> None:
        self.terminal.out.write(self.title)

    def fold(self, event: Event) -> None:
        if not isinstance(event, Diagnostic):
            self.terminal.out.write(self.detail.fold(event))
        elif event.severity in PREFIXES or (event.severity is not Severity.DEBUG and not event.ephemeral):
            self.terminal.err.write(Page([PREFIXES.get(event.severity, ("", "")), (f"{harmless(event.message)}\n", "")]))


@dataclass
class Still(Show):
    """The whole tree at the end: a preview is soon done, and a tree is easier to read than a log."""

    terminal: Terminal
    title: Page
    board: Board
    under: Under

    def begin(self) -> None:
        self.terminal.out.write(self.title)

    def fold(self, event: Event) -> None:
        self.board.fold(event)

    def end(self) -> None:
        self.terminal.out.write(_together(tree(self.board)))
        self.under.write()


def _together(lines: Iterable[Page]) -> Page:
    """The lines as one page: a console takes as long for a line as for a thousand."""
    return Page([fragment for line in lines for fragment in (*_trimmed(line), ("\n", ""))])


def _trimmed(line: Page) -> list[tuple[str, str]]:
    """The line without the padding at its end, which a file would keep."""
    fragments = list(line.fragments)
    while fragments and not fragments[-1][0].strip():
        fragments.pop()
    return fragments


@dataclass
class Logged(Show):
    """A line an event."""

    terminal: Terminal
    title: Page
    log: Log
    under: Under
    _lines: int = 0

    def begin(self) -> None:
        self.terminal.out.write(Page([*self.title.fragments, ("\n", "")]))

    def fold(self, event: Event) -> None:
        for line in self.log.fold(event):
            self.terminal.out.write(line)
            self._lines += 1

    def end(self) -> None:
        self.under.write(apart=bool(self._lines))


class Growing(Show):
    """A tree that is drawn again and again while it grows, then stays."""

    def __init__(self, terminal: Terminal, title: Page, board: Board, under: Under) -> None:
        from rich.live import Live as Screen

        self._terminal, self._title, self._board, self._under = terminal, title, board, under
        self._live = Live(board)
        self._screen = Screen(self._live, console=terminal.out, refresh_per_second=_FRAMES_A_SECOND, transient=True)

    def begin(self) -> None:
        self._terminal.out.write(self._title)
        self._board.begin()
        self._screen.start(refresh=True)

    def fold(self, event: Event) -> None:
        self._live.fold(event)

    def end(self) -> None:
        self._screen.stop()
        self._terminal.out.write(_together(tree(self._board, width=self._terminal.out.width)))
        self._under.write()

    def abandon(self) -> None:
        self._screen.stop()


def details(terminal: Terminal, events: list[Event], options: DisplayOptions) -> None:
    """Print the changes of a preview in short, for the prompt's `details`; what policies changed comes last."""
    detail = Detail(preview=True, short=True, options=options)
    remediated = Page()
    for event in events:
        if isinstance(event, PolicyRemediation):
            remediated.extend(detail.fold(event))
        elif not isinstance(event, Diagnostic | Summary):
            terminal.out.write(detail.fold(event))
    if remediated:
        terminal.out.write(Page([("\n", ""), ("  Policy Remediations:", looks.HEADLINE), ("\n", ""), *remediated.fragments]))
    terminal.out.write(Page([("\n", "")]))
