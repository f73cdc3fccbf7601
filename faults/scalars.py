"""What a plain YAML scalar means to Pulumi's CLI: the rules of gopkg.in/yaml.v3 (its resolve.go), not those of PyYAML.

`12:30`, `NO` and `on` are strings, `017` and `0o17` are fifteen, `1e3` is a number, `2026-12-01` is a point in time.
"""

from __future__ import annotations

import re
from datetime import date

STRING, NULL, BOOLEAN, INTEGER, FLOAT = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "null", "bool", "int", "float"))
MAPPING, SEQUENCE = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
TIMESTAMP, MERGE, BINARY = (f"tag:yaml.org,2002:{kind}" for kind in ("timestamp", "merge", "binary"))

Scalar = None | bool | int | float | str

_WORDS: dict[str, tuple[str, Scalar]] = {
    **dict.fromkeys(("true", "True", "TRUE"), (BOOLEAN, True)),
    **dict.fromkeys(("false", "False", "FALSE"), (BOOLEAN, False)),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), (NULL, None)),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), (FLOAT, float("nan"))),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), (FLOAT, float("inf"))),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), (FLOAT, float("-inf"))),
    "<<": (MERGE, "<<"),
}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+(_[0-9]+)*|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INTEGER = re.compile(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))")
_DAY = r"(\d{4})-(\d{1,2})-(\d{1,2})"
_CLOCK = r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?"
_ZONE = r"(?:Z|[-+](?:[01]\d|2[0-4]):[0-5]\d)"
_TIMESTAMP = re.compile(f"{_DAY}(?:[Tt]{_CLOCK}{_ZONE}| {_CLOCK})?")
_LARGEST, _SMALLEST = 2**64 - 1, -(2**63)


def resolve(text: str) -> tuple[str, Scalar]:
    """The tag and the value of a plain scalar; a timestamp's value is its text."""
    if text in _WORDS:
        return _WORDS[text]
    if not text[0].isascii() or text[0] not in "+-.0123456789":
        return STRING, text
    if _is_timestamp(text):
        return TIMESTAMP, text
    plain = text if text[0] == "." else text.replace("_", "")
    if (integer := _integer(plain)) is not None:
        return INTEGER, integer
    if _FLOAT.fullmatch(plain) and (number := float(plain)) not in {float("inf"), float("-inf")}:
        return FLOAT, number
    return STRING, text


def _integer(plain: str) -> int | None:
    match = _INTEGER.fullmatch(plain)
    if match is None:
        return None
    sign, *digits = match.groups()
    base, found = next((base, digits) for base, digits in zip((16, 2, 8, 10), digits, strict=True) if digits is not None)
    value = int(sign + found, base)
    # A signed number must fit 64 bits with their sign, one without a sign may use all of them; a larger one becomes a float.
    return value if _SMALLEST <= value <= (_LARGEST if not sign else 2**63 - 1) else None


def _is_timestamp(text: str) -> bool:
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        return False
    year, month, day, *clock = (int(group) for group in match.groups() if group is not None)
    try:
        date(year or 4, month, day)  # Go knows a year 0, a leap year; Python does not
    except ValueError:
        return False
    return not clock or (clock[0] < 24 and clock[1] < 60 and clock[2] < 60)
