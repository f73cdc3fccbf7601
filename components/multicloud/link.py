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
from .link_gateway import Reached


@dataclass(frozen=True, kw_only=True)
class VpnLinkArgs(contracts.LinkArgs):
    """What a VPN between a site on AWS and one on Alibaba Cloud is made from.

    Args:
        gateways: the gateway of each of the two sites, by site.
        keys: pre-shared keys by tunnel, tunnel1 to tunnel4: secrets that match `components.links.tunnels.KEY`. AWS makes those of
            the others. Another key changes its tunnel at both ends, and no other.

    Raises:
        ArgumentsError: with every fault.
    """

    gateways: Mapping[str, Reached]
    keys: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        clouds = {self.one.cloud, self.other.cloud}
        given = f"two sites on {' and '.join(sorted(clouds))}"
        faults.check(len(clouds) == 2, "other.cloud", given, "a site on each of the two clouds", "join them by another link")
        for end in (self.one, self.other):
            faults.check(end.site in self.gateways, f"gateways.{end.site}", None, "the gateway of each site", "make it first")
        for tunnel in self.keys:
            faults.check(tunnel in TUNNELS, f"keys.{tunnel}", tunnel, f"one of {', '.join(TUNNELS)}", "choose one of them")


class Link(pulumi.ComponentResource):
    """An encrypted way between the networks of two sites, routed both ways for the tiers that each end names.

    A VPN has four tunnels, of which one is enough: both ends exchange routes over each by BGP, so that a tunnel that goes takes
    its routes along. Ciphers are one proposal that both ends are told (see `components.links.encryption`), inside ranges and ASNs
    follow from the two sites alone. What its alarms tell, and how keys are changed, is in docs/links.md.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from: `VpnLinkArgs`.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:Link"

    def __init__(self, name: str, args: VpnLinkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self.sites = (args.one.site, args.other.site)
        self.via: contracts.LinkVia = "vpn"
        self.paths: Mapping[str, pulumi.Output[str]] = self._vpn(name, args)
        self.register_outputs(outputs(self, contracts.Link))

    def _vpn(self, name: str, args: VpnLinkArgs) -> dict[str, pulumi.Output[str]]:
        """Both halves: AWS makes what Alibaba Cloud is then told."""
        from . import vpn_alicloud, vpn_aws

        on_aws, on_alicloud = sorted((args.one, args.other), key=lambda end: end.cloud != "aws")
        tunnels = vpn_aws.connect(
            name,
            (on_aws, on_alicloud),
            pulumi.ResourceOptions(parent=self, provider=on_aws.provider),
            gateway=args.gateways[on_aws.site].id,
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
        return {tunnel: made.address for tunnel, made in sorted(tunnels.items())}
