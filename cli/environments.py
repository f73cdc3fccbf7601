"""The environment of a stack, read from its files alone: no program runs for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from stacks.environment import Loaded


def loaded(context: typer.Context, cwd: Path | None, stack: str | None) -> Loaded:
    """The environment of the stack that a command is to work on.

    Raises:
        StackNotFound: there is no such stack.
        FaultError: with every fault of its environment.
    """
    from engine.backend import Backend
    from engine.config import StackNotFound
    from stacks.environment.source import Source

    from .stacks import selected

    project, name = selected(context, cwd, stack)
    if not project.stack_file(name).is_file() and name not in (states := set(Backend(project.root, project.name).stacks())):
        raise StackNotFound(name, [*project.configured_stacks(), *states])
    return Source.of(project.stack_config_directory, name).read()
