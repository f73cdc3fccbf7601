"""An environment with everything in another order whose order means nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Final

import yaml

ORDERED: Final = frozenset({"types", "checkpoints", "name_servers"})
"""Lists whose order says something: instance types in order of preference, shares of a roll-out one after the other, and DNS servers
in the order in which they are asked."""


def reordered(seed: int | None) -> Callable[[str], str]:
    """A change that puts every mapping, and every list whose order means nothing, into another order.

    Args:
        seed: which order; None for the reverse.
    """
    chance = random.Random(seed)

    def arranged(items: list[Any]) -> list[Any]:
        return items[::-1] if seed is None else chance.sample(items, len(items))

    def turned(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: turned(inner, name) for name, inner in arranged(list(value.items()))}
        if isinstance(value, list):
            inner = [turned(each) for each in value]
            return inner if key in ORDERED else arranged(inner)
        return value

    return lambda text: yaml.safe_dump(turned(yaml.safe_load(text)), sort_keys=False)
