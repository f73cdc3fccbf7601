"""What the model of an environment allows, as a JSON Schema: for editors, and for messages that say what was expected."""

from __future__ import annotations

import functools
import json
from typing import Any

from .defaults import DEFAULTS, TIERS
from .described import Described, closed, entries, stack_file
from .model import Environment

KEY = "nusantara:environment"
"""The key of a stack's configuration that holds its environment."""


def schema() -> dict[str, Any]:
    """The JSON Schema of a whole stack file, for editors: `nusantara:environment` under `config`, other keys as Pulumi has them."""
    return stack_file("A stack file of nusantara", KEY, _environment())


@functools.cache
def _environment() -> dict[str, Any]:
    root = closed(Environment.model_json_schema())
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
        schema = entries(schema) if step == "*" else schema["properties"][step]
        if "$ref" in schema and "properties" not in schema:
            schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema


ENVIRONMENT = Described(_environment)
"""What may stand in an environment."""
