"""VPCs and what lies in them: address blocks, subnets, gateways, flow logs."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from ..rules import Quota, refer, table
from .regions import zone_id, zones
from .shapes import ROLE_ARN, SUBNET, VPC, arn_of, blanks, cidr_faults, hex_id, lists, overlapping, owner, row

if TYPE_CHECKING:
    from ..call import Call, Object

BLOCK = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
INTERNET = "aws:ec2/internetGateway:InternetGateway"
ADDRESS = "aws:ec2/eip:Eip"
NAT = "aws:ec2/natGateway:NatGateway"

_FLOW_LOG = frozenset(
    {"deliverCrossAccountRole", "destinationOptions", "eniId", "iamRoleArn", "logDestination", "logDestinationType", "logFormat"}
    | {"maxAggregationInterval", "subnetId", "trafficType", "transitGatewayAttachmentId", "transitGatewayId", "vpcId"}
)


def _vpc_replaces(call: Call) -> frozenset[str]:
    """What the schema forces, and the tenancy unless it goes from dedicated to default (the provider's `CustomizeDiff`)."""
    opened = call.old.get("instanceTenancy") == "dedicated" and call.get("instanceTenancy") == "default"
    return frozenset({"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "region"} | (set() if opened else {"instanceTenancy"}))


def _blocks(call: Call, vpc: Object) -> list[str]:
    """Every address block of a VPC, the first and those associated with it."""
    more = [association.outputs["cidrBlock"] for association in call.users(vpc, BLOCK, "vpcId")]
    return [vpc.outputs["cidrBlock"], *more]


def _block_conflicts(call: Call) -> Iterator[str]:
    vpc = call.referenced("vpcId")
    block = call.get("cidrBlock")
    if vpc is not None and block and not call.old and overlapping(_blocks(call, vpc), block):
        yield f"InvalidVpc.Range: The CIDR '{block}' overlaps with another block of {vpc.id}"


def _block_in_use(call: Call) -> Iterator[str]:
    vpc = call.referenced("vpcId")
    block = call.get("cidrBlock")
    if vpc is None or not block:
        return
    subnets = call.users(vpc, SUBNET, "vpcId")
    if overlapping((subnet.outputs.get("cidrBlock") for subnet in subnets), block):
        yield f"OperationNotPermitted: The CIDR block {block} of {vpc.id} has subnets and cannot be disassociated"


def _subnet_conflicts(call: Call) -> Iterator[str]:
    vpc, text = call.referenced("vpcId"), call.get("cidrBlock")
    if vpc is None or text is None:
        return
    block = IPv4Network(text)
    if not any(block.subnet_of(IPv4Network(outer)) for outer in _blocks(call, vpc)):
        yield f"InvalidSubnet.Range: The CIDR '{text}' is invalid."
    elif overlapping((other.outputs.get("cidrBlock") for other in call.siblings("vpcId")), text):
        yield f"InvalidSubnet.Conflict: The CIDR '{text}' conflicts with another subnet"


def _subnet_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from cidr_faults(call, "cidrBlock", 16, 28)
    zone, offered = call.get("availabilityZone"), zones(call.region)
    if zone is not None and zone not in offered:
        yield (
            "availabilityZone",
            (
                f"InvalidParameterValue: Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only be "
                f"created in the following availability zones: {', '.join(offered)}."
            ),
        )


def _one_internet(call: Call) -> Iterator[str]:
    vpc = call.referenced("vpcId")
    if vpc is not None and call.siblings("vpcId"):
        yield f"Resource.AlreadyAssociated: Network {vpc.id} already has an internet gateway attached"


def _mapped_addresses(call: Call) -> Iterator[str]:
    vpc = call.referenced("vpcId")
    subnets = call.users(vpc, SUBNET, "vpcId") if vpc is not None else []
    if vpc is not None and any(call.users(subnet, NAT, "subnetId") for subnet in subnets):
        yield (
            f"DependencyViolation: Network {vpc.id} has some mapped public address(es). Please unmap those public address(es) "
            f"before detaching the gateway."
        )


def _nat_conflicts(call: Call) -> Iterator[str]:
    if call.get("connectivityType") != "public":
        return
    if call.get("allocationId") is None and call.get("availabilityMode") != "regional":
        yield "MissingParameter: The request must contain the parameter AllocationId"
    subnet = call.referenced("subnetId")
    vpc_id = subnet.outputs["vpcId"] if subnet else call.get("vpcId")
    if vpc_id is not None and not call.find(INTERNET, vpcId=vpc_id):
        yield f"Gateway.NotAttached: Network {vpc_id} has no Internet gateway attached"
    address = call.referenced("allocationId")
    if address is not None and call.siblings("allocationId"):
        yield f"Resource.AlreadyAssociated: Elastic IP address [{address.id}] is already associated"


def _private_address(call: Call) -> str | None:
    subnet = call.referenced("subnetId")
    if subnet is None:
        return None
    block = IPv4Network(subnet.outputs["cidrBlock"])
    return str(block[4 + int(call.hex(8), 16) % (block.num_addresses - 5)])  # AWS keeps the first four and the last


def _public_address(call: Call) -> str:
    """An address of the documentation ranges, which nobody on the internet has (RFC 5737)."""
    network, host = divmod(int(call.hex(8, stream="address"), 16), 254)
    return f"{('192.0.2', '198.51.100', '203.0.113')[network % 3]}.{host + 1}"


def _nat_address(call: Call) -> str | None:
    address = call.referenced("allocationId")
    return address.outputs["publicIp"] if address else None


def _interface(call: Call) -> str:
    return f"eni-0{call.hex(16)}"


RULES = table(
    row(
        VPC,
        "ec2/vpc_.go",
        id=hex_id("vpc"),
        replaces=_vpc_replaces,
        defaults={
            "assignGeneratedIpv6CidrBlock": False,
            "enableDnsHostnames": False,
            "enableDnsSupport": True,
            "enableNetworkAddressUsageMetrics": False,
            "instanceTenancy": "default",
        },
        computed={
            "arn": arn_of("ec2", "vpc/{id}"),
            "cidrBlock": lambda call: "10.0.0.0/16" if call.given("ipv4IpamPoolId") else None,
            "defaultNetworkAclId": lambda call: f"acl-0{call.hex(16)}",
            "defaultRouteTableId": lambda call: f"rtb-0{call.hex(16)}",
            "defaultSecurityGroupId": lambda call: f"sg-0{call.hex(16)}",
            "dhcpOptionsId": lambda call: f"dopt-0{call.hex(16)}",
            "mainRouteTableId": lambda call: f"rtb-0{call.hex(16)}",
            "ownerId": owner,
            **blanks("ipv6AssociationId", "ipv6CidrBlock", "ipv6CidrBlockNetworkBorderGroup"),
        },
        check=lambda call: cidr_faults(call, "cidrBlock", 16, 28),
        not_found="InvalidVpcID.NotFound: The vpc ID '{id}' does not exist",
        in_use="DependencyViolation: The vpc '{id}' has dependencies and cannot be deleted.",
    ),
    row(
        BLOCK,
        "ec2/vpc_ipv4_cidr_block_association.go",
        tagged=False,
        id=lambda call: f"vpc-cidr-assoc-0{call.hex(16)}",
        replaces=frozenset({"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "vpcId"}),
        references={"vpcId": refer(VPC, holds=False)},
        # docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html: 5, which can be raised to 50; the first is the VPC's own
        quotas=(
            Quota(
                49, per=("vpcId",), message="CidrBlockLimitExceeded: The maximum number of CIDR blocks of {vpcId} has been reached."
            ),
        ),
        check=lambda call: cidr_faults(call, "cidrBlock", 16, 28),
        refuses=_block_conflicts,
        keeps=_block_in_use,
        not_found="InvalidVpcCidrBlockAssociationID.NotFound: The association ID '{id}' does not exist",
    ),
    row(
        SUBNET,
        "ec2/vpc_subnet.go",
        id=hex_id("subnet"),
        replaces=frozenset(
            {"availabilityZone", "availabilityZoneId", "cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6IpamPoolId"}
            | {"ipv6Native", "ipv6NetmaskLength", "outpostArn", "vpcId"}
        ),
        defaults={
            "assignIpv6AddressOnCreation": False,
            "enableDns64": False,
            "enableResourceNameDnsARecordOnLaunch": False,
            "enableResourceNameDnsAaaaRecordOnLaunch": False,
            "ipv6Native": False,
            "mapPublicIpOnLaunch": False,
        },
        computed={
            "arn": arn_of("ec2", "subnet/{id}"),
            "availabilityZone": lambda call: call.pick(zones(call.region)),
            "availabilityZoneId": lambda call: zone_id(call["availabilityZone"]) if call.given("availabilityZone") else None,
            "ownerId": owner,
            "privateDnsHostnameTypeOnLaunch": lambda _: "ip-name",
            **blanks("ipv6CidrBlock", "ipv6CidrBlockAssociationId"),
        },
        references={"vpcId": refer(VPC)},
        check=_subnet_faults,
        refuses=_subnet_conflicts,
        not_found="InvalidSubnetID.NotFound: The subnet ID '{id}' does not exist",
        in_use="DependencyViolation: The subnet '{id}' has dependencies and cannot be deleted.",
    ),
    row(
        INTERNET,
        "ec2/vpc_internet_gateway.go",
        id=hex_id("igw"),
        computed={"arn": arn_of("ec2", "internet-gateway/{id}"), "ownerId": owner},
        references={"vpcId": refer(VPC)},
        refuses=_one_internet,
        keeps=_mapped_addresses,
        not_found="InvalidInternetGatewayID.NotFound: The internetGateway ID '{id}' does not exist",
        in_use="DependencyViolation: The internetGateway '{id}' has dependencies and cannot be deleted.",
    ),
    row(
        ADDRESS,
        "ec2/ec2_eip.go",
        id=hex_id("eipalloc"),
        replaces=frozenset({"address", "customerOwnedIpv4Pool", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"}),
        computed={
            "allocationId": lambda call: call.id,
            "arn": arn_of("ec2", "elastic-ip/{id}"),
            "domain": lambda _: "vpc",
            "networkBorderGroup": lambda call: call.region,
            "publicIp": _public_address,
            "publicDns": lambda call: f"ec2-{_public_address(call).replace('.', '-')}.{call.region}.compute.amazonaws.com",
            "publicIpv4Pool": lambda _: "amazon",
            **blanks("associationId", "carrierIp", "customerOwnedIp", "instance", "ipamPoolId", "networkInterface"),
            **blanks("privateDns", "privateIp", "ptrRecord"),
        },
        not_found="InvalidAllocationID.NotFound: The allocation ID '{id}' does not exist",
        in_use="InvalidIPAddress.InUse: The address with allocation id {id} cannot be released because it is in use.",
    ),
    row(
        NAT,
        "ec2/vpc_nat_gateway.go",
        id=hex_id("nat"),
        replaces=frozenset(
            {
                "allocationId",
                "availabilityMode",
                "connectivityType",
                "privateIp",
                "secondaryPrivateIpAddressCount",
                "subnetId",
                "vpcId",
            }
        ),
        defaults={"connectivityType": "public"},
        computed={
            "associationId": lambda call: f"eipassoc-0{call.hex(16)}",
            "networkInterfaceId": _interface,
            "privateIp": _private_address,
            "publicIp": _nat_address,
            "secondaryPrivateIpAddressCount": lambda _: 0,
            **blanks("autoProvisionZones", "autoScalingIps", "availabilityMode", "regionalNatGatewayAutoMode", "routeTableId"),
            **lists("regionalNatGatewayAddresses", "secondaryAllocationIds", "secondaryPrivateIpAddresses"),
        },
        references={
            "subnetId": refer(SUBNET),
            "allocationId": refer(ADDRESS),
            "secondaryAllocationIds[*]": refer(ADDRESS),
            "vpcId": refer(VPC),
        },
        refuses=_nat_conflicts,
        not_found="NatGatewayNotFound: The Nat Gateway {id} was not found",
        in_use="DependencyViolation: The Nat Gateway {id} has dependencies and cannot be deleted.",
    ),
    row(
        "aws:ec2/flowLog:FlowLog",
        "ec2/vpc_flow_log.go",
        id=hex_id("fl"),
        replaces=_FLOW_LOG,
        defaults={"logDestinationType": "cloud-watch-logs", "maxAggregationInterval": 600},
        computed={
            "arn": arn_of("ec2", "vpc-flow-log/{id}"),
            "logFormat": lambda _: (
                "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} "
                "${bytes} ${start} ${end} ${action} ${log-status}"
            ),
        },
        references={
            "vpcId": refer(VPC, holds=False),
            "subnetId": refer(SUBNET, holds=False),
            "iamRoleArn": ROLE_ARN,
            "logDestination": refer(
                "aws:cloudwatch/logGroup:LogGroup", by="arn", outside=r"arn:aws[\w-]*:(s3|firehose):.+", holds=False
            ),
        },
        not_found="InvalidFlowLogId.NotFound: These flow log ids in the input list are not found: [{id}]",
    ),
)
