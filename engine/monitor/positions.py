"""Where in the program a resource is made, relative to the project: `project:///network.py#12`."""

from __future__ import annotations

import os.path
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from pulumi.runtime.proto import source_pb2


def position_of(message: source_pb2.SourcePosition, root: Path) -> str:
    """The position as the state keeps it; empty where the program gave none, or one that is no file."""
    file = _relative(message.uri, root)
    if not file or message.line < 0 or message.column < 0:
        return ""
    column = f",{message.column}" if message.column else ""
    return f"{file}#{message.line}{column}"


@lru_cache(maxsize=1024)
def _relative(uri: str, root: Path) -> str:
    """The file of a URI relative to the project; a program has few files and many resources."""
    parts = urlsplit(uri)
    if parts.scheme != "file" or not parts.path.startswith("/"):
        return ""
    return f"project:///{quote(os.path.relpath(unquote(parts.path), root))}"
