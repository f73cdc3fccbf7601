"""Property paths such as `tags.Name`, `ingress[0].ports` or `spec["a.b"][*]`, and what ignore_changes does with them.

Source: sdk/go/common/resource/properties_path.go.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, TypeAlias

from .values import Properties, Secret, Value

Path: TypeAlias = tuple[str | int, ...]

_SEGMENT: Final = re.compile(
    r"""
    \.?\[ "(?P<quoted>(?:\\"|[^"])*)" \]    # ["any key"]
  | \.?\[ (?P<index>-?\d+|\*) \]             # [0] or [*]
  | (?P<dot>\.)? (?P<name>[^.\[]+)           # name
    """,
    re.VERBOSE,
)
_PLAIN: Final = re.compile(r"\A[A-Za-z0-9_]*\Z")


@lru_cache(maxsize=4096)
def parse(text: str) -> Path:
    """The elements of a path: names as strings, indices as ints, `*` for every element.

    Raises:
        ValueError: the text is not a path.
    """
    elements: list[str | int] = []
    position = 0
    while position < len(text):
        match = _SEGMENT.match(text, position)
        if match is None or (match["dot"] and not elements):
            raise ValueError(f"{text!r} is not a property path: expected a name or an index at character {position + 1}")
        if match["quoted"] is not None:
            elements.append(match["quoted"].replace('\\"', '"'))
        elif match["index"] is not None:
            elements.append("*" if match["index"] == "*" else int(match["index"]))
        else:
            elements.append(match["name"])
        position = match.end()
    return tuple(elements)


def render(path: Path) -> str:
    """The text of a path; names other than letters, digits and `_` are quoted."""
    text = ""
    for element in path:
        if isinstance(element, int):
            text += f"[{element}]"
        elif _PLAIN.match(element):
            text += f".{element}" if text else element
        else:
            quoted = element.replace('"', '\\"')
            text += f'["{quoted}"]'
    return text


def contains(pattern: Path, path: Path) -> bool:
    """Whether `path` is what `pattern` names, or lies below it; `*` in the pattern matches any element."""
    return len(path) >= len(pattern) and all(
        wanted == "*" or (wanted == given and type(wanted) is type(given)) for wanted, given in zip(pattern, path, strict=False)
    )


def reset(path: Path, old: Properties, new: Properties) -> tuple[Properties, bool]:
    """The new properties with what the path names as it was in the old ones.

    Returns:
        The properties, and whether the path could be followed: an element that was added or removed cannot be ignored.
    """
    value, followed = _reset(path, old, new, secret=False)
    return value, followed


def _reset(path: Path, old: Value, new: Value, *, secret: bool) -> tuple[Value, bool]:
    if not path:
        return new, False
    while isinstance(old, Secret):
        old, secret = old.value, True
    if isinstance(new, Secret):
        value, followed = _reset(path, old, new.value, secret=False)  # what is put back stays inside the new secret
        return Secret(value), followed
    head, rest = path[0], path[1:]
    if head == "*":
        return _reset_all(rest, old, new, secret=secret)
    if isinstance(head, int):
        return _reset_index(head, rest, old, new, secret=secret)
    return _reset_key(head, rest, old, new, secret=secret)


def _restored(value: Value, *, secret: bool) -> Value:
    return Secret(value) if secret and not isinstance(value, Secret) else value


def _reset_key(key: str, rest: Path, old: Value, new: Value, *, secret: bool) -> tuple[Value, bool]:
    if not rest:
        if not isinstance(new, dict):
            return new, not (isinstance(old, dict) and key in old)
        if isinstance(old, dict) and key in old:
            return {**new, key: _restored(old[key], secret=secret)}, True
        return {name: value for name, value in new.items() if name != key}, True
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new, not isinstance(old, dict) and not isinstance(new, dict)
    if key not in new:
        return new, key not in old
    value, followed = _reset(rest, old.get(key), new[key], secret=secret)
    return {**new, key: value}, followed


def _reset_index(index: int, rest: Path, old: Value, new: Value, *, secret: bool) -> tuple[Value, bool]:
    if index < 0:
        return new, False
    if not isinstance(old, list) or not isinstance(new, list):
        return new, not isinstance(old, list) and not isinstance(new, list)
    if index >= len(old) or index >= len(new):
        return new, not rest and index >= len(old) and index >= len(new)
    if rest:
        value, followed = _reset(rest, old[index], new[index], secret=secret)
    else:
        value, followed = _restored(old[index], secret=secret), True
    return [*new[:index], value, *new[index + 1 :]], followed


def _reset_all(rest: Path, old: Value, new: Value, *, secret: bool) -> tuple[Value, bool]:
    if isinstance(new, dict):
        if not isinstance(old, dict):
            return new, not rest
        if not rest:
            return {key: _restored(value, secret=secret) for key, value in old.items()}, True
        result = dict(new)
        for key, value in old.items():
            if key not in new:
                return result, False
            result[key], followed = _reset(rest, value, new[key], secret=secret)
            if not followed:
                return result, False
        return result, True
    if isinstance(new, list):
        if not isinstance(old, list):
            return new, not rest
        result = list(new)
        for index in range(min(len(old), len(new))):
            if not rest:
                result[index] = _restored(old[index], secret=secret)
                continue
            result[index], followed = _reset(rest, old[index], new[index], secret=secret)
            if not followed:
                return result, False
        return result, len(old) == len(new)
    return new, False
