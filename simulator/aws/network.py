"""VPCs and what lies in them: address blocks, subnets, gateways, flow logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from ..rules import Block, Quota, refer, table
from . import ipv6
from .regions import zone_id, zones
from .shapes import ROLE_ARN, SUBNET, VPC, arn_of, blanks, cidr_faults, exactly_one, hex_id, owner, row

if TYPE_CHECKING:
    from ..call import Call, Object

BLOCK = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"

_LOGGED = ("eniId", "regionalNatGatewayId", "subnetId", "transitGatewayAttachmentId", "transitGatewayId", "vpcId")
_FLOW_LOG_FORCED = frozenset(
    {"deliverCrossAccountRole", "destinationOptions", "iamRoleArn", "logDestination", "logDestinationType", "logFormat"}
    | {"maxAggregationInterval", "trafficType", *_LOGGED}
)
_SUBNET_FORCED = frozenset(
    {"availabilityZone", "availabilityZoneId", "cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "ipv6IpamPoolId"}
    | {"ipv6Native", "ipv6NetmaskLength", "outpostArn", "region", "vpcId"}
)

_IPV6 = ("ipv6AssociationId", "ipv6CidrBlock", "ipv6CidrBlockNetworkBorderGroup")


def _vpc_replaces(call: Call) -> frozenset[str]:
    """What the schema forces, and the tenancy unless it goes from dedicated to default (the provider's `CustomizeDiff`)."""
    opened = call.old.get("instanceTenancy") == "dedicated" and call.get("instanceTenancy") == "default"
    return frozenset({"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "region"} | (set() if opened else {"instanceTenancy"}))


def _needs_block(call: Call) -> Iterator[str]:
    if not call.given("cidrBlock") and not call.given("ipv4IpamPoolId"):
        yield "MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."


def _subnet_replaces(call: Call) -> frozenset[str]:
    """What the schema forces, and another IPv6 block where the subnet gives its addresses out (the provider's `CustomizeDiff`)."""
    given_out = {"ipv6CidrBlock"} if call.old.get("assignIpv6AddressOnCreation") else set()
    return _SUBNET_FORCED | given_out


def _main_table(call: Call) -> str:
    """The table that a VPC comes with: its default one, and its main one until another is made so."""
    return f"rtb-0{call.hex(16, stream='table')}"


def blocks(call: Call, vpc: Object) -> Iterator[str]:
    """Every address block of a VPC: its own, then, looked up only when asked for, those associated with it."""
    yield vpc.outputs["cidrBlock"]
    yield from (association.outputs["cidrBlock"] for association in call.users(vpc, BLOCK, "vpcId"))


def overlaps(blocks: Iterable[str | None], text: str) -> bool:
    """Whether a block shares an address with any of the others."""
    block = IPv4Network(text)
    return any(block.overlaps(IPv4Network(other)) for other in blocks if other)


def _block_conflicts(call: Call) -> Iterator[str]:
    vpc = call.referenced("vpcId")
    block = call.get("cidrBlock")
    if vpc is not None and block and not call.old and overlaps(blocks(call, vpc), block):
        yield f"InvalidVpc.Range: The CIDR '{block}' overlaps with another block of {vpc.id}"


def _block_in_use(call: Call) -> Iterator[str]:
    vpc = call.referenced("vpcId")
    block = call.get("cidrBlock")
    if vpc is None or not block:
        return
    subnets = call.users(vpc, SUBNET, "vpcId")
    if overlaps((subnet.outputs.get("cidrBlock") for subnet in subnets), block):
        yield f"OperationNotPermitted: The CIDR block {block} of {vpc.id} has subnets and cannot be disassociated"


def _outside(call: Call) -> Iterator[str]:
    vpc, text = call.referenced("vpcId"), call.get("cidrBlock")
    if vpc is None or text is None:
        return
    block = IPv4Network(text)
    if not any(block.subnet_of(IPv4Network(outer)) for outer in blocks(call, vpc)):
        yield f"InvalidSubnet.Range: The CIDR '{text}' is invalid."


def _subnet_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from cidr_faults(call, "cidrBlock", 16, 28)
    yield from ipv6.subnet_faults(call)
    zone, offered = call.get("availabilityZone"), zones(call.region)
    if zone is not None and zone not in offered:
        yield (
            "availabilityZone",
            (
                f"InvalidParameterValue: Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently only be "
                f"created in the following availability zones: {', '.join(offered)}."
            ),
        )


def _flow_log_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from exactly_one(call, *_LOGGED)
    interval = call.get("maxAggregationInterval")
    if call.given("destinationOptions") and call.get("logDestinationType", "cloud-watch-logs") != "s3":
        yield "destinationOptions", "InvalidParameter: DestinationOptions are of log destination type s3 alone"
    if interval is not None and interval not in (60, 600):
        yield "maxAggregationInterval", f"expected max_aggregation_interval to be one of [60 600], got {interval}"


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
            "defaultRouteTableId": _main_table,
            "defaultSecurityGroupId": lambda call: f"sg-0{call.hex(16)}",
            "dhcpOptionsId": lambda call: f"dopt-0{call.hex(16)}",
            "mainRouteTableId": _main_table,
            "ownerId": owner,
            "ipv6AssociationId": ipv6.assigned(lambda call: f"vpc-cidr-assoc-0{call.hex(16)}"),
            "ipv6CidrBlock": ipv6.vpc_block,
            "ipv6CidrBlockNetworkBorderGroup": ipv6.assigned(lambda call: call.region),
        },
        volatile=dict.fromkeys(_IPV6, frozenset({"assignGeneratedIpv6CidrBlock"})),
        check=lambda call: cidr_faults(call, "cidrBlock", 16, 28),
        refuses=lambda call: (*_needs_block(call), *ipv6.block_in_use(call)),
        not_found="InvalidVpcID.NotFound: The vpc ID '{id}' does not exist",
        in_use="DependencyViolation: The vpc '{id}' has dependencies and cannot be deleted.",
    ),
    row(
        BLOCK,
        "ec2/vpc_ipv4_cidr_block_association.go",
        tagged=False,
        id=lambda call: f"vpc-cidr-assoc-0{call.hex(16)}",
        replaces=frozenset({"cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "vpcId"}),
        imported=lambda text: {"id": text.partition(",")[0]},
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
        replaces=_subnet_replaces,
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
            "ipv6CidrBlockAssociationId": lambda call: f"subnet-cidr-assoc-0{call.hex(16)}" if call.get("ipv6CidrBlock") else "",
            **blanks("ipv6CidrBlock"),
        },
        volatile=dict.fromkeys(("ipv6CidrBlock", "ipv6CidrBlockAssociationId"), frozenset({"ipv6CidrBlock"})),
        references={"vpcId": refer(VPC)},
        check=_subnet_faults,
        block=Block(
            "cidrBlock", of="vpcId", message="InvalidSubnet.Conflict: The CIDR '{cidrBlock}' conflicts with another subnet"
        ),
        refuses=lambda call: (*_outside(call), *ipv6.subnet_conflicts(call)),
        not_found="InvalidSubnetID.NotFound: The subnet ID '{id}' does not exist",
        in_use="DependencyViolation: The subnet '{id}' has dependencies and cannot be deleted.",
    ),
    row(
        "aws:ec2/flowLog:FlowLog",
        "ec2/vpc_flow_log.go",
        id=hex_id("fl"),
        replaces=_FLOW_LOG_FORCED,
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
                "aws:cloudwatch/logGroup:LogGroup", by="arn", outside=r"arn:aws[\w-]*:(s3|firehose|logs):.+", holds=False
            ),
        },
        check=_flow_log_faults,
        not_found="InvalidFlowLogId.NotFound: These flow log ids in the input list are not found: [{id}]",
    ),
)
