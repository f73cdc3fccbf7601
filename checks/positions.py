"""Where a program declares something, as people and editors read it."""

from __future__ import annotations

from urllib.parse import unquote


def told(position: str) -> str:
    """`project:///a%20b/network.py#12,4` as `a b/network.py:12:4`; empty where it is, or no line of the program's own."""
    place, _, line = position.removeprefix("project:///").partition("#")
    return f"{unquote(place)}:{line.replace(',', ':')}" if position and "/site-packages/" not in place else ""
