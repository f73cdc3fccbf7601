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
    claims,
    containers,
    data,
    grants,
    images,
    ingresses,
    limit_ranges,
    limits,
    metrics,
    mounts,
    names,
    peers,
    placement,
    ports,
    probes,
    quotas,
    rollouts,
    routes,
    schedules,
    security,
    selectors,
    services,
    targets,
    words,
)

Check: TypeAlias = Callable[[Manifest, Neighbours], Iterator[Problem]]

RULES: Final[tuple[Check, ...]] = (
    names.problems,
    words.problems,
    ports.problems,
    services.problems,
    ingresses.problems,
    routes.problems,
    peers.problems,
    bounds.problems,
    rollouts.problems,
    metrics.problems,
    limits.problems,
    limit_ranges.problems,
    quotas.problems,
    selectors.problems,
    mounts.problems,
    containers.problems,
    placement.problems,
    data.problems,
    claims.problems,
    grants.problems,
    probes.problems,
    images.problems,
    schedules.problems,
    budgets.problems,
    targets.problems,
    security.problems,
)
