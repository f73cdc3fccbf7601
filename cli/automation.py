"""`nusa pulumi`: all stacks of an environment by the real engine, in the order in which they depend on each other.

It goes by Pulumi's Automation API, so by the `pulumi` that is on PATH, the backend that it is logged in to and the credentials at
hand: it does what a person would do with `pulumi` stack by stack, and nothing else. An environment that is one stack is just that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .automation_stacks import RealStacks, emptied, holds
from .options import ContinueOnError, Cwd, ExpectNoChanges, Message, Stack

if TYPE_CHECKING:
    from pulumi import automation

app = typer.Typer(
    name="pulumi",
    help="Run the real engine on all stacks of an environment.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it; `nusa pulumi preview` shows it before.")]


@app.command("preview")
def preview(context: typer.Context, *, cwd: Cwd = None, stack: Stack = None, expect_no_changes: ExpectNoChanges = False) -> None:
    """Preview every stack; the sites side by side.

    What joins the sites is previewed too before they are up: what it takes of them is unknown then.
    """
    engine = RealStacks(context, cwd, stack)
    engine.require_made()
    raise typer.Exit(
        engine.run(
            "preview", [engine.stacks], lambda one, out: one.preview(on_output=out, expect_no_changes=expect_no_changes or None)
        )
    )


@app.command("init")
def init(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    secrets_provider: Annotated[
        str | None,
        typer.Option(
            "--secrets-provider",
            envvar="PULUMI_SECRETS_PROVIDER",
            help="What their secrets are sealed with, where the environment's file does not say.",
            metavar="URL",
        ),
    ] = None,
) -> None:
    """Make the stacks that are not there yet.

    With nothing in them; from then on all can be previewed.
    """
    engine = RealStacks(context, cwd, stack, secrets_provider=secrets_provider)
    for name in engine.made():
        typer.echo(f"{name}: made")


@app.command("up")
def up(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    message: Message = "",
    continue_on_error: ContinueOnError = False,
    yes: Yes = False,
) -> None:
    """Bring up the sites side by side, then what joins them."""
    engine = RealStacks(context, cwd, stack, yes=yes)
    told = {"message": message or None, "continue_on_error": continue_on_error}
    act = partial(_up, told)
    raise typer.Exit(engine.run("up", [engine.stacks[:-1], engine.stacks[-1:]], act, going_on=continue_on_error))


def _up(told: dict[str, Any], one: automation.Stack, out: Callable[[str], Any]) -> None:
    one.up(on_output=out, show_secrets=False, **told)


@app.command("destroy")
def destroy(
    context: typer.Context, *, cwd: Cwd = None, stack: Stack = None, continue_on_error: ContinueOnError = False, yes: Yes = False
) -> None:
    """Destroy what joins the sites, then these side by side."""
    engine = RealStacks(context, cwd, stack, yes=yes)
    stages = [engine.stacks[-1:], engine.stacks[:-1]]
    raise typer.Exit(
        engine.run(
            "destroy",
            stages,
            lambda one, out: one.destroy(on_output=out, show_secrets=False, continue_on_error=continue_on_error),
            going_on=continue_on_error,
        )
    )


@app.command("split")
def split(context: typer.Context, *, cwd: Cwd = None, stack: Stack = None, yes: Yes = False) -> None:
    """Move an environment's one state into one for each of its stacks."""
    from .exports import split_export
    from .parting import files, write

    engine = RealStacks(context, cwd, stack, yes=yes, moving=True)
    engine.require(split=True)
    whole = engine.exported(engine.name)
    write(files(engine.project, engine.loaded))
    if holds(whole):
        engine.import_all(split_export(engine.project, engine.loaded, whole, f"the state of {engine.name}"))
        return
    engine.empty(engine.name)
    typer.echo(f"{engine.name} has no resources of its own: there is nothing to split")


@app.command("join")
def join(context: typer.Context, *, cwd: Cwd = None, stack: Stack = None, yes: Yes = False) -> None:
    """Move the states of an environment's stacks into one."""
    from .exports import join_exports
    from .parting import parts_of

    engine = RealStacks(context, cwd, stack, yes=yes, moving=True)
    engine.require(split=False)
    held = {name: data for name in engine.parts() if holds(data := engine.exported(name))}
    if held:
        joined = join_exports(engine.project, engine.loaded, [(data, f"the state of {name}") for name, data in held.items()])
        engine.import_all({engine.name: joined, **{name: emptied(data) for name, data in held.items()}})
    else:
        typer.echo(f"{engine.name} has no other stacks: there is nothing to join")
    for name in parts_of(engine.project, engine.loaded):
        engine.project.stack_file(name).unlink(missing_ok=True)
