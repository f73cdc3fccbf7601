"""`nusa state`: the state of a stack edited by hand, one operation at a time.

Source: pkg/cmd/pulumi/state/state_{delete,protect,unprotect,taint,untaint,rename}.go.
"""

from __future__ import annotations

from typing import Annotated, Final

import typer

from .command import Command
from .editing import Yes, confirm, opened, required
from .options import Color, Common, Cwd, Stack
from .state_move import move
from .state_repair import repair

app = typer.Typer(help="Edit the state of a stack.", rich_markup_mode=None, no_args_is_help=True)

Urns = Annotated[list[str] | None, typer.Argument(help="The URNs of the resources.", metavar="[URN]...", show_default=False)]
PROTECTING: Final = (
    "This will protect by modifying the stack state directly.\n"
    "If your program does not also set the 'protect' resource option, Pulumi will unprotect the \n"
    "resource the next time your program runs (e.g. as part of a `pulumi up`)\n"
    "Confirm?"
)


@app.callback()
def state(context: typer.Context, cwd: Cwd = None) -> None:
    common = context.find_object(Common) or Common()
    context.obj = Common(common.directory(cwd), common.color)


def delete(
    context: typer.Context,
    *,
    given: Urns = None,
    cwd: Cwd = None,
    stack: Stack = None,
    force: Annotated[bool, typer.Option("--force", help="Take protected resources out too.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Take every resource out.")] = False,
    target_dependents: Annotated[bool, typer.Option("--target-dependents", help="With what depends on them.")] = False,
    yes: Yes = False,
    color: Color = None,
) -> None:
    """Take resources out of a state. What they stand for is not touched, and nobody looks after it any more."""
    from engine.editing.deleting import delete as take_out
    from engine.errors import EngineError

    if every and given:
        raise EngineError("cannot specify a resource URN when deleting all resources")
    named = None if every else required(given, "resource URN")
    project, chosen, here = opened(context, cwd, stack, color)
    confirm(here, yes=yes)
    count, warnings = take_out(project, chosen, named, force=force, dependents=target_dependents)
    for warning in warnings:
        here.err.print(f"warning: {warning}", soft_wrap=True)
    if every:
        here.out.print("Resources deleted")
    else:
        here.out.print("Resource deleted" if count == 1 else f"{count} resources deleted")


def _marking(told: str, help_: str, mark_: str, *, on: bool, warning: str = "") -> None:
    """Add a command that puts a mark on resources, or takes it from them; it is named for what it does."""

    def run(
        context: typer.Context,
        *,
        given: Urns = None,
        cwd: Cwd = None,
        stack: Stack = None,
        every: Annotated[bool, typer.Option("--all", help="Every resource.")] = False,
        yes: Yes = False,
        color: Color = None,
    ) -> None:
        from engine.editing.marking import Mark, mark

        named = None if every else required(given, "resource URN")
        project, chosen, here = opened(context, cwd, stack, color)
        confirm(here, warning, yes=yes)
        count = mark(project, chosen, named, Mark(mark_), on=on)
        here.out.print(f"All resources {told}" if every else f"{count} resources {told}")

    app.command(told.removesuffix("ed"), cls=Command, help=help_)(run)


_marking("protected", "Keep resources from being deleted. A program may say otherwise.", "protect", on=True, warning=PROTECTING)
_marking("unprotected", "Let resources be deleted again.", "protect", on=False)
_marking("tainted", "Have resources replaced by the next update.", "taint", on=True)
_marking("untainted", "Let resources stay at the next update.", "taint", on=False)


@app.command("rename", cls=Command)
def rename(
    context: typer.Context,
    *,
    urn: Annotated[str | None, typer.Argument(help="The URN of the resource.", metavar="[URN]")] = None,
    name: Annotated[str | None, typer.Argument(help="Its name to be.", metavar="[NAME]")] = None,
    cwd: Cwd = None,
    stack: Stack = None,
    yes: Yes = False,
    color: Color = None,
) -> None:
    """Give a resource another name. The program should have it already."""
    from engine.editing.renaming import rename as give_name

    given = required([text for text in (urn, name) if text is not None], "resource URN", "new name")
    project, chosen, here = opened(context, cwd, stack, color)
    confirm(here, yes=yes)
    give_name(project, chosen, *given)
    here.out.print("Resource renamed")


app.command("remove", cls=Command)(delete)
for _other in ("rm", "delete"):
    app.command(_other, cls=Command, hidden=True)(delete)
app.command("move", cls=Command)(move)
app.command("mv", cls=Command, hidden=True)(move)
app.command("repair", cls=Command)(repair)
