"""What schemas miss, a file a concept; each gives what is wrong with one object, which it may hold to the others of its cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from ..neighbours import Neighbours
from ..objects import Manifest
from ..problem import Problem
from . import (
    bounds,
    budgets,
    images,
    limit_ranges,
    limits,
    mounts,
    names,
    ports,
    probes,
    schedules,
    security,
    selectors,
    targets,
    words,
)

Check: TypeAlias = Callable[[Manifest, Neighbours], Iterator[Problem]]

RULES: Final[tuple[Check, ...]] = (
    names.problems,
    words.problems,
    ports.problems,
    bounds.problems,
    limits.problems,
    limit_ranges.problems,
    selectors.problems,
    mounts.problems,
    probes.problems,
    images.problems,
    schedules.problems,
    budgets.problems,
    targets.problems,
    security.problems,
)
