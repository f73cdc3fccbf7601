"""From property values to protobuf."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from google.protobuf import struct_pb2

from .. import assets, signatures
from ..signatures import SIGNATURE, UNKNOWN_STRING
from ..values import UNKNOWN, Archive, Asset, Output, ResourceReference, Secret, Value
from .errors import WireError


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
