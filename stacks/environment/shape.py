"""What the model allows, read from its JSON Schema: for editors, and for messages that say what was expected."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

from .defaults import DEFAULTS, TIERS
from .model import Environment
from .problems import Steps
from .values import NONE

KEY = "nusantara:environment"
"""The key of a stack's configuration that holds its environment."""


def schema() -> dict[str, Any]:
    """The JSON Schema of a whole stack file, for editors: `nusantara:environment` under `config`, other keys as Pulumi has them."""
    environment = dict(_environment())
    definitions = environment.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A stack file of nusantara",
        "type": "object",
        "required": ["config"],
        "properties": {
            "config": {
                "type": "object",
                "description": "the stack's configuration; secrets stand here, beside the environment",
                "required": [KEY],
                "properties": {KEY: environment},
            },
        },
        "$defs": definitions,
    }


def at(path: Steps) -> Mapping[str, Any]:
    """The part of the environment's schema that describes a path; empty where nothing does."""
    found: Mapping[str, Any] = _environment()
    for step in path:
        whole, found = found, _plain(found)
        if isinstance(step, int):
            lists = [choice for choice in (found, *_choices(whole)) if "items" in choice]
            found = lists[0]["items"] if lists else {}
        else:
            found = found.get("properties", {}).get(step) or _entries(found)
    return found


def keys(path: Steps) -> tuple[str, ...]:
    """The keys that the mapping at a path may have; empty where any will do."""
    return tuple(_plain(at(path)).get("properties", ()))


def description(path: Steps) -> str:
    """What the field at a path is, empty where it has no description."""
    found = at(path)
    return str(found.get("description") or _plain(found).get("description", ""))


def kind(path: Steps) -> str:
    """The JSON type of what stands at a path; empty where it may be of several, or nothing describes it."""
    return str(_plain(at(path)).get("type", ""))


def takes_none(path: Steps) -> bool:
    """Whether the word none may stand at a path."""
    found = at(path)
    return NONE in found.get("enum", ()) or any(choice.get("const") == NONE for choice in found.get("anyOf", ()))


def _entries(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What the schema says of each entry of a mapping whose keys are names; empty where they are not."""
    by_pattern = list(schema.get("patternProperties", {}).values())
    any_name = schema.get("additionalProperties")
    return by_pattern[0] if by_pattern else any_name if isinstance(any_name, dict) else {}


def _plain(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema with its reference followed and, where it may be null, a single word or a list of the same instead, without that.

    Of a name or a mapping it is the mapping.
    """
    choices = [choice for choice in _choices(schema) if choice.get("type") != "null" and "const" not in choice]
    single = [choice for choice in choices if "items" not in choice] or choices
    single = [choice for choice in single if "$ref" in choice] or single
    if len(single) == 1:
        return _plain(single[0])
    if "$ref" in schema:
        return _environment()["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema


def _choices(schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    return (*schema.get("anyOf", ()), *schema.get("oneOf", ()))


@functools.cache
def _environment() -> dict[str, Any]:
    root = Environment.model_json_schema()
    root["$defs"] = dict(sorted(root["$defs"].items()))
    for definition in (root, *root["$defs"].values()):
        for field in definition["properties"].values():
            if "patternProperties" in field:
                field["additionalProperties"] = False
    for default in DEFAULTS:
        steps = default.path.split(".")
        _leave_out(root, root, steps)
        values = ", ".join(f"{json.dumps(default.value(tier))} in {tier}" for tier in TIERS)
        _field(root, root, steps)["description"] += f"; by default {values}"
    return root


def _leave_out(root: dict[str, Any], schema: dict[str, Any], steps: list[str]) -> bool:
    """Require a field no more, nor a mapping that requires nothing else; tells whether `schema` requires nothing at all."""
    step, *rest = steps
    if rest and (not _leave_out(root, _field(root, schema, [step]), rest) or step == "*"):
        return False
    schema["required"] = [name for name in schema.get("required", ()) if name != step]
    return not schema["required"]


def _field(root: dict[str, Any], schema: dict[str, Any], steps: list[str]) -> dict[str, Any]:
    for step in steps:
        schema = _entries(schema) if step == "*" else schema["properties"][step]
        if "$ref" in schema and "properties" not in schema:
            schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema
