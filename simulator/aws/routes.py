"""Route tables, routes and what they are associated with."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules import Quota, as_set, refer, table
from .gateways import EGRESS_ONLY, INTERNET, NAT
from .peering import PEERING
from .shapes import SUBNET, VPC, arn_of, blanks, exactly_one, hex_id, lists, owner, row
from .transit import IN_VPC, TRANSIT

if TYPE_CHECKING:
    from ..call import Call

TABLE = "aws:ec2/routeTable:RouteTable"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"

_DESTINATIONS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
_TARGETS = (
    "carrierGatewayId",
    "coreNetworkArn",
    "egressOnlyGatewayId",
    "gatewayId",
    "localGatewayId",
    "natGatewayId",
    "networkInterfaceId",
    "odbNetworkArn",
    "transitGatewayId",
    "vpcEndpointId",
    "vpcPeeringConnectionId",
)
_GATEWAY = refer(INTERNET, outside=r"local|vgw-.+|vpce-.+", holds=False)
_NAT = refer(NAT, holds=False)


def _destination(call: Call) -> str:
    return next(str(call[name]) for name in _DESTINATIONS if call.given(name))


def _route_id(call: Call) -> str:
    """`r-`, the table's id and the CRC-32 of the destination, as the provider writes it."""
    return f"r-{call['routeTableId']}{zlib.crc32(_destination(call).encode())}"


def _imported_route(text: str) -> dict[str, str]:
    """A route is imported by `TABLE_DESTINATION`."""
    table_id, _, destination = text.partition("_")
    kind = _DESTINATIONS[1 if ":" in destination else 0 if "." in destination else 2]
    return {"routeTableId": table_id, kind: destination}


def _imported_association(text: str) -> dict[str, str]:
    """An association is imported by `SUBNET/TABLE` or `GATEWAY/TABLE`."""
    target, _, table_id = text.partition("/")
    return {"subnetId" if target.startswith("subnet-") else "gatewayId": target, "routeTableId": table_id}


def _route_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from exactly_one(call, *_DESTINATIONS)
    yield from exactly_one(call, *_TARGETS)
    if call.given("egressOnlyGatewayId") and not call.given("destinationIpv6CidrBlock"):
        yield "egressOnlyGatewayId", "egress_only_gateway_id carries IPv6 alone; destination_ipv6_cidr_block is needed"


def _target_conflicts(call: Call) -> Iterator[str]:
    """That a route leads to what its VPC is joined with."""
    table_, peering, transit = (call.referenced(path) for path in ("routeTableId", "vpcPeeringConnectionId", "transitGatewayId"))
    if table_ is None:
        return
    vpc = table_.id if table_.type == VPC else table_.outputs.get("vpcId")
    if peering is not None and vpc not in (peering.outputs.get("vpcId"), peering.outputs.get("peerVpcId")):
        yield f"InvalidParameterValue: route table {call['routeTableId']} and {peering.id} belong to different networks"
    if transit is not None and not any(
        attached.outputs.get("vpcId") == vpc for attached in call.users(transit, IN_VPC, "transitGatewayId")
    ):
        yield f"InvalidTransitGatewayID.NotFound: The transitGateway ID '{transit.id}' does not exist in {vpc}: it is not attached."


def _association_conflicts(call: Call) -> Iterator[str]:
    if call.given("subnetId") and call.siblings("subnetId"):
        yield (
            f"Resource.AlreadyAssociated: the specified association for route table {call['routeTableId']} conflicts with an "
            f"existing association"
        )


RULES = table(
    row(
        TABLE,
        "ec2/vpc_route_table.go",
        id=hex_id("rtb"),
        replaces=frozenset({"vpcId"}),
        canonical={"propagatingVgws": as_set, "routes": as_set},
        computed={
            "arn": arn_of("ec2", "route-table/{id}"),
            "ownerId": owner,
            **lists("propagatingVgws", "routes"),
        },
        references={"vpcId": refer(VPC), "routes[*].gatewayId": _GATEWAY, "routes[*].natGatewayId": _NAT},
        not_found="InvalidRouteTableID.NotFound: The routeTable ID '{id}' does not exist",
        in_use="DependencyViolation: The routeTable '{id}' has dependencies and cannot be deleted.",
    ),
    row(
        "aws:ec2/route:Route",
        "ec2/vpc_route.go",
        tagged=False,
        id=_route_id,
        imported=_imported_route,
        replaces=frozenset({"routeTableId", *_DESTINATIONS}),
        computed={
            "origin": lambda _: "CreateRoute",
            "state": lambda _: "active",
            **blanks("instanceId", "instanceOwnerId", "networkInterfaceId"),
        },
        references={
            "routeTableId": refer(TABLE, (VPC, "mainRouteTableId"), holds=False),
            "gatewayId": _GATEWAY,
            "natGatewayId": _NAT,
            "egressOnlyGatewayId": refer(EGRESS_ONLY, holds=False),
            "vpcPeeringConnectionId": refer(PEERING, holds=False, abroad=True),
            "transitGatewayId": refer(TRANSIT, holds=False),
        },
        # docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html: 500 routes a table, which can be raised to 1,000
        quotas=(Quota(1000, per=("routeTableId",), message="RouteLimitExceeded: The maximum number of routes has been reached."),),
        check=_route_faults,
        refuses=_target_conflicts,
        exists="RouteAlreadyExists: The route identified by {destinationCidrBlock}{destinationIpv6CidrBlock} already exists.",
    ),
    row(
        ASSOCIATION,
        "ec2/vpc_route_table_association.go",
        tagged=False,
        id=hex_id("rtbassoc"),
        imported=_imported_association,
        replaces=frozenset({"gatewayId", "subnetId"}),
        references={
            "routeTableId": refer(TABLE, (VPC, "mainRouteTableId")),
            "subnetId": refer(SUBNET, holds=False),
            "gatewayId": refer(INTERNET, outside=r"vgw-.+", holds=False),
        },
        check=lambda call: exactly_one(call, "subnetId", "gatewayId"),
        refuses=_association_conflicts,
        not_found="InvalidAssociationID.NotFound: The association ID '{id}' does not exist",
    ),
)
