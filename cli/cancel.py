"""`nusa cancel`: end the update that a stack is locked by.

Source: pkg/cmd/pulumi/cancel/cancel.go.
"""

from __future__ import annotations

from typing import Annotated

import typer

from .codes import GENERIC
from .endings import UsageError
from .options import Color, Common, Cwd, Stack


def cancel(
    context: typer.Context,
    *,
    name: Annotated[str | None, typer.Argument(help="The stack, as with --stack.", metavar="[STACK]")] = None,
    cwd: Cwd = None,
    stack: Stack = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before doing it.")] = False,
    color: Color = None,
) -> None:
    """Cancel a stack's running update, or take its lock away.

    A running update finishes what it has begun, and nothing is lost; cancelled a second time, it gives up at once, and what it had
    begun stays pending in the state. Of an environment that is split, each of its stacks.
    """
    from engine.backend import Backend
    from engine.config import salt_of
    from engine.project import Project

    from .meant import stacks_meant
    from .prompt import typed
    from .stacks import chosen
    from .terminal import terminal

    common = context.find_object(Common) or Common()
    given = getattr(context.get_parameter_source("stack"), "name", "") == "COMMANDLINE"
    if name is not None and given:
        raise UsageError("only one of --stack or argument stack name may be specified, not both")
    project = Project.load(common.directory(cwd))
    meant = chosen(project, name or stack)
    backend = Backend(project.root, project.name)
    salt_of(project, meant, backend.stacks())  # which says so where there is no such stack
    here = terminal(common.colors(color))
    warning = f"This will irreversibly cancel the currently running update for '{meant}'!"
    if here.interactive and not yes and not typed(here, warning, meant):
        here.out.print("confirmation declined")
        raise typer.Exit(GENERIC)
    for each in stacks_meant(project, meant) or [meant]:
        backend.cancel(each)
        here.out.print(f"The currently running update for '{each}' has been canceled!")
