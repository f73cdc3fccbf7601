"""JSON and YAML documents inside strings: policies, manifests and templates are compared by what they say.

Source: decodeValue in pkg/backend/display/object_diff.go.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from engine.values import Value

_SEPARATOR: Final = re.compile(r"^---(\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    kind: str
    value: Value


@lru_cache(maxsize=256)
def decode(text: str) -> Document | None:
    """The object or list that a string holds as JSON or, where it has several lines, as YAML; None where it holds neither."""
    text = text.strip()
    if text.startswith(("{", "[")):
        try:
            return Document("json", json.loads(text, parse_constant=_no_constant))
        except ValueError:
            pass  # perhaps it is YAML, whose flow style looks alike
    if "\n" not in text and "\r" not in text:
        return None
    value = _yaml(text)
    return Document("yaml", value) if isinstance(value, dict | list) else None


@lru_cache(maxsize=256)
def decode_all(text: str) -> Document | None:
    """As `decode`; of several YAML documents in one string, the list of them, which Pulumi's own diff takes for plain text."""
    found = decode(text)
    if found is not None or not _SEPARATOR.search(text):
        return found
    import yaml

    try:
        every = [_with_text_keys(each) for each in yaml.safe_load_all(text) if each is not None]
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return Document("yaml", every) if every and all(isinstance(each, dict | list) for each in every) else None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _yaml(text: str) -> Any:
    import yaml

    try:
        return _with_text_keys(yaml.safe_load(text))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _with_text_keys(value: Any) -> Any:
    """The value with numbers as keys written out, since properties are named by strings."""
    if isinstance(value, dict):
        if not all(isinstance(key, str | int | float) and not isinstance(key, bool) for key in value):
            raise ValueError("a key is neither a name nor a number")
        return {str(key): _with_text_keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_text_keys(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)
