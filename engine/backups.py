"""What a state was before it was overwritten: the last few, beside the states.

`.nusa/backups/<project>/<stack>/<stack>.<nanoseconds>.json`, as Pulumi names its own (pkg/backend/diy/state.go, backupStack).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path
from typing import Final

from .files import FILE_MODE, make_private

KEPT: Final = 10
"""How many backups a stack has at most; with 10,000 resources, each is some 10 MB."""


class Backups:
    """The backups of one stack.

    Args:
        directory: where they lie; made with the first.
        top: the highest directory above it that is ours.
        stack: the stack's name.
    """

    def __init__(self, directory: Path, top: Path, stack: str) -> None:
        self.directory = directory
        self._top = top
        self._stack = stack

    def keep(self, path: Path) -> None:
        """Keep what a file holds now, under a name of its own: the file itself must be replaced, never written into.

        Args:
            path: a state, or a journal that is given up; nothing happens where there is none.

        Raises:
            OSError: the backup could not be made.
        """
        if not path.exists():
            return
        make_private(self.directory, self._top)
        backup = self.directory / f"{self._stack}.{time.time_ns()}{path.suffix}"
        try:
            os.link(path, backup)
        except OSError:  # a file system without links
            shutil.copyfile(path, backup)
        backup.chmod(FILE_MODE)
        for old in self.all(path.suffix)[KEPT:]:
            with contextlib.suppress(FileNotFoundError):
                old.unlink()

    def all(self, suffix: str = ".json") -> list[Path]:
        """The backups, newest first."""
        found = self.directory.glob(f"{self._stack}.*{suffix}") if self.directory.is_dir() else ()
        return sorted(found, key=lambda path: path.name, reverse=True)
