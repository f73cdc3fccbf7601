"""What the steps in force of an environment's migrations come to: what sites are sent, and what they keep of capacities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from components.capacity import Capacity
from components.traffic.migrations import Kind, capacity, weights
from components.traffic.steps import WHOLE

from .environment import Environment

_READ = {"traffic", "workloads", "migrations"}


def kept(environment: Environment, kind: Kind, name: str, site: str) -> int:
    """What a fleet, workload or cluster keeps of its capacity in a site, in percent."""
    if not environment.migrations:
        return WHOLE
    return capacity(environment.model_dump(mode="json", exclude_none=True, include=_READ), kind, name, site)


def at_least_one(capacity: Capacity) -> Capacity:
    """What is left of a workload, which never goes to 0 while its site is listed: a pod that answers health checks."""
    return replace(capacity, min=max(1, capacity.min), max=max(1, capacity.max))


def sent(environment: Environment, traffic: str) -> Mapping[str, int]:
    """What sites are sent of a name's requests, in percent: the weights of its records."""
    return weights(environment.model_dump(mode="json", exclude_none=True, include=_READ), traffic)
