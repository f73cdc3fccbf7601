"""Property values to and from protobuf Structs, as Pulumi sends them between programs, engine and providers.

Source: sdk/go/common/resource/plugin/rpc.go. The walkers are written out by hand: they run for every property of every resource,
and `MessageToDict` takes several times as long.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf import struct_pb2

from . import assets, signatures
from .signatures import SIGNATURE, UNKNOWN_SENTINELS, UNKNOWN_STRING
from .values import UNKNOWN, Archive, Asset, Output, Properties, ResourceReference, Secret, Value

MAX_EXACT = 10**21
"""From here on Pulumi prints integral numbers with an exponent; below, a number without a fraction is an int to us."""


class WireError(ValueError):
    """A message holds a special value in a shape that Pulumi does not know."""


@dataclass(frozen=True, slots=True)
class _Sending:
    keep_unknowns: bool
    keep_secrets: bool
    keep_outputs: bool
    keep_references: bool


def to_struct(
    properties: Mapping[str, Value],
    *,
    keep_unknowns: bool = True,
    keep_secrets: bool = True,
    keep_outputs: bool = False,
    keep_references: bool = True,
) -> struct_pb2.Struct:
    """The protobuf form of a resource's properties.

    Args:
        properties: values by name; order is not kept on the wire.
        keep_unknowns: send unknowns as their sentinel; else leave them out.
        keep_secrets: send secrets marked; else in clear.
        keep_outputs: send `Output` values with their dependencies; else as unknown, secret or plain values.
        keep_references: send resource references whole; else as the id, or the URN of what has no id.
    """
    struct = struct_pb2.Struct()
    _fill_struct(struct, properties, _Sending(keep_unknowns, keep_secrets, keep_outputs, keep_references))
    return struct


def to_value(
    value: Value,
    *,
    keep_unknowns: bool = True,
    keep_secrets: bool = True,
    keep_outputs: bool = False,
    keep_references: bool = True,
) -> struct_pb2.Value:
    """The protobuf form of one value; an unknown that is not kept becomes null."""
    message = struct_pb2.Value()
    if not _fill(message, value, _Sending(keep_unknowns, keep_secrets, keep_outputs, keep_references)):
        message.null_value = struct_pb2.NULL_VALUE
    return message


def _fill_struct(struct: struct_pb2.Struct, properties: Mapping[str, Value], sending: _Sending) -> None:
    fields = struct.fields
    for key, value in properties.items():
        if type(value) is str:
            fields[key].string_value = value
        elif not _fill(fields[key], value, sending):
            del fields[key]


def _fill(message: struct_pb2.Value, value: Value, sending: _Sending) -> bool:
    """Write the value into the message; False where it is to be left out."""
    match value:
        case str():
            message.string_value = value
        case None:
            message.null_value = struct_pb2.NULL_VALUE
        case bool():
            message.bool_value = value
        case int() | float():
            message.number_value = value
        case Mapping():
            message.struct_value.SetInParent()
            _fill_struct(message.struct_value, value, sending)
        case list() | tuple():
            message.list_value.SetInParent()
            values = message.list_value.values
            for element in value:
                if not _fill(values.add(), element, sending):
                    values.pop()
        case _:
            return _fill_special(message, value, sending)
    return True


def _fill_special(message: struct_pb2.Value, value: Value, sending: _Sending) -> bool:
    if value is UNKNOWN:
        if sending.keep_unknowns:
            message.string_value = UNKNOWN_STRING
        return sending.keep_unknowns
    match value:
        case Secret():
            if not sending.keep_secrets:
                return _fill(message, value.value, sending)
            return _fill(message, {SIGNATURE: signatures.SECRET, "value": value.value}, sending)
        case Output():
            if not sending.keep_outputs:
                return _fill(message, plain_output(value), sending)
            return _fill(message, _output_fields(value), sending)
        case ResourceReference():
            if not sending.keep_references:
                return _fill(message, value.urn if value.id is None else value.id, sending)
            return _fill(message, _reference_fields(value), sending)
        case Asset() | Archive():
            return _fill(message, assets.to_fields(value), sending)
        case bytes():
            return _fill(message, {SIGNATURE: signatures.BYTES, "value": base64.b64encode(value).decode()}, sending)
    raise WireError(f"a {type(value).__name__} cannot be sent as a property value")


def plain_output(output: Output) -> Value:
    """What an output is to a receiver that knows no output values: unknown, secret or plain."""
    return Secret(output.value) if output.secret else output.value


def _output_fields(output: Output) -> dict[str, Value]:
    fields: dict[str, Value] = {SIGNATURE: signatures.OUTPUT}
    if output.known:
        fields["value"] = output.value
    if output.secret:
        fields["secret"] = True
    if output.dependencies:
        fields["dependencies"] = list(output.dependencies)
    return fields


def _reference_fields(reference: ResourceReference) -> dict[str, Value]:
    fields: dict[str, Value] = {SIGNATURE: signatures.RESOURCE_REFERENCE, "urn": reference.urn, **reference.extra}
    if reference.id is not None:
        fields["id"] = "" if reference.id is UNKNOWN else reference.id
    if reference.package_version:
        fields["packageVersion"] = reference.package_version
    return fields


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
        OSError: an asset cannot be read.
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
    for key, message in struct.fields.items():
        value = _read(message, receiving)
        if value is not _OMITTED:
            result[key] = value
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
    """The number as an int where it has no fraction: `3`, not `3.0`."""
    return int(value) if math.isfinite(value) and abs(value) < MAX_EXACT and value == int(value) else value


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
