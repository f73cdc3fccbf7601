"""`nusa stack history`, and `nusa history`: what was done to a stack.

Source: pkg/cmd/pulumi/stack/stack_history.go.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Color, Common, Cwd, Stack

if TYPE_CHECKING:
    from engine.backend import Backend
    from engine.project import Project


def history(
    context: typer.Context,
    *,
    cwd: Cwd = None,
    stack: Stack = None,
    as_json: Annotated[bool, typer.Option("--json", "-j", help="Print JSON.")] = False,
    show_secrets: Annotated[bool, typer.Option("--show-secrets", help="Show secrets of the configuration in the JSON.")] = False,
    full_dates: Annotated[bool, typer.Option("--full-dates", help="Show dates, not how long ago it was.")] = False,
    page_size: Annotated[int, typer.Option("--page-size", help="How many updates a page has.")] = 10,
    page: Annotated[int, typer.Option("--page", help="Which page to show.")] = 1,
    color: Color = None,
) -> None:
    """Show the updates that a stack has had."""
    from engine.backend import Backend
    from engine.project import Project

    from .meant import stacks_meant
    from .stacks import chosen

    common = context.find_object(Common) or Common()
    project = Project.load(common.directory(cwd))
    name = chosen(project, stack)
    backend = Backend(project.root, project.name)
    salt = _salt(project, name, backend)
    if stacks := stacks_meant(project, name):
        sys.stderr.write(f"note: {name} is several stacks by now, each with a history of its own: {', '.join(stacks)}\n")
    updates = backend.history(name).updates(page=page, page_size=page_size)
    decrypt = _decrypter(backend, salt) if show_secrets else None
    if as_json:
        from engine.go_json import document
        from views.history import listed

        sys.stdout.write(f"{document(listed(updates, decrypt), '  ')}\n")
        return
    from views.history import told

    from .terminal import terminal

    out = terminal(common.colors(color)).out
    if updates:
        out.write(told(updates, datetime.now().astimezone(), full_dates=full_dates))
    else:
        out.print(f"No stack updates found on page '{page}'" if page > 1 else "Stack has never been updated")


def _salt(project: Project, stack: str, backend: Backend) -> str:
    from engine.config import salt_of

    return salt_of(project, stack, backend.stacks())


def _decrypter(backend: Backend, salt: str) -> Callable[[str], str]:
    """What opens a secret of the configuration; one that was encrypted otherwise is no reason to show nothing.

    Raises:
        SecretsError: no passphrase at hand is the one of the stack's file.
    """
    from engine.secrets import SecretsError

    def none(_: str) -> str:
        raise ValueError("the stack's file has no secrets any more")

    if not salt:
        return none
    try:
        manager = backend.keyring.reader(salt)
    except SecretsError as error:
        raise SecretsError(f"decrypting secrets: {error}") from error

    def decrypt(ciphertext: str) -> str:
        try:
            return manager.decrypt(ciphertext)
        except SecretsError as error:
            raise ValueError(str(error)) from error

    return decrypt
