"""`nusa import`: what may be asked of it. What it does stands in `import_flow`.

Source: pkg/cmd/pulumi/operations/import.go.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from . import options
from .options import Color, Common, Cwd
from .request import Kind, Request


class Choice(StrEnum):
    """What `--protect=` and `--generate-code=` take, in Pulumi's way of writing it."""

    YES = "true"
    NO = "false"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is imported, and what becomes of the code; the fields are the options of the same names."""

    resource: Sequence[str]
    file: Path | None
    parent: str
    provider: str
    properties: tuple[str, ...]
    protect: bool
    out: Path | None
    generate_code: bool


def import_(
    context: typer.Context,
    *,
    resource: Annotated[
        list[str] | None, typer.Argument(metavar="[TYPE] [NAME] [ID]", help="The object: its type token, a name, its id.")
    ] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="A JSON file with a list of resources to import.")] = None,
    parent: Annotated[str, typer.Option("--parent", metavar="NAME=URN", help="The parent: its variable and its URN.")] = "",
    provider: Annotated[str, typer.Option("--provider", metavar="NAME=URN", help="The provider: its variable and its URN.")] = "",
    properties: Annotated[
        list[str] | None, typer.Option("--properties", metavar="NAME,NAME", help="The properties to import with.")
    ] = None,
    protect: Annotated[Choice, typer.Option("--protect", help="Protect what is imported from deletion.")] = Choice.YES,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write the code to this file instead of printing it.")] = None,
    generate_code: Annotated[Choice, typer.Option("--generate-code", help="Generate the code.")] = Choice.YES,
    preview_only: Annotated[bool, typer.Option("--preview-only", help="Show what would be imported, and import nothing.")] = False,
    cwd: Cwd = None,
    stack: options.Stack = None,
    diff: options.Diff = False,
    json: options.Json = False,
    yes: options.Yes = False,
    skip_preview: Annotated[
        bool, typer.Option("--skip-preview", help="Do it without a preview first, and without asking.")
    ] = False,
    parallel: options.Parallel = options.DEFAULT_PARALLEL,
    urns: options.Urns = False,
    suppress_outputs: options.SuppressOutputs = False,
    non_interactive: options.NonInteractive = False,
    color: Color = None,
) -> None:
    """Import resources into a stack.

    A single resource is named by its type token, a name of your choice and its id; many by a JSON file.
    """
    common = context.find_object(Common) or Common()
    request = Request(
        kind=Kind.IMPORT,
        directory=common.directory(cwd),
        colors=common.colors(color),
        stack=stack,
        diff=diff,
        json=json,
        yes=yes or skip_preview,
        preview_only=preview_only,
        skip_preview=skip_preview,
        parallel=parallel,
        urns=urns,
        suppress_outputs=suppress_outputs,
        non_interactive=non_interactive,
    )
    asked = Asked(
        resource=resource or (),
        file=file,
        parent=parent,
        provider=provider,
        properties=tuple(name for item in properties or () for name in item.split(",")),
        protect=protect is Choice.YES,
        out=out,
        generate_code=generate_code is Choice.YES,
    )
    from .import_flow import follow

    raise typer.Exit(follow(context, request, asked))
