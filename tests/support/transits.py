"""Sites of one cloud joined by way of their transit gateways, as a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pulumi

from components.links.pairs import Pair, hub, pair, pair_name
from components.links.routing import next_hops
from components.multicloud.enterprise_network import EnterpriseNetwork, EnterpriseNetworkArgs
from components.multicloud.link_routes import LinkRoutes, LinkRoutesArgs, Way
from components.multicloud.link_transit import TransitLinkArgs, connect
from components.multicloud.transit_gateway import TransitGateway, TransitGatewayArgs
from tests.support.joined import end

PLACES = {
    "aws": {"jakarta": ("32", "ap-southeast-3"), "singapore": ("40", "ap-southeast-1"), "seoul": ("36", "ap-northeast-2")},
    "alicloud": {"jakarta": ("32", "ap-southeast-5"), "singapore": ("40", "ap-southeast-1"), "seoul": ("36", "ap-northeast-2")},
}
"""The second part of a site's block, and its region, by cloud and name."""

OWNER = "111122223333"


def transits(
    cloud: str, *sites: str, pairs: Iterable[Pair] | None = None, tiers: tuple[str, ...] = ("private",), centre: str | None = None
) -> Callable[[], None]:
    """Sites joined pair by pair, with the first unless told otherwise.

    Args:
        cloud: where they stand.
        sites: their names.
        pairs: which are joined.
        tiers: the tiers that reach each other.
        centre: the hub that hands on what the others send each other.
    """
    joined = tuple(pairs or hub(sites[0], sites))

    def program() -> None:
        places = PLACES[cloud]
        ends = {
            site: end(
                site, places[site][0], cloud, places[site][1], tiers=tiers, alarms=(f"arn:aws:sns:{places[site][1]}:{OWNER}:night",)
            )
            for site in sites
        }
        cen = _enterprise_network() if cloud == "alicloud" else None
        gateways = {
            site: TransitGateway(
                f"{site}-transit",
                TransitGatewayArgs(end=ends[site], zones=("a", "b"), hands_on=site == centre, enterprise_network=cen),
            )
            for site in sites
        }
        hops = {}
        for one, other in joined:
            args = TransitLinkArgs(
                one=ends[one],
                other=ends[other],
                gateways={site: gateways[site] for site in (one, other)},
                mbps=200 if cloud == "alicloud" else None,
                enterprise_network=cen,
            )
            hops[one, other] = connect(pair_name((one, other)), args, gateways[one]).hops
        for site in sites:
            ways = {
                far: Way(ranges=ends[far].ranges, tiers=tiers, hop=hops[pair(site, hop)][site])
                for far, hop in next_hops(joined, centre, sites)[site].items()
            }
            LinkRoutes(f"{site}-routes", LinkRoutesArgs(end=ends[site], ways=ways))

    return program


def _enterprise_network() -> pulumi.Output[str]:
    return EnterpriseNetwork("links", EnterpriseNetworkArgs(description="links")).id
