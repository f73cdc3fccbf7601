"""`nusa stack redact`: a state that pull requests may be compared with, secrets taken out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from .endings import unopened
from .options import Common, Cwd

Source = Annotated[
    Path | None,
    typer.Argument(
        help="What `pulumi stack export --show-secrets` wrote; standard input without.", metavar="[FILE]", show_default=False
    ),
]
Commit = Annotated[
    str,
    typer.Option("--commit", help="Of which commit the state is, for who compares with it.", metavar="HASH", show_default=False),
]


def redact(
    context: typer.Context,
    *,
    source: Source = None,
    cwd: Cwd = None,
    file: Annotated[str | None, typer.Option("--file", help="Write to this file.", show_default=False)] = None,
    commit: Commit = "",
) -> None:
    """Print a state without its secrets.

    It is for `nusa preview --checkpoint`. What is marked as secret goes, what looks as if it should be, and every text that holds one of these, also encoded or hashed. No
    engine takes what is left for a state to run on.
    """
    from engine import deployment
    from engine.backend import Backend
    from engine.errors import EngineError
    from engine.go_json import document
    from engine.importing import read_deployment
    from engine.project import Project
    from views.redacted import redacted

    project = Project.load((context.find_object(Common) or Common()).directory(cwd))
    named = source is not None and str(source) != "-"
    name = str(source) if named else "standard input"
    try:
        read = source.read_bytes() if source is not None and named else sys.stdin.buffer.read()
    except OSError as error:
        raise unopened(name, error) from error
    snapshot = read_deployment(read, Backend(project.root, project.name), name)
    if snapshot.redaction is not None:
        raise EngineError(f"{name} is redacted already")
    done = redacted(snapshot, commit)
    text = f"{document(deployment.to_json(done.snapshot, None), '    ')}\n"
    if file is None:
        sys.stdout.write(text)
    else:
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
                written.write(text)
        except OSError as error:
            raise unopened(file, error) from error
    sys.stderr.write(f"{done.values} values redacted\n")
    if done.named:
        sys.stderr.write(f"warning: {len(done.named)} URNs hold the text of a secret, which is left there\n")
