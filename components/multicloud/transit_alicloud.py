"""Transit on Alibaba Cloud: CEN, a site's transit router, what is attached to it, and the routes on both sides of it.

Sources: www.alibabacloud.com/help/en/cen/user-guide/transit-router-overview,
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cen_transit_router_vpc_attachment,
cen_transit_router_peer_attachment and route_entry (`nexthop_type` Attachment).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts
from ..naming import zone_id

if TYPE_CHECKING:
    from .transit_gateway import Transit, TransitGatewayArgs


def make_gateway(name: str, args: TransitGatewayArgs, opts: pulumi.ResourceOptions) -> tuple[pulumi.Output[str], ...]:
    """The router's id, its table's, the attachment's, and what the network's routes lead to."""
    end, network = args.end, args.end.network
    router = alicloud.cen.TransitRouter(
        f"{name}-router", cen_id=args.enterprise_network, transit_router_name=name, tags=end.tags, opts=opts
    )
    table = alicloud.cen.TransitRouterRouteTable(
        f"{name}-table",
        transit_router_id=router.transit_router_id,
        transit_router_route_table_name=name,
        tags=end.tags,
        opts=opts,
    ).transit_router_route_table_id
    attachment = alicloud.cen.TransitRouterVpcAttachment(
        f"{name}-network",
        cen_id=args.enterprise_network,
        transit_router_id=router.transit_router_id,
        transit_router_vpc_attachment_name=name,
        vpc_id=network.id,
        zone_mappings=[
            alicloud.cen.TransitRouterVpcAttachmentZoneMappingArgs(
                zone_id=zone_id("alicloud", network.region, zone), vswitch_id=network.subnets[args.tier][zone]
            )
            for zone in sorted(args.zones)
        ],
        auto_publish_route_enabled=False,
        tags=end.tags,
        opts=opts,
    ).transit_router_attachment_id
    follow(f"{name}-network", table, attachment, opts, announced=True)
    return router.transit_router_id, table, attachment, attachment


def follow(
    name: str, table: pulumi.Input[str], attachment: pulumi.Input[str], opts: pulumi.ResourceOptions, *, announced: bool
) -> None:
    """Let what comes by an attachment follow a table and, where asked, the table know what the attachment announces."""
    alicloud.cen.TransitRouterRouteTableAssociation(
        name, transit_router_route_table_id=table, transit_router_attachment_id=attachment, opts=opts
    )
    if announced:
        alicloud.cen.TransitRouterRouteTablePropagation(
            name, transit_router_route_table_id=table, transit_router_attachment_id=attachment, opts=opts
        )


def lead(name: str, end: contracts.End, gateway: Transit, reached: Mapping[str, str], opts: pulumi.ResourceOptions) -> None:
    """Lead from the tables of the linked tiers to the router; see `transit_aws.lead`."""
    for table, table_id in contracts.tables_of(end.network, end.tiers).items():
        for key, block in reached.items():
            alicloud.vpc.RouteEntry(
                f"{name}-{end.site}-{table}-{key}",
                route_table_id=table_id,
                destination_cidrblock=block,
                nexthop_type="Attachment",
                nexthop_id=gateway.hop,
                # A table takes no two routes for one destination: the old one goes first.
                opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(delete_before_replace=True)),
            )


def peer(
    name: str,
    ends: tuple[contracts.End, contracts.End],
    gateways: tuple[Transit, Transit],
    opts: pulumi.ResourceOptions,
    *,
    enterprise_network: pulumi.Input[str],
    mbps: int,
) -> pulumi.Output[str]:
    """Join two transit routers of one CEN instance, paid by what is transferred.

    Args:
        name: the link's name.
        ends: the end that it is made at, and the other.
        gateways: their transit routers.
        opts: options of the resource.
        enterprise_network: the id of the CEN instance.
        mbps: what it may carry, in Mbit/s.

    Returns: the attachment's id, which is the same at both ends.
    """
    return alicloud.cen.TransitRouterPeerAttachment(
        f"{name}-{ends[0].site}",
        cen_id=enterprise_network,
        transit_router_id=gateways[0].id,
        peer_transit_router_id=gateways[1].id,
        peer_transit_router_region_id=ends[1].network.region,
        transit_router_peer_attachment_name=name,
        bandwidth_type="DataTransfer",
        bandwidth=mbps,
        auto_publish_route_enabled=False,
        tags=ends[0].tags,
        opts=opts,
    ).transit_router_attachment_id


def hand_on(
    name: str, gateway: Transit, attachment: pulumi.Input[str], reached: Mapping[str, str], opts: pulumi.ResourceOptions
) -> None:
    """Let a connection of two routers follow the router's table, and lead from that to the connection."""
    follow(name, gateway.table, attachment, opts, announced=False)
    for key, block in reached.items():
        alicloud.cen.TransitRouterRouteEntry(
            f"{name}-{key}",
            transit_router_route_table_id=gateway.table,
            transit_router_route_entry_destination_cidr_block=block,
            transit_router_route_entry_next_hop_type="Attachment",
            transit_router_route_entry_next_hop_id=attachment,
            opts=opts,
        )
