"""Values and types in a sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from engine.values import Archive, Asset

from .types import Anything, Blob, ListOf, MapOf, Named, OneOf, OneValue, Record, Scalar, Type

_LONGEST: Final = 40
_MOST: Final = 6
_SCALARS: Final = {"str": "a string", "int": "an integer", "float": "a number", "bool": "a boolean"}


def expected(wanted: Type) -> str:
    """What belongs somewhere."""
    match wanted:
        case Scalar(python):
            return _SCALARS[python]
        case ListOf(of):
            return f"a list of {_plural(of)}"
        case MapOf(of):
            return f"a map of {_plural(of)}"
        case Record(name) | Named(name):
            return f"an object ({name.rpartition('.')[2]})" if name.endswith("Args") else f"a value of {name.rpartition('.')[2]}"
        case OneValue(values, name):
            return f"a value of {name}" if name else " or ".join(quoted(str(value)) for value in values)
        case OneOf(options):
            return " or ".join(dict.fromkeys(expected(option) for option in options))
        case Blob():
            return "an asset or archive"
        case Anything():
            return "a value"


def _plural(of: Type) -> str:
    match of:
        case Scalar(python):
            return f"{_SCALARS[python].partition(' ')[2]}s"
        case Named(name) if name.endswith("Args"):
            return f"objects ({name.rpartition('.')[2]})"
        case ListOf():
            return "lists"
        case MapOf():
            return "maps"
    return "values"


def kind_of(value: Any) -> str:
    """What a value is."""
    match value:
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "an integer" if value.is_integer() else "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case Asset():
            return "an asset"
        case Archive():
            return "an archive"
    return "an object"


def shown(value: Any) -> str:
    """A plain value, cut where it is long."""
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    cut = f"{whole[:_LONGEST]}…" if isinstance(whole, str) and len(whole) > _LONGEST else whole
    return json.dumps(cut, ensure_ascii=False)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def listed(names: Sequence[str]) -> str:
    """What there is, as in `are a, b and 3 more`."""
    if not names:
        return "is none"
    rest = len(names) - _MOST
    told = ", ".join(names[:_MOST]) + (f" and {rest} more" if rest > 0 else "")
    return f"{'is' if len(names) == 1 else 'are'} {told}"
