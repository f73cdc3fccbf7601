"""Validation by JSON Schema, in the words of the validator that Pulumi uses.

Source of the words: github.com/xeipuuv/gojsonschema, locales.go.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_WORDS: Final = {
    "minimum": "Must be greater than or equal to {}",
    "exclusiveMinimum": "Must be greater than {}",
    "maximum": "Must be less than or equal to {}",
    "exclusiveMaximum": "Must be less than {}",
    "multipleOf": "Must be a multiple of {}",
    "minLength": "String length must be greater than or equal to {}",
    "maxLength": "String length must be less than or equal to {}",
    "pattern": "Does not match pattern '{}'",
    "format": "Does not match format '{}'",
    "minItems": "Array must have at least {} items",
    "maxItems": "Array must have at most {} items",
    "minProperties": "Must have at least {} properties",
    "maxProperties": "Must have at most {} properties",
    "contains": "At least one of the items must match",
    "anyOf": "Must validate at least one schema (anyOf)",
    "oneOf": "Must validate one and only one schema (oneOf)",
    "not": "Must not validate the schema (not)",
}
"""The sentence for each keyword, around the keyword's value; others need more than that, or keep the validator's own."""


def problems(properties: Mapping[str, Mapping[str, Any]], required: Sequence[str], given: Mapping[str, Any]) -> list[str]:
    """What is wrong with settings.

    Args:
        properties: the schema of each setting.
        required: the settings that must be there.
        given: the settings.
    """
    if not given and not required:
        return []  # nothing there, nothing needed
    import jsonschema

    schema = {"type": "object", "properties": dict(properties), "required": list(required)}
    errors = list(jsonschema.Draft7Validator(schema).iter_errors(dict(given)))
    mistyped = {error.json_path for error in errors if error.validator == "type"}
    return [_told(error) for error in errors if error.validator == "type" or error.json_path not in mistyped]


def _told(error: ValidationError) -> str:
    place = ".".join(map(str, error.absolute_path))
    words = _sentence(error, place or "(root)")
    return f"{place}: {words}" if place else words


def _sentence(error: ValidationError, field: str) -> str:
    expected: Any = error.validator_value
    match error.validator:
        case "type":
            types = [expected] if isinstance(expected, str) else expected
            return f"Invalid type. Expected: {'/'.join(types)}, given: {_type(error.instance)}"
        case "required":
            missing = next(name for name in expected if name not in error.instance and repr(name) in error.message)
            return f"{missing} is required"
        case "enum":
            return f"{field} must be one of the following: {', '.join(map(_json, expected))}"
        case "const":
            return f"{field} does not match: {_json(expected)}"
        case "additionalProperties" if expected is False:
            return error.message
    return _WORDS.get(str(error.validator), error.message).format(expected)


def _type(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
        case int():
            return "integer"
    return "integer" if value.is_integer() else "number"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
