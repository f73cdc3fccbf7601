"""`nusa stack init`, `rename`, `rm` and `graph`.

Source: pkg/cmd/pulumi/stack/{stack_new,stack_rename,stack_remove,stack_graph}.go.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Color, Common, Cwd, Stack

Name = Annotated[str, typer.Argument(help="The name.", metavar="NAME")]


def init(
    context: typer.Context,
    *,
    name: Name,
    cwd: Cwd = None,
    copy_config_from: Annotated[
        str | None, typer.Option("--copy-config-from", help="Begin with another stack's configuration.", metavar="STACK")
    ] = None,
) -> None:
    """Make a stack: write its file, empty or as a copy of another's."""
    from engine.lifecycle import create
    from engine.project import Project

    from .stacks import chosen

    project = Project.load((context.find_object(Common) or Common()).directory(cwd))
    stack = chosen(project, name)
    create(project, stack, copy_from=copy_config_from)
    typer.echo(f"Created stack '{stack}'", err=True)


def rename(context: typer.Context, *, name: Name, cwd: Cwd = None, stack: Stack = None) -> None:
    """Give a stack another name: its state, its history and its file."""
    from engine import lifecycle

    from .meant import require_nameable
    from .stacks import chosen, selected

    project, old = selected(context, cwd, stack)
    new = chosen(project, name)
    require_nameable(project, old)
    lifecycle.rename(project, old, new)
    typer.echo(f"Renamed {old} to {new}")


def remove(
    context: typer.Context,
    *,
    name: Annotated[str | None, typer.Argument(help="The stack.", metavar="[STACK]")] = None,
    cwd: Cwd = None,
    stack: Stack = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Although it has resources, which stay where they are.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.", envvar="PULUMI_SKIP_CONFIRMATIONS")] = False,
    preserve_config: Annotated[bool, typer.Option("--preserve-config", hidden=True)] = True,  # noqa: ARG001  the file stays anyway
    remove_backups: Annotated[bool, typer.Option("--remove-backups", help="Remove its backups too.")] = False,
    color: Color = None,
) -> None:
    """Remove a stack's state and history; its file stays."""
    from engine import lifecycle
    from engine.errors import EngineError

    from .endings import UsageError
    from .printing import output_of
    from .prompt import typed
    from .stacks import selected
    from .terminal import terminal

    if name and stack and name != stack:
        raise UsageError("only one of --stack or argument stack name may be specified, not both")
    project, chosen = selected(context, cwd, name or stack)
    here = terminal((context.find_object(Common) or Common()).colors(color))
    lifecycle.require(project, chosen)
    if not yes and not here.interactive:
        raise EngineError("non-interactive mode requires --yes flag")
    if not yes and not typed(here, f"This will permanently remove the '{chosen}' stack!", chosen):
        raise EngineError("confirmation declined")
    lifecycle.remove(project, chosen, force=force, backups=remove_backups)
    out = output_of(context, color)
    out.print(f"Stack '{chosen}' has been removed!", style="bold")
    file = project.stack_file(chosen)
    if file.is_file():
        out.print(f"Its file stays: {file.relative_to(project.root)}")


def graph(
    context: typer.Context,
    *,
    file: Annotated[str, typer.Argument(help="Where to write it.", metavar="FILENAME")],
    cwd: Cwd = None,
    stack: Stack = None,
    ignore_parent_edges: Annotated[bool, typer.Option("--ignore-parent-edges", help="Leave parents out.")] = False,
    ignore_dependency_edges: Annotated[bool, typer.Option("--ignore-dependency-edges", help="Leave dependencies out.")] = False,
    dependency_edge_color: Annotated[str, typer.Option("--dependency-edge-color", help="Colour of dependencies.")] = "#246C60",
    parent_edge_color: Annotated[str, typer.Option("--parent-edge-color", help="Colour of parents.")] = "#AA6639",
    short_node_name: Annotated[bool, typer.Option("--short-node-name", help="Names instead of URNs.")] = False,
    dot_fragment: Annotated[str, typer.Option("--dot-fragment", help="DOT to begin the graph with.", show_default=False)] = "",
) -> None:
    """Write the graph of a stack's resources in the DOT language."""
    from views.graph import GraphOptions, dot

    from .endings import unopened
    from .parting import resources_of
    from .stacks import selected

    project, chosen = selected(context, cwd, stack)
    options = GraphOptions(
        dependencies=not ignore_dependency_edges,
        parents=not ignore_parent_edges,
        dependency_color=dependency_edge_color,
        parent_color=parent_edge_color,
        short_names=short_node_name,
        fragment=dot_fragment,
    )
    text = dot(resources_of(project, chosen), options)
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise unopened(file, error) from error
    typer.echo(f"Wrote stack dependency graph to `{file}`", err=True)
