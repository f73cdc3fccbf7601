"""A deployment from elsewhere in the place of a stack's state: checked whole, then written whole or not at all.

Source: pkg/cmd/pulumi/stack/{stack_import,io}.go (SaveSnapshot). Two things differ. What does not hold together is refused whatever
is forced, since no run could open it. And a deployment that is not marked as simulated speaks of things that exist: here simulated
clouds would answer for them, so it comes in only by force, as a copy to rehearse on, and bears the mark from then on. Whatever was
made of it here can so never pass for the state of real clouds again.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import NoReturn

from . import config, deployment, integrity
from .backend import Backend
from .deployment import Snapshot, StateError
from .errors import EngineError
from .project import Project
from .urn import is_urn, stack_of


class ImportRefused(EngineError):  # noqa: N818  named for what is the case
    """A deployment that should not become this stack's state; its text is Pulumi's list of errors."""

    def __init__(self, faults: list[str]) -> None:
        listed = "".join(f"\n    {number}) {fault}" for number, fault in enumerate(faults, 1))
        super().__init__(f"{len(faults)} error{'s' * (len(faults) != 1)} occurred:{listed}")


def import_deployment(project: Project, stack: str, source: bytes, *, name: str, force: bool) -> list[str]:
    """Make a deployment the state of a stack.

    Args:
        project: whose stack it is.
        stack: the stack's name; it need not have a state yet.
        source: the deployment's JSON; secrets in clear are encrypted on the way in.
        name: where the source comes from, for messages.
        force: take it although it belongs to another stack, or is not marked as simulated.

    Returns:
        What a person should be warned of.

    Raises:
        StackNotFound: there is no such stack.
        StateError: the source is no deployment that can be read.
        SecretsError: no passphrase at hand decrypts its secrets.
        ImportRefused: it does not hold together, or would have to be forced.
        LockHeld: another run is at work on the stack.
    """
    backend = Backend(project.root, project.name)
    salt = config.salt_of(project, stack, backend.stacks())
    snapshot = read_deployment(source, backend, name)
    if snapshot.redaction is not None:
        raise StateError(f"{name} is redacted: no stack can be run on it; fix: give what `pulumi stack export` printed")
    dangers = list(_dangers(snapshot, stack))
    broken = [f"state file contains errors: {fault}" for fault in integrity.faults(snapshot.resources)]
    if broken:
        raise ImportRefused([*broken, *dangers])
    if dangers and not force:
        raise ImportRefused([*dangers, "importing this file could be dangerous; rerun with --force to proceed anyway"])
    removed = [
        f"removing pending operation '{operation.type}' on '{operation.resource.urn}' from snapshot"
        for operation in snapshot.pending_operations
    ]
    backend.replace(stack, dataclasses.replace(snapshot, pending_operations=[], simulated=True), config_salt=salt)
    return [*dangers, *removed]


def read_deployment(source: bytes, backend: Backend, name: str, *, withheld: str | None = None) -> Snapshot:
    """A deployment as `stack export` prints it.

    Args:
        source: its JSON.
        backend: whose passphrase decrypts its secrets.
        name: where the source comes from, for messages.
        withheld: what stands for each secret, in the place of what it is; then no passphrase is needed.

    Raises:
        StateError: the source is no deployment that can be read.
        SecretsError: no passphrase at hand decrypts its secrets.
    """
    try:
        data = json.loads(source, parse_constant=_no_number)
        return deployment.from_json(data, lambda salt: backend.keyring.reader(salt).decrypt, withheld=withheld)
    except ValueError as error:
        raise StateError(f"{name} is no JSON: {error}; fix: give what `stack export` printed") from error
    except RecursionError as error:
        raise StateError(f"{name} is nested too deeply; fix: give what `stack export` printed") from error
    except StateError as error:
        fix = "" if "; fix: " in str(error) else "; fix: give what `stack export` printed"
        raise StateError(f"{name}: {error}{fix}") from error


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON number")


def _dangers(snapshot: Snapshot, stack: str) -> Iterator[str]:
    """What speaks against a deployment that holds together."""
    for resource in snapshot.resources:
        owner = stack_of(resource.urn) if is_urn(resource.urn) else "no URN"
        if owner != stack:
            yield f"resource '{resource.urn}' is from a different stack ({owner} != {stack})"
    if snapshot.resources and not snapshot.simulated:
        yield "the deployment is not marked as simulated: its resources may be real, and here simulated clouds answer for them"
