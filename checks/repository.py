"""The git repository that a project is in, asked through git itself."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import signal
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from engine.errors import EngineError

_SHORT: Final = 10
_NAME: Final = re.compile(r"\w[\w./-]*")
_HASH: Final = re.compile(r"[0-9a-f]{40,64}")
_NO_HOOKS: Final = ("-c", "core.hooksPath=/dev/null")
"""What a repository does on a checkout of its own is not for one that is gone in a second."""


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
        told = git(directory, "rev-parse", "--show-toplevel")
        if told.returncode:
            raise RefError(_no_repository(directory, ref, told.stderr))
        top = Path(told.stdout.strip("\n"))
        found = git(directory, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        if found.returncode:
            raise RefError(f"there is no commit {ref or repr(ref)} in {top}; fix: {_way_to(directory, ref)}")
        dirty = bool(git(directory, "status", "--porcelain", "--", ".").stdout)
        return cls(ref=ref, hash=found.stdout.strip(), top=top, dirty=dirty)

    @classmethod
    def noted(cls, directory: Path, hash_: str) -> Commit | None:
        """The commit of a hash that somebody else has written down; None where it is none, or is not at hand.

        Args:
            directory: a folder of the repository.
            hash_: the whole hash.
        """
        try:
            return cls.find(directory, hash_) if _HASH.fullmatch(hash_) else None
        except RefError:
            return None

    @property
    def told(self) -> str:
        """The commit in words."""
        short = self.hash[:_SHORT]
        return short if self.hash.startswith(self.ref) else f"{self.ref} at {short}"

    def changed(self) -> frozenset[str]:
        """The files that differ from those of the worktree that one works in, by their path in the repository."""
        return frozenset(git(self.top, "diff", "--name-only", "-z", "--no-renames", self.hash).stdout.split("\0"))

    def since(self) -> int:
        """How many commits the checkout has that this one has not."""
        return int(git(self.top, "rev-list", "--count", f"{self.hash}..HEAD").stdout or 0)

    def text(self, file: Path) -> str | None:
        """What a file of the worktree holds at the commit; None where there was none."""
        inside = file.resolve().relative_to(self.top.resolve())
        shown = git(self.top, "show", f"{self.hash}:{inside.as_posix()}")
        return shown.stdout if shown.returncode == 0 else None

    def submodules(self) -> dict[str, str]:
        """The hashes of the submodules, by their path in the repository."""
        listed = git(self.top, "ls-tree", "-r", "-z", "--format=%(objecttype) %(objectname) %(path)", self.hash).stdout
        entries = (line.split(" ", 2) for line in listed.split("\0") if line.startswith("commit "))
        return {path: of for _, of, path in entries}

    def ignores(self, file: Path) -> bool:
        """Whether a file is one that the repository leaves out on purpose."""
        return git(self.top, "check-ignore", "--quiet", "--", str(file)).returncode == 0


def git(directory: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Ask git.

    Args:
        directory: a folder of the repository, whatever a hook that runs this has git look at.
        arguments: what is asked.

    Raises:
        RefError: git is not installed.
    """
    command = ["git", "-C", directory, *_NO_HOOKS, *arguments]
    try:
        asked = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="surrogateescape",
            env={name: value for name, value in os.environ.items() if name not in _local()},
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise RefError("git is not installed, and a commit is asked for; fix: install it") from error
    with asked:
        try:
            said, wrong = asked.communicate()
        except BaseException:  # an interrupt: git has children that would go on, and cleans up after itself when it is asked to end
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                os.killpg(asked.pid, signal.SIGTERM)
            raise
    return subprocess.CompletedProcess(command, asked.returncode, said, wrong)


@cache
def _local() -> frozenset[str]:
    """The variables that lead git to one repository and its index: set in hooks, say before a commit."""
    told = subprocess.run(["git", "rev-parse", "--local-env-vars"], capture_output=True, text=True, check=False)
    return frozenset(told.stdout.split())


def _no_repository(directory: Path, ref: str, said: str) -> str:
    if "not a git repository" in said:
        return f"{directory} is in no git repository, so there is no {ref}; fix: name a file with --checkpoint instead"
    told = " ".join(said.removeprefix("fatal: ").split())
    return f"git does not say where the repository of {directory} is: {told}"


def _way_to(directory: Path, ref: str) -> str:
    """What to do about a commit that there is not: nearest names first, and what a clone without history lacks."""
    if ref.startswith("-") or not ref:
        return "name a branch, a tag or a hash"
    if git(directory, "rev-parse", "--is-shallow-repository").stdout.strip() == "true":
        return "this clone has not its whole history; git fetch --unshallow (actions/checkout: fetch-depth: 0)"
    names = git(directory, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes").stdout.split()
    near = next((name for name in names if name.partition("/")[2] == ref), None) or next(
        iter(difflib.get_close_matches(ref, names, 1)), None
    )
    if near:
        return f"write {near}"
    return f"git fetch origin {ref}, or name another" if _NAME.fullmatch(ref) else "name a branch, a tag or a hash"
