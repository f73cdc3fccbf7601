"""Names of variables, made of the names of resources as Pulumi makes them.

Source: pkg/codegen/python/python.go (PyName), gen_program.go (makeUniqueName).
"""

from __future__ import annotations

import keyword
import re
from typing import Final

_ILLEGAL: Final = re.compile(r"\W")
_HUMP: Final = re.compile(r"(?<=[^A-Z])(?=[A-Z])")
_ACRONYM_END: Final = re.compile(r"(?<=[A-Z])(?=[A-Z][^A-Z0-9s])")
_RESERVED: Final = frozenset({*keyword.kwlist, "exec", "print"})


def python_name(name: str) -> str:
    """The name in Python's way: `webServer-1` is `web_server_1`, `HTTPServer` is `http_server`."""
    legal = _ILLEGAL.sub("_", name)
    if legal[:1].isdigit():
        legal = f"_{legal}"
    snake = _ACRONYM_END.sub("_", _HUMP.sub("_", legal)).lower()
    return f"{snake}_" if snake in _RESERVED else snake


def unique_name(name: str, taken: set[str]) -> str:
    """The name in Python's way, with a number if it is taken; it is taken from now on."""
    base = found = python_name(name)
    number = 0
    while found in taken:
        number += 1
        found = f"{base}_{number}"
    taken.add(found)
    return found
