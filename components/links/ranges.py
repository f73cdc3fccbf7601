"""Which of a network's ranges its linked tiers lie in: what routes and ACLs of the other end are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network


def ranges_holding(tiers: Iterable[str], ranges: Mapping[str, str], blocks: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The ranges that hold the subnets of some tiers, by their keys.

    Whole ranges, so that a zone that is added needs no route. What lies in them beside those tiers has no way back: its route
    tables lead to no other site.

    Args:
        tiers: the tiers.
        ranges: every range of the network, by key.
        blocks: the block of every subnet, by tier, then zone.
    """
    subnets = [IPv4Network(block) for tier in tiers for block in blocks.get(tier, {}).values()]
    return {key: text for key, text in ranges.items() if any(subnet.subnet_of(IPv4Network(text)) for subnet in subnets)}
