"""What the commands that edit a state have in common: the stack, the question before, and what must be given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from .codes import GENERIC
from .options import Colors, Common

if TYPE_CHECKING:
    from engine.project import Project

    from .terminal import Terminal

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before doing it.")]
DIRECTLY: Final = "This command will edit your stack's state directly. Confirm?"


def opened(context: typer.Context, cwd: Path | None, stack: str | None, color: Colors | None) -> tuple[Project, str, Terminal]:
    """The project, the name of the stack that is meant, and the terminal.

    Raises:
        UsageError: it is several.
    """
    from engine.project import Project

    from .meant import require_one
    from .stacks import chosen
    from .terminal import terminal

    common = context.find_object(Common) or Common()
    project = Project.load(common.directory(cwd))
    name = chosen(project, stack)
    require_one(project, name)
    return project, name, terminal(common.colors(color))


def required(given: list[str] | None, *what: str) -> list[str]:
    """What was given on the command line.

    Args:
        given: it.
        what: what each of it is, for the message.

    Raises:
        EngineError: some of it is missing.
    """
    from engine.errors import EngineError

    if given and len(given) >= len(what):
        return given
    raise EngineError(f"Must supply {' and '.join(f'<{each}>' for each in what)}")


def confirm(here: Terminal, question: str = "", *, yes: bool) -> None:
    """Ask whether the state is to be changed, where a person is there.

    Args:
        here: where a person may be.
        question: what to ask, where that is more than usual.
        yes: it is agreed already.

    Raises:
        typer.Exit: it is not agreed to.
    """
    if not agrees(here, f"warning: {question or DIRECTLY}", yes=yes):
        here.out.print("confirmation declined")
        raise typer.Exit(GENERIC)


def agrees(here: Terminal, question: str, *, yes: bool) -> bool:
    """Whether it is agreed to: by `--yes`, by a person, or since there is nobody who could be asked."""
    if yes or not here.interactive:
        return True
    from .prompt import agreed

    return agreed(here, question)
