"""Examples of commands on pages, held to what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
_OF_THE_MOMENT = re.compile(r"[0-9A-Fa-f]{10,}|\d+\.\d+\.\d+\.\d+(?!/)|\b\d+s\b|\s+")
"""Ids, addresses and times, which no two runs share, and the width of columns."""


def example(page: str, command: str) -> list[str]:
    """The lines that a page of the project shows under a command, up to the next command or the end of the example."""
    _, found, rest = (ROOT / page).read_text().partition(f"\n$ {command}\n")
    assert found, f"{page} does not show {command}"
    return re.split(r"^(?:\$ .*|```)$", rest, maxsplit=1, flags=re.MULTILINE)[0].splitlines()


def not_printed(shown: Iterable[str], printed: str) -> str:
    """The first line of an example that was not printed after those before it; "…" stands for what is left out, empty for none."""
    lines = iter([_plain(line) for line in printed.splitlines()])
    for line in shown:
        begin, left_out, _ = _plain(line).partition("…")
        if line.strip() != "…" and not any(found.startswith(begin) if left_out else found == begin for found in lines):
            return line
    return ""


def _plain(line: str) -> str:
    return _OF_THE_MOMENT.sub(" ", line).strip()
