"""What a process of Python printed when it raised, with the frames that a person wrote alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_TITLE: Final = "Traceback (most recent call last):"
_FRAME: Final = re.compile(r'  File "(?P<file>[^"]*)", line \d+')


def shortened(text: str, folder: Path) -> str:
    """The text with the frames of each traceback that come before the first one below the folder left out."""
    kept: list[str] = []
    lines = iter(text.rstrip().split("\n"))
    for line in lines:
        kept.append(line)
        if line == _TITLE:
            kept += _own(lines, folder)
    return "\n".join(kept)


def _own(lines: Iterable[str], folder: Path) -> list[str]:
    """The rest of a traceback up to its message: from the first frame below the folder on, or all where there is none."""
    before: list[str] = []
    frames: list[str] = []
    for line in lines:
        if not line.startswith("  "):
            return [*(frames or before), line]
        frame = _FRAME.match(line)
        if frames or (frame and Path(frame["file"]).is_relative_to(folder)):
            frames.append(line)
        else:
            before.append(line)
    return frames or before
