"""Route tables, one for each tier in each zone, and what leads out of them: nothing for data."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from .network_parts import Parts
from .network_subnets import Ids

EVERYWHERE = "0.0.0.0/0"
EVERYWHERE_IPV6 = "::/0"
NAT64 = "64:ff9b::/96"
"""Where DNS64 says that what has IPv4 alone is to be found (RFC 6052), which a NAT gateway makes true.

Source: docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html.
"""


Ways = dict[tuple[str, str], aws.ec2.Route]
"""The IPv4 route that leads out, by tier and zone."""


def make_tables(parts: Parts, vpc_id: pulumi.Output[str], subnets: Ids) -> Ids:
    """A route table for every subnet, so that a route added for one tier or zone reaches no other."""
    made: Ids = {tier: {} for tier in subnets}
    for tier, by_zone in subnets.items():
        for zone in by_zone:
            part = parts.placed(tier, zone, adopt=f"table-{tier}-{zone}")
            made[tier][zone] = aws.ec2.RouteTable(part.name, vpc_id=vpc_id, tags=part.tags, opts=part.opts()).id
    return made


def associate(
    parts: Parts, subnets: Ids, tables: Ids, ways: Ways, *likes: str
) -> dict[tuple[str, str], aws.ec2.RouteTableAssociation]:
    """Let the subnets of every tier that is like one of these follow their tables, which lead out by then.

    A subnet that followed another table before, as adopted ones do, loses its way out at no time.
    """
    made: dict[tuple[str, str], aws.ec2.RouteTableAssociation] = {}
    for tier, zone, table in _like(parts, tables, *likes):
        part = parts.placed(tier, zone, adopt=f"association-{tier}-{zone}")
        opts = part.opts(depends_on=[ways[tier, zone]] if (tier, zone) in ways else [])
        association = aws.ec2.RouteTableAssociation(part.name, subnet_id=subnets[tier][zone], route_table_id=table, opts=opts)
        made[tier, zone] = association
    return made


def route_public(parts: Parts, vpc_id: pulumi.Output[str], tables: Ids) -> Ways:
    """The way between public subnets and the world: an internet gateway, where there is to be one."""
    if not parts.args.internet:
        return {}
    args, part = parts.args, parts.part("internet", adopt="internet")
    tags = {**part.tags, "Name": parts.network}
    internet = aws.ec2.InternetGateway(part.name, vpc_id=vpc_id, tags=tags, opts=part.opts()).id
    ways: Ways = {}
    for tier, zone, table in _like(parts, tables, "public"):
        part = parts.placed(tier, zone, after="-out", adopt=f"route-{tier}-{zone}")
        ways[tier, zone] = aws.ec2.Route(
            part.name, route_table_id=table, destination_cidr_block=EVERYWHERE, gateway_id=internet, opts=part.opts()
        )
        if args.ipv6:
            part = parts.placed(tier, zone, after="-out-ipv6")
            aws.ec2.Route(
                part.name, route_table_id=table, destination_ipv6_cidr_block=EVERYWHERE_IPV6, gateway_id=internet, opts=part.opts()
            )
    return ways


def route_private(parts: Parts, tables: Ids, gateways: Mapping[str, pulumi.Output[str]]) -> Ways:
    """The way out for private subnets and pods: the NAT gateway that carries their zone."""
    ways: Ways = {}
    for tier, zone, table in _like(parts, tables, "private", "pods"):
        carrier = parts.args.gateway_zone(zone)
        if carrier is not None:
            part = parts.placed(tier, zone, after="-out", adopt=f"route-{tier}-{zone}")
            gateway = gateways[carrier]
            if parts.args.dns64:
                nat64 = parts.placed(tier, zone, after="-out-nat64")
                aws.ec2.Route(
                    nat64.name, route_table_id=table, destination_ipv6_cidr_block=NAT64, nat_gateway_id=gateway, opts=nat64.opts()
                )
            ways[tier, zone] = aws.ec2.Route(
                part.name, route_table_id=table, destination_cidr_block=EVERYWHERE, nat_gateway_id=gateway, opts=part.opts()
            )
    return ways


def route_private_ipv6(parts: Parts, vpc_id: pulumi.Output[str], tables: Ids) -> None:
    """Their way out by IPv6: a gateway that lets nothing begin outside. It costs nothing, so NAT or none, it is there.

    Source: docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html.
    """
    part = parts.part("egress-only", adopt="egress-only")
    egress = aws.ec2.EgressOnlyInternetGateway(part.name, vpc_id=vpc_id, tags=part.tags, opts=part.opts()).id
    for tier, zone, table in _like(parts, tables, "private", "pods"):
        part = parts.placed(tier, zone, after="-out-ipv6")
        aws.ec2.Route(
            part.name,
            route_table_id=table,
            destination_ipv6_cidr_block=EVERYWHERE_IPV6,
            egress_only_gateway_id=egress,
            opts=part.opts(),
        )


def _like(parts: Parts, tables: Ids, *likes: str) -> list[tuple[str, str, pulumi.Output[str]]]:
    """The tables of every tier that is like one of these, as (tier, zone, table)."""
    return [
        (tier, zone, table) for tier, by_zone in tables.items() if parts.args.like(tier) in likes for zone, table in by_zone.items()
    ]
