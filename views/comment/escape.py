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
_NAMES: Final = re.compile(r"(?<=\w[:/=.,_])(?=\w)|(?<=::)(?=\w)")
"""Where a long name may go on in another line, beside blanks and hyphens, which browsers break lines at."""
_LONG: Final = 24
"""So many characters of a name stay in one line."""
_FENCES: Final = re.compile(r"`{3,}")


def inert(text: str) -> str:
    """A text in a line in which every letter that could mean something to Markdown or HTML is written as an entity."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", literal(text))


def code(text: str, *, breaking: bool = False) -> str:
    """A text as code in a line, also in a table.

    Args:
        text: what it says.
        breaking: whether it may go on in another line wherever a name in it ends, as in a table, which else gets too wide.
    """
    if not text:
        return ""
    words = text.split(" ") if breaking else [text]
    return f"<code>{' '.join('<wbr>'.join(map(inert, _parts(word) if breaking else [word])) for word in words)}</code>"


def _parts(word: str) -> list[str]:
    return _NAMES.split(word) if len(word) > _LONG else [word]


def literal(text: str) -> str:
    """A text as a line of a block, in which nothing but its end means anything."""
    return safe(harmless(text).replace("\n", "⏎").replace("\t", " "))


def fence(lines: Iterable[str]) -> str:
    """What begins and ends a block of lines, so that none of them can end it."""
    return "`" * max([3, *(len(found[0]) + 1 for line in lines for found in _FENCES.finditer(line))])
