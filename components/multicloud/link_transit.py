"""Two sites joined by way of their transit gateways, which hand on what is for sites beyond."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from .. import contracts
from ..errors import Faults
from .link_routes import Hop, Joined
from .transit_gateway import Transit


@dataclass(frozen=True, kw_only=True)
class TransitLinkArgs(contracts.LinkArgs):
    """What a link between two transit gateways of one cloud is made from.

    Args:
        gateways: the transit gateway of each of the two sites, by site.
        mbps: on Alibaba Cloud, what the link may carry, in Mbit/s; AWS bounds it by nothing.
        account: on AWS, the id of the second end's account, where it is not the first end's.
        enterprise_network: on Alibaba Cloud, the id of the CEN instance of both transit routers.

    Raises:
        ArgumentsError: with every fault.
    """

    gateways: Mapping[str, Transit]
    mbps: int | None = None
    account: str | None = None
    enterprise_network: pulumi.Input[str] | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        one, other = self.one, self.other
        alike = one.cloud == other.cloud
        given = f"{one.cloud} and {other.cloud}"
        faults.check(alike, "other.cloud", given, "two sites on one cloud", "join them by a VPN")
        for end in (one, other):
            faults.check(end.site in self.gateways, f"gateways.{end.site}", None, "the gateway of each site", "make it first")
        on_alicloud = alike and one.cloud == "alicloud"
        if on_alicloud:
            apart = one.network.region != other.network.region
            fix = "leave the pair out"
            faults.check(apart, "other.network.region", other.network.region, "another region than the first site's", fix)
            faults.check((self.mbps or 0) > 0, "mbps", self.mbps, "what the link may carry, in Mbit/s", "write 200, say")
            faults.check(
                self.enterprise_network is not None, "enterprise_network", None, "the CEN instance of both", "make it first"
            )
        else:
            faults.check(self.mbps is None, "mbps", self.mbps, "none: AWS bounds a peering by nothing", "leave it out")


def connect(name: str, args: TransitLinkArgs, parent: pulumi.Resource) -> Joined:
    """Join the two gateways, and let what comes from either follow the other's table."""
    ends = args.one, args.other
    gateways = args.gateways[args.one.site], args.gateways[args.other.site]
    opts = (
        pulumi.ResourceOptions(parent=parent, provider=args.one.provider),
        pulumi.ResourceOptions(parent=parent, provider=args.other.provider),
    )
    if args.one.cloud == "aws":
        from . import transit_aws as transit

        attachment, joined = transit.peer(name, ends, gateways, opts, args.account)
    else:
        from . import transit_alicloud as transit

        assert args.enterprise_network is not None
        assert args.mbps is not None
        attachment = joined = transit.peer(name, ends, gateways, opts, enterprise_network=args.enterprise_network, mbps=args.mbps)
    for end, gateway, options in zip(ends, gateways, opts, strict=True):
        transit.follow(f"{name}-{end.site}", joined, options, followed=gateway.inward, told={})
    hops = {
        end.site: Hop(kind="transit", id=gateway.hop, table=gateway.table, attachment=joined)
        for end, gateway in zip(ends, gateways, strict=True)
    }
    return Joined({"attachment": attachment}, hops)
