"""`nusa stack`: which stacks there are, what they put out, and their states out and in.

Source: pkg/cmd/pulumi/stack/{stack_list,stack_output,stack_export,stack_import}.go.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .endings import UsageError
from .history import history
from .options import Color, Common, Cwd, Stack

if TYPE_CHECKING:
    from engine.project import Project
    from engine.stacks import StackSummary

app = typer.Typer(
    help="List stacks, show their outputs, export and import their states.", rich_markup_mode=None, no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", "-j", help="Print JSON.")]
ShowSecrets = Annotated[bool, typer.Option("--show-secrets", help="Print secrets in clear.")]


@app.callback()
def stack(context: typer.Context, cwd: Cwd = None) -> None:
    common = context.find_object(Common) or Common()
    context.obj = Common(common.directory(cwd), common.color)


def _project(context: typer.Context, cwd: Path | None) -> Project:
    from engine.project import Project

    return Project.load((context.find_object(Common) or Common()).directory(cwd))


def _chosen(context: typer.Context, cwd: Path | None, given: str | None) -> tuple[Project, str]:
    from .stacks import chosen

    project = _project(context, cwd)
    return project, chosen(project, given)


def listing(context: typer.Context, *, cwd: Cwd = None, as_json: Json = False, color: Color = None) -> None:
    """List the stacks of the project."""
    from engine.stacks import summaries

    project = _project(context, cwd)
    found, current = summaries(project), _current(project)
    if as_json:
        _print_json([_entry(summary, current) for summary in found])
        return
    from views.table import table

    from .terminal import terminal

    now = datetime.now(UTC)
    rows = [_row(summary, current, now) for summary in found]
    out = terminal((context.find_object(Common) or Common()).colors(color)).out
    out.write(table(("NAME", "LAST UPDATE", "RESOURCE COUNT"), rows))


def _current(project: Project) -> str | None:
    """The stack that a command works on when none is named; None where it would have to be."""
    from .stacks import chosen

    try:
        return chosen(project, os.environ.get("PULUMI_STACK"))
    except UsageError:
        return None


def _entry(summary: StackSummary, current: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": summary.name, "current": summary.name == current}
    if summary.last_update is not None:
        entry["lastUpdate"] = f"{summary.last_update:%Y-%m-%dT%H:%M:%S}.{summary.last_update.microsecond // 1000:03}Z"
    if summary.resource_count is not None:
        entry["resourceCount"] = summary.resource_count
    return entry


def _row(summary: StackSummary, current: str | None, now: datetime) -> tuple[str, str, str]:
    from views.table import ago

    return (
        summary.name + "*" * (summary.name == current),
        "n/a" if summary.last_update is None else ago(summary.last_update, now),
        "n/a" if summary.resource_count is None else str(summary.resource_count),
    )


@app.command("output")
def output(
    context: typer.Context,
    *,
    name: Annotated[str | None, typer.Argument(help="One output; all of them without.", metavar="[NAME]")] = None,
    cwd: Cwd = None,
    stack: Stack = None,
    as_json: Json = False,
    show_secrets: ShowSecrets = False,
    color: Color = None,
) -> None:
    """Show the outputs of a stack."""
    from engine.errors import EngineError
    from engine.stacks import outputs

    project, chosen = _chosen(context, cwd, stack)
    values = outputs(project, chosen, show_secrets=show_secrets)
    if name is not None and name not in values:
        raise EngineError(f"current stack does not have output property '{name}'")
    if as_json:
        _print_json(values if name is None else values[name])
    elif name is not None:
        sys.stdout.write(f"{_shown(values[name])}\n")
    else:
        _print_outputs(context, values, color)


def _print_outputs(context: typer.Context, values: dict[str, Any], color: Color) -> None:
    from views.table import table

    from .terminal import terminal

    out = terminal((context.find_object(Common) or Common()).colors(color)).out
    out.print(f"Current stack outputs ({len(values)}):")
    if values:
        out.write(table(("OUTPUT", "VALUE"), [(key, _shown(value)) for key, value in values.items()], prefix="    "))
    else:
        out.print("    No output values currently in this stack")


def _shown(value: Any) -> str:
    """A text as it is, everything else as JSON on one line."""
    from engine.go_json import line

    return value if isinstance(value, str) else line(value)


def _print_json(value: Any) -> None:
    from engine.go_json import document

    sys.stdout.write(f"{document(value, '  ')}\n")


@app.command("export")
def export(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    file: Annotated[str | None, typer.Option("--file", help="Write to this file.", show_default=False)] = None,
    show_secrets: ShowSecrets = False,
) -> None:
    """Print a stack's deployment, for `stack import` here or `pulumi stack import`."""
    from engine.go_json import document
    from engine.stacks import exported

    project, chosen = _chosen(context, cwd, stack)
    text = f"{document(exported(project, chosen, show_secrets=show_secrets), '    ')}\n"
    if file is None:
        sys.stdout.write(text)
        return
    try:
        # It may hold secrets in clear: nobody else is to read it.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
            written.write(text)
    except OSError as error:
        raise _unopened(file, error) from error


@app.command("import")
def import_(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    file: Annotated[str | None, typer.Option("--file", help="Read from this file.", show_default=False)] = None,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Take another stack's deployment too, or one that is not marked as simulated.")
    ] = False,
) -> None:
    """Make the deployment on standard input the state of a stack."""
    from engine.importing import import_deployment

    project, chosen = _chosen(context, cwd, stack)
    try:
        source = sys.stdin.buffer.read() if file is None else Path(file).read_bytes()
    except OSError as error:
        raise _unopened(file or "standard input", error) from error
    for warning in import_deployment(project, chosen, source, name=file or "standard input", force=force):
        sys.stderr.write(f"warning: {warning}\n")
    sys.stdout.write("Import complete.\n")


def _unopened(file: str, error: OSError) -> Exception:
    from engine.errors import EngineError

    return EngineError(f"could not open file: open {file}: {(error.strerror or str(error)).lower()}")


app.command("history")(history)
app.command("hist", hidden=True)(history)
app.command("ls")(listing)
app.command("list", hidden=True)(listing)
