"""The ways out of a VPC: IPv4 and IPv6 gateway, NAT gateways and their SNAT entries.

Limits: https://www.alibabacloud.com/help/en/nat-gateway/product-overview/limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules import Quota, Rule, Unique, refer, table
from .shapes import CREATED, PROVIDER, default_group, identified, kin, own_id, protected, renamed, required_one
from .vpc import EIP, EIP_ASSOCIATION, IPV4_GATEWAY, IPV6_GATEWAY, NAT, SNAT_ENTRY, SWITCH, VPC, same_vpc

if TYPE_CHECKING:
    from ..call import Call


def _switch_of_nat_faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.get("natType", "Enhanced") == "Enhanced" and not call.given("vswitchId"):
        yield "vswitchId", "MissingParam.VSwitchId: an enhanced NAT gateway stands in a vSwitch; set vswitchId"


def _snat_conflicts(call: Call) -> Iterator[str]:
    gateway = call.referenced("snatTableId")
    if gateway is None:
        return
    for address in str(call.get("snatIp", "")).split(","):
        for eip in call.find(EIP, ipAddress=address):
            if call.find(EIP_ASSOCIATION, allocationId=eip.id, instanceId=gateway.id):
                break
        else:
            yield f"InvalidSnatIp.NotFound: the address {address} is not that of an EIP which is associated with {gateway.id}"
    for switch in call.all_referenced("sourceVswitchId"):
        if switch.outputs.get("vpcId") != gateway.outputs.get("vpcId"):
            yield f"VpcIdMismatch: {switch.id} lies in another VPC than {gateway.id}"


def _single_stack(call: Call) -> Iterator[str]:
    vpc = call.referenced("vpcId")
    if vpc is not None and not vpc.outputs.get("enableIpv6"):
        yield f"OperationDenied.Ipv6NotEnabled: IPv6 is not enabled for {vpc.id}"


RULES = table(
    Rule(
        type=IPV4_GATEWAY,
        source=f"{PROVIDER}resource_alicloud_vpc_ipv4_gateway.go",
        id=identified("ipv4gw"),
        replaces=frozenset({"vpcId"}),
        defaults={"enabled": False, "status": "Created", "createTime": CREATED},
        derived={"resourceGroupId": default_group},
        computed={"ipv4GatewayId": own_id, "ipv4GatewayRouteTableId": lambda _: ""},
        references={"vpcId": refer(VPC)},
        unique=(Unique(("vpcId",), "IncorrectStatus.Vpc: the VPC has an IPv4 gateway already"),),
        not_found="ResourceNotFound.Ipv4Gateway: the IPv4 gateway '{id}' does not exist",
        in_use="DependencyViolation: the IPv4 gateway '{id}' has dependencies and cannot be deleted",
    ),
    Rule(
        type=IPV6_GATEWAY,
        source=f"{PROVIDER}resource_alicloud_vpc_ipv6_gateway.go",
        id=identified("ipv6gw"),
        replaces=frozenset({"vpcId"}),
        defaults={
            "businessStatus": "Normal",
            "expiredTime": "",
            "instanceChargeType": "PostPaid",
            "status": "Available",
            "createTime": CREATED,
        },
        derived={"resourceGroupId": default_group},
        computed={"ipv6GatewayId": own_id},
        references={"vpcId": refer(VPC)},
        unique=(Unique(("vpcId",), "Ipv6GatewayExist: the VPC has an IPv6 gateway already"),),
        refuses=_single_stack,
        not_found="ResourceNotFound.Ipv6Gateway: the IPv6 gateway '{id}' does not exist",
        in_use="DependencyViolation.RouteEntry: the IPv6 gateway '{id}' is the next hop of a route",
    ),
    Rule(
        type=NAT,
        source=f"{PROVIDER}resource_alicloud_nat_gateway.go",
        id=identified("ngw"),
        replaces=frozenset(
            {
                "accessMode",
                "availabilityMode",
                "instanceChargeType",
                "internetChargeType",
                "paymentType",
                "privateLinkEnabled",
                "vpcId",
            }
        ),
        defaults={
            "availabilityMode": "CrossAZ",
            "deletionProtection": False,
            "eipBindMode": "MULTI_BINDED",
            "icmpReplyEnabled": True,
            "internetChargeType": "PayByLcu",
            "natType": "Enhanced",
            "networkType": "internet",
            "paymentType": "PayAsYouGo",
            "instanceChargeType": "PostPaid",
            "status": "Available",
        },
        derived=renamed(name="natGatewayName"),
        computed={"snatTableIds": lambda call: kin(call.id, "stb"), "forwardTableIds": lambda call: kin(call.id, "ftb")},
        references={"vpcId": refer(VPC), "vswitchId": refer(SWITCH)},
        quotas=(Quota(5, "QuotaExceeded.NatGateway: the number of NAT gateways exceeds the quota", per=("vpcId",)),),
        check=_switch_of_nat_faults,
        refuses=same_vpc("vswitchId"),
        keeps=protected(
            "deletionProtection", on=True, message="OperationDenied.DeletionProtection: deletion protection of '{id}' is on"
        ),
        not_found="InvalidNatGatewayId.NotFound: the NAT gateway '{id}' does not exist",
        in_use="DependencyViolation.EIPS: '{id}' is still in use by EIPs, SNAT or route entries",
    ),
    Rule(
        type=SNAT_ENTRY,
        source=f"{PROVIDER}resource_alicloud_snat_entry.go",
        id=lambda call: f"{call['snatTableId']}:{identified('snat')(call)}",
        replaces=frozenset({"snatTableId", "sourceCidr", "sourceVswitchId"}),
        defaults={"status": "Available", "eipAffinity": 0},
        computed={"snatEntryId": lambda call: call.id.partition(":")[2]},
        references={"snatTableId": refer((NAT, "snatTableIds")), "sourceVswitchId": refer(SWITCH)},
        unique=(
            Unique(
                ("snatTableId", "sourceVswitchId"),
                "InvalidSnatEntry.Duplicated: the vSwitch '{sourceVswitchId}' has an SNAT entry already",
            ),
        ),
        check=required_one("sourceCidr", "sourceVswitchId"),
        refuses=_snat_conflicts,
        not_found="InvalidSnatEntryId.NotFound: the SNAT entry '{id}' does not exist",
    ),
)
