"""Ways from a VPC to services of the cloud that need no way out: gateway endpoints, interface endpoints, registries.

Limits: https://help.aliyun.com/zh/vpc/vpc-connection-to-cloud-service (one gateway endpoint of a service for a VPC, and for a
route table), https://help.aliyun.com/en/privatelink/quotas-and-limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Quota, Rule, Unique, as_json, as_set, refer, table
from .ecs import SECURITY_GROUP
from .shapes import CREATED, PROVIDER, checks, default_group, identified, one_of
from .vpc import ROUTE_TABLE, SWITCH, VPC, same_vpc

if TYPE_CHECKING:
    from ..call import Call

GATEWAY_ENDPOINT: Final = "alicloud:vpc/gatewayEndpoint:GatewayEndpoint"
ENDPOINT: Final = "alicloud:privatelink/vpcEndpoint:VpcEndpoint"

_REGIONS = """
    ap-northeast-1 ap-southeast-1 ap-southeast-3 ap-southeast-5 cn-beijing cn-chengdu cn-guangzhou cn-hangzhou cn-heyuan
    cn-hongkong cn-huhehaote cn-qingdao cn-shanghai cn-shenzhen cn-wulanchabu cn-zhangjiakou eu-central-1 eu-west-1
    me-east-1 us-east-1 us-west-1
"""
GATEWAY_REGIONS: Final = frozenset(_REGIONS.split())
"""Where OSS can be reached through a gateway endpoint: https://help.aliyun.com/zh/vpc/vpc-connection-to-cloud-service."""


def _gateway_service_conflicts(call: Call) -> Iterator[str]:
    service = call.get("serviceName")
    if call.region not in GATEWAY_REGIONS or service != f"com.aliyun.{call.region}.oss":
        yield f"ResourceNotFound.EndpointService: {call.region} offers no gateway endpoint to {service}"


def _interface_service_faults(call: Call) -> Iterator[tuple[str, str]]:
    service = call.get("serviceName")
    if service is None and not call.given("serviceName") and not call.given("serviceId"):
        yield "serviceName", "EndpointServiceNotFound: serviceName or serviceId must be given"
    elif service is not None and not re.fullmatch(r"com\.aliyuncs\.privatelink\.[a-z0-9-]+\.[a-z0-9.-]+", str(service)):
        yield "serviceName", f'EndpointServiceNotFound: expected com.aliyuncs.privatelink.<region>.<service>, got "{service}"'


def _zone_of(call: Call) -> str:
    switch = call.referenced("vswitchId")
    return str(switch.outputs.get("zoneId")) if switch else ""


def _zone_id(call: Call) -> str:
    return f"{call['endpointId']}:{call.get('zoneId') or _zone_of(call)}"


def _address(call: Call) -> str | None:
    """The second address of its vSwitch, say: the cloud takes one that is free."""
    switch = call.referenced("vswitchId")
    block = str(switch.outputs.get("cidrBlock", "")) if switch else ""
    return f"{block.rpartition('.')[0]}.{call.pick(range(4, 250))}" if block else None


RULES = table(
    Rule(
        type=GATEWAY_ENDPOINT,
        source=f"{PROVIDER}resource_alicloud_vpc_gateway_endpoint.go",
        id=identified("vpce"),
        replaces=frozenset({"serviceName", "vpcId"}),
        canonical={"policyDocument": as_json, "routeTables": as_set},
        defaults={"status": "Created", "createTime": CREATED},
        derived={"resourceGroupId": default_group},
        references={"vpcId": refer(VPC), "routeTables[*]": refer(ROUTE_TABLE, (VPC, "routeTableId"))},
        unique=(Unique(("vpcId", "serviceName"), "ResourceAlreadyAssociated.Vpc: {vpcId} has an endpoint to {serviceName}"),),
        refuses=_gateway_service_conflicts,
        not_found="ResourceNotFound.GatewayEndpoint: the gateway endpoint '{id}' does not exist",
        in_use="DependencyViolation.RouteTable: route tables are still associated with the gateway endpoint '{id}'",
    ),
    Rule(
        type="alicloud:vpc/gatewayEndpointRouteTableAttachment:GatewayEndpointRouteTableAttachment",
        source=f"{PROVIDER}resource_alicloud_vpc_gateway_endpoint_route_table_attachment.go",
        id=lambda call: f"{call['gatewayEndpointId']}:{call['routeTableId']}",
        replaces=frozenset({"gatewayEndpointId", "routeTableId"}),
        defaults={"status": "Created"},
        references={"gatewayEndpointId": refer(GATEWAY_ENDPOINT), "routeTableId": refer(ROUTE_TABLE, (VPC, "routeTableId"))},
        refuses=same_vpc("routeTableId", of="gatewayEndpointId"),
        exists="ResourceAlreadyAssociated.RouteTable: '{id}' exists already",
    ),
    Rule(
        type=ENDPOINT,
        source=f"{PROVIDER}resource_alicloud_privatelink_vpc_endpoint.go",
        id=identified("ep"),
        replaces=frozenset(
            {"endpointType", "serviceId", "serviceName", "serviceRegionId", "vpcId", "zonePrivateIpAddressCount"},
        ),
        canonical={"policyDocument": as_json, "securityGroupIds": as_set},
        defaults={
            "addressIpVersion": "IPv4",
            "bandwidth": 1024,
            "connectionStatus": "Connected",
            "endpointBusinessStatus": "Normal",
            "endpointType": "Interface",
            "status": "Active",
            "zonePrivateIpAddressCount": 1,
            "createTime": CREATED,
        },
        derived={"regionId": lambda call: call.region, "resourceGroupId": default_group},
        computed={"endpointDomain": lambda call: f"{call.id}.epsrv-{call.letters(20)}.{call.region}.privatelink.aliyuncs.com"},
        references={"vpcId": refer(VPC), "securityGroupIds[*]": refer(SECURITY_GROUP)},
        quotas=(Quota(1000, "QuotaExceeded.Endpoint: the number of endpoints exceeds the quota", per=("vpcId",)),),
        check=checks(one_of("endpointType", "Interface", "GatewayLoadBalancer"), _interface_service_faults),
        refuses=same_vpc("securityGroupIds[*]"),
        not_found="EndpointNotFound: the endpoint '{id}' does not exist",
        in_use="EndpointConnectionOperationDenied: zones still belong to the endpoint '{id}'",
    ),
    Rule(
        type="alicloud:privatelink/vpcEndpointZone:VpcEndpointZone",
        source=f"{PROVIDER}resource_alicloud_privatelink_vpc_endpoint_zone.go",
        id=_zone_id,
        replaces=frozenset({"endpointId", "eniIp", "vswitchId", "zoneId"}),
        defaults={"status": "Wait"},
        derived={"regionId": lambda call: call.region},
        computed={"eniIp": _address, "zoneId": _zone_of},
        references={"endpointId": refer(ENDPOINT), "vswitchId": refer(SWITCH)},
        refuses=same_vpc("vswitchId", of="endpointId"),
        exists="ZoneIdAlreadyExist: the endpoint has this zone already, '{id}'",
    ),
    Rule(
        type="alicloud:cr/vpcEndpointLinkedVpc:VpcEndpointLinkedVpc",
        source=f"{PROVIDER}resource_alicloud_cr_vpc_endpoint_linked_vpc.go",
        id=lambda call: ":".join(call[key] for key in ("instanceId", "vpcId", "vswitchId", "moduleName")),
        replaces=frozenset({"instanceId", "moduleName", "vpcId", "vswitchId"}),
        ignores=frozenset({"enableCreateDnsRecordInPvzt"}),
        defaults={"status": "RUNNING"},
        references={"vpcId": refer(VPC), "vswitchId": refer(SWITCH)},
        unique=(
            Unique(("instanceId", "vpcId", "moduleName"), "LINKED_VPC_ALREADY_EXIST: {vpcId} is linked with {instanceId} already"),
        ),
        check=one_of("moduleName", "Registry", "Chart"),
        refuses=same_vpc("vswitchId"),
    ),
)
