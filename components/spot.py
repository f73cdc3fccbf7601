"""How a pool's nodes are divided between on-demand and spot; pure.

A managed node group of EKS buys all of its nodes on demand or all of them as spot instances
(docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types), and an ACK pool that mixes
them gives up the balance over zones (`multi_az_policy` of alicloud_cs_kubernetes_node_pool). So a share is two groups, and every
bound of the pool is divided between them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from .capacity import Capacity

SPOT_SUFFIX = "-spot"


class Part(NamedTuple):
    """One of the node groups that a pool consists of: its key, what it buys and how much of it."""

    key: str
    spot: bool
    capacity: Capacity


def parts(pool: str, capacity: Capacity, spot: int) -> tuple[Part, ...]:
    """The node groups of a pool: on demand first, none that could never hold a node.

    Each bound is divided by itself: on demand takes its share rounded up, so that spot never exceeds its own. The bounds of
    the parts sum up to the pool's, and each number is owned as the pool's is. A part whose max comes to 0 is left out: a small
    share of a small pool buys nothing on the spot market.

    Args:
        pool: the pool's name; the spot part is called `<pool>-spot`.
        capacity: the pool's min, max and initial number of nodes.
        spot: the share bought on the spot market, percent.
    """
    whole = (capacity.min, capacity.max, capacity.start)
    kept = tuple(-(-nodes * (100 - spot) // 100) for nodes in whole)
    bought = tuple(nodes - on_demand for nodes, on_demand in zip(whole, kept, strict=True))
    return tuple(
        Part(key, is_spot, replace(capacity, min=low, max=high, initial=None if capacity.initial is None else start))
        for key, is_spot, (low, high, start) in ((pool, False, kept), (pool + SPOT_SUFFIX, True, bought))
        if high > 0
    )
