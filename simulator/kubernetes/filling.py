"""Putting into objects, in place, what an API server adds to them; what is secret or not known yet is left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def fill(node: Any, values: Mapping[str, Any]) -> None:
    """Put values where nothing stands yet."""
    if isinstance(node, dict):
        for key, value in values.items():
            if node.get(key) is None:
                node[key] = _own(value)


def at(node: Any, *keys: str) -> Any:
    """The object at some keys; None where there is none."""
    for key in keys:
        node = node.get(key) if isinstance(node, dict) else None
    return node


def opened(node: Any, key: str) -> Any:
    """The object at a key, an empty one where nothing stands yet."""
    fill(node, {key: {}})
    return at(node, key)


def each(node: Any, key: str) -> Iterator[dict[str, Any]]:
    """The objects in the list at a key."""
    found = at(node, key)
    return (item for item in found if isinstance(item, dict)) if isinstance(found, list) else iter(())


def _own(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _own(item) for key, item in value.items()}
    return [_own(item) for item in value] if isinstance(value, list) else value
