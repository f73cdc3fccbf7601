"""Site-to-Site VPN."""

from __future__ import annotations

from typing import Final

ROWS: Final = {
    "aws:ec2/vpnGateway:VpnGateway": {"amazonSideAsn", "availabilityZone", "region"},
    "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment": {"region", "vpcId", "vpnGatewayId"},
    "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": {"region", "routeTableId", "vpnGatewayId"},
    "aws:ec2/customerGateway:CustomerGateway": {"bgpAsn", "bgpAsnExtended", "certificateArn", "deviceName", "ipAddress", "region"}
    | {"type"},
    "aws:ec2/vpnConnection:VpnConnection": {"enableAcceleration", "presharedKeyStorage", "region", "staticRoutesOnly", "type"}
    | {"tunnelInsideIpVersion"},
}
