"""Which IPv6 block each subnet has: one of the 256 /64 blocks of its network's /56.

Both clouds give a network a /56 and a subnet a /64 of it, chosen by its last eight bits; the /56 itself is known only once the
network exists. Sources: docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (Amazon-provided blocks) and
subnet-sizing.html there; `Ipv6CidrBlock` in
www.alibabacloud.com/help/en/vpc/developer-reference/api-vpc-2016-04-28-createvswitch.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv6Network

from .cut import TIERS, ExtraTier, zone_slot

NETWORK_SIZE = 56
SUBNET_SIZE = 64
_TIER_BITS = 5


def ipv6_index(tier: str, letter: str, tiers: Mapping[str, ExtraTier] | None = None) -> int:
    """The number of a subnet's /64 among the 256 of its network's /56: three bits of its zone's slot, five of its tier's number.

    The four tiers are numbers 0 to 3, and an extra tier 3 more than its slot; so nothing moves with a zone or a tier that comes
    or goes.

    Args:
        tier: one of the four, or of `tiers`.
        letter: the zone's letter.
        tiers: tiers beside the four, by name.
    """
    number = TIERS.index(tier) if tier in TIERS else len(TIERS) - 1 + (tiers or {})[tier].slot
    return zone_slot(letter) << _TIER_BITS | number


def ipv6_block(network: str, index: int) -> str:
    """A subnet's /64, once the network's /56 is known.

    Args:
        network: the network's block, a /56.
        index: `ipv6_index` of the subnet.

    Raises:
        ValueError: the block is no /56, or has no such part.
    """
    whole = IPv6Network(network)
    if whole.prefixlen != NETWORK_SIZE:
        raise ValueError(f"{network} is a /{whole.prefixlen}, and a network's IPv6 block is a /{NETWORK_SIZE}")
    if index not in range(1 << (SUBNET_SIZE - NETWORK_SIZE)):
        raise ValueError(f"{index} is none of the {1 << (SUBNET_SIZE - NETWORK_SIZE)} parts of {network}")
    return str(IPv6Network((int(whole.network_address) + (index << (128 - SUBNET_SIZE)), SUBNET_SIZE)))
