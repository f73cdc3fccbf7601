"""What a drill stands on: a stack's own state, one that was exported, or what the program declares, in a scratch place."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import typer

from .clouds import simulated, store_of
from .endings import STORE, UsageError
from .parting import resources_of

if TYPE_CHECKING:
    from engine.project import Project
    from engine.resource import Resource
    from simulator.clouds import Clouds


@contextmanager
def place(project: Project, stack: str, checkpoint: Path | None, *, up: bool) -> Generator[tuple[Clouds, Sequence[Resource]]]:
    """The simulated clouds of a drill, and what is deployed there.

    Args:
        project: the project.
        stack: the stack's name.
        checkpoint: a state to drill on clouds of its own; the stack's own state by default.
        up: whether what the program declares is brought up in a scratch place first.

    Raises:
        UsageError: nothing is deployed.
        EngineError: the state cannot be read, or is another stack's.
        typer.Exit: it cannot be brought up, which has been told.
    """
    from simulator.clouds import Clouds

    if checkpoint is not None:
        from checks.checkpoint import resources_of as exported

        with TemporaryDirectory(prefix="nusa-") as scratch:
            yield Clouds(Path(scratch) / STORE), exported(project, stack, checkpoint)
        return
    if not up:
        resources = resources_of(project, stack)
        if not resources:
            raise UsageError(f"nothing of {stack} is deployed; fix: run `nusa up --stack {stack}` first, or add --up")
        yield Clouds(store_of(project.root)), resources
        return
    from checks.failures import failures_of
    from checks.scratch import CLOUDS, Scratch

    from .reviews import veil_of

    with Scratch(simulated(project)) as scratch:
        session = scratch.opened(project.root, stack)
        result = session.update()
        if result.exit_code:
            over = veil_of(result).over
            sys.stderr.writelines(f"error: {over(message)}\n" for message in failures_of(result))
            raise typer.Exit(result.exit_code)
        snapshot, _ = scratch.backend(project).look(stack)
        yield Clouds(scratch.root / CLOUDS), snapshot.resources
