"""Texts behind what leads them, in as many lines as a terminal needs."""

from __future__ import annotations

import textwrap
from typing import Final

from .names import safe
from .page import Page

OUTER: Final = " " * 4
INNER: Final = " " * 8
_FURTHER: Final = f"{INNER}    "
_NARROWEST: Final = 40
"""Below this, lines are left to the terminal."""


def write(page: Page, lead: str, text: str, width: int | None, style: str = "") -> None:
    """Write a text behind what leads it, further in from the second line on.

    Args:
        page: where it goes.
        lead: what stands before it, with its indentation.
        text: of any length, in one line.
        width: how many columns there are; None where nothing is to be wrapped, as in a log.
        style: of what leads it.
    """
    whole = f"{lead} {safe(text)}"
    lines = [whole]
    if width is not None:
        most = max(width, _NARROWEST)
        lines = textwrap.wrap(whole, most, subsequent_indent=_FURTHER, break_long_words=False, break_on_hyphens=False)
    page.write(lead, style)
    page.line(lines[0][len(lead) :])
    for line in lines[1:]:
        page.line(line)
