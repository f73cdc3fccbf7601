"""A project as it is at a commit, in a worktree of its own that is gone afterwards."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from engine.errors import EngineError

_SHORT = 10
_HASH = re.compile(r"[0-9a-f]{40,64}")


class RefError(EngineError):
    """A commit that cannot be had."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit of the repository that a folder is in.

    Args:
        ref: what it was asked for by: a branch, a tag, `HEAD~1`, its hash.
        hash: its whole hash.
        top: the folder of the repository's worktree.
        dirty: whether files of the folder differ from what is committed there.
    """

    ref: str
    hash: str
    top: Path
    dirty: bool

    @classmethod
    def find(cls, directory: Path, ref: str) -> Commit:
        """The commit that a ref means.

        Args:
            directory: a folder of the repository.
            ref: a branch, a tag or whatever git understands.

        Raises:
            RefError: the folder is in no repository, or there is no such commit in it.
        """
        top = _git(directory, "rev-parse", "--show-toplevel")
        if top is None:
            raise RefError(f"{directory} is in no git repository, so there is no {ref}; fix: name a file with --checkpoint instead")
        found = _git(directory, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if not found:
            fix = (
                f"fix: git fetch origin {ref}, or name another"
                if not ref.startswith("-")
                else "fix: name a branch, a tag or a hash"
            )
            raise RefError(f"there is no commit {ref} in {top}; {fix}")
        return cls(ref=ref, hash=found, top=Path(top), dirty=bool(_git(directory, "status", "--porcelain", "--", ".")))

    @property
    def told(self) -> str:
        """The commit in words."""
        short = self.hash[:_SHORT]
        return short if self.hash.startswith(self.ref) else f"{self.ref} at {short}"

    def changed(self) -> frozenset[str]:
        """The files that differ from those of the worktree that one works in, by their path in the repository."""
        return frozenset((_git(self.top, "diff", "--name-only", "-z", "--no-renames", self.hash) or "").split("\0"))


class Worktree:
    """The files of a commit; use it as a context manager, which leaves nothing behind.

    Args:
        commit: the commit.
    """

    def __init__(self, commit: Commit) -> None:
        self._commit = commit
        self._root = Path(tempfile.mkdtemp(prefix="nusa-tree-"))
        self._path = self._root / "tree"

    def __enter__(self) -> Self:
        added = subprocess.run(
            ["git", "-C", self._commit.top, "worktree", "add", "--quiet", "--detach", "--force", self._path, self._commit.hash],
            capture_output=True,
            text=True,
            check=False,
        )
        if added.returncode:
            shutil.rmtree(self._root, ignore_errors=True)
            raise RefError(f"{self._commit.told} cannot be checked out: {added.stderr.strip()}")
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._root, ignore_errors=True)
        _git(self._commit.top, "worktree", "prune")

    def at(self, directory: Path) -> Path:
        """A folder of the repository as it is here; it need not exist."""
        return self._path / directory.resolve().relative_to(self._commit.top.resolve())

    def warm(self, packages: Iterable[Path]) -> None:
        """Take over what Python has compiled already of files that are the same, so that it is not compiled again.

        Args:
            packages: folders of the worktree that one works in.
        """
        changed, top = self._commit.changed(), self._commit.top
        for package in packages:
            for compiled in package.rglob("__pycache__/*.pyc"):
                source = compiled.parent.parent / f"{compiled.name.partition('.')[0]}.py"
                inside = source.relative_to(top)
                here = self._path / inside
                if inside.as_posix() in changed or not here.is_file() or not source.is_file():
                    continue
                place = here.parent / "__pycache__" / compiled.name
                place.parent.mkdir(exist_ok=True)
                shutil.copyfile(compiled, place)
                told = source.stat()
                os.utime(here, ns=(told.st_atime_ns, told.st_mtime_ns))  # by it Python knows what it compiled


def commits_since(directory: Path, commit: str) -> int | None:
    """How many commits a checkout has that an earlier one has not; None where that cannot be told.

    Args:
        directory: a folder of the repository.
        commit: the hash of the earlier one, which somebody else may have written down.
    """
    if not _HASH.fullmatch(commit):
        return None
    try:
        counted = _git(directory, "rev-list", "--count", f"{commit}..HEAD")
    except RefError:
        return None
    return int(counted) if counted else None


def _git(directory: Path, *arguments: str) -> str | None:
    """What git says; None where it fails."""
    try:
        done = subprocess.run(["git", "-C", directory, *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise RefError("git is not installed, and a commit is asked for; fix: install it") from error
    return done.stdout.strip("\n") if done.returncode == 0 else None
