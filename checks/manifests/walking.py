"""Places in an object: those that a pattern like `spec.containers[].ports[].hostPort` means, with what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from engine.values import UNKNOWN


def found(value: Any, pattern: str, start: str = "") -> Iterator[tuple[str, Any]]:
    """The places of a pattern that are given and known, by their paths.

    Args:
        value: where to look.
        pattern: names joined by dots; `[]` after one means each item of a list, `{}` each value of a map.
        start: the path of `value`.
    """
    places = [(start, value)]
    for name in pattern.split(".") if pattern else ():
        places = [
            below
            for path, held in places
            if isinstance(held, Mapping) and (key := name.rstrip("[]{}")) in held
            for below in _below(join(path, key), held[key], name.removeprefix(key))
        ]
    return ((path, held) for path, held in places if held is not UNKNOWN and held is not None)


def _below(path: str, held: Any, each: str) -> Iterable[tuple[str, Any]]:
    if each == "[]":
        return items(held, path)
    if each == "{}":
        return [(join(path, str(key)), item) for key, item in held.items()] if isinstance(held, Mapping) else ()
    return [(path, held)]


def items(value: Any, path: str) -> list[tuple[str, Any]]:
    """The items of a list by their paths; none of what is no list."""
    return [(f"{path}[{index}]", item) for index, item in enumerate(value)] if isinstance(value, list) else []


def get(value: Any, pattern: str) -> Any:
    """What stands at a place; None for nothing, UNKNOWN where that or something on the way is not known."""
    for name in pattern.split("."):
        if value is UNKNOWN:
            return UNKNOWN
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def join(path: str, name: str) -> str:
    """A name below a path; one that has dots or slashes of its own stands in brackets."""
    if not name.replace("-", "").replace("_", "").isalnum():
        return f'{path}["{name}"]'
    return f"{path}.{name}" if path else name


def spelled(steps: Sequence[str | int]) -> str:
    """A path of names and places in lists, as people read it."""
    path = ""
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else join(path, step)
    return path
