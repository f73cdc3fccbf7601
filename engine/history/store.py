"""The records of a stack on disk: a file each, the oldest given up when there are too many.

`.nusa/history/<project>/<stack>/<stack>-<nanoseconds>.history.json`, as Pulumi names its own. What the state was stands in the
backups, which are bounded too.
"""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Final

from ..errors import EngineError
from ..files import make_private, write_whole
from .record import Update

KEPT: Final = 500
"""How many records a stack has at most: some 2 KB each."""


class HistoryError(EngineError):
    """A record cannot be read or written."""


class History:
    """The history of one stack.

    Args:
        directory: where its records lie; made with the first.
        top: the highest directory above it that is ours.
        stack: the stack's name.
    """

    def __init__(self, directory: Path, top: Path, stack: str) -> None:
        self.directory = directory
        self._top = top
        self._stack = stack

    def add(self, update: Update) -> None:
        """Keep a record.

        Raises:
            HistoryError: it cannot be written.
        """
        try:
            make_private(self.directory, self._top)
            path = self.directory / f"{self._stack}-{time.time_ns()}.history.json"
            write_whole(path, json.dumps(update.to_json(), separators=(",", ":"), ensure_ascii=False).encode())
            for old in self._files()[KEPT:]:
                with contextlib.suppress(FileNotFoundError):
                    old.unlink()
        except OSError as error:
            raise HistoryError(f"saving update info: {self.directory}: {error.strerror}") from error

    def updates(self, *, page: int = 1, page_size: int = 0) -> list[Update]:
        """Records, the newest first.

        Args:
            page: which page of them, from 1; what is below counts as 1.
            page_size: how many records a page has; 0 or less for all of them.

        Raises:
            HistoryError: a record cannot be read.
        """
        files = self._files()
        if page_size > 0:
            start = (max(page, 1) - 1) * page_size
            files = files[start : start + page_size]
        return [_read(file) for file in files]

    def _files(self) -> list[Path]:
        found = self.directory.glob("*.history.json") if self.directory.is_dir() else ()
        return sorted(found, key=lambda path: path.name, reverse=True)


def _read(file: Path) -> Update:
    try:
        return Update.from_json(json.loads(file.read_bytes()))
    except OSError as error:
        raise HistoryError(f"reading history file {file}: {error.strerror}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise HistoryError(f"reading history file {file}: {error!r}; fix: remove it") from error
