"""Route tables of a VPC, their entries, and the vSwitches they stand for.

Limits: https://www.alibabacloud.com/help/en/vpc/user-guide/limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules import AutoName, Quota, Rule, Unique, refer, table
from .cen import IN_VPC
from .peering import PEER, active
from .shapes import CREATED, PROVIDER, Network, Network6, cidr_faults, default_group, identified, kin, network, network6, renamed
from .vpc import IPV4_GATEWAY, IPV6_GATEWAY, NAT, ROUTE_TABLE, SWITCH, VPC, same_vpc
from .vpn import GATEWAY as VPN_GATEWAY

if TYPE_CHECKING:
    from ..call import Call


_NEXT_HOP = refer(
    *(NAT, IPV4_GATEWAY, IPV6_GATEWAY, VPN_GATEWAY, (IN_VPC, "transitRouterAttachmentId"), PEER),
    outside="(?!ngw-|ipv4gw-|ipv6gw-|vpn-|tr-attach-|pcc-).*",
    abroad=True,
)


def _network(text: object) -> Network | Network6 | None:
    return network(text) or network6(text)


def _destination_faults(call: Call) -> Iterator[tuple[str, str]]:
    if network6(call.get("destinationCidrblock")) is None:
        yield from cidr_faults(call, "destinationCidrblock", 0, 32)


def _route_conflicts(call: Call) -> Iterator[str]:
    table_, destination = call.referenced("routeTableId"), _network(call.get("destinationCidrblock"))
    if table_ is None or destination is None:
        return
    for other in call.siblings("routeTableId"):
        if _network(other.outputs.get("destinationCidrblock")) == destination:
            yield f"RouterEntryConflict.Duplicated: {call['routeTableId']} has a route to {destination} already"


def _hop_conflicts(call: Call) -> Iterator[str]:
    """A route leads to what stands in its own VPC, or is attached to it."""
    table_, hop = call.referenced("routeTableId"), call.referenced("nexthopId")
    if table_ is not None and hop is not None:
        vpc = table_.id if table_.type == VPC else table_.outputs.get("vpcId")
        joined = [hop.outputs.get(path) for path in ("vpcId", *(("acceptingVpcId",) if hop.type == PEER else ()))]
        if vpc not in joined:
            yield f"InvalidNextHopId.NotFound: {call['nexthopId']} stands in another VPC than {call['routeTableId']}"
        elif hop.type == PEER and not active(call, hop):
            yield f"IncorrectStatus.VpcPeer: {hop.id} is not accepted yet"
    yield from _route_conflicts(call)


def _router(call: Call) -> str:
    """The virtual router of the VPC that a route table belongs to."""
    table_ = call.referenced("routeTableId")
    if table_ is None:
        return ""
    return kin(table_.id if table_.type == VPC else str(table_.outputs.get("vpcId")), "vrt")


RULES = table(
    Rule(
        type=ROUTE_TABLE,
        source=f"{PROVIDER}resource_alicloud_route_table.go",
        id=identified("vtb"),
        replaces=frozenset({"associateType", "vpcId"}),
        defaults={"associateType": "VSwitch", "routePropagationEnable": True, "status": "Available", "createTime": CREATED},
        derived={**renamed(name="routeTableName"), "resourceGroupId": default_group},
        references={"vpcId": refer(VPC)},
        quotas=(Quota(9, "QuotaExceeded.RouteTable: the number of custom route tables exceeds the quota", per=("vpcId",)),),
        not_found="InvalidRouteTableId.NotFound: the route table '{id}' does not exist",
        in_use="DependencyViolation.RouteEntry: the route table '{id}' has dependencies and cannot be deleted",
    ),
    Rule(
        type="alicloud:vpc/routeEntry:RouteEntry",
        source=f"{PROVIDER}resource_alicloud_route_entry.go",
        id=lambda call: ":".join(
            (
                call["routeTableId"],
                _router(call),
                call["destinationCidrblock"].replace(":", "_"),
                call.get("nexthopType", ""),
                call.get("nexthopId", ""),
            )
        ),
        replaces=frozenset({"description", "destinationCidrblock", "name", "nexthopId", "nexthopType", "routeTableId"}),
        computed={"routerId": _router},
        references={
            "routeTableId": refer(ROUTE_TABLE, (VPC, "routeTableId")),
            "nexthopId": _NEXT_HOP,
        },
        quotas=(Quota(200, "QuotaExceeded.RouteEntry: the number of route entries exceeds the quota", per=("routeTableId",)),),
        name=AutoName(longest=128),
        check=_destination_faults,
        refuses=_hop_conflicts,
        not_found="InvalidRouteEntry.NotFound: the route entry '{id}' does not exist",
    ),
    Rule(
        type="alicloud:vpc/routeTableAttachment:RouteTableAttachment",
        source=f"{PROVIDER}resource_alicloud_route_table_attachment.go",
        id=lambda call: f"{call['routeTableId']}:{call['vswitchId']}",
        replaces=frozenset({"routeTableId", "vswitchId"}),
        defaults={"status": "Available"},
        references={"routeTableId": refer(ROUTE_TABLE), "vswitchId": refer(SWITCH)},
        unique=(Unique(("vswitchId",), "IncorrectStatus.VSwitch: the vSwitch '{vswitchId}' is attached to a route table already"),),
        refuses=same_vpc("vswitchId", of="routeTableId"),
    ),
)
