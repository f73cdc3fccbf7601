"""A stack's state in Pulumi's deployment format, version 3 (4 where it uses a named feature), as `pulumi stack export` prints it.

Source: pkg/resource/stack/deployment.go and sdk/go/common/apitype/core.go. Pulumi's readers pass over the two things that are ours:
`metadata.simulated`, which says that no cloud holds these resources, and the `operationId` of a pending operation. The manifest's
version says the former too, and that survives `pulumi stack import`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from . import encoding
from .encoding import Crypt
from .errors import EngineError
from .resource import Resource

VERSIONS: Final = (3, 4)
SIMULATED: Final = "nusantara (simulated)"
"""The manifest's version of a state that no cloud holds: where a real engine names its own version."""


class StateError(EngineError):
    """A state cannot be read, or does not hold together."""


class Crypter(Protocol):
    """Encrypts what is secret in a state, under a salt that the state names."""

    @property
    def salt(self) -> str: ...

    def encrypt(self, plaintext: str) -> str: ...


@dataclass(slots=True)
class PendingOperation:
    """An operation on a resource that had begun when the state was written.

    Args:
        resource: what it was begun with.
        type: creating, updating, deleting, reading or importing.
        operation_id: what the provider was told, so that asking again finds the same object.
    """

    resource: Resource
    type: str
    operation_id: str = ""


@dataclass(slots=True, kw_only=True)
class Snapshot:
    """A whole state.

    Args:
        resources: providers, parents and dependencies before what needs them.
        pending_operations: what a run that was cut off had begun.
        salt: under which the secrets were encrypted; empty where there are none.
        simulated: no cloud holds these resources.
        extra: what else the deployment holds (snippets, extensions of a newer Pulumi): kept as it is.
    """

    resources: list[Resource] = field(default_factory=list)
    pending_operations: list[PendingOperation] = field(default_factory=list)
    salt: str = ""
    simulated: bool = True
    extra: Mapping[str, Any] = field(default_factory=dict)


_FIELDS: Final[dict[str, str]] = {
    "urn": "urn",
    "custom": "custom",
    "delete": "delete",
    "id": "id",
    "type": "type",
    "inputs": "inputs",
    "outputs": "outputs",
    "parent": "parent",
    "protect": "protect",
    "taint": "taint",
    "external": "external",
    "dependencies": "dependencies",
    "initErrors": "init_errors",
    "provider": "provider",
    "propertyDependencies": "property_dependencies",
    "pendingReplacement": "pending_replacement",
    "additionalSecretOutputs": "additional_secret_outputs",
    "aliases": "aliases",
    "customTimeouts": "custom_timeouts",
    "importID": "import_id",
    "retainOnDelete": "retain_on_delete",
    "deletedWith": "deleted_with",
    "replaceWith": "replace_with",
    "created": "created",
    "modified": "modified",
    "sourcePosition": "source_position",
    "ignoreChanges": "ignore_changes",
    "hideDiff": "hide_diff",
    "replaceOnChanges": "replace_on_changes",
    "replacementTrigger": "replacement_trigger",
    "refreshBeforeUpdate": "refresh_before_update",
    "viewOf": "view_of",
    "resourceHooks": "resource_hooks",
}
"""The JSON keys in Pulumi's order, and the attributes that they hold."""

_ALWAYS: Final = frozenset({"urn", "custom", "type"})
_VALUES: Final = frozenset({"inputs", "outputs", "replacementTrigger"})
_OBJECTS: Final = frozenset({"inputs", "outputs", "propertyDependencies"})
_FLAGS: Final = frozenset(
    {"custom", "delete", "external", "pendingReplacement", "protect", "retainOnDelete", "refreshBeforeUpdate"}
)
_FEATURES: Final = {
    "refresh_before_update": "refreshBeforeUpdate",
    "view_of": "views",
    "resource_hooks": "hooks",
    "taint": "taint",
    "replace_with": "replaceWith",
}
"""What only readers that know the feature may read: its presence makes the version 4."""


def resource_to_json(resource: Resource, encrypt: Crypt | None) -> dict[str, Any]:
    """One entry; `encrypt` None writes secrets in clear."""
    entry: dict[str, Any] = {}
    for key, attribute in _FIELDS.items():
        value = getattr(resource, attribute)
        if not value and key not in _ALWAYS and not (key == "replacementTrigger" and value is not None):
            continue
        if key in _VALUES:
            value = encoding.to_json(value, encrypt)
        elif isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Mapping):
            value = {name: list(inner) if isinstance(inner, tuple) else inner for name, inner in value.items()}
        entry[key] = value
    entry.update(resource.extra)
    return entry


def resource_from_json(entry: Mapping[str, Any], decrypt: Crypt) -> Resource:
    """The resource of one entry.

    Raises:
        KeyError, TypeError, ValueError: the entry is malformed.
    """
    attributes: dict[str, Any] = {"urn": entry["urn"], "type": entry["type"]}
    for key, value in entry.items():
        attribute = _FIELDS.get(key)
        if attribute is None:
            continue
        if (key in _OBJECTS and not isinstance(value, dict)) or (key in _FLAGS and not isinstance(value, bool)):
            raise TypeError(f"{key} is {value!r}, expected {'an object' if key in _OBJECTS else 'true or false'}")
        if key in _VALUES:
            value = encoding.from_json(value, decrypt)  # noqa: PLW2901  the decoded form of the same value
        elif isinstance(value, list):
            value = tuple(value)  # noqa: PLW2901
        elif isinstance(value, dict):
            value = {name: tuple(inner or ()) if key != "customTimeouts" else inner for name, inner in value.items()}  # noqa: PLW2901
        attributes[attribute] = value
    return Resource(**attributes, extra={key: value for key, value in entry.items() if key not in _FIELDS})


def to_json(snapshot: Snapshot, crypter: Crypter | None) -> dict[str, Any]:
    """The untyped deployment that holds a state: `version`, `deployment`, and `features` where it uses some.

    Args:
        snapshot: what to write; its salt is not looked at.
        crypter: None writes secrets in clear, as `pulumi stack export --show-secrets` does.
    """
    salted = False

    def encrypt(text: str) -> str:
        nonlocal salted
        salted = True
        assert crypter is not None
        return crypter.encrypt(text)

    crypt = None if crypter is None else encrypt
    resources = [resource_to_json(resource, crypt) for resource in snapshot.resources]
    pending = [_operation_to_json(operation, crypt) for operation in snapshot.pending_operations]
    engine = SIMULATED if snapshot.simulated else ""
    deployment: dict[str, Any] = {
        "manifest": {
            "time": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            "magic": hashlib.sha256(engine.encode()).hexdigest() if engine else "",
            "version": engine,
        },
    }
    if salted and crypter is not None:
        deployment["secrets_providers"] = {"type": "passphrase", "state": {"salt": crypter.salt}}
    if resources:
        deployment["resources"] = resources
    if pending:
        deployment["pending_operations"] = pending
    deployment["metadata"] = {"simulated": True} if snapshot.simulated else {}
    deployment.update(snapshot.extra)
    features = {name for r in snapshot.resources for attribute, name in _FEATURES.items() if getattr(r, attribute)}
    if any(encoding.holds_bytes(value) for r in snapshot.resources for value in (r.inputs, r.outputs)):
        features.add("byteString")
    if features:
        return {"version": 4, "features": sorted(features), "deployment": deployment}
    return {"version": 3, "deployment": deployment}


def _operation_to_json(operation: PendingOperation, encrypt: Crypt | None) -> dict[str, Any]:
    entry = {"resource": resource_to_json(operation.resource, encrypt), "type": operation.type}
    return {**entry, "operationId": operation.operation_id} if operation.operation_id else entry


_KNOWN: Final = frozenset({"manifest", "secrets_providers", "resources", "pending_operations", "metadata"})


def from_json(data: Any, decrypter: Callable[[str], Crypt]) -> Snapshot:
    """The state that an untyped deployment holds.

    Args:
        data: what was parsed from JSON.
        decrypter: gives, for a salt, what decrypts; called only where there is a secret.

    Raises:
        StateError: it is no deployment of version 3 or 4, or an entry is malformed.
        SecretsError: a secret cannot be decrypted.
    """
    if not isinstance(data, dict) or not isinstance(data.get("deployment"), dict):
        raise StateError(
            "the state is no deployment: expected an object with version and deployment; fix: restore it from a backup"
        )
    if data.get("version") not in VERSIONS:
        raise StateError(
            f"the state has version {data.get('version')!r}, expected {VERSIONS[0]} or {VERSIONS[1]}; fix: update nusa"
        )
    deployment = data["deployment"]
    salt = ((deployment.get("secrets_providers") or {}).get("state") or {}).get("salt", "")
    crypt: Crypt | None = None

    def decrypt(text: str) -> str:
        nonlocal crypt
        if crypt is None:
            crypt = decrypter(salt)
        return crypt(text)

    resources = _entries(deployment.get("resources"), lambda entry: resource_from_json(entry, decrypt))
    pending = _entries(
        deployment.get("pending_operations"),
        lambda entry: PendingOperation(resource_from_json(entry["resource"], decrypt), entry["type"], entry.get("operationId", "")),
    )
    simulated = bool((deployment.get("metadata") or {}).get("simulated")) or deployment["manifest"].get("version") == SIMULATED
    extra = {key: value for key, value in deployment.items() if key not in _KNOWN}
    return Snapshot(resources=resources, pending_operations=pending, salt=salt, simulated=simulated, extra=extra)


def _entries(entries: Sequence[Any] | None, read: Callable[[Any], Any]) -> list[Any]:
    """Every entry read; or one error that names each one that cannot be."""
    result: list[Any] = []
    faults: list[str] = []
    for index, entry in enumerate(entries or ()):
        try:
            result.append(read(entry))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            name = f" ({entry['urn']})" if isinstance(entry, dict) and "urn" in entry else ""
            faults.append(f"the state's entry {index}{name} is malformed: {type(error).__name__}: {error}")
    if faults:
        raise StateError("\n".join([*faults, "fix: restore the state from a backup"]))
    return result
