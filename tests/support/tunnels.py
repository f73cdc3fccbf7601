"""A site on either cloud, joined by a VPN as an environment joins them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from components.multicloud.link import Link, VpnLinkArgs
from components.multicloud.link_gateway import LinkGateway, LinkGatewayArgs
from components.multicloud.link_routes import LinkRoutes, LinkRoutesArgs, Way
from tests.support.joined import end

NAME = "batam--jakarta"
TIERS = ("private", "data")
ON_CALL = {"aws": ("arn:aws:sns:ap-southeast-3:111122223333:on-call",), "alicloud": ("on-call",)}


def vpn(
    *, keys: Any = None, tiers: tuple[str, ...] = TIERS, mbps: int = 200, alarms: Any = None, **of_batam: Any
) -> Callable[[], None]:
    """The program that joins Jakarta on AWS and Batam on Alibaba Cloud.

    Args:
        keys: gives the pre-shared keys by tunnel, once the program runs.
        tiers: the tiers that are linked.
        mbps: what the gateway on Alibaba Cloud carries.
        alarms: where alarms go, by cloud.
        of_batam: further fields of the end on Alibaba Cloud.
    """
    heard = ON_CALL if alarms is None else alarms

    def program() -> None:
        batam = end("batam", "36", "alicloud", tiers=tiers, alarms=heard["alicloud"], resource_group="rg-one", **of_batam)
        jakarta = end("jakarta", "32", tiers=tiers, alarms=heard["aws"])
        gateways = {
            "batam": LinkGateway("batam-link", LinkGatewayArgs(end=batam, mbps=mbps, zones=("a", "b"))),
            "jakarta": LinkGateway("jakarta-link", LinkGatewayArgs(end=jakarta)),
        }
        link = Link(NAME, VpnLinkArgs(one=batam, other=jakarta, gateways=gateways, keys=keys() if keys else {}))
        for near, far in ((batam, jakarta), (jakarta, batam)):
            way = Way(ranges=far.ranges, tiers=tiers, hop=link.hops[near.site])
            LinkRoutes(f"{near.site}-routes", LinkRoutesArgs(end=near, ways={far.site: way}))

    return program
