"""What the steps in force of an environment's migrations come to: what sites are sent, and what they keep of capacities."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from components.capacity import Capacity
from components.spot import parts
from components.traffic.migrations import Kind, capacity, migrations, weights
from components.traffic.steps import WHOLE, share_of

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


def nodes_kept(capacity: Capacity, share: int, spot: int) -> Capacity:
    """What is left of a pool's nodes while its cluster is drained.

    Where an autoscaler moves the number it follows the pods that go, and once nothing is kept its lower bound goes too, to one node
    where there was one: workloads keep a pod each, and what a cluster needs for itself stands somewhere. Steps before that leave
    it, since EKS may refuse it on their way back (`components.aws.cluster_pools`). The upper bound stays: no pod that is left waits
    for a node. A number that is the program's shrinks with each step, as far as each group of the pool keeps a node: one without
    any would be lost.

    Args:
        capacity: the pool's.
        share: what its cluster keeps, in percent; 100 for all of it.
        spot: the share of its nodes that is bought on the spot market, in percent.
    """
    if share == WHOLE:
        return capacity
    if capacity.moved:
        return capacity if share else replace(capacity, min=min(1, capacity.min))
    groups = len(parts("", capacity, spot))
    least = max(1, share_of(capacity.min, share))
    shrunk = (replace(capacity, min=number, max=number, initial=None) for number in itertools.count(least))
    return next(each for each in shrunk if len(parts("", each, spot)) == groups)


def of_nodes(environment: Environment, cluster: str, site: str) -> dict[str, Any]:
    """What the pools of a cluster in a site are told of its drain.

    Returns:
        `kept`, what it keeps of its nodes, in percent; `enforced`, whether an update that must set the numbers of pools sets them
        here: while a drain is declared in the sites that it names alone, since the way back must take no live nodes from others.
    """
    said = environment.model_dump(mode="json", exclude_none=True, include=_READ)
    drains = [each.sites for each in migrations(said) if (each.kind, each.of) == ("clusters", cluster)]
    return {
        "kept": capacity(said, "clusters", cluster, site),
        "enforced": not drains or any(site in sites for sites in drains),
    }


def sent(environment: Environment, traffic: str) -> Mapping[str, int]:
    """What sites are sent of a name's requests, in percent: the weights of its records."""
    return weights(environment.model_dump(mode="json", exclude_none=True, include=_READ), traffic)
