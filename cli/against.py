"""What a preview starts from: the stack's state, or a commit, a checkpoint, another stack."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .clouds import simulated
from .endings import UsageError
from .meant import require_whole
from .reviews import veil_of

if TYPE_CHECKING:
    from checks.grounds import Ground
    from engine.project import Project

    from .request import Request

Ref = Annotated[
    str | None,
    typer.Option(
        "--against",
        help="Start from the program and the environment as they are at a commit: a branch, a tag, HEAD~1.",
        metavar="REF",
        show_default=False,
    ),
]
Virtualenv = Annotated[
    Path | None,
    typer.Option(
        "--against-virtualenv",
        help="Run the program of --against with the packages of this virtual environment, where its lock has others.",
        metavar="DIR",
        show_default=False,
    ),
]
Checkpoint = Annotated[
    Path | None,
    typer.Option(
        "--checkpoint",
        help="Start from a state that `pulumi stack export` wrote; - for standard input.",
        metavar="FILE",
        show_default=False,
    ),
]
Other = Annotated[
    str | None,
    typer.Option(
        "--against-stack",
        help="Start from another stack's environment: what this one has otherwise.",
        metavar="STACK",
        show_default=False,
    ),
]


@contextmanager
def scratch_ground(request: Request, project: Project, stack: str) -> Generator[Ground]:
    """What a request starts from where that is not the stack's own state; it is gone afterwards.

    Raises:
        UsageError: more than one is asked for, or a refresh of what is not there.
        EngineError: it cannot be had.
    """
    from checks import grounds
    from checks.checkpoint import of_checkpoint
    from checks.scratch import Scratch

    given = {"--against": request.against, "--checkpoint": request.checkpoint, "--against-stack": request.against_stack}
    named = [option for option, value in given.items() if value is not None]
    if len(named) > 1:
        raise UsageError(f"{' and '.join(named)} cannot be used together: a plan starts from one thing")
    require_whole(project, stack, "which is compared as one stack")
    if request.refreshes(always=False):
        raise UsageError(f"{named[0]} and --refresh cannot be used together: the clouds do not hold what a plan starts from there")
    interpreter = _interpreter(request.against_virtualenv)
    options = request.configuration
    with Scratch(simulated(project)) as scratch:
        try:
            if request.against is not None:
                ground = grounds.of_commit(scratch, project, stack, request.against, options, interpreter=interpreter)
            elif request.checkpoint is not None:
                ground = of_checkpoint(scratch, project, stack, request.checkpoint, options)
            else:
                assert request.against_stack is not None, "one of the three is given"
                ground = grounds.of_stack(scratch, project, stack, request.against_stack, options)
        except grounds.GroundError as error:
            raise grounds.GroundError(veil_of(error.result).over(str(error)), error.exit_code) from None
        yield ground


def _interpreter(virtualenv: Path | None) -> Path | None:
    """The Python of a virtual environment that was named.

    Raises:
        UsageError: it has none.
    """
    from engine.interpreter import python_of

    if virtualenv is None:
        return None
    found = python_of(virtualenv.absolute())
    if found is None:
        raise UsageError(f"{virtualenv} is no virtual environment: it has no bin/python")
    return found
