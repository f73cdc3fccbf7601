"""What the output goes to: whether it can be coloured, drawn over, or asked a question.

Source: sdk/go/common/util/cmdutil/term.go; https://no-color.org.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console

from views.page import Page

from .options import Colors


class Output(Console):
    """A console that goes on without a reader: an update must not stop halfway because `| head` has seen enough."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.file.fileno())
        os.close(nowhere)

    def _check_buffer(self) -> None:  # the one place through which everything is written
        try:
            super()._check_buffer()
        except OSError as error:
            if error.errno != errno.EIO:  # so writes to a terminal fail that was closed
                raise
            self.on_broken_pipe()

    def write(self, page: Page) -> None:
        """Print a page as it is."""
        if page:
            self.print(page, end="", soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where the output, the errors and the questions go.

    Args:
        out: standard output.
        err: standard error.
        interactive: whether a person is there, who can be asked and for whom the output may be drawn over.
    """

    out: Output
    err: Output
    interactive: bool


def terminal(colors: Colors, *, interactive: bool | None = None) -> Terminal:
    """The terminal of this process; `interactive` overrides what can be seen of it."""
    seen = sys.stdin.isatty() and sys.stdout.isatty() and not is_ci(os.environ) and os.environ.get("TERM") != "dumb"
    return Terminal(
        out=_output(sys.stdout, colors),
        err=_output(sys.stderr, colors),
        interactive=seen if interactive is None else interactive and seen,
    )


def is_ci(environment: Mapping[str, str]) -> bool:
    """Whether a build server runs this process; `CI=false` says that none does."""
    return environment.get("CI", "").lower() not in ("", "0", "false")


def _output(stream: TextIO, colors: Colors) -> Output:
    coloured = coloured_for(colors, stream.isatty(), os.environ)
    return Output(
        file=stream,
        color_system="256" if coloured else None,
        force_terminal=stream.isatty(),
        no_color=not coloured,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def coloured_for(colors: Colors, is_terminal: bool, environment: Mapping[str, str]) -> bool:
    """Whether to colour: as asked; otherwise on terminals that do not say no."""
    if colors is not Colors.AUTO:
        return colors is Colors.ALWAYS
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    return is_terminal or environment.get("FORCE_COLOR", "0") not in ("", "0", "false")
