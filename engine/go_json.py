"""JSON as Go's encoding/json writes it: what a program is given of lists and objects in its configuration, to the byte."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final

from .wire import number


def text_of(value: Any) -> str:
    """The text of a value as Go's encoding/json would write it; a string is itself."""
    return value if isinstance(value, str) else _escaped(_json(value))


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
    if 1e-6 <= abs(value) < 1e21:
        return f"{Decimal(repr(value)):f}"
    mantissa, _, exponent = repr(value).partition("e")
    return f"{mantissa}e{int(exponent):+d}" if exponent else mantissa


_ESCAPES: Final = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def _escaped(text: str) -> str:
    """JSON with the characters escaped that Go escapes for the sake of HTML; they only stand inside strings."""
    return text.translate(_ESCAPES)
