"""Which blocks a further site of an environment should have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    """The blocks of the next site: as large as there is room for; of these, where most is free around them, and the first.

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
        found = [block for block in _free(whole, size, others) if not pair_faults(*_pair(block))]
        if found:
            block = max(found, key=lambda each: _room_around(each, whole, others))
            cidr, pods = _pair(block)
            return Proposal(cidr, pods, tuple(remainder(block, (cidr, pods))))
    return None


def _free(whole: IPv4Network, size: int, taken: tuple[IPv4Network, ...]) -> Iterator[IPv4Network]:
    for block in whole.subnets(new_prefix=size) if size >= whole.prefixlen else ():
        if not any(block.overlaps(other) for other in taken):
            yield block


def _pair(block: IPv4Network) -> tuple[IPv4Network, IPv4Network]:
    """The two blocks that a site has of what it is given."""
    bits = max(1, _LARGEST - block.prefixlen)
    return part(block, bits, 0), part(block, bits, 1)


def _room_around(block: IPv4Network, whole: IPv4Network, taken: tuple[IPv4Network, ...]) -> int:
    """How many addresses are free in what a site is given where there is room: what another site may still want is left to it."""
    around = max(whole, block.supernet(new_prefix=_WHOLES[0]), key=lambda each: each.prefixlen)
    return sum(each.num_addresses for each in remainder(around, taken))
