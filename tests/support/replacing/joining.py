"""Peering connections and transit gateways."""

from __future__ import annotations

from typing import Final

_TRANSIT: Final = "aws:ec2transitgateway/"
_IN_TABLE: Final = {"region", "transitGatewayAttachmentId", "transitGatewayRouteTableId"}

ROWS: Final = {
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": {"peerOwnerId", "peerRegion", "peerVpcId", "region", "vpcId"},
    "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": {"region", "vpcPeeringConnectionId"},
    "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions": {"region", "vpcPeeringConnectionId"},
    f"{_TRANSIT}transitGateway:TransitGateway": {"amazonSideAsn", "multicastSupport", "region"},
    f"{_TRANSIT}vpcAttachment:VpcAttachment": {"region", "transitGatewayId", "vpcId"},
    f"{_TRANSIT}peeringAttachment:PeeringAttachment": {"options", "peerAccountId", "peerRegion", "peerTransitGatewayId", "region"}
    | {"transitGatewayId"},
    f"{_TRANSIT}peeringAttachmentAccepter:PeeringAttachmentAccepter": {"region", "transitGatewayAttachmentId"},
    f"{_TRANSIT}routeTable:RouteTable": {"region", "transitGatewayId"},
    f"{_TRANSIT}route:Route": {"blackhole", "destinationCidrBlock", *_IN_TABLE},
    f"{_TRANSIT}routeTableAssociation:RouteTableAssociation": _IN_TABLE,
    f"{_TRANSIT}routeTablePropagation:RouteTablePropagation": _IN_TABLE,
}
