"""A private DNS zone on AWS: a private hosted zone of Route 53."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..contracts.records import whole
from ..inputs import inputs, outputs
from ..naming import named


@dataclass(frozen=True, kw_only=True)
class PrivateZoneArgs(contracts.PrivateZoneArgs):
    """What a private zone on AWS is made from.

    Args:
        force_destroy: delete the zone even while it has records that were made elsewhere, by external-dns, say.
    """

    force_destroy: bool = False


class PrivateZone(pulumi.ComponentResource):
    """A hosted zone that the VPCs of every site of one account ask first; Route 53 is global, so their regions may differ.

    The VPCs stand in the zone itself, by site. A zone without one would be public, so with associations of their own one VPC would
    have to stand in it still, and removing that site, or none but it, would be another plan than removing any other; the two also
    undo each other's work (registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_zone_association). Here
    a site added or removed is an update in place, wherever in the order it stands. A VPC of another account would need its
    account's consent, so each account has a zone.

    A record is keyed by its name and type, but for A and CNAME, which share a key: from one to the other is one change of
    Route 53, in which neither is missing.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:aws:PrivateZone"
    capabilities: ClassVar[frozenset[str]] = frozenset({"ipv6-records", "whole-records"})

    def __init__(self, name: str, args: PrivateZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self)
        self.domain = args.domain
        zone = aws.route53.Zone(
            f"{name}-zone",
            name=args.domain,
            vpcs=[
                aws.route53.ZoneVpcArgs(vpc_id=network.id, vpc_region=network.region)
                for _, network in sorted(args.networks.items())
            ],
            force_destroy=args.force_destroy,
            tags=named(args.tags, name),
            opts=child,
        )
        self.id = zone.id
        for key, told in whole(args.records, args.domain):
            aws.route53.Record(f"{name}-{key}", zone_id=zone.id, **told, opts=child)
        self.register_outputs(outputs(self, contracts.PrivateZone))
