"""A site's gateway to all sites that it has VPNs with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Protocol

import pulumi

from .. import contracts
from ..errors import Faults
from ..inputs import inputs, outputs
from ..links.tunnels import BANDWIDTHS, ROLES


@dataclass(frozen=True, kw_only=True)
class LinkGatewayArgs:
    """What a site's gateway is made from.

    Args:
        end: the site, as each of its links knows it; its tiers are those of all of them.
        mbps: on Alibaba Cloud, what the gateway may carry for all its links together, in Mbit/s: one of `BANDWIDTHS`. Another one
            is another gateway, with other addresses. A tunnel on AWS carries 1.25 Gbit/s and is not told.
        zones: on Alibaba Cloud, the two zones that it stands in; another one is another gateway. A gateway on AWS spans zones.

    Raises:
        ArgumentsError: with every fault.
    """

    end: contracts.End
    mbps: int = 200
    zones: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults(self)
        steps = ", ".join(map(str, BANDWIDTHS))
        faults.check(self.mbps in BANDWIDTHS, "mbps", self.mbps, f"one of {steps}", "choose one of them")
        if self.end.cloud == "alicloud":
            known = self.end.network.zones
            two = len(set(self.zones)) == 2 and set(self.zones) <= set(known)
            expected = f"two zones of {self.end.site}: {', '.join(known)}"
            faults.check(two, "zones", ", ".join(self.zones), expected, "choose two of them, or add a zone to the site")
        faults.raise_any()


class Reached(Protocol):
    """A gateway as links know it: its id and, on Alibaba Cloud, its outside addresses by role (see `components.links.tunnels`)."""

    id: pulumi.Output[str]
    addresses: Mapping[str, pulumi.Output[str]]


class LinkGateway(pulumi.ComponentResource):
    """The one VPN gateway of a site, which all its links share.

    A VPC has one virtual private gateway at most, and routes that it learns go into route tables whole: so its site's links have
    the same tiers (docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html). A site without links has none.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.

    Attributes:
        id: the gateway's id.
        addresses: its outside addresses by role; on AWS tunnels have one each, and so it has none.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:LinkGateway"

    def __init__(self, name: str, args: LinkGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self, provider=args.end.provider)
        self.addresses: Mapping[str, pulumi.Output[str]] = {}
        match args.end.cloud:
            case "aws":
                from .vpn_aws import make_gateway

                self.id = make_gateway(name, args.end, child)
            case "alicloud":
                from .vpn_alicloud import make_gateway as make_vpn_gateway

                made = make_vpn_gateway(name, args.end, args.mbps, args.zones, child)
                self.id = made.id
                self.addresses = {role: made.addresses[place] for place, role in enumerate(ROLES)}
        self.register_outputs(outputs(self, Reached))
