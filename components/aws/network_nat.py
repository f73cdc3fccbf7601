"""NAT gateways, and the public addresses that outlive them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from .network_parts import Parts
from .network_subnets import Ids


class Gateway(NamedTuple):
    """A NAT gateway: its id, and the public address that what leaves through it has."""

    id: pulumi.Output[str]
    address: pulumi.Output[str]


def make_gateways(parts: Parts, subnets: Ids, *needed: Mapping[tuple[str, str], pulumi.Resource]) -> dict[str, Gateway]:
    """The NAT gateways by zone, each in its zone's public subnet.

    AWS gives an address to one gateway at a time, so one that is replaced goes before its successor comes and lets go of the
    address, which stays: docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-working-with.html. Its zones leave by no gateway
    in the minutes between.

    Args:
        parts: the network's children.
        subnets: every tier's subnets.
        needed: by tier and zone, what must be there first and goes last: a gateway is of no use in a subnet that does not lead out.
    """
    made: dict[str, Gateway] = {}
    for zone in parts.args.gateway_zones:
        part, address = parts.part(f"nat-{zone}", adopt=f"nat-{zone}"), address_of(parts, zone)
        gateway = aws.ec2.NatGateway(
            part.name,
            subnet_id=subnets["public"][zone],
            allocation_id=address.allocation_id,
            tags=part.tags,
            opts=part.opts(depends_on=[each["public", zone] for each in needed], delete_before_replace=True),
        )
        made[zone] = Gateway(gateway.id, address.public_ip)
    return made


def address_of(parts: Parts, zone: str) -> aws.ec2.Eip:
    """The public address of a zone's gateway: made, imported, or only read where it was made elsewhere.

    One made elsewhere is read by its id, so that an id which does not exist is told in the preview and the address itself is
    known there. It has the name of the one that would be made: an address that was made here and is named from now on is let go
    of, not released.
    """
    given = parts.args.nat_addresses.get(zone)
    part = parts.part(f"nat-{zone}", adopt=f"eip-{zone}")
    if given is not None:
        return aws.ec2.Eip.get(part.name, given, opts=pulumi.ResourceOptions(parent=parts.parent))
    return aws.ec2.Eip(part.name, domain="vpc", tags=part.tags, opts=part.opts())
