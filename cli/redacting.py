"""`nusa stack redact` and `reseal`: a state with its secrets taken out, or sealed under a passphrase."""

from __future__ import annotations

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
Target = Annotated[str | None, typer.Option("--file", help="Write to this file.", show_default=False)]
Commit = Annotated[
    str,
    typer.Option("--commit", help="Of which commit the state is, for who compares with it.", metavar="HASH", show_default=False),
]


def redact(
    context: typer.Context,
    *,
    source: Source = None,
    cwd: Cwd = None,
    file: Target = None,
    commit: Commit = "",
) -> None:
    """Print a state without its secrets.

    It is for `nusa preview --checkpoint`. What is marked as secret goes, what looks as if it should be, and every text that
    holds one of these, also encoded or hashed. No engine takes what is left for a state to run on.
    """
    from engine import deployment
    from engine.backend import Backend
    from engine.errors import EngineError
    from engine.go_json import document
    from engine.importing import read_deployment
    from engine.project import Project
    from views.redacted import redacted

    from .printing import write_private

    project = Project.load((context.find_object(Common) or Common()).directory(cwd))
    read, name = _read(source)
    snapshot = read_deployment(read, Backend(project.root, project.name), name)
    if snapshot.redaction is not None:
        raise EngineError(f"{name} is redacted already")
    done = redacted(snapshot, commit)
    write_private(f"{document(deployment.to_json(done.snapshot, None), '    ')}\n", file)
    sys.stderr.write(f"{done.values} values redacted\n")
    if done.named:
        sys.stderr.write(f"warning: {len(done.named)} URNs hold the text of a secret, which is left there\n")


def reseal(context: typer.Context, *, source: Source = None, cwd: Cwd = None, file: Target = None) -> None:
    """Print a state with its secrets sealed under a passphrase.

    It is for `pulumi stack import` where the key that had sealed them is lost. PULUMI_CONFIG_PASSPHRASE or
    PULUMI_CONFIG_PASSPHRASE_FILE gives the passphrase.
    """
    from engine.backend import Backend
    from engine.go_json import document
    from engine.project import Project
    from engine.resealing import resealed
    from engine.secrets import FILE_VARIABLE, VARIABLE, PassphraseManager, SecretsError

    from .printing import write_private

    project = Project.load((context.find_object(Common) or Common()).directory(cwd))
    passphrase = Backend(project.root, project.name).keyring.given()
    if not passphrase:
        raise SecretsError(f"there is no passphrase to seal the secrets under; fix: set {VARIABLE} or {FILE_VARIABLE}")
    read, name = _read(source)
    write_private(f"{document(resealed(read, PassphraseManager(passphrase), name), '    ')}\n", file)


def _read(source: Path | None) -> tuple[bytes, str]:
    """What a file holds, or standard input, and what it is called."""
    if source is None or str(source) == "-":
        return sys.stdin.buffer.read(), "standard input"
    try:
        return source.read_bytes(), str(source)
    except OSError as error:
        raise unopened(str(source), error) from error
