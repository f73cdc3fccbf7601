"""Values of properties as analyses ask for them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def nested(value: Any, *path: str) -> Any:
    """What stands at a path; None for nothing."""
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def number(value: Any, default: float) -> float:
    """A number, or what counts where none is given; what only an update can tell counts as the greatest there is."""
    if value is None:
        return default
    return float(value) if isinstance(value, int | float) else math.inf
