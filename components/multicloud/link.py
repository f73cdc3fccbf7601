"""A link between two sites, whatever their clouds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import pulumi

from .. import contracts
from ..errors import Faults
from ..inputs import inputs, outputs
from ..links.inside import inside_ranges
from ..links.tunnels import TUNNELS
from . import link_peering, link_transit
from .link_gateway import Reached
from .link_peering import PeeringLinkArgs
from .link_routes import Hop, Joined
from .link_transit import TransitLinkArgs
from .transit_gateway import Transit


@dataclass(frozen=True, kw_only=True)
class VpnLinkArgs(contracts.LinkArgs):
    """What a VPN between a site on AWS and one on Alibaba Cloud is made from.

    Args:
        gateways: the gateway of each of the two sites, by site; with `transit` that on Alibaba Cloud alone.
        keys: pre-shared keys by tunnel, tunnel1 to tunnel4: secrets that match `components.links.tunnels.KEY`. AWS makes those of
            the others. Another key changes its tunnel at both ends, and no other.
        transit: the transit gateway of the site on AWS, where that and no VPN gateway carries the tunnels: then its links may have
            tiers of their own, and it hands on what is for sites beyond.

    Raises:
        ArgumentsError: with every fault.
    """

    gateways: Mapping[str, Reached]
    keys: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    transit: Transit | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        clouds = {self.one.cloud, self.other.cloud}
        given = f"two sites on {' and '.join(sorted(clouds))}"
        faults.check(len(clouds) == 2, "other.cloud", given, "a site on each of the two clouds", "join them by another link")
        for end in (self.one, self.other):
            if self.transit is not None and end.cloud == "aws":
                continue
            faults.check(end.site in self.gateways, f"gateways.{end.site}", None, "the gateway of each site", "make it first")
        for tunnel in self.keys:
            faults.check(tunnel in TUNNELS, f"keys.{tunnel}", tunnel, f"one of {', '.join(TUNNELS)}", "choose one of them")


class Link(pulumi.ComponentResource):
    """A way between the networks of two sites; the routes of either end over it are in `LinkRoutes`.

    A VPN has four tunnels, of which one is enough: both ends exchange routes over each by BGP, so that a tunnel that goes takes
    its routes along. Ciphers are one proposal that both ends are told (see `components.links.encryption`), inside ranges and ASNs
    follow from the two sites alone. What its alarms tell, and how keys are changed, is in docs/links.md. Two networks on one cloud
    are joined by what the cloud has for that; see `link_peering` and `link_transit`.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from: `VpnLinkArgs` between two clouds, `PeeringLinkArgs` or `TransitLinkArgs` on one.
        opts: options, which reach every child.

    Attributes:
        hops: what the routes of each end lead to, by site, for `LinkRoutes`.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:Link"

    def __init__(
        self, name: str, args: VpnLinkArgs | PeeringLinkArgs | TransitLinkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        via = _via(args)
        super().__init__(self.TYPE, name, {**inputs(args), "via": via}, opts)
        self.via: contracts.LinkVia = via  # after the SDK has made an output of each input, which no preview knows
        self.sites = (args.one.site, args.other.site)
        match args:
            case PeeringLinkArgs():
                joined = link_peering.connect(name, args, self)
            case TransitLinkArgs():
                joined = link_transit.connect(name, args, self)
            case VpnLinkArgs():
                joined = self._vpn(name, args)
        self.paths, self.hops = joined
        self.register_outputs(outputs(self, contracts.Link))

    def _vpn(self, name: str, args: VpnLinkArgs) -> Joined:
        """Both halves: AWS makes what Alibaba Cloud is then told."""
        from . import vpn_alicloud, vpn_aws

        on_aws, on_alicloud = sorted((args.one, args.other), key=lambda end: end.cloud != "aws")
        own = pulumi.ResourceOptions(parent=self, provider=on_aws.provider)
        transit = args.transit
        tunnels = vpn_aws.connect(
            name,
            (on_aws, on_alicloud),
            own,
            gateway=None if transit is not None else args.gateways[on_aws.site].id,
            transit=transit,
            addresses=args.gateways[on_alicloud.site].addresses,
            insides=inside_ranges(args.one.number, args.other.number),
            keys=args.keys,
        )
        vpn_alicloud.connect(
            name,
            (on_alicloud, on_aws),
            pulumi.ResourceOptions(parent=self, provider=on_alicloud.provider),
            gateway=args.gateways[on_alicloud.site].id,
            tunnels=tunnels,
        )
        hops = {
            # Its tables have what a VPN gateway learns; a transit gateway learns by itself, and its network is led to it.
            on_aws.site: Hop(kind="vpn") if transit is None else Hop(kind="transit", id=transit.hop),
            on_alicloud.site: Hop(kind="vpn", id=args.gateways[on_alicloud.site].id),
        }
        return Joined({tunnel: made.address for tunnel, made in sorted(tunnels.items())}, hops)


def _via(args: VpnLinkArgs | PeeringLinkArgs | TransitLinkArgs) -> contracts.LinkVia:
    match args:
        case PeeringLinkArgs():
            return "peering"
        case VpnLinkArgs(transit=None):
            return "vpn"
    return "transit"
