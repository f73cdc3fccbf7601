"""`nusa`: the command line, and what becomes of everything that goes wrong under it."""

from __future__ import annotations

import atexit
import gc
import io
import sys
from importlib import metadata
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from . import (
    addresses,
    automation,
    cancel,
    clouds,
    deployments,
    drill,
    events,
    evolve,
    graph,
    importing,
    manifests,
    migrations,
    schema,
    stack,
    state,
)
from .codes import CANCELLED
from .command import Command
from .endings import ending
from .history import history
from .options import Color, Common, Cwd, NonInteractive
from .signals import ignore_from_now_on


class _Group(TyperGroup):
    """The commands; Ctrl-C ends each of them silently with Pulumi's exit code, where click would say that it was aborted."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ignore_from_now_on()
            raise typer.Exit(CANCELLED) from None


app = typer.Typer(
    name="nusa",
    cls=_Group,
    help="Preview, bring up and destroy Python Pulumi programs, offline, on simulated clouds.",
    epilog="The embedded engine keeps its state under .nusa/ beside Pulumi.yaml; real clouds are `pulumi up`'s.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help, as Pulumi's, and without what drawing it costs
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"nusa {_installed()}")
        raise typer.Exit


def _installed() -> str:
    try:
        return metadata.version("nusantara")
    except metadata.PackageNotFoundError:
        return "(not installed as a package)"


@app.callback()
def root(
    context: typer.Context,
    cwd: Cwd = None,
    color: Color = None,
    non_interactive: NonInteractive = False,
    version: Annotated[  # noqa: ARG001  its callback answers
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    context.obj = Common(cwd, color, non_interactive=non_interactive)


deployments.register(app)
app.command("addresses", cls=Command)(addresses.addresses)
app.command("cancel")(cancel.cancel)
app.command("drill", cls=Command)(drill.drill)
app.command("events", cls=Command)(events.events)
app.command("evolve", cls=Command)(evolve.evolve)
app.command("graph", cls=Command)(graph.graph)
app.command("history")(history)
app.command("import", cls=Command)(importing.import_)
app.command("manifests", cls=Command)(manifests.manifests)
app.command("migrations", cls=Command)(migrations.migrations)
app.command("schema")(schema.schema)
app.add_typer(stack.app, name="stack")
app.add_typer(state.app, name="state")
app.add_typer(clouds.app, name="clouds")
app.add_typer(automation.app, name="pulumi")


_COLLECTOR: Final = (200_000, 50, 1_000)
"""Of what a command makes, hardly anything is garbage before its end: Python's usual thresholds look for it hundreds of times."""


def main() -> None:
    """Run the command line and exit with Pulumi's code for what happened."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without UTF-8 gets question marks, not a traceback
    gc.set_threshold(*_COLLECTOR)
    atexit.register(gc.freeze)  # else Python would look through all there is for garbage once more before the process ends
    with ending():
        app(prog_name="nusa")
