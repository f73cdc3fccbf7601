"""Transit on Alibaba Cloud: CEN, a site's transit router, what is attached to it, and the routes on both sides of it.

Sources: www.alibabacloud.com/help/en/cen/user-guide/transit-router-overview,
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cen_transit_router_vpc_attachment,
cen_transit_router_peer_attachment and route_entry (`nexthop_type` Attachment).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts
from ..naming import physical_name, zone_id
from .alarms_alicloud import NEARLY, Watched, watch
from .patience import patient

if TYPE_CHECKING:
    from .link_routes import HopKind
    from .transit_gateway import Transit, TransitGatewayArgs

_HOPS: Final[Mapping[HopKind, str]] = {"peering": "VpcPeer", "transit": "Attachment", "vpn": "VpnGateway"}
"""The `nexthop_type` of each."""
_NAME_LIMIT: Final = 128

OUTBOUND: Final[Mapping[str, Watched]] = {
    "bandwidth": Watched(project="acs_cen", metric="InternetOutRatePercentByConnectionRegion", threshold=NEARLY * 100),
    "drops": Watched(
        project="acs_cen", metric="InternetOutDropRateByConnectionRegion", statistics="Average", threshold=0, urgent=True
    ),
}
"""What leaves a region for another over CEN: near to what it may carry, or more than that, for five minutes."""


def make_gateway(name: str, args: TransitGatewayArgs, opts: pulumi.ResourceOptions) -> tuple[pulumi.Output[str], ...]:
    """The router's id, its tables', the attachment's, and what the network's routes lead to."""
    end, network, opts = args.end, args.end.network, patient(opts)
    router = alicloud.cen.TransitRouter(
        f"{name}-router", cen_id=args.enterprise_network, transit_router_name=name, tags=end.tags, opts=opts
    )
    tables = {
        key: alicloud.cen.TransitRouterRouteTable(
            f"{name}-{key}",
            transit_router_id=router.transit_router_id,
            transit_router_route_table_name=f"{name}-{key}",
            tags=end.tags,
            opts=opts,
        ).transit_router_route_table_id
        for key in ("table", *(() if args.hands_on else ("inward",)))
    }
    table, inward = tables["table"], tables.get("inward", tables["table"])
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
    follow(f"{name}-network", attachment, opts, followed=table, told=tables)
    return router.transit_router_id, table, inward, attachment, attachment


def follow(
    name: str,
    attachment: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
    *,
    followed: pulumi.Input[str],
    told: Mapping[str, pulumi.Input[str]],
) -> None:
    """Let what comes by an attachment follow a table, and tables know what the attachment announces; see `transit_aws.follow`."""
    alicloud.cen.TransitRouterRouteTableAssociation(
        name, transit_router_route_table_id=followed, transit_router_attachment_id=attachment, opts=_alone(opts)
    )
    for key, table in told.items():
        alicloud.cen.TransitRouterRouteTablePropagation(
            name if key == "table" else f"{name}-{key}",
            transit_router_route_table_id=table,
            transit_router_attachment_id=attachment,
            opts=patient(opts),
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
    """Lead from a table of the network to its attachment to a transit router, a peering or its VPN gateway; see `transit_aws.lead`.

    What a VPN gateway learns by BGP reaches no table but the system's; so a route stays when every tunnel is down: the gateway then
    has none to go on by, and drops what comes.
    """
    alicloud.vpc.RouteEntry(
        name,
        name=physical_name(name, _NAME_LIMIT),
        route_table_id=table,
        destination_cidrblock=block,
        nexthop_type=_HOPS[kind],
        nexthop_id=target,
        opts=_alone(opts),
    )


def lead_on(name: str, table: pulumi.Input[str], block: str, attachment: pulumi.Input[str], opts: pulumi.ResourceOptions) -> None:
    """Lead from the table of a transit router to an attachment; see `transit_aws.lead_on`."""
    alicloud.cen.TransitRouterRouteEntry(
        name,
        transit_router_route_table_id=table,
        transit_router_route_entry_destination_cidr_block=block,
        transit_router_route_entry_next_hop_type="Attachment",
        transit_router_route_entry_next_hop_id=attachment,
        opts=_alone(opts),
    )


def _alone(opts: pulumi.ResourceOptions) -> pulumi.ResourceOptions:
    """A table takes no two routes for one destination, an attachment follows one table: the old one goes first."""
    return pulumi.ResourceOptions.merge(patient(opts), pulumi.ResourceOptions(delete_before_replace=True))


def peer(
    name: str,
    ends: tuple[contracts.End, contracts.End],
    gateways: tuple[Transit, Transit],
    opts: tuple[pulumi.ResourceOptions, pulumi.ResourceOptions],
    *,
    enterprise_network: pulumi.Input[str],
    mbps: int,
) -> pulumi.Output[str]:
    """Join two transit routers of one CEN instance, paid by what is transferred; either end tells of what does not get out of it.

    Args:
        name: the link's name.
        ends: the end that it is made at, and the other.
        gateways: their transit routers.
        opts: options of what is made at either end.
        enterprise_network: the id of the CEN instance.
        mbps: what it may carry, in Mbit/s.

    Returns: the attachment's id, which is the same at both ends.
    """
    attachment = alicloud.cen.TransitRouterPeerAttachment(
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
        opts=patient(opts[0]),
    ).transit_router_attachment_id
    for near, far, options in zip(ends, reversed(ends), opts, strict=True):
        regions = {"localRegionId": near.network.region, "oppositeRegionId": far.network.region}
        dimensions = pulumi.Output.from_input(enterprise_network).apply(functools.partial(_outbound, regions))
        for kind, watched in OUTBOUND.items():
            watch(f"{name}-{near.site}-{kind}", near, watched, dimensions, options)
    return attachment


def _outbound(regions: Mapping[str, str], enterprise_network: str) -> dict[str, str]:
    """What tells what passes from one region to another from what passes elsewhere."""
    return {"cenId": enterprise_network, **regions}
