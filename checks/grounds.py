"""What a plan starts from when that is not the stack's own state: a commit, a checkpoint, another stack.

Each brings something up, or lays something down, in a scratch place. What is planned on it is the program as it stands, by the same
engine and on the same simulated clouds as in any preview.
"""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from engine import Result, Session
from engine.errors import EngineError
from engine.lifecycle import renamed
from engine.overrides import ConfigOptions
from engine.project import Project, ProjectNotFound, shown
from faults import FaultError

from .failures import canceled, failures_of
from .packages import moved, told
from .repository import Commit
from .review.model import Against
from .scratch import Scratch
from .worktree import Worktree

DIRTY = "the working tree has changes that are not committed; they are part of what is planned"
SAME = "; both sides ran with what is installed, so what that changes is not told (--against-virtualenv)"
NOTHING = "there was no such stack, so everything is new"


class GroundError(EngineError):
    """What a plan was to start from cannot be had; the text says why.

    Args:
        text: what is wrong, and what to do about it.
        exit_code: Pulumi's.
        result: what the attempt to bring it up came to, whose secrets the text may quote; None where there was none.
    """

    def __init__(self, text: str, exit_code: int = 1, result: Result | None = None) -> None:
        super().__init__(text)
        self.exit_code, self.result = exit_code, result


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a plan starts from.

    Args:
        session: the stack, to plan with.
        against: what it starts from, in words.
    """

    session: Session
    against: Against


def of_state(session: Session) -> Ground:
    """The stack's own state."""
    return Ground(session=session, against=Against(what="the state"))


def of_commit(
    scratch: Scratch, project: Project, stack: str, ref: str, options: ConfigOptions, *, interpreter: Path | None = None
) -> Ground:
    """The program and the environment as they are at a commit, brought up.

    Args:
        scratch: where.
        project: the project.
        stack: the stack's name.
        ref: a branch, a tag, a hash, `HEAD~1`.
        options: where the configuration of what is planned comes from.
        interpreter: the Python that has the packages of the commit; by default it runs with those of what is planned.

    Raises:
        RefError: there is no such commit.
        GroundError: what is there cannot be brought up.
        FaultError: a file of the project is faulty.
    """
    commit = Commit.find(project.root, ref)
    notes = [DIRTY] if commit.dirty else []
    notes += of_packages(project, commit, SAME if interpreter is None else "")
    with Worktree(commit) as tree, _naming(tree, commit):
        notes += [f"the submodule {path} is not at hand as it is at {commit.told}" for path in tree.fill()]
        tree.warm(project.root)
        there = _project(tree.at(project.root))
        if there is not None and there.name != project.name:
            raise GroundError(
                f"at {commit.told} the project is called {there.name}, and {project.name} here; fix: name another commit", 2
            )
        if there is not None and _lend(project, there, stack, commit):
            notes.append(f"{shown(project.stack_file(stack))} is not kept in git: at {commit.told} it is taken to be the same")
        if there is None or not there.stack_file(stack).is_file():
            notes.insert(0, f"at {commit.told} {NOTHING}")
        else:
            _up(scratch.opened(there.root, stack, interpreter=interpreter or project.interpreter), commit.told)
    session = scratch.opened(project.root, stack, options)
    return Ground(session=session, against=Against(what=commit.told, notes=tuple(notes)))


def of_stack(scratch: Scratch, project: Project, stack: str, other: str, options: ConfigOptions) -> Ground:
    """Another stack's environment, brought up: what the two would differ in.

    Raises:
        GroundError: it cannot be brought up.
        FaultError: a file of the project is faulty.
        EngineError: there is no such stack.
    """
    if other == stack:
        raise GroundError(f"{stack} differs from itself in nothing; fix: name another stack", 2)
    behind = scratch.opened(project.root, other)
    _up(behind, f"stack {other}")
    session = scratch.opened(project.root, stack, options)
    snapshot = behind.snapshot()
    resources = renamed(snapshot.resources, project.name, other, stack)
    scratch.put(session, replace(snapshot, resources=resources))
    return Ground(session=session, against=Against(what=f"stack {other}"))


def of_packages(project: Project, commit: Commit, further: str = "") -> list[str]:
    """That SDKs have moved since a commit, for whoever compares with it."""
    versions = moved(project.root, commit)
    return [f"the lock moves {told(versions)}{further}"] if versions else []


def _project(directory: Path) -> Project | None:
    """The project of a folder; None where it is none, whatever is above it."""
    try:
        found = Project.load(directory) if directory.is_dir() else None
    except ProjectNotFound:
        return None
    return found if found is not None and found.root == directory else None


def _lend(project: Project, there: Project, stack: str, commit: Commit) -> bool:
    """Give a commit the stack's file where git is told to leave that out, so that no commit can have it."""
    file, place = project.stack_file(stack), there.stack_file(stack)
    if place.exists() or not file.is_file() or not commit.ignores(file):
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, place)
    return True


@contextmanager
def _naming(tree: Worktree, commit: Commit) -> Generator[None]:
    """Have messages call the files of a commit as git does, `HEAD~1:infra/__main__.py`, and not by where they lie meanwhile."""
    lies, called = f"{tree.path}/", f"{commit.ref}:"
    try:
        yield
    except FaultError as error:
        faults = [
            replace(each, where=each.where and replace(each.where, file=each.where.file.replace(lies, called)))
            for each in error.faults
        ]
        raise FaultError(faults) from None
    except GroundError as error:
        raise GroundError(str(error).replace(lies, called), error.exit_code, error.result) from None


def _up(session: Session, told: str) -> None:
    """Bring a stack up; of an interrupt, which such a run takes for itself, whoever waits for what comes after it is told too."""
    result = session.update()
    if result.exit_code:
        if canceled(result):
            raise KeyboardInterrupt
        text = "\n".join(failures_of(result))
        raise GroundError(f"{told} cannot be brought up:\n{text}", result.exit_code, result)
