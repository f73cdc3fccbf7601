"""A project as it is at a commit, in a worktree of its own that is gone afterwards."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final, Self

from .repository import Commit, RefError, git

_PREFIX: Final = "nusa-tree-"
_LEFT: Final = re.compile(rf"{_PREFIX}(\d+)-\w+")


class Worktree:
    """The files of a commit; use it as a context manager, which leaves nothing behind.

    Args:
        commit: the commit.
    """

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._root = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        self.path = self._root / "tree"

    def __enter__(self) -> Self:
        try:
            self._tidy()
            added = git(self._commit.top, "worktree", "add", "--quiet", "--detach", "--force", self.path, self._commit.hash)
            if added.returncode:
                raise RefError(f"{self._commit.told} cannot be checked out: {added.stderr.strip()}")
        except BaseException:  # an interrupt too: nobody calls __exit__ of what was not entered
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._remove(self.path)

    def _tidy(self) -> None:
        """Take away what runs have left behind that were killed."""
        listed = git(self._commit.top, "worktree", "list", "--porcelain").stdout.splitlines()
        for path in (Path(line.removeprefix("worktree ")) for line in listed if line.startswith("worktree ")):
            left = _LEFT.fullmatch(path.parent.name)
            if left is not None and not _alive(int(left[1])):
                self._remove(path)

    def _remove(self, path: Path) -> None:
        git(self._commit.top, "worktree", "remove", "--force", "--force", path)
        shutil.rmtree(path.parent, ignore_errors=True)

    def at(self, directory: Path) -> Path:
        """A folder of the repository as it is here; it need not exist."""
        return self.path / directory.resolve().relative_to(self._commit.top.resolve())

    def fill(self) -> tuple[str, ...]:
        """Lay down the submodules, as far as they are at hand; returns the paths of those that are not."""
        return tuple(path for path, of in self._commit.submodules().items() if not self._laid_down(path, of))

    def _laid_down(self, path: str, of: str) -> bool:
        inside = self._commit.top / path
        if not (inside / ".git").exists():
            return False
        packed = self._root / "submodule.tar"
        if git(inside, "archive", "--format=tar", f"--output={packed}", of).returncode:
            return False
        shutil.unpack_archive(packed, self.path / path, "tar", filter="tar")
        return True

    def warm(self, directory: Path) -> None:
        """Take over what Python has compiled already of files that are the same, so that it is not compiled again.

        Args:
            directory: a folder of the worktree that one works in.
        """
        changed = self._commit.changed()
        here = self.at(directory)
        for source in here.rglob("*.py"):
            inside = source.relative_to(self.path)
            original = self._commit.top / inside
            if inside.as_posix() in changed or not original.is_file():
                continue
            for compiled in original.parent.glob(f"__pycache__/{original.stem}.*.pyc"):
                place = source.parent / "__pycache__" / compiled.name
                place.parent.mkdir(exist_ok=True)
                shutil.copyfile(compiled, place)
            told = original.stat()
            os.utime(source, ns=(told.st_atime_ns, told.st_mtime_ns))  # by it Python knows what it compiled


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
