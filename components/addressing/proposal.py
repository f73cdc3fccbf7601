"""Which blocks a further site of an environment should have."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network
from typing import NamedTuple

from .blocks import part, remainder
from .faults import pair_faults

_WHOLES = range(14, 19)
"""Prefix lengths of what is given to a site, the best first: a /14 holds two /16 and as much again for tiers to come, a /18 the two
/19 that are the least."""
_LARGEST = 16


class Proposal(NamedTuple):
    """Blocks for a site, and what is left beside them for the blocks of tiers to come."""

    cidr: IPv4Network
    pods: IPv4Network
    room: tuple[IPv4Network, ...]


def next_blocks(space: str, taken: Iterable[IPv4Network]) -> Proposal | None:
    """The blocks of the next site: as large as there is room for, and of these the first that are free.

    The two lie side by side, aligned, in one private range, so that either cloud joins them to one network. The same space with
    the same blocks in it always gives the same proposal.

    Args:
        space: the environment's address space.
        taken: what lies in it: blocks of sites, peers, the virtual addresses of Services.

    Returns:
        None where nothing is left for a /19 and another one beside it.
    """
    whole, others = IPv4Network(space), tuple(taken)
    for size in _WHOLES:
        if size < whole.prefixlen:
            continue
        for block in whole.subnets(new_prefix=size):
            if any(block.overlaps(other) for other in others):
                continue
            bits = max(1, _LARGEST - size)
            cidr, pods = part(block, bits, 0), part(block, bits, 1)
            if not pair_faults(cidr, pods):
                return Proposal(cidr, pods, tuple(remainder(block, (cidr, pods))))
    return None
