"""Transit on AWS: a site's transit gateway, what is attached to it, and the routes on both sides of it.

Sources: docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html,
docs.aws.amazon.com/vpc/latest/tgw/tgw-peering.html (static routes alone; what passes is encrypted),
docs.aws.amazon.com/vpc/latest/tgw/tgw-vpn-attachments.html.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..naming import named

if TYPE_CHECKING:
    from .link_routes import HopKind
    from .transit_gateway import Transit, TransitGatewayArgs


def make_gateway(name: str, args: TransitGatewayArgs, opts: pulumi.ResourceOptions) -> tuple[pulumi.Output[str], ...]:
    """The gateway's id, its tables', the attachment's, and what the network's routes lead to."""
    end, network = args.end, args.end.network
    gateway = aws.ec2transitgateway.TransitGateway(
        f"{name}-gateway",
        description=name,
        amazon_side_asn=end.asn,
        auto_accept_shared_attachments="disable",
        default_route_table_association="disable",
        default_route_table_propagation="disable",
        dns_support="enable",
        vpn_ecmp_support="enable",
        tags=named(end.tags, name),
        opts=opts,
    )
    tables = {
        key: aws.ec2transitgateway.RouteTable(
            f"{name}-{key}", transit_gateway_id=gateway.id, tags=named(end.tags, f"{name}-{key}"), opts=opts
        ).id
        for key in ("table", *(() if args.hands_on else ("inward",)))
    }
    table, inward = tables["table"], tables.get("inward", tables["table"])
    attachment = aws.ec2transitgateway.VpcAttachment(
        f"{name}-network",
        transit_gateway_id=gateway.id,
        vpc_id=network.id,
        subnet_ids=[network.subnets[args.tier][zone] for zone in sorted(args.zones)],
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
        tags=named(end.tags, name),
        opts=opts,
    )
    follow(f"{name}-network", attachment.id, opts, followed=table, told=tables)
    _watch(name, end, gateway.id, opts)
    # By way of the attachment, since a route to a gateway that the network is not attached to is refused.
    return gateway.id, table, inward, attachment.id, attachment.transit_gateway_id


def _watch(name: str, end: contracts.End, gateway: pulumi.Output[str], opts: pulumi.ResourceOptions) -> None:
    """An alarm for what the gateway has dropped for five minutes because its table leads nowhere.

    Only what the network's tables lead to another site comes here, so a route is missing that a link should have brought: a VPN
    without tunnels, a peering that was deleted by hand.

    Source: docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-cloudwatch-metrics.html.
    """
    aws.cloudwatch.MetricAlarm(
        f"{name}-no-route",
        alarm_description=f"{name} drops packets for sites that it knows no route to; see docs/links.md",
        namespace="AWS/TransitGateway",
        metric_name="PacketDropCountNoRoute",
        dimensions={"TransitGateway": gateway},
        statistic="Sum",
        period=60,
        evaluation_periods=5,
        comparison_operator="GreaterThanThreshold",
        threshold=0,
        treat_missing_data="notBreaching",
        alarm_actions=list(end.alarms),
        ok_actions=list(end.alarms),
        tags=named(end.tags, name),
        opts=opts,
    )


def follow(
    name: str,
    attachment: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
    *,
    followed: pulumi.Input[str],
    told: Mapping[str, pulumi.Input[str]],
) -> None:
    """Let what comes by an attachment follow a table, and tables know what the attachment announces.

    A network announces its blocks, a VPN what BGP tells, a peering nothing.

    Args:
        name: what the association is called.
        attachment: the attachment's id.
        opts: options of every resource.
        followed: the table that is followed.
        told: the tables that are told, by key; "table" is the one that the site's own network follows.
    """
    aws.ec2transitgateway.RouteTableAssociation(
        name,
        transit_gateway_route_table_id=followed,
        transit_gateway_attachment_id=attachment,
        # An attachment follows one table: it leaves the old one before it follows another.
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(delete_before_replace=True)),
    )
    for key, table in told.items():
        aws.ec2transitgateway.RouteTablePropagation(
            name if key == "table" else f"{name}-{key}",
            transit_gateway_route_table_id=table,
            transit_gateway_attachment_id=attachment,
            opts=opts,
        )


def lead(
    name: str,
    kind: HopKind,
    table: pulumi.Input[str],
    block: str,
    target: pulumi.Input[str],
    *,
    opts: pulumi.ResourceOptions,
) -> None:
    """Lead from a table of the network to a peering or a transit gateway; a route changes from one to the other in place.

    Args:
        name: the route's name in the program.
        kind: what it leads to.
        table: the id of the table.
        block: the range of addresses that is led there.
        target: the id of what it leads to.
        opts: options of the route.
    """
    aws.ec2.Route(
        name,
        route_table_id=table,
        destination_cidr_block=block,
        vpc_peering_connection_id=target if kind == "peering" else None,
        transit_gateway_id=target if kind == "transit" else None,
        opts=opts,
    )


def lead_on(name: str, table: pulumi.Input[str], block: str, attachment: pulumi.Input[str], opts: pulumi.ResourceOptions) -> None:
    """Lead from the table of a transit gateway to an attachment that announces nothing itself, as a peering of two.

    Args:
        name: the route's name in the program.
        table: the id of the table.
        block: the range of addresses that is led there.
        attachment: the attachment's id.
        opts: options of the route.
    """
    aws.ec2transitgateway.Route(
        name,
        transit_gateway_route_table_id=table,
        destination_cidr_block=block,
        transit_gateway_attachment_id=attachment,
        # A table takes no two routes for one destination: the old one goes first.
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(delete_before_replace=True)),
    )


def peer(
    name: str,
    ends: tuple[contracts.End, contracts.End],
    gateways: tuple[Transit, Transit],
    opts: tuple[pulumi.ResourceOptions, pulumi.ResourceOptions],
    account: str | None,
) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
    """Join two transit gateways, asked for at the first end and accepted at the other.

    Args:
        name: the link's name.
        ends: the end that asks, and the other.
        gateways: their transit gateways.
        opts: options of what is made at either end.
        account: the id of the other end's account; None where it is the first's.

    Returns: the attachment's id, and once more by way of its acceptance, before which no table takes it.
    """
    asked = aws.ec2transitgateway.PeeringAttachment(
        f"{name}-{ends[0].site}",
        transit_gateway_id=gateways[0].id,
        peer_transit_gateway_id=gateways[1].id,
        peer_region=ends[1].network.region,
        peer_account_id=account,
        tags=named(ends[0].tags, name),
        opts=opts[0],
    )
    accepted = aws.ec2transitgateway.PeeringAttachmentAccepter(
        f"{name}-{ends[1].site}",
        transit_gateway_attachment_id=asked.id,
        tags=named(ends[1].tags, name),
        opts=opts[1],
    )
    return asked.id, accepted.transit_gateway_attachment_id
