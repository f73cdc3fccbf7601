"""What a model allows, read from its JSON Schema: for messages that say what was expected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .problems import Steps
from .values import NONE


class Described:
    """A model by its JSON Schema.

    Args:
        schema: gives the schema, with `$defs`; called when it is needed.
    """

    def __init__(self, schema: Callable[[], Mapping[str, Any]]) -> None:
        self._schema = schema

    def at(self, path: Steps) -> Mapping[str, Any]:
        """The part of the schema that describes a path; empty where nothing does."""
        found: Mapping[str, Any] = self._schema()
        for step in path:
            whole, found = found, self._plain(found)
            if isinstance(step, int):
                lists = [choice for choice in (found, *_all_choices(whole)) if "items" in choice]
                found = lists[0]["items"] if lists else {}
            else:
                found = found.get("properties", {}).get(step) or entries(found)
        return found

    def keys(self, path: Steps) -> tuple[str, ...]:
        """The keys that the mapping at a path may have; empty where any will do."""
        return tuple(self._plain(self.at(path)).get("properties", ()))

    def description(self, path: Steps) -> str:
        """What the field at a path is, empty where it has no description."""
        found = self.at(path)
        return str(found.get("description") or self._plain(found).get("description", ""))

    def kind(self, path: Steps) -> str:
        """The JSON type of what stands at a path; empty where it may be of several, or nothing describes it."""
        return str(self._plain(self.at(path)).get("type", ""))

    def takes_none(self, path: Steps) -> bool:
        """Whether the word none may stand at a path."""
        found = self.at(path)
        return NONE in found.get("enum", ()) or any(choice.get("const") == NONE for choice in found.get("anyOf", ()))

    def _plain(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema with its reference followed; where it may be null, a word or a list of the same instead, without that.

        Of a name or a mapping it is the mapping.
        """
        wanted = [choice for choice in choices(schema) if choice.get("type") != "null" and "const" not in choice]
        single = [choice for choice in wanted if "items" not in choice] or wanted
        single = [choice for choice in single if "$ref" in choice] or single
        if len(single) == 1:
            return self._plain(single[0])
        if "$ref" in schema:
            return self._schema()["$defs"][schema["$ref"].removeprefix("#/$defs/")]
        return schema


def entries(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What a schema says of each entry of a mapping whose keys are names; empty where they are not."""
    by_pattern = list(schema.get("patternProperties", {}).values())
    any_name = schema.get("additionalProperties")
    return by_pattern[0] if by_pattern else any_name if isinstance(any_name, dict) else {}


def choices(schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """What a value may be one of; nothing where there is no choice."""
    return (*schema.get("anyOf", ()), *schema.get("oneOf", ()))


def _all_choices(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """As `choices`, and what those may be one of in their turn."""
    for choice in choices(schema):
        yield choice
        yield from _all_choices(choice)


def closed(root: dict[str, Any]) -> dict[str, Any]:
    """A model's schema with its definitions in order, in which no name may be other than its pattern says."""
    root["$defs"] = dict(sorted(root.get("$defs", {}).items()))
    for definition in (root, *root["$defs"].values()):
        for field in definition.get("properties", {}).values():
            if "patternProperties" in field:
                field["additionalProperties"] = False
    return root


def stack_file(title: str, key: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a whole stack file, for editors: one structured key under `config`, other keys as Pulumi has them.

    Args:
        title: what the file is.
        key: the key.
        schema: what stands there, with its `$defs`.
    """
    inner = dict(schema)
    definitions = inner.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "required": ["config"],
        "properties": {
            "config": {
                "type": "object",
                "description": "the stack's configuration; secrets stand here, beside the " + key.rpartition(":")[2],
                "required": [key],
                "properties": {key: inner},
            },
        },
        "$defs": definitions,
    }
