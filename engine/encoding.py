"""Property values to and from the JSON of a state. Secrets are encrypted whole; what is secret inside a secret is only marked.

Source: SerializePropertyValue and DeserializePropertyValue in pkg/resource/stack/deployment.go.
"""

from __future__ import annotations

import base64
import json
import math
import struct
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from . import assets, signatures
from .signatures import SIGNATURE, UNKNOWN_STRING
from .values import UNKNOWN, Archive, Asset, Output, Properties, ResourceReference, Secret, Unknown, Value
from .wire import number, plain_output

Crypt: TypeAlias = Callable[[str], str]
"""Encrypts or decrypts one text."""


def _as_it_is(text: str) -> str:
    return text


def to_json(value: Value, encrypt: Crypt | None) -> Any:
    """The JSON form of a value.

    Args:
        value: outputs lose their dependencies, as in Pulumi's state.
        encrypt: None writes secrets in clear, as `--show-secrets` does.
    """
    match value:
        case None | bool() | str() | int():
            return value
        case float():
            return _float(value)
        case Mapping():
            return {key: to_json(inner, encrypt) for key, inner in value.items()}
        case list() | tuple():
            return [to_json(inner, encrypt) for inner in value]
        case Unknown():
            return UNKNOWN_STRING
        case Secret():
            inner = to_json(value.value, None if encrypt is None else _as_it_is)
            text = json.dumps(inner, separators=(",", ":"), ensure_ascii=False)
            return {SIGNATURE: signatures.SECRET, **({"plaintext": text} if encrypt is None else {"ciphertext": encrypt(text)})}
        case Output():
            return to_json(plain_output(value), encrypt)
        case Asset() | Archive():
            return assets.to_fields(value)
        case ResourceReference():
            return _reference(value)
        case bytes():
            return {SIGNATURE: signatures.BYTES, "value": base64.b64encode(value).decode()}
    raise TypeError(f"a {type(value).__name__} is no property value")


def _float(value: float) -> Any:
    if math.isfinite(value):
        return number(value)
    return {SIGNATURE: signatures.FLOAT, "value": struct.pack(">d", value).hex()}


def _reference(value: ResourceReference) -> dict[str, Any]:
    fields: dict[str, Any] = {
        SIGNATURE: signatures.RESOURCE_REFERENCE,
        "urn": value.urn,
        "packageVersion": value.package_version,
    }
    if value.id is not None:
        fields["id"] = "" if value.id is UNKNOWN else value.id
    return fields


def from_json(data: Any, decrypt: Crypt) -> Value:
    """The value that stands in a state.

    Raises:
        ValueError: a special value is malformed.
    """
    match data:
        case str():
            return UNKNOWN if data == UNKNOWN_STRING else data
        case float():
            return number(data)
        case list():
            return [from_json(inner, decrypt) for inner in data]
        case dict():
            return _special(data, decrypt) if SIGNATURE in data else {key: from_json(v, decrypt) for key, v in data.items()}
    return data


def properties_from_json(data: Mapping[str, Any] | None, decrypt: Crypt) -> Properties:
    return {key: from_json(value, decrypt) for key, value in (data or {}).items()}


def _special(data: dict[str, Any], decrypt: Crypt) -> Value:
    match data:
        case {"value": str(value), **rest} if rest[SIGNATURE] == signatures.BYTES:
            return base64.b64decode(value, validate=True)
        case {"value": str(value), **rest} if rest[SIGNATURE] == signatures.FLOAT:
            return struct.unpack(">d", bytes.fromhex(value))[0]
        case {"ciphertext": str(text), **rest} if rest[SIGNATURE] == signatures.SECRET and "plaintext" not in rest:
            return Secret(from_json(json.loads(decrypt(text)), _as_it_is))
        case {"plaintext": str(text), **rest} if rest[SIGNATURE] == signatures.SECRET and "ciphertext" not in rest:
            return Secret(from_json(json.loads(text), _as_it_is))
        case {"urn": str(urn), **rest} if rest[SIGNATURE] == signatures.RESOURCE_REFERENCE:
            id_ = rest.get("id")
            return ResourceReference(urn, UNKNOWN if id_ == "" else id_, rest.get("packageVersion", ""))
    if data[SIGNATURE] == signatures.SECRET:
        raise ValueError("malformed secret value: exactly one of `ciphertext` or `plaintext` must be supplied")
    if data[SIGNATURE] in (signatures.ASSET, signatures.ARCHIVE):
        return assets.from_fields(data)
    raise ValueError(f"a special value of the signature {data[SIGNATURE]!r} is malformed")


def holds_bytes(value: Value) -> bool:
    """Whether a value holds text that is no UTF-8, which only readers that know the feature `byteString` may read."""
    match value:
        case bytes():
            return True
        case dict():
            return any(map(holds_bytes, value.values()))
        case list():
            return any(map(holds_bytes, value))
        case Secret() | Output():
            return holds_bytes(value.value)
    return False
