"""Which part of a site's blocks each zone and tier has."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal, TypeAlias, get_args

from .blocks import part

Tier: TypeAlias = Literal["public", "private", "data", "pods"]
TIERS: tuple[Tier, ...] = get_args(Tier)

ZONE_BITS = 3
"""A site's block is cut into 2**3 zone slots."""
QUARTERS = ("public", "data", "reserved-1", "reserved-2")
"""The quarters of the second half of a zone's part of `cidr`; no tier of the four has the last two."""


@dataclass(frozen=True, kw_only=True)
class ExtraTier:
    """A tier of an environment's own beside the four: a second data tier, more room for pods.

    Args:
        like: the tier of the four whose routes, tags and ACL it has.
        slot: its number among the extra tiers of its network, 1 to 28, which it keeps for good. Slots 1 and 2 are the quarters
            that each zone's part of `cidr` holds in reserve; every slot is a place among the IPv6 blocks.
        cidr: a secondary block of its own, a /16 to a /19, cut by zone as that of pods is; needed from slot 3 on.
        was: its earlier names, so that a renamed tier replaces nothing.
    """

    like: Tier
    slot: int
    cidr: str | None = None
    was: tuple[str, ...] = ()


def zone_slot(letter: str) -> int:
    """The slot of a zone letter among the eight: its place in the alphabet, modulo 8."""
    return string.ascii_lowercase.index(letter) % (1 << ZONE_BITS)


def zone_block(block: str, letter: str) -> str:
    """The part of a site's block that belongs to one zone."""
    return str(part(IPv4Network(block), ZONE_BITS, zone_slot(letter)))


def subnet(tier: str, letter: str, *, cidr: str, pods: str) -> str:
    """The block of one tier in one zone.

    Args:
        tier: a `Tier`, or "reserved-1" or "reserved-2", which no subnet uses yet.
        letter: the zone's letter.
        cidr: the site's block.
        pods: the site's block for pods.

    Raises:
        ValueError: for a tier that has no place in the cut.
    """
    if tier == "pods":
        return zone_block(pods, letter)
    return str(tier_part(IPv4Network(zone_block(cidr, letter)), tier))


def tier_part(zone: IPv4Network, tier: str) -> IPv4Network:
    """The part of a zone's block, itself a part of `cidr`, that belongs to a tier; otherwise as `subnet`."""
    if tier == "private":
        return part(zone, 1, 0)
    if tier not in QUARTERS:
        raise ValueError(f"{tier} has no place in a zone's block; {', '.join(('private', *QUARTERS, 'pods'))} have")
    return part(part(zone, 1, 1), 2, QUARTERS.index(tier))


def subnets(
    zones: Iterable[str],
    *,
    cidr: str,
    pods: str,
    tiers: Mapping[str, ExtraTier] | None = None,
    pinned: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, dict[str, str]]:
    """The blocks of every tier in every zone: by tier, then by zone letter.

    Args:
        zones: the letters of the zones in use.
        cidr: the site's block.
        pods: the site's block for pods.
        tiers: tiers beside the four, by name.
        pinned: blocks that stand elsewhere than the cut has them, by tier and zone.
    """
    letters = tuple(zones)
    blocks: dict[str, dict[str, str]] = {
        tier: {letter: subnet(tier, letter, cidr=cidr, pods=pods) for letter in letters} for tier in TIERS
    }
    for name, tier in (tiers or {}).items():
        if tier.cidr is not None:
            blocks[name] = {letter: zone_block(tier.cidr, letter) for letter in letters}
        else:
            blocks[name] = {letter: subnet(f"reserved-{tier.slot}", letter, cidr=cidr, pods=pods) for letter in letters}
    for name, by_zone in (pinned or {}).items():
        blocks[name] |= {letter: block for letter, block in by_zone.items() if letter in letters}
    return blocks
