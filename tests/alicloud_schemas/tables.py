"""The rows of the tables: by type of the SDK, its file in the provider's source and a line for each path."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from checks.schema.types import ListOf, Record

from .naming import inside, wired

_FROZEN: Final = re.compile(r"immutable after resource creation|does not (?:update|modify|take effect)")
_VALUES: Final = re.compile(r"[Vv]alid [Vv]alues?(?: are| is)?:?(?P<text>.*?)(?:Default|\*\*NOTE|> \*\*|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a resource, and the property that it is in the SDK.

    Args:
        path: on the wire, `[*]` for every element of a list.
        schema: what the provider's source says of it; None where that has no such argument.
        beside: the arguments of its level, by their names in Terraform, to those on the wire.
        text: what the SDK's documentation says of it.
        many: whether it is a list in the SDK.
    """

    path: str
    schema: Mapping[str, Any] | None
    beside: Mapping[str, str]
    text: str
    many: bool


def arguments(schemas: Mapping[str, Any], wanted: Record, at: str = "") -> Iterator[Argument]:
    """Everything that a resource of a type can be given, level by level.

    Args:
        schemas: what the provider's source says.
        wanted: what the SDK takes.
        at: the path of the level.
    """
    names = wired(schemas, wanted)
    settable = (name for name in names if schemas[name].get("required") or schemas[name].get("optional"))
    for name in sorted({*settable} - _shadowed(names, schemas), key=lambda each: names[each]):
        schema, wire = schemas[name], names[name]
        found = wanted.properties[wire]
        step, record = inside(found.type())
        yield Argument(f"{at}{wire}", schema, names, found.said(), isinstance(found.type(), ListOf))
        if schema.get("fields") and record is not None:
            yield from arguments(schema["fields"], record, f"{at}{wire}{step}.")
    for wire in sorted(set(wanted.properties) - set(names.values())):
        yield Argument(f"{at}{wire}", None, names, "", many=False)


def _shadowed(names: Mapping[str, str], schemas: Mapping[str, Any]) -> set[str]:
    """Of arguments that come to the same property, those that are no more."""
    twice = [name for name in names if list(names.values()).count(names[name]) > 1]
    return {name for name in twice if schemas[name].get("gone") or "_" not in name}


def forcing(found: Iterator[Argument], conditional: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The paths that force a new object, each with what is to be known of that.

    `=VALUE`   what it is where it is left out, as JSON
    `computed` left out, it stays as it was
    `may`      some of its differences are none, or the documentation says that it counts at creation alone
    `unknown`  the source, of an earlier release than the SDK, has no such argument
    """
    for each in found:
        schema = each.schema
        if schema is None:
            yield each.path, "unknown"
        elif schema.get("forceNew") and (schema.get("suppressed") or _FROZEN.search(each.text)):
            yield each.path, "may"
        elif schema.get("forceNew"):
            default = f"={json.dumps(schema['default'])}" if "default" in schema else ""
            yield each.path, default or ("computed" if schema.get("computed") else "")
        elif each.path in conditional:
            yield each.path, "may"


def holding(found: Iterator[Argument]) -> Iterator[tuple[str, str, str]]:
    """What values are held to: a path, the kind of rule, and what it says as JSON."""
    for each in found:
        if (schema := each.schema) is None or schema.get("gone"):
            continue
        yield from _held(each.path, schema.get("rules") or (), each.text)
        if element := schema.get("elem"):
            yield from _held(f"{each.path}[*]", element.get("rules") or (), each.text)
        if each.many and (schema.get("minItems") or schema.get("maxItems", 0) > 1):
            yield each.path, "items", _json([_whole(schema.get("minItems")), _whole(schema.get("maxItems"))])
        if "." not in each.path:
            yield from _together(each, schema)


def _held(path: str, rules: Any, text: str) -> Iterator[tuple[str, str, str]]:
    for rule in rules:
        match rule["kind"]:
            case "among":
                among = [_whole(value) for value in rule["among"] if value != ""]
                if among and _documented(among, text):
                    yield path, "among-in-any-case" if rule.get("anyCase") else "among", _json(among)
            case "range" | "length" as kind:
                yield path, kind, _json([_whole(rule.get("least")), _whole(rule.get("most"))])
            case "pattern":
                if _python(rule["pattern"]):
                    yield path, "pattern", _json(rule["pattern"])
            case kind:
                yield path, kind, ""


def _documented(among: list[Any], text: str) -> bool:
    """Whether the documentation, of a later release than the source, names no value beside these."""
    found = _VALUES.search(text)
    named = set(re.findall(r"`([^`\s]+)`", found["text"])) if found else set()
    return {each.lower() for each in named} <= {str(each).lower() for each in among}


def _python(pattern: str) -> bool:
    """Whether Python reads a pattern as Go does."""
    if re.search(r"\\[pPzCQE]|\[\[:|\(\?[a-zA-Z]", pattern):
        return False
    try:
        with warnings.catch_warnings(action="error"):
            re.compile(pattern)
    except (re.error, FutureWarning):
        return False
    return True


def _together(each: Argument, schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Which arguments go, or do not go, together; of those that lie deeper nothing is said."""
    for key, kind, whole in (
        ("conflicts", "without", False),
        ("needs", "with", True),
        ("oneOf", "one-of", True),
        ("anyOf", "any-of", True),
    ):
        named = schema.get(key) or []
        others = [each.beside[name] for name in named if name in each.beside]
        if others and (len(others) == len(named) or not whole):
            yield each.path, kind, _json(sorted({*others} - ({each.path} if kind in ("without", "with") else set())))


def _whole(number: Any) -> Any:
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
