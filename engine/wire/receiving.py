"""From protobuf to property values."""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from google.protobuf import struct_pb2

from .. import assets, signatures
from ..signatures import SIGNATURE, UNKNOWN_SENTINELS
from ..values import UNKNOWN, Output, Properties, ResourceReference, Secret, Value
from .errors import WireError

EXACT: Final = 2**53
"""Below this every integral number has one float; above, Pulumi prints the shortest digits that lead back to the same float."""

MAX_EXACT: Final = 10**21
"""From here on Pulumi prints integral numbers with an exponent; below, a number without a fraction is an int to us."""


@dataclass(frozen=True, slots=True)
class _Receiving:
    keep_unknowns: bool
    keep_secrets: bool
    keep_outputs: bool
    keep_references: bool
    asset_root: Path | None


_OMITTED: Any = object()
"""Stands for an unknown that the caller does not want."""


def from_struct(
    struct: struct_pb2.Struct,
    *,
    keep_unknowns: bool = True,
    keep_secrets: bool = True,
    keep_outputs: bool = False,
    keep_references: bool = True,
    asset_root: Path | None = None,
) -> Properties:
    """The properties that a protobuf Struct holds; numbers without a fraction come back as ints.

    Args:
        struct: what a program or a provider sent.
        keep_unknowns: return unknowns as `UNKNOWN`; else leave them out (null inside a list).
        keep_secrets: return secrets as `Secret`; else in clear.
        keep_outputs: return output values as `Output`; else as unknown, secret or plain values.
        keep_references: return resource references as such; else their id, or the URN of what has no id.
        asset_root: where relative paths of assets start; if given, assets and archives come back with their hash.

    Raises:
        WireError: a special value is malformed.
        AssetError: an asset cannot be read.
    """
    return _read_struct(struct, _Receiving(keep_unknowns, keep_secrets, keep_outputs, keep_references, asset_root))


def from_value(
    message: struct_pb2.Value,
    *,
    keep_unknowns: bool = True,
    keep_secrets: bool = True,
    keep_outputs: bool = False,
    keep_references: bool = True,
    asset_root: Path | None = None,
) -> Value:
    """One value, as `from_struct` reads them; an unknown that is not kept becomes None."""
    value = _read(message, _Receiving(keep_unknowns, keep_secrets, keep_outputs, keep_references, asset_root))
    return None if value is _OMITTED else value


def _read_struct(struct: struct_pb2.Struct, receiving: _Receiving) -> Properties:
    result: Properties = {}
    key = ""
    try:
        for key, message in struct.fields.items():
            value = _read(message, receiving)
            if value is not _OMITTED:
                result[key] = value
    except assets.AssetError as error:
        raise error if error.key else assets.AssetError(error.kind, error.reason, key) from error
    return result


def _read(message: struct_pb2.Value, receiving: _Receiving) -> Value:
    match message.WhichOneof("kind"):
        case "string_value":
            text = message.string_value
            if len(text) == 36 and text in UNKNOWN_SENTINELS:
                return UNKNOWN if receiving.keep_unknowns else _OMITTED
            return text
        case "number_value":
            return number(message.number_value)
        case "bool_value":
            return message.bool_value
        case "struct_value":
            fields = _read_struct(message.struct_value, receiving)
            return _special(fields, receiving) if SIGNATURE in fields else fields
        case "list_value":
            values = [_read(element, receiving) for element in message.list_value.values]
            return values if receiving.keep_unknowns else [None if value is _OMITTED else value for value in values]
    return None


def number(value: float) -> int | float:
    """The number as an int where it has no fraction: `3`, not `3.0`; no int is a negative zero, so that stays as it is.

    Beyond what a float holds exactly, the int has the digits that tell the float from its neighbours and then zeros, as in Go.
    """
    if not math.isfinite(value) or abs(value) >= MAX_EXACT or value != int(value) or (not value and math.copysign(1, value) < 0):
        return value
    return int(value) if abs(value) < EXACT else int(Decimal(repr(value)))


def _special(fields: dict[str, Value], receiving: _Receiving) -> Value:
    match fields[SIGNATURE]:
        case signatures.SECRET:
            if "value" not in fields:
                raise WireError("malformed RPC secret: missing value")
            return Secret(fields["value"]) if receiving.keep_secrets else fields["value"]
        case signatures.OUTPUT:
            return _output(fields, receiving)
        case signatures.RESOURCE_REFERENCE:
            return _reference(fields, receiving)
        case signatures.ASSET | signatures.ARCHIVE:
            asset = assets.from_fields(fields)
            return asset if receiving.asset_root is None else assets.with_hash(asset, receiving.asset_root)
        case signatures.BYTES:
            return base64.b64decode(fields["value"])
    raise WireError(f"unrecognized signature {fields[SIGNATURE]!r} in property map")


def _output(fields: dict[str, Value], receiving: _Receiving) -> Value:
    secret = fields.get("secret", False)
    dependencies = fields.get("dependencies", [])
    if not isinstance(secret, bool) or not isinstance(dependencies, list):
        raise WireError("malformed output value: secret must be a bool and dependencies an array")
    value = fields.get("value", UNKNOWN)
    if receiving.keep_outputs:
        return Output(value, secret, tuple(dependencies))
    if value is UNKNOWN and not receiving.keep_unknowns:
        return _OMITTED
    return Secret(value) if secret and receiving.keep_secrets else value


def _reference(fields: dict[str, Value], receiving: _Receiving) -> Value:
    urn = fields.get("urn")
    if not isinstance(urn, str):
        raise WireError("malformed resource reference: urn missing or not a string")
    id_ = fields.get("id")
    match id_:
        case Output():
            id_ = id_.value
        case "":
            id_ = UNKNOWN
    if id_ is not None and id_ is not UNKNOWN and not isinstance(id_, str):
        raise WireError("malformed resource reference: id not a string")
    if not receiving.keep_references:
        if id_ is UNKNOWN:
            return UNKNOWN if receiving.keep_unknowns else urn
        return urn if id_ is None else id_
    extra = {key: fields[key] for key in ("name", "type") if key in fields}
    return ResourceReference(urn, id_, fields.get("packageVersion", ""), extra)
