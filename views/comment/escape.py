"""Texts of others inside Markdown: a value can begin no markup, mention nobody, link to nothing and end no block.

GitHub reads HTML, mentions (`@name`), references (`#1`) and addresses in Markdown, but none of them inside `<code>` or a fence
(github.github.com/gfm, docs.github.com/en/get-started/writing-on-github).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..names import harmless, safe

_MARKUP: Final = re.compile(r"""[^\w \-./,;:=(){}+"'?!%\u0080-\U0010ffff]|_|:(?=//)|(?<=www)\.""")
"""Everything but what is plain in a line; with what would make an address of it."""
_FENCES: Final = re.compile(r"`{3,}")


def inert(text: str) -> str:
    """A text in a line in which every letter that could mean something to Markdown or HTML is written as an entity."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", literal(text))


def code(text: str) -> str:
    """A text as code in a line, also in a table."""
    return f"<code>{inert(text)}</code>" if text else ""


def literal(text: str) -> str:
    """A text as a line of a block, in which nothing but its end means anything."""
    return safe(harmless(text).replace("\n", "⏎").replace("\t", " "))


def fence(lines: Iterable[str]) -> str:
    """What begins and ends a block of lines, so that none of them can end it."""
    return "`" * max([3, *(len(found[0]) + 1 for line in lines for found in _FENCES.finditer(line))])
