"""What can be said of a project's stacks without running them: which there are, their outputs, their states for another engine.

Source: pkg/cmd/pulumi/stack/{stack_list,stack_output,stack_export}.go.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from . import config, deployment, encoding
from .backend import Backend
from .deployment import Snapshot, StateError
from .go_json import in_order
from .project import Project
from .sealing import Sealed
from .values import Secret, Value

SECRET: Final = "[secret]"  # noqa: S105  what stands for one
_MAPS: Final = ("inputs", "outputs", "propertyDependencies", "replacementTrigger", "resourceHooks")


@dataclass(frozen=True, slots=True)
class StackSummary:
    """One stack of a project.

    Args:
        name: the stack's name.
        last_update: when its state was written; None where it has none yet.
        resource_count: how many entries the state has; None where there is no state.
        fault: why the state cannot be read; empty where it can.
    """

    name: str
    last_update: datetime | None = None
    resource_count: int | None = None
    fault: str = ""


def summaries(project: Project) -> list[StackSummary]:
    """Every stack of a project, by name: those that have a state, and those that only have a file yet."""
    backend = Backend(project.root, project.name)
    states = backend.stacks()
    return [
        _summary(backend, name) if name in states else StackSummary(name)
        for name in sorted({*project.configured_stacks(), *states})
    ]


def _summary(backend: Backend, name: str) -> StackSummary:
    try:
        snapshot, _ = backend.look(name)
    except StateError as error:
        return StackSummary(name, fault=str(error))
    return StackSummary(name, moment(snapshot.written), len(snapshot.resources))


def moment(text: str) -> datetime | None:
    """When a state was written; None where it never was."""
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        return None
    if written.year == 1:  # Go's zero time: never
        return None
    return written.astimezone(UTC) if written.tzinfo else written.replace(tzinfo=UTC)


def look(project: Project, stack: str) -> Snapshot:
    """A stack's state, its secrets unopened.

    Raises:
        StackNotFound: there is no such stack.
        StateError: its state cannot be read.
    """
    return _sealed(project, stack)[0]


def outputs(project: Project, stack: str, *, show_secrets: bool) -> dict[str, Any]:
    """A stack's outputs as JSON values, keys sorted.

    Args:
        project: whose stack it is.
        stack: the stack's name.
        show_secrets: give secrets in clear, which needs the passphrase; otherwise `[secret]` stands for each.

    Raises:
        StackNotFound: there is no such stack.
        StateError: its state cannot be read.
        SecretsError: no passphrase at hand decrypts its secrets.
    """
    snapshot = _snapshot(project, stack) if show_secrets else _sealed(project, stack)[0]
    for resource in snapshot.resources:
        if resource.type == "pulumi:pulumi:Stack" and not resource.parent and not resource.delete:
            return in_order(encoding.to_json(_plain(resource.outputs, show_secrets=show_secrets), None))
    return {}


def _plain(value: Value, *, show_secrets: bool) -> Value:
    """The value without its secrets, or with what they hide; bytes that are no text as Pulumi displays them."""
    match value:
        case Secret():
            return _plain(value.value, show_secrets=True) if show_secrets else SECRET
        case bytes():
            return f'b"{encoding.to_json(value, None)["value"]}"'
        case dict():
            return {key: _plain(inner, show_secrets=show_secrets) for key, inner in value.items()}
        case list():
            return [_plain(inner, show_secrets=show_secrets) for inner in value]
    return value


def exported(project: Project, stack: str, *, show_secrets: bool) -> dict[str, Any]:
    """A stack's deployment as `pulumi stack import` reads it, in the order in which Pulumi writes it.

    Args:
        project: whose stack it is.
        stack: the stack's name.
        show_secrets: give secrets in clear, which needs the passphrase; otherwise they stay as they are encrypted.

    Raises:
        StackNotFound: there is no such stack.
        StateError: its state cannot be read.
        SecretsError: no passphrase at hand decrypts its secrets.
    """
    snapshot, sealed = _sealed(project, stack)
    if show_secrets:
        data = deployment.to_json(_snapshot(project, stack), None)
        if sealed.salt:
            # Pulumi's import encrypts the plaintexts under the salt that stands beside them, and cannot do without one.
            providers = {"type": "passphrase", "state": {"salt": sealed.salt}}
            data["deployment"] = {"manifest": {}, "secrets_providers": providers, **data["deployment"]}
    elif len(sealed.salts) > 1:
        salt = config.salt_of(project, stack, [stack])
        backend = Backend(project.root, project.name)
        with backend.open(stack, read_only=True) as state:
            crypter = backend.keyring.writer(config_salt=salt, state_salt=state.snapshot.salt)
            data = deployment.to_json(state.snapshot, crypter)
    else:
        data = deployment.to_json(snapshot, sealed)
    held: dict[str, Any] = data["deployment"]
    for entry in (*held.get("resources", ()), *(operation["resource"] for operation in held.get("pending_operations", ()))):
        entry.update((key, in_order(entry[key])) for key in _MAPS if key in entry)
    return data


def _sealed(project: Project, stack: str) -> tuple[Snapshot, Sealed]:
    backend = Backend(project.root, project.name)
    config.salt_of(project, stack, backend.stacks())  # which says so where there is no such stack
    return backend.look(stack)


def _snapshot(project: Project, stack: str) -> Snapshot:
    backend = Backend(project.root, project.name)
    config.salt_of(project, stack, backend.stacks())
    with backend.open(stack, read_only=True) as state:
        return state.snapshot
