"""Where in the program a resource is made, relative to the project: `project:///network.py#12`."""

from __future__ import annotations

import os.path
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from pulumi.runtime.proto import source_pb2


def position_of(message: source_pb2.SourcePosition, root: Path) -> str:
    """The position as the state keeps it; empty where the program gave none, or one that is no file."""
    parts = urlsplit(message.uri)
    if parts.scheme != "file" or not parts.path.startswith("/") or message.line < 0 or message.column < 0:
        return ""
    path = quote(os.path.relpath(unquote(parts.path), root))
    column = f",{message.column}" if message.column else ""
    return f"project:///{path}#{message.line}{column}"
