"""A site's router to other sites: a transit gateway on AWS, a transit router on Alibaba Cloud.

Unlike a VPN gateway or a peering it may hand on what is for a third site, and leads from each tier's tables where a link says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

import pulumi

from .. import contracts
from ..errors import Faults
from ..inputs import inputs, outputs

ZONES = 2
"""In how many zones at least a transit router stands, so that the loss of one leaves the links as they are."""


@dataclass(frozen=True, kw_only=True)
class TransitGatewayArgs:
    """What a site's transit gateway is made from.

    Args:
        end: the site, as its links know it.
        zones: the zones whose machines it carries traffic of: on AWS all that are linked, or those left out reach nothing; on
            Alibaba Cloud it stands in them, and carries every zone's.
        tier: the tier whose subnets hold its interfaces, one of each zone.
        hands_on: let what comes from one site go on to another, as a hub does; without it what comes from elsewhere reaches the
            site's own network alone, and other sites are announced to none.
        enterprise_network: on Alibaba Cloud, the id of the CEN instance that all transit routers of the environment belong to.

    Raises:
        ArgumentsError: with every fault.
    """

    end: contracts.End
    zones: tuple[str, ...]
    tier: str = "private"
    hands_on: bool = False
    enterprise_network: pulumi.Input[str] | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        known = self.end.network.zones
        for place, zone in enumerate(self.zones):
            expected = f"a zone of {self.end.site}: {', '.join(known)}"
            faults.check(zone in known, f"zones.{place}", zone, expected, "choose one of them")
        least = min(ZONES, len(known)) if self.end.cloud == "alicloud" else 1
        faults.check(len(self.zones) >= least, "zones", ", ".join(self.zones), f"{least} zones at least", "name another one")
        tiers = ", ".join(self.end.network.blocks)
        faults.check(self.tier in self.end.network.blocks, "tier", self.tier, f"a tier of the network: {tiers}", "choose one")
        within = self.enterprise_network is not None
        if self.end.cloud == "alicloud":
            faults.check(within, "enterprise_network", None, "the CEN instance of the environment", "make it first")
        else:
            faults.check(not within, "enterprise_network", "a CEN instance", "none, since AWS has no such thing", "leave it out")
        faults.raise_any()


class Transit(Protocol):
    """A transit gateway as links know it."""

    id: pulumi.Output[str]
    table: pulumi.Output[str]
    """The route table that the site's own network follows, which knows every site."""
    inward: pulumi.Output[str]
    """The one that what comes from other sites follows: of a hub the same, else one that knows the own network alone."""
    attachment: pulumi.Output[str]
    """The attachment of the site's own network."""
    hop: pulumi.Output[str]
    """What routes of the network lead to, once the network is attached: the gateway on AWS, the attachment on Alibaba Cloud."""


class TransitGateway(pulumi.ComponentResource):
    """A site's transit gateway, its route tables, and its network attached to both.

    The tables are its own and not the one that comes with a gateway: what follows them, and what is announced to them, is written
    down here and in links, so nothing that is attached by hand is on the network of every site at once. What comes from another
    site follows a table that knows the own network alone, unless the site is a hub: else every gateway would be one, and announce
    by BGP sites that have a way of their own.

    Sources: docs.aws.amazon.com/vpc/latest/tgw/tgw-best-design-practices.html,
    www.alibabacloud.com/help/en/cen/user-guide/transit-router-overview.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:TransitGateway"

    def __init__(self, name: str, args: TransitGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self, provider=args.end.provider)
        match args.end.cloud:
            case "aws":
                from .transit_aws import make_gateway
            case "alicloud":
                from .transit_alicloud import make_gateway
        self.id, self.table, self.inward, self.attachment, self.hop = make_gateway(name, args, child)
        self.register_outputs(outputs(self, Transit))
