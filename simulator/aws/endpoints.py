"""VPC endpoints, and the route tables and subnets that they are in."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..rules import Quota, as_json, as_set, refer, table
from .regions import dns_suffix
from .routes import TABLE
from .shapes import SECURITY_GROUP, SUBNET, VPC, arn_of, document_faults, exactly_one, hex_id, imported_by, lists, owner, row

if TYPE_CHECKING:
    from ..call import Call

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
IN_TABLE = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"
IN_SUBNET = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation"

_BOTH = frozenset({"dynamodb", "s3", "s3express"})
"""Services with a gateway endpoint: docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html."""

_EVERYTHING = {"Statement": [{"Action": "*", "Effect": "Allow", "Principal": "*", "Resource": "*"}], "Version": "2008-10-17"}
_FORCED = frozenset(
    {"region", "resourceConfigurationArn", "serviceName", "serviceNetworkArn", "serviceRegion", "vpcEndpointType", "vpcId"}
)


def _replaces(call: Call) -> frozenset[str]:
    """What the schema forces, and private DNS of what is no interface (the provider's `CustomizeDiff`)."""
    return _FORCED if call.get("vpcEndpointType") == "Interface" else _FORCED | {"privateDnsEnabled"}


def _service(call: Call) -> str | None:
    """The service's name without its region; None where the region has none of that name, as far as names alone can tell."""
    name = call.get("serviceName") or ""
    pattern = rf"(?:cn\.)?(?:com\.amazonaws|aws\.[a-z.]+)\.{re.escape(call.region)}\.(?P<service>[a-z0-9]+(?:[.-][a-z0-9]+)*)"
    found = re.fullmatch(pattern, name) or re.fullmatch(r"com\.amazonaws\.(?P<service>vpce\.[a-z0-9-]+\.vpce-svc-[0-9a-f]+)", name)
    return found["service"] if found else None


def _refused(call: Call) -> Iterator[str]:
    kind, vpc = call.get("vpcEndpointType"), call.referenced("vpcId")
    if vpc is None or not call.given("serviceName"):
        return
    service = _service(call)
    if service is None:
        yield f"InvalidServiceName: The Vpc Endpoint Service '{call['serviceName']}' does not exist"
        return
    if kind == "Gateway" and service not in _BOTH:
        yield "InvalidParameter: Endpoint type (Gateway) does not match available service types ([Interface])."
    if kind == "Interface" and call.get("privateDnsEnabled"):
        yield from _name_conflicts(call, service)
    zones: set[str] = set()
    for subnet in call.all_referenced("subnetIds[*]"):
        if kind != "Interface":
            yield f"InvalidParameter: Subnet IDs are not supported for {kind} endpoints: {subnet.id}"
        if (zone := subnet.outputs["availabilityZone"]) in zones:
            yield _twice_in_zone(subnet.id)
        zones.add(zone)


def _name_conflicts(call: Call, service: str) -> Iterator[str]:
    vpc = call.referenced("vpcId")
    assert vpc is not None
    if not (vpc.outputs.get("enableDnsSupport") and vpc.outputs.get("enableDnsHostnames")):
        yield (
            "InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to "
            f"true for {vpc.id}"
        )
    for other in call.siblings("vpcId"):
        if other.outputs.get("serviceName") == call["serviceName"] and other.outputs.get("privateDnsEnabled"):
            yield (
                f"InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
                f"{_domain(call, service)} in the VPC {vpc.id}"
            )


def _twice_in_zone(subnet: str) -> str:
    return f"DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of {subnet}"


def _domain(call: Call, service: str) -> str:
    """The name under which a service is found: its parts turned round, as in `api.ecr.<region>`."""
    return f"{'.'.join(reversed(service.split('.')))}.{call.region}.{dns_suffix(call.region)}"


def _names(call: Call) -> list[dict[str, Any]]:
    service = _service(call)
    if call.get("vpcEndpointType") != "Interface" or service is None:
        return []
    own = f"{call.id}-{call.hex(8)}.{service.split('.')[-1]}.{call.region}.vpce.{dns_suffix(call.region)}"
    private = [_domain(call, service)] if call.get("privateDnsEnabled") else []
    return [
        {"dnsName": name, "hostedZoneId": f"Z{call.letters(13, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}"}
        for name in (own, *private)
    ]


def _groups(call: Call) -> list[str]:
    """An interface that names no security group is in the VPC's default one."""
    vpc = call.referenced("vpcId")
    return [vpc.outputs["defaultSecurityGroupId"]] if vpc and call.get("vpcEndpointType") == "Interface" else []


def _table_conflicts(call: Call) -> Iterator[str]:
    endpoint = call.referenced("vpcEndpointId")
    if endpoint is None:
        return
    if endpoint.outputs.get("vpcEndpointType") != "Gateway":
        yield f"InvalidParameter: {endpoint.id} is no gateway endpoint and takes no route tables"
    prefix_list = endpoint.outputs.get("prefixListId")
    for other in call.siblings("routeTableId"):
        found = call.find(ENDPOINT, id=other.outputs["vpcEndpointId"])
        if found and found[0].outputs.get("prefixListId") == prefix_list:
            yield (
                f"RouteAlreadyExists: route table {call['routeTableId']} already has a route with destination-prefix-list-id "
                f"{prefix_list}"
            )


def _subnet_conflicts(call: Call) -> Iterator[str]:
    endpoint, subnet = call.referenced("vpcEndpointId"), call.referenced("subnetId")
    if endpoint is None or subnet is None:
        return
    if endpoint.outputs.get("vpcEndpointType") == "Gateway":
        yield f"InvalidParameter: {endpoint.id} is a gateway endpoint and takes no subnets"
    for other in call.siblings("vpcEndpointId"):
        (taken,) = call.find(SUBNET, id=other.outputs["subnetId"])
        if taken.outputs["availabilityZone"] == subnet.outputs["availabilityZone"]:
            yield _twice_in_zone(subnet.id)


def _association(token: str, source: str, other: str, **fields: Any) -> Any:
    """An endpoint in something else, with the id that the provider makes of the two."""
    return row(
        token,
        source,
        tagged=False,
        id=lambda call: f"a-{call['vpcEndpointId']}{zlib.crc32(call[other].encode())}",
        imported=imported_by("vpcEndpointId", other, by="/"),
        replaces=frozenset({"vpcEndpointId", other}),
        not_found="InvalidVpcEndpointId.NotFound: The association '{id}' does not exist",
        exists="InvalidParameter: The association '{id}' exists already",
        **fields,
    )


RULES = table(
    row(
        ENDPOINT,
        "ec2/vpc_endpoint.go",
        id=hex_id("vpce"),
        replaces=_replaces,
        canonical={"policy": as_json, **dict.fromkeys(("routeTableIds", "securityGroupIds", "subnetIds"), as_set)},
        defaults={"vpcEndpointType": "Gateway"},
        computed={
            "arn": arn_of("ec2", "vpc-endpoint/{id}"),
            "cidrBlocks": lambda call: ["3.5.0.0/19"] if call.get("vpcEndpointType") == "Gateway" else [],
            "dnsEntries": _names,
            "dnsOptions": lambda _: {"dnsRecordIpType": "ipv4"},
            "ipAddressType": lambda _: "ipv4",
            "ownerId": owner,
            "policy": lambda _: json.dumps(_EVERYTHING),
            "prefixListId": lambda call: (
                f"pl-{zlib.crc32(call['serviceName'].encode()):08x}" if call.get("vpcEndpointType") == "Gateway" else ""
            ),
            "privateDnsEnabled": lambda _: False,
            "requesterManaged": lambda _: False,
            "securityGroupIds": _groups,
            "serviceRegion": lambda call: call.region,
            "state": lambda _: "available",
            **lists("networkInterfaceIds", "routeTableIds", "subnetConfigurations", "subnetIds"),
        },
        volatile={"dnsEntries": frozenset({"privateDnsEnabled"})},
        references={
            "vpcId": refer(VPC),
            "routeTableIds[*]": refer(TABLE, holds=False),
            "securityGroupIds[*]": SECURITY_GROUP,
            "subnetIds[*]": refer(SUBNET),
        },
        # docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html: 50 interface and 20 gateway endpoints, both adjustable
        quotas=(Quota(255, per=("vpcId",), message="VpcEndpointLimitExceeded: The maximum number of endpoints of {vpcId}."),),
        check=lambda call: (
            *exactly_one(call, "serviceName", "serviceNetworkArn", "resourceConfigurationArn"),
            *document_faults(call, "policy", 20480),
        ),
        refuses=_refused,
        not_found="InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id '{id}' does not exist",
    ),
    _association(
        IN_TABLE,
        "ec2/vpc_endpoint_route_table_association.go",
        "routeTableId",
        references={"vpcEndpointId": refer(ENDPOINT, holds=False), "routeTableId": refer(TABLE, holds=False)},
        refuses=_table_conflicts,
    ),
    _association(
        IN_SUBNET,
        "ec2/vpc_endpoint_subnet_association.go",
        "subnetId",
        references={"vpcEndpointId": refer(ENDPOINT, holds=False), "subnetId": refer(SUBNET)},
        refuses=_subnet_conflicts,
    ),
)
