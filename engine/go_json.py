"""JSON as Go's encoding/json writes it, to the byte: lists and objects in a program's configuration, and what commands print."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final

from .wire import number


def text_of(value: Any) -> str:
    """The text of a value as Go's encoding/json would write it; a string is itself."""
    return value if isinstance(value, str) else _escaped(_json(value))


def line(value: Any) -> str:
    """A value on one line, keys sorted, without the escapes for the sake of HTML."""
    return _json(value).translate(_SEPARATORS)


def document(value: Any, step: str) -> str:
    """A value with each entry on a line of its own, keys in the order they have; `step` is one level's indentation."""
    return _lines(value, step, "\n").translate(_SEPARATORS)


def in_order(value: Any) -> Any:
    """The value with the keys of all its objects sorted, as Go writes its maps."""
    match value:
        case dict():
            return {key: in_order(value[key]) for key in sorted(value)}
        case list():
            return [in_order(inner) for inner in value]
    return value


def _lines(value: Any, step: str, new_line: str) -> str:
    deeper = new_line + step
    match value:
        case dict() if value:
            return "{" + ",".join(f"{deeper}{_json(k)}: {_lines(v, step, deeper)}" for k, v in value.items()) + new_line + "}"
        case list() if value:
            return "[" + ",".join(deeper + _lines(inner, step, deeper) for inner in value) + new_line + "]"
    return _json(value)


def _json(value: Any) -> str:
    match value:
        case dict():
            return "{" + ",".join(f"{_json(key)}:{_json(value[key])}" for key in sorted(value)) + "}"
        case list():
            return "[" + ",".join(map(_json, value)) + "]"
        case float():
            return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    """A float in its shortest form: without a fraction where it has none, with an exponent from 1e21 on and below 1e-6."""
    short = number(value)
    if isinstance(short, int):
        return str(short)
    if not value:
        return "-0"
    if 1e-6 <= abs(value) < 1e21:
        return f"{Decimal(repr(value)):f}"
    mantissa, _, exponent = repr(value).partition("e")
    return f"{mantissa}e{int(exponent):+d}" if exponent else mantissa


_SEPARATORS: Final = str.maketrans({c: f"\\u{ord(c):04x}" for c in "\u2028\u2029"})
_ESCAPES: Final = {**_SEPARATORS, **str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&"})}


def _escaped(text: str) -> str:
    """JSON with the characters escaped that Go escapes for the sake of HTML; they only stand inside strings."""
    return text.translate(_ESCAPES)
