"""What the installed SDKs' own type hints say about a resource: its inputs, those it cannot do without, its outputs.

Mocks accept any name and any value; so a misspelt argument of a nested dict reaches the cloud before it is noticed. The
types of `<Resource>Args` know better. Private names of the SDK are used, whose version is pinned.
"""

from __future__ import annotations

import difflib
import functools
import importlib
import inspect
import typing
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple, cast

import pulumi
from google.protobuf import struct_pb2
from pulumi import _types as types
from pulumi.runtime import rpc

_SIGNATURE = rpc._special_sig_key
_SECRET = rpc._special_secret_sig
_PLUMBING = (Awaitable, pulumi.Output)
_PRIMITIVES = (str, bool, int, float)
_DEEPEST = 4


class Unknown(Enum):
    """The marker of a value that is known only after the update."""

    UNKNOWN = rpc.UNKNOWN

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown.UNKNOWN


@dataclass(frozen=True)
class Secret:
    """A value that was sent as a secret."""

    value: Any


class Property(NamedTuple):
    """An input of a resource or of a nested object."""

    type: Any
    required: bool


def from_struct(value: Any) -> Any:
    """A protobuf value as plain Python, with `UNKNOWN` and `Secret`; integral numbers as int."""
    match value:
        case struct_pb2.Struct():
            found = {key: from_struct(value[key]) for key in value}
            return Secret(found["value"]) if found.get(_SIGNATURE) == _SECRET else found
        case struct_pb2.ListValue():
            return [from_struct(each) for each in value]
        case float() if value.is_integer():
            return int(value)
        case rpc.UNKNOWN:
            return UNKNOWN
    return value


def to_struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """The other way."""
    struct = struct_pb2.Struct()
    struct.update({key: _plain(value) for key, value in values.items()})
    return struct


def _plain(value: Any) -> Any:
    match value:
        case Secret():
            return {_SIGNATURE: _SECRET, "value": _plain(value.value)}
        case Unknown():
            return rpc.UNKNOWN
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
    return value


@functools.cache
def resource_class(token: str) -> type | None:
    """The SDK's class of a type token; None for components, which no SDK knows."""
    package, module, name = token.split(":")
    if (package, module) == ("pulumi", "providers"):
        return importlib.import_module(f"pulumi_{name}").Provider
    modules = cast("Mapping[str, Sequence[Any]]", rpc._RESOURCE_MODULES)  # generated classes, for which the SDK has no type
    for registered in modules.get(f"{package}:{module}", ()):
        info = registered.mod_info
        if token in info["classes"]:
            return getattr(importlib.import_module(info["fqn"]), info["classes"][token])
    return None


@functools.cache
def inputs_of(token: str) -> Mapping[str, Property] | None:
    """Every input of a resource by its Pulumi name; None where no SDK knows the type."""
    found = resource_class(token)
    if found is None:
        return None
    module = importlib.import_module(found.__module__)
    arguments = getattr(module, f"{found.__name__}InitArgs", None) or getattr(module, f"{found.__name__}Args")
    return _properties(arguments)


def problems(token: str, inputs: Mapping[str, Any]) -> list[str]:
    """What the SDK's types find wrong with the inputs of a resource; nothing for a component."""
    known = inputs_of(token)
    if known is None:
        custom = token.startswith("kubernetes:") and "." in token.split(":")[1]  # an object of a definition that a cluster has
        return [] if custom or token.startswith("nusantara:") else ["no installed SDK knows this type"]
    if token.startswith("pulumi:providers:"):  # a provider's configuration travels as strings, whatever its types
        known = {name: Property(Any, found.required) for name, found in known.items()} | {"version": Property(Any, False)}
    return list(_object_problems(known, inputs, ""))


def outputs(token: str, name: str, inputs: Mapping[str, Any], *, unknown: bool) -> dict[str, Any]:
    """Values for what a resource computes and was not given, made from the declared types: "<name>.<output>" for a text.

    Optional outputs are left out, as a cloud leaves out what was not asked for.
    """
    found = resource_class(token)
    if found is None:
        return {}
    made: dict[str, Any] = {}
    for output, hint in _outputs_of(found).items():
        if output in inputs or types._is_optional_type(hint):
            continue
        made[output] = UNKNOWN if unknown else _made_up(hint, f"{name}.{output}")
    return made


@functools.cache
def _outputs_of(found: type) -> dict[str, Any]:
    hints: dict[str, Any] = {}
    for python_name, member in inspect.getmembers(found, lambda member: isinstance(member, property)):
        getter = member.fget
        if getter is None or not hasattr(getter, types._PULUMI_NAME) or python_name in {"urn", "id"}:
            continue
        hint = typing.get_type_hints(getter, vars(importlib.import_module(found.__module__)))["return"]
        (hints[getattr(getter, types._PULUMI_NAME)],) = typing.get_args(hint) or (Any,)
    return hints


def _made_up(hint: Any, path: str) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is bool:
        return False
    if hint in (int, float):
        return 1
    if origin in (list, Sequence) or origin is typing.get_origin(Sequence[str]):
        return [_made_up(arguments[0], path)]
    if origin in (dict, Mapping) or origin is typing.get_origin(Mapping[str, str]):
        return {}
    if inspect.isclass(hint) and types.is_output_type(hint):
        if path.count(".") > _DEEPEST:  # some types of WAF and Kubernetes contain themselves
            return {}
        return {key: _made_up(nested, f"{path}.{key}") for key, nested in types._types_from_py_properties(hint).items()}
    return path


@functools.cache
def _properties(arguments: type) -> Mapping[str, Property]:
    required = types._required_property_names(arguments)
    return {name: Property(hint, name in required) for name, hint in types._types_from_py_properties(arguments).items()}


def _object_problems(known: Mapping[str, Property], given: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, value in given.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            yield f"{path}{name}: unknown" + (f"; did you mean {close[0]}?" if close else "")
        else:
            yield from _value_problems(known[name].type, value, path + name)
    for name, found in known.items():
        if found.required and given.get(name) is None:
            yield f"{path}{name}: missing"


def _value_problems(hint: Any, value: Any, path: str) -> Iterator[str]:
    if isinstance(value, Secret):
        value = value.value
    if value is UNKNOWN or value is None or hint is Any:
        return
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if types._is_union_type(hint):
        branches = [each for each in arguments if each is not type(None) and not _is_plumbing(each)]
        found = [list(_value_problems(branch, value, path)) for branch in branches]
        if found and all(found):
            yield from min(found, key=len)
    elif inspect.isclass(hint) and types.is_input_type(hint):
        if isinstance(value, Mapping):
            yield from _object_problems(_properties(hint), value, path + ".")
        else:
            yield f"{path}: {value!r} is no object"
    elif origin is typing.Literal:
        if value not in arguments:
            yield f"{path}: {value!r} is none of {list(arguments)}"
    elif origin is not None and issubclass(origin, Mapping):
        if isinstance(value, Mapping):
            for key, each in value.items():
                yield from _value_problems(arguments[1], each, f"{path}.{key}")
        else:
            yield f"{path}: {value!r} is no map"
    elif origin is not None and issubclass(origin, Sequence):
        if isinstance(value, list):
            for index, each in enumerate(value):
                yield from _value_problems(arguments[0], each, f"{path}[{index}]")
        else:
            yield f"{path}: {value!r} is no list"
    elif inspect.isclass(hint) and issubclass(hint, Enum):
        if value not in [each.value for each in hint]:
            yield f"{path}: {value!r} is none of {[each.value for each in hint]}"
    elif hint in _PRIMITIVES and not _fits(hint, value):
        yield f"{path}: {value!r} is no {hint.__name__}"


def _fits(hint: type, value: Any) -> bool:
    if hint is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return type(value) is hint


def _is_plumbing(hint: Any) -> bool:
    origin = typing.get_origin(hint) or hint
    return inspect.isclass(origin) and issubclass(origin, _PLUMBING)
