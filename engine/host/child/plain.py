"""Short ways through the SDK's walks over property values, for what most values are: not given, or plain.

The SDK's own functions take each value through the tests for everything that a value could be, on its way to the engine and back.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from enum import Enum
from typing import Any

from pulumi import _types
from pulumi.runtime import rpc, settings


def properties() -> Iterable[tuple[Any, str, Callable[..., Any]]]:
    """The SDK's functions that have a shorter way, and what to put in their place: module, name, function."""
    unwrap = _remembered(_types.unwrap_optional_type)
    return (
        (_types, "unwrap_optional_type", unwrap),
        (_types, "unwrap_type", _remembered(_types.unwrap_type)),
        (rpc, "serialize_properties", _only_given(rpc.serialize_properties)),
        (rpc, "deserialize_property", _identical_if_plain(rpc.deserialize_property)),
        (rpc, "translate_output_properties", _kept_if_plain(rpc.translate_output_properties, unwrap)),
        (rpc, "resolve_properties", _resolve_properties),
    )


def _remembered(unwrap: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of a type, worked out once for each type: the SDK asks for every value, and types are slow to hash."""
    known: dict[int, tuple[Any, Any]] = {}

    @functools.wraps(unwrap)
    def remembered(val: Any) -> Any:
        found = known.get(id(val))
        if found is None:
            found = known[id(val)] = (val, unwrap(val))  # the type is kept, so that no other gets its identity
        return found[1]

    return remembered


def _only_given(serialize: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Leave out at once what was not given, which is most of what a constructor takes: the SDK's own awaits each of it."""

    @functools.wraps(serialize)
    async def only_given(inputs: Any, *arguments: Any, **options: Any) -> Any:
        if isinstance(inputs, dict):
            inputs = {name: value for name in inputs if (value := inputs[name]) is not None}
        return await serialize(inputs, *arguments, **options)

    return only_given


def _identical_if_plain(deserialize: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(deserialize)
    def identical_if_plain(value: Any, keep_unknowns: bool | None = None, keep_internal: bool | None = True) -> Any:
        kind = type(value)
        if kind is float or kind is bool or (kind is str and value != rpc.UNKNOWN) or value is None:
            return value
        return deserialize(value, keep_unknowns, keep_internal)

    return identical_if_plain


def _kept_if_plain(translate: Callable[..., Any], unwrap: Callable[[Any], Any]) -> Callable[..., Any]:
    @_remembered
    def keeps(type_: Any) -> bool:
        """Whether a plain value stays what it is as one of the type: it does not become an enumeration's member nor an int."""
        plain = unwrap(type_) if type_ else type_
        return not (inspect.isclass(plain) and (plain is int or issubclass(plain, Enum)))

    @functools.wraps(translate)
    def kept_if_plain(output: Any, output_transformer: Any, typ: Any = None, *arguments: Any, **options: Any) -> Any:
        kind = type(output)
        if output is None or ((kind is str or kind is bool or kind is float) and keeps(typ)):
            return output
        return translate(output, output_transformer, typ, *arguments, **options)

    return kept_if_plain


def _resolve_properties(
    resolvers: dict[str, Callable[..., None]],
    all_properties: dict[str, Any],
    deps: Mapping[str, set[Any]],
    custom: bool,
    resolve_missing_as_unknown: bool = False,
) -> None:
    """Give each output its value; the SDK's own asks for every one whether this is a preview."""
    preview = settings.is_dry_run()
    for key, value in all_properties.items():
        if key == "urn" or (key == "id" and custom):
            continue
        resolve = resolvers.get(key)
        if resolve is not None:
            plain = rpc.unwrap_rpc_secret(value)
            resolve(plain, not preview or plain is not None, rpc.is_rpc_secret(value), deps.get(key), None)
    known = not preview and not resolve_missing_as_unknown
    for key, resolve in resolvers.items():
        if key not in all_properties:
            resolve(None, known, False, deps.get(key), None)  # noqa: FBT003  the SDK calls its resolvers by position
