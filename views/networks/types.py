"""Which resource types of which cloud mean what in a picture of networks: the one place that knows a cloud's names."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class Role(StrEnum):
    """What a resource is in a network."""

    NETWORK = "network"
    BLOCK = "block"
    """A further address block of a network."""
    SUBNET = "subnet"
    TABLE = "route table"
    ROUTE = "route"
    INTERNET = "internet gateway"
    NAT = "NAT gateway"
    EGRESS_ONLY = "egress-only gateway"
    IPV6 = "IPv6 gateway"
    VPN = "VPN gateway"
    PEERING = "peering connection"
    TRANSIT = "transit gateway"
    GATEWAY_ENDPOINT = "gateway endpoint"
    INTERFACE_ENDPOINT = "interface endpoint"
    ADDRESS = "public address"
    ACL = "network ACL"
    FLOW_LOG = "flow log"
    JOIN = "join"
    """Only says that two others belong together: a subnet and its route table, an address and its gateway."""


EXITS: Final = (
    Role.INTERNET,
    Role.NAT,
    Role.IPV6,
    Role.EGRESS_ONLY,
    Role.VPN,
    Role.PEERING,
    Role.TRANSIT,
    Role.GATEWAY_ENDPOINT,
    Role.INTERFACE_ENDPOINT,
)
"""What a route may lead to, in the order in which a picture shows it."""


class Cloud(NamedTuple):
    """A cloud as a picture speaks of it.

    Args:
        title: its name.
        reserved: how many addresses of a subnet it keeps for itself.
        internet: what it calls the gateway between a network and the internet.
        logs: what it calls the place where flow logs go, by their destination; `""` where there is but one.
    """

    title: str
    reserved: int
    internet: str
    logs: Mapping[str, str]


CLOUDS: Final = {
    # docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
    "aws": Cloud(
        "AWS",
        5,
        "internet gateway",
        {"": "CloudWatch", "cloud-watch-logs": "CloudWatch", "s3": "S3", "kinesis-data-firehose": "Firehose"},
    ),
    # www.alibabacloud.com/help/en/vpc/vpc-and-vswitch
    "alicloud": Cloud("Alibaba Cloud", 4, "IPv4 gateway", {"": "SLS"}),
}
"""By the package of the resource types."""

ROLES: Final[Mapping[str, Role]] = {
    "aws:ec2/vpc:Vpc": Role.NETWORK,
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": Role.BLOCK,
    "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation": Role.BLOCK,
    "aws:ec2/subnet:Subnet": Role.SUBNET,
    "aws:ec2/routeTable:RouteTable": Role.TABLE,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Role.JOIN,
    "aws:ec2/route:Route": Role.ROUTE,
    "aws:ec2/internetGateway:InternetGateway": Role.INTERNET,
    "aws:ec2/natGateway:NatGateway": Role.NAT,
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": Role.EGRESS_ONLY,
    "aws:ec2/vpnGateway:VpnGateway": Role.VPN,
    "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment": Role.VPN,
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": Role.PEERING,
    "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": Role.PEERING,
    "aws:ec2transitgateway/transitGateway:TransitGateway": Role.TRANSIT,
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": Role.TRANSIT,
    "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": Role.ROUTE,
    "aws:ec2/eip:Eip": Role.ADDRESS,
    "aws:ec2/eipAssociation:EipAssociation": Role.JOIN,
    "aws:ec2/vpcEndpoint:VpcEndpoint": Role.INTERFACE_ENDPOINT,  # or a gateway endpoint: `role_of` tells
    "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": Role.JOIN,
    "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation": Role.JOIN,
    "aws:ec2/networkAcl:NetworkAcl": Role.ACL,
    "aws:ec2/networkAclAssociation:NetworkAclAssociation": Role.JOIN,
    "aws:ec2/flowLog:FlowLog": Role.FLOW_LOG,
    "alicloud:vpc/network:Network": Role.NETWORK,
    "alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock": Role.BLOCK,
    "alicloud:vpc/ipv6CidrBlock:Ipv6CidrBlock": Role.BLOCK,
    "alicloud:vpc/switch:Switch": Role.SUBNET,
    "alicloud:vpc/routeTable:RouteTable": Role.TABLE,
    "alicloud:vpc/routeTableAttachment:RouteTableAttachment": Role.JOIN,
    "alicloud:vpc/routeEntry:RouteEntry": Role.ROUTE,
    "alicloud:vpc/vpcRouteEntry:VpcRouteEntry": Role.ROUTE,
    "alicloud:vpc/ipv4Gateway:Ipv4Gateway": Role.INTERNET,
    "alicloud:vpc/natGateway:NatGateway": Role.NAT,
    "alicloud:vpc/ipv6Gateway:Ipv6Gateway": Role.IPV6,
    "alicloud:vpc/peerConnection:PeerConnection": Role.PEERING,
    "alicloud:vpc/peerConnectionAccepter:PeerConnectionAccepter": Role.PEERING,
    "alicloud:vpn/gateway:Gateway": Role.VPN,
    "alicloud:cen/transitRouterVpcAttachment:TransitRouterVpcAttachment": Role.TRANSIT,
    "alicloud:ecs/eipAddress:EipAddress": Role.ADDRESS,
    "alicloud:ecs/eipAssociation:EipAssociation": Role.JOIN,
    "alicloud:vpc/gatewayEndpoint:GatewayEndpoint": Role.GATEWAY_ENDPOINT,
    "alicloud:vpc/gatewayEndpointRouteTableAttachment:GatewayEndpointRouteTableAttachment": Role.JOIN,
    "alicloud:privatelink/vpcEndpoint:VpcEndpoint": Role.INTERFACE_ENDPOINT,
    "alicloud:privatelink/vpcEndpointZone:VpcEndpointZone": Role.JOIN,
    "alicloud:cr/vpcEndpointLinkedVpc:VpcEndpointLinkedVpc": Role.INTERFACE_ENDPOINT,
    "alicloud:vpc/networkAcl:NetworkAcl": Role.ACL,
    "alicloud:vpc/networkAclAttachment:NetworkAclAttachment": Role.JOIN,
    "alicloud:vpc/vpcNetworkAclAttachment:VpcNetworkAclAttachment": Role.JOIN,
    "alicloud:vpc/flowLog:FlowLog": Role.FLOW_LOG,
}
LINK: Final = "nusantara:multicloud:Link"
"""The type of the component that joins two networks, whatever by."""
REFERS: Final[Mapping[str, tuple[Role, ...]]] = {
    "vpcId": (Role.NETWORK, Role.BLOCK),
    **dict.fromkeys(("subnetId", "subnetIds", "vswitchId", "sourceVswitchId"), (Role.SUBNET,)),
    **dict.fromkeys(("routeTableId", "routeTableIds", "routeTables"), (Role.TABLE,)),
    "allocationId": (Role.ADDRESS,),
}
"""What these properties refer to, whatever else must be known before they are; others may refer to anything."""
ZONE: Final = ("availabilityZone", "zoneId")
"""The properties that hold a subnet's zone."""
BLOCKS: Final = ("cidrBlock", "secondaryCidrBlock", "ipv6CidrBlock")
"""Those that hold address blocks."""
PUBLIC_ADDRESS: Final = ("publicIp", "ipAddress", "allocationId")
"""Those by which a public address is told: itself, or the id of one that was made elsewhere."""
DESTINATION: Final = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationCidrblock", "destinationPrefixListId")
"""Those that say what a route is for."""
TARGET: Final = (
    "gatewayId",
    "natGatewayId",
    "egressOnlyGatewayId",
    "transitGatewayId",
    "vpcPeeringConnectionId",
    "vpcEndpointId",
    "networkInterfaceId",
    "coreNetworkArn",
    "nexthopId",
    "nextHopId",
)
"""Those that say by id where a route leads."""
DUAL_STACK: Final = ("assignIpv6AddressOnCreation", "enableIpv6", "ipv6CidrBlock", "ipv6CidrBlockMask")
"""Those that say, before its block is known, that a subnet has IPv6 addresses."""
