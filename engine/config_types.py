"""Types of configuration values, as Pulumi.yaml declares them. Source: sdk/go/common/workspace/project.go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class ConfigType:
    """What Pulumi.yaml says of one configuration key: its type, and its value where a stack sets none."""

    type: str = ""
    items: Mapping[str, Any] | None = None
    value: Any = None
    has_value: bool = False
    secret: bool = False


TYPES: Final = ("string", "integer", "boolean", "array", "object")


def matches(value: Any, type_: str, items: Mapping[str, Any] | None) -> bool:
    """Whether a configuration value is of the type that Pulumi.yaml declares; text that reads as an integer or a boolean is one."""
    match type_:
        case "string":
            return isinstance(value, str)
        case "integer":
            return _is_integer(value)
        case "boolean":
            return isinstance(value, bool) or value in ("true", "false")
        case "object":
            return isinstance(value, dict)
    return (
        isinstance(value, list) and items is not None and all(matches(v, items.get("type", ""), items.get("items")) for v in value)
    )


def _is_integer(value: Any) -> bool:
    if isinstance(value, str):
        return value.removeprefix("-").removeprefix("+").isdecimal()
    return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)


def type_name(type_: str, items: Mapping[str, Any] | None) -> str:
    """The declared type as Pulumi words it: `array<string>`."""
    return f"array<{type_name(items.get('type', ''), items.get('items'))}>" if items else type_
