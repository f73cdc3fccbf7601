"""`nusa stack`: which stacks there are, what they put out, and their states out and in.

Source: pkg/cmd/pulumi/stack/{stack_list,stack_output,stack_export,stack_import}.go.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import stack_manage
from .endings import UsageError, unopened
from .history import history
from .options import Color, Common, Cwd, Stack
from .redacting import redact, reseal
from .splitting import join, split

if TYPE_CHECKING:
    from engine.project import Project
    from engine.stacks import StackSummary
    from views.page import Page

app = typer.Typer(
    help="Show a stack; make, list, rename, export, remove stacks.",
    rich_markup_mode=None,
    invoke_without_command=True,
)

Json = Annotated[bool, typer.Option("--json", "-j", help="Print JSON.")]
ShowSecrets = Annotated[bool, typer.Option("--show-secrets", help="Print secrets in clear.")]


@app.callback()
def stack(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    show_ids: Annotated[bool, typer.Option("--show-ids", "-i", help="Print the id of each resource.")] = False,
    show_urns: Annotated[bool, typer.Option("--show-urns", "-u", help="Print the URN of each resource.")] = False,
    show_secrets: ShowSecrets = False,
    show_name: Annotated[bool, typer.Option("--show-name", help="Print the name of the stack alone.")] = False,
    as_json: Json = False,
    color: Color = None,
) -> None:
    common = context.find_object(Common) or Common()
    context.obj = Common(common.directory(cwd), color or common.color, stack or common.stack)
    if context.invoked_subcommand is None:
        from .stack_show import show

        show(context, ids=show_ids, urns=show_urns, secrets=show_secrets, name_alone=show_name, as_json=as_json)


def listing(context: typer.Context, *, cwd: Cwd = None, as_json: Json = False, color: Color = None) -> None:
    """List the stacks of the project."""
    from engine.project import Project
    from engine.stacks import summaries

    project = Project.load((context.find_object(Common) or Common()).directory(cwd))
    found, current = summaries(project), _current(project)
    from .printing import output_of, print_json

    for summary in found:
        if summary.fault:  # the others are there all the same
            sys.stderr.write(f"warning: {summary.fault}\n")
    if as_json:
        print_json([_entry(summary, current) for summary in found])
        return
    output_of(context, color).write(listed(found, current))


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


def listed(found: Iterable[StackSummary], current: str | None = None) -> Page:
    """Stacks as a table: when each was last updated, and how many resources it has."""
    from views.table import table

    now = datetime.now(UTC)
    return table(("NAME", "LAST UPDATE", "RESOURCE COUNT"), [_row(summary, current, now) for summary in found])


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
    shell: Annotated[bool, typer.Option("--shell", help="Print assignments that a shell can take.")] = False,
    show_secrets: ShowSecrets = False,
    color: Color = None,
) -> None:
    """Show the outputs of a stack."""
    from engine.errors import EngineError

    from .meant import outputs_meant, who_has
    from .printing import output_of, print_json, print_outputs, shown
    from .stacks import selected

    project, chosen = selected(context, cwd, stack)
    values = outputs_meant(project, chosen, show_secrets=show_secrets)
    if name is not None and name not in values:
        other = who_has(project, chosen, name)
        fix = f"; fix: {other} has it" if other else ""
        raise EngineError(f"current stack does not have output property '{name}'{fix}")
    if shell and as_json:
        raise UsageError("only one of --json and --shell may be set")
    if shell:
        chosen_values = values if name is None else {name: values[name]}
        sys.stdout.writelines(f"{key}={shlex.quote(shown(value))}\n" for key, value in chosen_values.items())
    elif as_json:
        print_json(values if name is None else values[name])
    elif name is not None:
        sys.stdout.write(f"{shown(values[name])}\n")
    else:
        print_outputs(output_of(context, color), values)


@app.command("export")
def export(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    file: Annotated[str | None, typer.Option("--file", help="Write to this file.", show_default=False)] = None,
    show_secrets: ShowSecrets = False,
) -> None:
    """Print a stack's state, for `pulumi stack import` too."""
    from engine.go_json import document
    from engine.stacks import exported

    from .meant import require_one
    from .printing import write_private
    from .stacks import selected

    project, chosen = selected(context, cwd, stack)
    require_one(project, chosen, f"put what it prints of each together with `nusa stack join -s {chosen} FILE...`")
    text = f"{document(exported(project, chosen, show_secrets=show_secrets), '    ')}\n"
    write_private(text, file)


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

    from .stacks import selected

    project, chosen = selected(context, cwd, stack)
    try:
        source = sys.stdin.buffer.read() if file is None else Path(file).read_bytes()
    except OSError as error:
        raise unopened(file or "standard input", error) from error
    for warning in import_deployment(project, chosen, source, name=file or "standard input", force=force):
        sys.stderr.write(f"warning: {warning}\n")
    sys.stdout.write("Import complete.\n")


app.command("redact")(redact)
app.command("reseal")(reseal)
app.command("split")(split)
app.command("join")(join)
app.command("init")(stack_manage.init)
app.command("rename")(stack_manage.rename)
app.command("rm")(stack_manage.remove)
app.command("graph")(stack_manage.graph)
for name, command in (("new", stack_manage.init), ("create", stack_manage.init), ("remove", stack_manage.remove)):
    app.command(name, hidden=True)(command)
app.command("history")(history)
app.command("hist", hidden=True)(history)
app.command("ls")(listing)
app.command("list", hidden=True)(listing)
