"""Property paths such as `tags.Name`, `ingress[0].ports` or `spec["a.b"][*]`, and what ignore_changes does with them.

Source: sdk/go/common/resource/properties_path.go.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, TypeAlias

from .errors import EngineError
from .values import Properties, Secret, Value

Path: TypeAlias = tuple[str | int, ...]

_NAME: Final = re.compile(r"[^.\[]+")
_QUOTED: Final = re.compile(r'\["((?:\\"|[^"])*)"')
_INTEGER: Final = re.compile(r"\A[+-]?[0-9]+\Z")
_PLAIN: Final = re.compile(r"\A[A-Za-z0-9_]*\Z")


class PathError(EngineError):
    """A text is no property path; the message is Pulumi's."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Path:
    """The elements of a path: names as strings, indices as ints, `*` for every element.

    Raises:
        PathError: the text is not a path.
    """
    if text.startswith("."):
        raise PathError("expected property path to start with a name or index")
    elements: list[str | int] = []
    while text:
        if text[0] == ".":
            text = text[1:]
            if not text:
                raise PathError("expected property path to end with a name or index")
        elif text.startswith('["'):
            element, text = _quoted(text)
            elements.append(element)
        elif text[0] == "[":
            index, text = _index(text)
            elements.append(index)
        else:
            name = _NAME.match(text)
            assert name is not None, "a name begins with what begins nothing else"
            elements.append(name[0])
            text = text[name.end() :]
    return tuple(elements)


def _quoted(text: str) -> tuple[str, str]:
    """The name between the quotes that `text` begins with, and what follows it."""
    found = _QUOTED.match(text)
    if found is None:
        raise PathError("missing closing quote in property name")
    if not text.startswith("]", found.end()):
        raise PathError("missing closing bracket in property access")
    return found[1].replace('\\"', '"'), text[found.end() + 1 :]


def _index(text: str) -> tuple[str | int, str]:
    """The index between the brackets that `text` begins with, and what follows it."""
    given, bracket, rest = text[1:].partition("]")
    if not bracket:
        raise PathError("missing closing bracket in array index")
    if given == "*":
        return given, rest
    if not _INTEGER.match(given):
        raise PathError(f'invalid array index: strconv.ParseInt: parsing "{given}": invalid syntax')
    return int(given), rest


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
