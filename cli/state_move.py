"""`nusa state move`: resources from one stack to another.

Source: pkg/cmd/pulumi/state/state_move.go.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Final

import typer

from .editing import Yes, agrees, required
from .options import Color, Common, Cwd

if TYPE_CHECKING:
    from engine.editing.moving import Broken, Move

    from .terminal import Terminal

_PROGRAM: Final = (
    "If you go ahead with moving these dependencies, it will be necessary to create the appropriate inputs and outputs in the "
    "program for the stack the resources are moved to."
)


def move(
    context: typer.Context,
    *,
    given: Annotated[list[str] | None, typer.Argument(help="The URNs of the resources.", metavar="URN...")] = None,
    source: Annotated[str | None, typer.Option("--source", help="The stack that has the resources.", metavar="STACK")] = None,
    dest: Annotated[str | None, typer.Option("--dest", help="The stack that is to have them.", metavar="STACK")] = None,
    include_parents: Annotated[bool, typer.Option("--include-parents", help="With their parents.")] = False,
    cwd: Cwd = None,
    yes: Yes = False,
    color: Color = None,
) -> None:
    """Move resources from one stack to another. What is inside them and the providers they use come along."""
    from engine.editing.moving import move as carry
    from engine.errors import EngineError
    from engine.project import Project

    from .meant import require_one
    from .stacks import chosen
    from .terminal import terminal

    if source is None and dest is None:
        raise EngineError("at least one of --source or --dest must be provided")
    urns = required(given, "urn")
    common = context.find_object(Common) or Common()
    project = Project.load(common.directory(cwd))
    behind, ahead = chosen(project, source), chosen(project, dest)
    for name in (behind, ahead):
        require_one(project, name)
    names = project.qualified(behind), project.qualified(ahead)
    here = terminal(common.colors(color))

    def agree(found: Move) -> bool:
        _tell(here, found, *names)
        return agrees(here, "Do you want to perform this move?", yes=yes)

    def warn(message: str) -> None:
        here.out.print(f"warning: {message}", soft_wrap=True)

    if carry(project, behind, ahead, urns, parents=include_parents, warn=warn, agree=agree):
        here.out.print(f"Successfully moved resources from {names[0]} to {names[1]}", soft_wrap=True)
    else:
        here.out.print("Confirmation denied, not proceeding with the state move")


def _tell(here: Terminal, found: Move, source: str, dest: str) -> None:
    lines = [f"Planning to move the following resources from {source} to {dest}:", ""]
    lines += [*(f"  - {resource.urn}" for resource in found.moved), ""]
    if found.broken_behind:
        lines += [f"The following resources remaining in {source} have dependencies on resources moved to {dest}:", ""]
        lines += _listed(found.broken_behind)
    if found.broken_ahead:
        lines += [""] * bool(found.broken_behind)
        lines += [f"The following resources being moved to {dest} have dependencies on resources in {source}:", ""]
        lines += _listed(found.broken_ahead)
    if found.broken_behind or found.broken_ahead:
        lines += ["", _PROGRAM, ""]
    here.out.print("\n".join(lines), soft_wrap=True)


def _listed(broken: Iterable[Broken]) -> list[str]:
    return [_sentence(each) for each in broken]


def _sentence(broken: Broken) -> str:
    kind, _, key = broken.kind.partition(": ")
    if kind == "property dependency":
        return f"  - {broken.resource} ({key}) has a property dependency on {broken.needed}"
    if kind == "dependency":
        return f"  - {broken.resource} has a dependency on {broken.needed}"
    marked = "deleted with" if kind == "deleted with" else "replace with"
    return f"  - {broken.resource} is marked as {marked} {broken.needed}"
