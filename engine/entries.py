"""One resource of a deployment: its keys in Pulumi's order, written and read.

Source: ResourceV3 in sdk/go/common/apitype/deployments.go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from . import encoding
from .encoding import Crypt
from .resource import Resource

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
_TEXTS: Final = frozenset(
    {"urn", "type", "id", "parent", "provider", "importID", "deletedWith", "viewOf", "created", "modified", "sourcePosition"}
)
_LISTS: Final = frozenset(
    {"dependencies", "initErrors", "additionalSecretOutputs", "aliases", "replaceWith", "ignoreChanges", "hideDiff"}
    | {"replaceOnChanges"}
)


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
        if attribute is None or (value is None and key not in _ALWAYS and key not in _VALUES):
            continue
        _require_kind(key, value)
        attributes[attribute] = encoding.from_json(value, decrypt) if key in _VALUES else _as_field(key, value)
    return Resource(**attributes, extra={key: value for key, value in entry.items() if key not in _FIELDS})


def _as_field(key: str, value: Any) -> Any:
    """What JSON has for a field that holds no property values, as the field has it."""
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict) and key != "customTimeouts":
        return {name: tuple(inner or ()) for name, inner in value.items()}
    return value


def _require_kind(key: str, value: Any) -> None:
    if key in _OBJECTS:
        fits, expected = isinstance(value, dict), "an object"
    elif key in _FLAGS:
        fits, expected = isinstance(value, bool), "true or false"
    elif key in _TEXTS:
        fits, expected = isinstance(value, str), "a text"
    elif key in _LISTS:
        fits, expected = isinstance(value, list) and all(isinstance(item, str) for item in value), "a list of texts"
    else:
        return
    if not fits:
        raise TypeError(f"{key} is {value!r}, expected {expected}")
