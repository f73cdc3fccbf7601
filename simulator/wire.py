"""Property values on the provider protocol: protobuf structs to plain Python and back.

Secrets travel as signed objects; unknown values as sentinel strings; output values (which we do not ask for, but a caller may send)
become what they hold. Assets and archives stay the signed objects they are: a simulated cloud hands them back as they came.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from google.protobuf.struct_pb2 import NULL_VALUE, ListValue, Struct, Value

from .values import UNKNOWN, Properties, Secret

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a mark of Pulumi's protocol
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
REFERENCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
SENTINEL: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SENTINELS: Final = frozenset(
    {
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # bool
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        SENTINEL,  # string
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)


def from_struct(struct: Struct) -> Properties:
    """The properties of a struct as plain Python; integral numbers come back as int."""
    return {key: _from_value(value) for key, value in struct.fields.items()}


def _from_value(value: Value) -> Any:
    match value.WhichOneof("kind"):
        case "string_value":
            text = value.string_value
            return UNKNOWN if text in SENTINELS else text
        case "bool_value":
            return value.bool_value
        case "number_value":
            number = value.number_value
            return int(number) if number % 1 == 0 else number
        case "struct_value":
            return _from_object(from_struct(value.struct_value))
        case "list_value":
            return [_from_value(item) for item in value.list_value.values]
        case _:
            return None


def _from_object(properties: Properties) -> Any:
    match properties.get(SIGNATURE):
        case None:
            return properties
        case signature if signature == SECRET:
            return Secret(properties.get("value"))
        case signature if signature == OUTPUT:
            inner = properties.get("value", UNKNOWN)
            return Secret(inner) if properties.get("secret") else inner
        case signature if signature == REFERENCE:
            return properties.get("id") or properties.get("urn")
        case _:
            return properties


def to_struct(properties: Mapping[str, Any]) -> Struct:
    """The struct of plain properties, secrets signed and unknown values as sentinels."""
    struct = Struct()
    _fill_struct(struct, properties)
    return struct


def _fill_struct(struct: Struct, properties: Mapping[str, Any]) -> None:
    fields = struct.fields
    for key, value in properties.items():
        _fill_value(fields[key], value)


def _fill_list(target: ListValue, items: list[Any]) -> None:
    for item in items:
        _fill_value(target.values.add(), item)


def _fill_value(target: Value, value: Any) -> None:
    if isinstance(value, str):
        target.string_value = value
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int | float):
        target.number_value = value
    elif isinstance(value, Mapping):
        target.struct_value.SetInParent()
        _fill_struct(target.struct_value, value)
    elif isinstance(value, list | tuple):
        target.list_value.SetInParent()
        _fill_list(target.list_value, list(value))
    elif isinstance(value, Secret):
        _fill_struct(target.struct_value, {SIGNATURE: SECRET, "value": value.value})
    elif value is UNKNOWN:
        target.string_value = SENTINEL
    elif value is None:
        target.null_value = NULL_VALUE
    else:
        raise TypeError(f"{type(value).__name__} is no property value")
