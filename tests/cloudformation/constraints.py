"""What a schema of CloudFormation says of a value, as far as Python can hold a value to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_NUMBERS: Final = {"minimum": "min", "maximum": "max", "exclusiveMinimum": "above", "exclusiveMaximum": "below"}
_TEXTS: Final = {"minLength": "shortest", "maxLength": "longest"}
_LISTS: Final = {"minItems": "fewest", "maxItems": "most"}
_PLAIN: Final = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_LONGEST_PATTERN: Final = 300
_MOST_VALUES: Final = 80
"""Longer lists are of what comes anew every month, as types of instances do; a list of one is mostly one that others will join."""
_HUGE: Final = 100_000
"""What no value comes near: it says nothing."""


class Schema:
    """A resource type of CloudFormation.

    Args:
        document: its schema.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document

    def at(self, pointer: str) -> Mapping[str, Any] | None:
        """What stands at a JSON pointer, with what it refers to; None where nothing does."""
        node: Any = self.document
        for step in filter(None, pointer.strip("#/").split("/")):
            if not isinstance(node, Mapping) or step not in node:
                return None
            node = node[step]
        return self.resolved(node) if isinstance(node, Mapping) else None

    def resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """A node with what it refers to."""
        for _ in range(8):
            if "$ref" not in node:
                return node
            found = self.at(node["$ref"])
            node = {**(found or {}), **{key: value for key, value in node.items() if key != "$ref"}}
        return node

    def properties(self, node: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """The properties of an object, also those that only one of its kinds has."""
        found = {name: self.resolved(each) for name, each in node.get("properties", {}).items() if isinstance(each, Mapping)}
        for kinds in ("oneOf", "anyOf"):
            for kind in node.get(kinds, ()):
                if "$ref" in kind or "properties" in kind:
                    for name, each in self.properties(self.resolved(kind)).items():
                        found.setdefault(name, each)
        return found


def types_of(node: Mapping[str, Any]) -> frozenset[str]:
    """The kinds of values that a node says it takes, as Python has them; list and dict for arrays and objects."""
    said = node.get("type", ())
    names = {"array": "list", "object": "dict"} | _PLAIN
    return frozenset(names[each] for each in ([said] if isinstance(said, str) else said) if each in names)


def of_value(node: Mapping[str, Any]) -> dict[str, Any]:
    """What holds of a string or a number."""
    kinds = types_of(node)
    found: dict[str, Any] = {}
    if kinds & {"int", "float"}:
        found |= {short: node[long] for long, short in _NUMBERS.items() if long in node and abs(node[long]) <= 10**12}
    if "str" in kinds:
        found |= {short: node[long] for long, short in _TEXTS.items() if long in node and 1 < node[long] < _HUGE}
        if words := _words(node.get("pattern", "")):
            found["enum"] = words
        elif pattern := _pattern(node.get("pattern", "")):
            found["pattern"] = pattern
        if formats := sorted(_formats(node)):
            found["formats"] = formats
    if (values := node.get("enum") or node.get("enumCaseInsensitive")) and 1 < len(values) <= _MOST_VALUES:
        found["enum"] = sorted({each for each in values if isinstance(each, (str, int)) and not isinstance(each, bool)}, key=str)
    return {key: value for key, value in found.items() if value != []}


def of_list(node: Mapping[str, Any]) -> dict[str, Any]:
    """What holds of a list; that its members differ does not: a provider that has them as a set leaves out what is there twice."""
    told = {short: node[long] for long, short in _LISTS.items() if long in node and 1 <= node[long] < _HUGE}
    return {short: bound for short, bound in told.items() if (short, bound) != ("fewest", 1)}


def _formats(node: Mapping[str, Any]) -> Iterator[str]:
    """The formats that a value may have; none where one of its kinds says none."""
    if "format" in node:
        yield node["format"]
    options = [option.get("format", "") for option in (*node.get("anyOf", ()), *node.get("oneOf", ()))]
    if all(options):
        yield from options


def _words(said: str) -> list[str]:
    """The values that a pattern lists, where it does no more."""
    listed = re.fullmatch(r"\^?\(?((?:[A-Za-z0-9_-]+\|)+[A-Za-z0-9_-]+)\)?\$?", said)
    return sorted(listed[1].split("|")) if listed else []


def _pattern(said: str) -> str:
    """A pattern as Python's `re` has it; empty where it says nothing, or Python has it otherwise."""
    if not said or len(said) > _LONGEST_PATTERN or re.search(r"\\p\{|\\u|\\x\{|\[\[:|&&|\+\+|\*\+", said) or "\n" in said:
        return ""
    try:
        compiled = re.compile(said)
    except re.error:
        return ""
    return "" if all(compiled.search(each) for each in ("", "a", "Ä \n?!", "0" * 500)) else said
