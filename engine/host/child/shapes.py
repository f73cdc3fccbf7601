"""Tells what the SDKs of an interpreter know of resource types: their classes, and the names and types of what these take.

Run as a script by the program's own interpreter, which needs nothing of ours. Type tokens come as a JSON list on standard input;
the answer is JSON: `{"resources": {token: class or null}, "objects": {class: properties}}`.
"""

from __future__ import annotations

import collections.abc
import importlib
import inspect
import json
import sys
import typing
from typing import Any


def main() -> None:
    objects: dict[str, Any] = {}
    resources = {token: _resource(token, objects) for token in json.load(sys.stdin)}
    json.dump({"resources": resources, "objects": objects}, sys.stdout)


def _resource(token: str, objects: dict[str, Any]) -> dict[str, Any] | None:
    """Where the class of a type is, and what it takes; None where no installed SDK has it."""
    package, module, name = token.split(":", 2)
    if (package, module) == ("pulumi", "providers"):
        package, found = name, (f"pulumi_{name.replace('-', '_')}", "Provider")
        if _imported(found[0]) is None:
            return None
    else:
        if _imported(f"pulumi_{package.replace('-', '_')}") is None:
            return None
        registered = _registered(package, module, token)
        if registered is None:
            return None
        found = registered
    class_ = getattr(importlib.import_module(found[0]), found[1], None)
    arguments = None if class_ is None else _arguments(class_)
    if arguments is None:
        return None
    return {"package": package, "module": found[0], "name": found[1], "properties": _properties(arguments, objects)}


def _imported(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        return None


def _registered(package: str, module: str, token: str) -> tuple[str, str] | None:
    """Module and class of a type, by the table that each SDK registers when it is imported."""
    from pulumi.runtime.rpc import _RESOURCE_MODULES

    for registered in _RESOURCE_MODULES.get(f"{package}:{module}", []):
        info = getattr(registered, "mod_info", {})
        if name := info.get("classes", {}).get(token):
            return info["fqn"], name
    return None


def _arguments(class_: type) -> type | None:
    """The class of a resource's arguments: beside it, under its name."""
    module = sys.modules[class_.__module__]
    return getattr(module, f"{class_.__name__}InitArgs", None) or getattr(module, f"{class_.__name__}Args", None)


def _properties(arguments: type, objects: dict[str, Any]) -> list[dict[str, Any]]:
    """Name in Python, name on the wire, type and need of each property, in the order of the names on the wire."""
    from pulumi import _types

    wire = _types.input_type_py_to_pulumi_names(arguments)
    types = _types.input_type_types(arguments)
    given = inspect.signature(arguments.__init__).parameters
    return [
        {
            "name": name,
            "wire": on_wire,
            "type": _type(types.get(on_wire), objects),
            "required": name in given and given[name].default is inspect.Parameter.empty,
        }
        for name, on_wire in sorted(wire.items(), key=lambda item: item[1])
    ]


def _type(hint: Any, objects: dict[str, Any]) -> dict[str, Any]:
    from pulumi import Archive, Asset, _types

    options = _options(hint)
    if len(options) != 1:
        return {"kind": "any"}
    (hint,) = options
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(origin, type) and issubclass(origin, collections.abc.Mapping):
        return {"kind": "map", "of": _type(inner[-1] if inner else None, objects)}
    if isinstance(origin, type) and issubclass(origin, collections.abc.Sequence):
        return {"kind": "list", "of": _type(inner[0] if inner else None, objects)}
    if not isinstance(hint, type):
        return {"kind": "any"}
    if _types.is_input_type(hint):
        return {"kind": "object", "class": _object(hint, objects)}
    kinds = {str: "text", bool: "boolean", int: "number", float: "number", Asset: "asset", Archive: "archive"}
    return {"kind": kinds.get(hint, "any")}


def _options(hint: Any) -> list[Any]:
    """What a hint allows, without what every input may be besides: missing, awaitable, an output."""
    import pulumi

    if typing.get_origin(hint) is not typing.Union:
        return [hint]
    return [
        option
        for part in typing.get_args(hint)
        if part is not type(None) and typing.get_origin(part) not in (collections.abc.Awaitable, pulumi.Output)
        for option in _options(part)
    ]


def _object(arguments: type, objects: dict[str, Any]) -> str:
    """The full name of a class of nested arguments, which is described once."""
    name = f"{arguments.__module__}.{arguments.__qualname__}"
    if name not in objects:
        objects[name] = {}
        dictionary = getattr(sys.modules[arguments.__module__], f"{arguments.__name__}Dict", None)
        objects[name] = {
            "module": arguments.__module__.removesuffix("._inputs"),
            "name": arguments.__name__,
            "dictionary": dictionary is not None,
            "properties": _properties(arguments, objects),
        }
    return name


if __name__ == "__main__":
    main()
