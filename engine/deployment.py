"""A stack's state in Pulumi's deployment format, version 3 (4 where it uses a named feature), as `pulumi stack export` prints it.

Source: pkg/resource/stack/deployment.go and sdk/go/common/apitype/core.go. Pulumi's readers pass over the two things that are ours:
`metadata.simulated`, which says that no cloud holds these resources, and the `operationId` of a pending operation. The manifest's
version says the former too, and that survives `pulumi stack import`. A redacted state they refuse, by its feature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from . import encoding
from .encoding import Crypt
from .entries import resource_from_json, resource_to_json
from .errors import EngineError
from .redaction import FEATURE, Redaction
from .resource import Resource
from .secrets import SecretsError

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
        written: when it was, RFC 3339; empty for a state that never was.
        redaction: that values were taken out of it; None for a state that is whole.
        extra: what else the deployment holds (snippets, extensions of a newer Pulumi): kept as it is.
    """

    resources: list[Resource] = field(default_factory=list)
    pending_operations: list[PendingOperation] = field(default_factory=list)
    salt: str = ""
    simulated: bool = True
    written: str = ""
    redaction: Redaction | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


_FEATURES: Final = {
    "refresh_before_update": "refreshBeforeUpdate",
    "view_of": "views",
    "resource_hooks": "hooks",
    "taint": "taint",
    "replace_with": "replaceWith",
}
"""What only readers that know the feature may read: its presence makes the version 4."""


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
            "time": snapshot.written or now(),
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
    commit = {"commit": snapshot.redaction.commit} if snapshot.redaction is not None else {}
    deployment["metadata"] = {**({"simulated": True} if snapshot.simulated else {}), **commit}
    deployment.update(snapshot.extra)
    features = {name for r in snapshot.resources for attribute, name in _FEATURES.items() if getattr(r, attribute)}
    if any(encoding.holds_bytes(value) for r in snapshot.resources for value in (r.inputs, r.outputs)):
        features.add("byteString")
    if snapshot.redaction is not None:
        features.add(FEATURE)
    if features:
        return {"version": 4, "features": sorted(features), "deployment": deployment}
    return {"version": 3, "deployment": deployment}


def text_of(data: dict[str, Any]) -> bytes:
    """An untyped deployment as the text of a state: a line a resource, which is soon written, and compares well."""
    head = _line({key: value for key, value in data.items() if key != "deployment"})
    members = ",\n".join(f"{_line(key)}: {_listed(value)}" for key, value in data["deployment"].items())
    return f'{head.removesuffix("}")},"deployment": {{\n{members}\n}}}}\n'.encode()


def _listed(value: Any) -> str:
    """JSON with a line for each entry of a list."""
    return "[\n" + ",\n".join(map(_line, value)) + "\n]" if isinstance(value, list) and value else _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def now() -> str:
    """The present moment as a state notes it: RFC 3339, in UTC."""
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def _operation_to_json(operation: PendingOperation, encrypt: Crypt | None) -> dict[str, Any]:
    entry = {"resource": resource_to_json(operation.resource, encrypt), "type": operation.type}
    return {**entry, "operationId": operation.operation_id} if operation.operation_id else entry


_KNOWN: Final = frozenset({"manifest", "secrets_providers", "resources", "pending_operations", "metadata"})


def from_json(data: Any, decrypter: Callable[[str], Crypt], *, withheld: str | None = None) -> Snapshot:
    """The state that an untyped deployment holds.

    Args:
        data: what was parsed from JSON.
        decrypter: gives, for a salt, what decrypts; called only where there is a secret.
        withheld: what stands for each secret, in the place of what it is; then nothing is decrypted.

    Raises:
        StateError: it is no deployment of version 3 or 4, or an entry is malformed.
        SecretsError: a secret cannot be decrypted.
    """
    if not isinstance(data, dict) or not isinstance(data.get("deployment"), dict):
        raise StateError("the state is no deployment: expected an object with version and deployment")
    if data.get("version") not in VERSIONS:
        raise StateError(
            f"the state has version {data.get('version')!r}, expected {VERSIONS[0]} or {VERSIONS[1]}; fix: update nusa"
        )
    deployment = data["deployment"]
    manifest, metadata, provider = (_object(deployment, key) for key in ("manifest", "metadata", "secrets_providers"))
    salt = _object(provider, "state").get("salt") or ""
    crypt: Crypt | None = None

    def decrypt(text: str) -> str:
        nonlocal crypt
        if withheld is not None:
            return json.dumps(withheld)
        if provider and provider.get("type") != "passphrase":
            raise SecretsError(
                f"the state's secrets are encrypted by {provider.get('type')!r}, expected passphrase; "
                "fix: export it with --show-secrets where it comes from"
            )
        if crypt is None:
            crypt = decrypter(salt)
        return crypt(text)

    resources = _entries(deployment.get("resources"), lambda entry: resource_from_json(entry, decrypt))
    pending = _entries(
        deployment.get("pending_operations"),
        lambda entry: PendingOperation(resource_from_json(entry["resource"], decrypt), entry["type"], entry.get("operationId", "")),
    )
    simulated = bool(metadata.get("simulated")) or manifest.get("version") == SIMULATED
    extra = {key: value for key, value in deployment.items() if key not in _KNOWN}
    written = manifest.get("time")
    features = data.get("features")
    redacted = isinstance(features, list) and FEATURE in features
    return Snapshot(
        resources=resources,
        pending_operations=pending,
        salt=salt,
        simulated=simulated,
        written=written if isinstance(written, str) else "",
        redaction=Redaction(commit=str(metadata.get("commit") or "")) if redacted else None,
        extra=extra,
    )


def _object(holder: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """What stands under a key; an empty object where nothing does."""
    value = holder.get(key)
    if value is not None and not isinstance(value, dict):
        raise StateError(f"the state's {key} is {value!r}, expected an object")
    return value or {}


def _entries(entries: Any, read: Callable[[Any], Any]) -> list[Any]:
    """Every entry read; or one error that names each one that cannot be."""
    if not isinstance(entries, list | None):
        raise StateError("the state's entries are no list")
    result: list[Any] = []
    faults: list[str] = []
    for index, entry in enumerate(entries or ()):
        try:
            result.append(read(entry))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            name = f" ({entry['urn']})" if isinstance(entry, dict) and "urn" in entry else ""
            faults.append(f"the state's entry {index}{name} is malformed: {type(error).__name__}: {error}")
    if faults:
        raise StateError("\n".join(faults))
    return result
