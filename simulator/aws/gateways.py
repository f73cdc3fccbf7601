"""What connects a VPC to the internet: internet gateways, public addresses, NAT gateways."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from ..addresses import public_address
from ..rules import Quota, as_set, refer, table
from .regions import dns_suffix
from .shapes import SUBNET, VPC, arn_of, blanks, hex_id, lists, owner, row

if TYPE_CHECKING:
    from ..call import Call

INTERNET = "aws:ec2/internetGateway:InternetGateway"
EGRESS_ONLY = "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"
ADDRESS = "aws:ec2/eip:Eip"
NAT = "aws:ec2/natGateway:NatGateway"

_NAT_FORCED = frozenset({"allocationId", "availabilityMode", "connectivityType", "privateIp", "region", "subnetId", "vpcId"})


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


def _nat_replaces(call: Call) -> frozenset[str]:
    """What the schema forces, and the provider's `CustomizeDiff`: a count of addresses, and who provides a regional gateway's."""
    paths = set(_NAT_FORCED)
    if call.given("secondaryPrivateIpAddressCount"):
        paths.add("secondaryPrivateIpAddressCount")
    manual = bool(call.get("availabilityZoneAddresses"))
    if call.get("availabilityMode") == "regional" and manual != bool(call.old.get("availabilityZoneAddresses")):
        paths.add("availabilityZoneAddresses")
    return frozenset(paths)


def _nat_faults(call: Call) -> Iterator[tuple[str, str]]:
    private = call.get("connectivityType") == "private"
    unfit = ("allocationId", "secondaryAllocationIds") if private else ("secondaryPrivateIpAddressCount",)
    for name in unfit:
        if call.given(name):
            yield name, f"{name} is not supported with connectivityType {'private' if private else 'public'}"


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
    return public_address(call, "address")


def _nat_address(call: Call) -> str | None:
    address = call.referenced("allocationId")
    return address.outputs["publicIp"] if address else None


def _nat_vpc(call: Call) -> str | None:
    subnet = call.referenced("subnetId")
    return subnet.outputs["vpcId"] if subnet else None


def _public_name(call: Call) -> str:
    """The DNS name of a public address. Source: `EC2PublicDNSNameForIP` in the provider's internal/conns/awsclient.go."""
    region = "compute-1" if call.region == "us-east-1" else f"{call.region}.compute"
    return f"ec2-{_public_address(call).replace('.', '-')}.{region}.{dns_suffix(call.region)}"


RULES = table(
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
        EGRESS_ONLY,
        "ec2/vpc_egress_only_internet_gateway.go",
        id=hex_id("eigw"),
        replaces=frozenset({"vpcId"}),
        references={"vpcId": refer(VPC)},
        # docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html: one can be attached to a VPC at a time
        quotas=(Quota(1, per=("vpcId",), message="EgressOnlyInternetGatewayLimitExceeded: {vpcId} has such a gateway already."),),
        not_found="InvalidGatewayID.NotFound: The eigw ID '{id}' does not exist",
        in_use="DependencyViolation: The eigw '{id}' has dependencies and cannot be deleted.",
    ),
    row(
        ADDRESS,
        "ec2/ec2_eip.go",
        id=hex_id("eipalloc"),
        replaces=frozenset({"address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"}),
        computed={
            "allocationId": lambda call: call.id,
            "arn": arn_of("ec2", "elastic-ip/{id}"),
            "domain": lambda _: "vpc",
            "networkBorderGroup": lambda call: call.region,
            "publicIp": _public_address,
            "publicDns": _public_name,
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
        replaces=_nat_replaces,
        canonical=dict.fromkeys(("availabilityZoneAddresses", "secondaryAllocationIds", "secondaryPrivateIpAddresses"), as_set),
        defaults={"connectivityType": "public"},
        computed={
            "associationId": lambda call: f"eipassoc-0{call.hex(16)}" if call.given("allocationId") else "",
            "availabilityMode": lambda _: "zonal",
            "networkInterfaceId": lambda call: f"eni-0{call.hex(16)}",
            "privateIp": _private_address,
            "publicIp": _nat_address,
            "secondaryPrivateIpAddressCount": lambda _: 0,
            "vpcId": _nat_vpc,
            **blanks("autoProvisionZones", "autoScalingIps", "regionalNatGatewayAutoMode", "routeTableId"),
            **lists("regionalNatGatewayAddresses", "secondaryAllocationIds", "secondaryPrivateIpAddresses"),
        },
        references={
            "subnetId": refer(SUBNET),
            "allocationId": refer(ADDRESS),
            "secondaryAllocationIds[*]": refer(ADDRESS),
            "vpcId": refer(VPC),
        },
        check=_nat_faults,
        refuses=_nat_conflicts,
        not_found="NatGatewayNotFound: The Nat Gateway {id} was not found",
        in_use="DependencyViolation: The Nat Gateway {id} has dependencies and cannot be deleted.",
    ),
)
