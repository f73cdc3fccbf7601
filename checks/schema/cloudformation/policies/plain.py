"""What can be read in a policy of which something may be unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.values import Output, ResourceReference, Secret, Unknown


def is_open(value: Any) -> bool:
    """Whether nothing can be said of a value."""
    return isinstance(value, (Unknown, Secret, Output, ResourceReference))


def texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """The texts that an element is, or has, with their paths."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        yield from ((f"{path}[{index}]", each) for index, each in enumerate(value) if isinstance(each, str))
