"""Which route table a subnet follows, by a key that is known before there is one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pulumi

    from .network import Network


def shared_key(like: str, zone: str) -> str:
    """The key of a table where tiers share them: private and pods one in each zone, public and data one in all zones.

    Args:
        like: which of the four the tier is like.
        zone: the letter of the subnet's zone.
    """
    return like if like in ("public", "data") else f"private-{zone}"


def tables_of(network: Network, tiers: Iterable[str]) -> dict[str, pulumi.Output[str]]:
    """The route tables that the subnets of some tiers follow, each once.

    Args:
        network: the network.
        tiers: tiers of it.

    Returns: the tables' ids by keys that follow from tier and zone, so that no other tier or zone moves them.
    """
    own = "route-table-per-tier" in network.capabilities
    return {
        f"{tier}-{zone}" if own else shared_key(network.kinds[tier], zone): table
        for tier in sorted(tiers)
        for zone, table in network.route_tables[tier].items()
    }
