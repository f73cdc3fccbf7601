"""`nusa preview`, `nusa up` and `nusa destroy`: what may be asked of them. What they do stands in `flow`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from .options import (
    Color,
    Colors,
    Common,
    Config,
    ContinueOnError,
    Cwd,
    Diff,
    ExpectNoChanges,
    Json,
    NonInteractive,
    Parallel,
    SkipPreview,
    Stack,
    SuppressOutputs,
    Yes,
)
from .request import Kind, Request

DEFAULT_PARALLEL = 16


def preview(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    config: Config = None,
    diff: Diff = False,
    json: Json = False,
    continue_on_error: ContinueOnError = False,
    parallel: Parallel = DEFAULT_PARALLEL,
    suppress_outputs: SuppressOutputs = False,
    expect_no_changes: ExpectNoChanges = False,
    non_interactive: NonInteractive = False,
    color: Color = None,
) -> None:
    """Show what an update would change, and change nothing."""
    _follow(
        context,
        Kind.PREVIEW,
        cwd,
        color,
        stack=stack,
        config=tuple(config or ()),
        diff=diff,
        json=json,
        continue_on_error=continue_on_error,
        parallel=parallel,
        suppress_outputs=suppress_outputs,
        expect_no_changes=expect_no_changes,
        interactive=not non_interactive,
    )


def up(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    config: Config = None,
    diff: Diff = False,
    json: Json = False,
    yes: Yes = False,
    skip_preview: SkipPreview = False,
    continue_on_error: ContinueOnError = False,
    parallel: Parallel = DEFAULT_PARALLEL,
    suppress_outputs: SuppressOutputs = False,
    expect_no_changes: ExpectNoChanges = False,
    non_interactive: NonInteractive = False,
    color: Color = None,
) -> None:
    """Create or update the resources of a stack, after a preview and a question."""
    _follow(
        context,
        Kind.UPDATE,
        cwd,
        color,
        stack=stack,
        config=tuple(config or ()),
        diff=diff,
        json=json,
        yes=yes,
        skip_preview=skip_preview,
        continue_on_error=continue_on_error,
        parallel=parallel,
        suppress_outputs=suppress_outputs,
        expect_no_changes=expect_no_changes,
        interactive=not non_interactive,
    )


def destroy(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    diff: Diff = False,
    json: Json = False,
    yes: Yes = False,
    skip_preview: SkipPreview = False,
    continue_on_error: ContinueOnError = False,
    parallel: Parallel = DEFAULT_PARALLEL,
    suppress_outputs: SuppressOutputs = False,
    non_interactive: NonInteractive = False,
    color: Color = None,
) -> None:
    """Delete every resource of a stack, after a preview and a question."""
    _follow(
        context,
        Kind.DESTROY,
        cwd,
        color,
        stack=stack,
        diff=diff,
        json=json,
        yes=yes,
        skip_preview=skip_preview,
        continue_on_error=continue_on_error,
        parallel=parallel,
        suppress_outputs=suppress_outputs,
        interactive=not non_interactive,
    )


def register(app: typer.Typer) -> None:
    """Give the commands their names, and the other names that Pulumi has for them."""
    for command, name, *others in ((preview, "preview", "pre"), (up, "up", "update"), (destroy, "destroy", "down", "dn")):
        app.command(name)(command)
        for other in others:
            app.command(other, hidden=True)(command)


def _follow(context: typer.Context, kind: Kind, cwd: Path | None, color: Colors | None, **asked: Any) -> None:
    from .flow import follow

    common = context.find_object(Common) or Common()
    raise typer.Exit(follow(Request(kind=kind, directory=common.directory(cwd), colors=common.colors(color), **asked)))
