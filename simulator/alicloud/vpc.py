"""VPCs and vSwitches of Alibaba Cloud: addresses that must fit into each other.

The form of rows is described in `simulator/rules.py`; each row's source names the provider's file. Limits:
https://www.alibabacloud.com/help/en/vpc/user-guide/limits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Block, Quota, Rule, Unique, refer, table
from .regions import REGIONS
from .shapes import (
    CREATED,
    PROVIDER,
    Network,
    between,
    checks,
    cidr_faults,
    default_group,
    identified,
    kin,
    network,
    own_id,
    renamed,
)

if TYPE_CHECKING:
    from ..call import Call, Object

VPC: Final = "alicloud:vpc/network:Network"
SWITCH: Final = "alicloud:vpc/switch:Switch"
SECONDARY: Final = "alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock"
NAT: Final = "alicloud:vpc/natGateway:NatGateway"
SNAT_ENTRY: Final = "alicloud:vpc/snatEntry:SnatEntry"
EIP: Final = "alicloud:ecs/eipAddress:EipAddress"
EIP_ASSOCIATION: Final = "alicloud:ecs/eipAssociation:EipAssociation"
IPV4_GATEWAY: Final = "alicloud:vpc/ipv4Gateway:Ipv4Gateway"
IPV6_GATEWAY: Final = "alicloud:vpc/ipv6Gateway:Ipv6Gateway"
ROUTE_TABLE: Final = "alicloud:vpc/routeTable:RouteTable"

RESERVED: Final = tuple(Network(block) for block in ("100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"))
"""Blocks that no VPC may use: https://www.alibabacloud.com/help/en/vpc/user-guide/network-planning."""


def _blocks(vpc: Object, secondaries: list[Object]) -> list[Network]:
    """Every address block of a VPC, the primary one first."""
    texts = [vpc.outputs.get("cidrBlock"), *(other.outputs.get("secondaryCidrBlock") for other in secondaries)]
    return [block for block in map(network, texts) if block is not None]


def _vpc_faults(call: Call) -> Iterator[tuple[str, str]]:
    path = "cidrBlock" if call.type == VPC else "secondaryCidrBlock"
    yield from cidr_faults(call, path, 8, 28)
    block = network(call.get(path))
    for reserved in RESERVED:
        if block is not None and block.overlaps(reserved):
            yield path, f"InvalidCidrBlock: {block} overlaps {reserved}, which the platform keeps for itself"


def _secondary_conflicts(call: Call) -> Iterator[str]:
    vpc, block = call.referenced("vpcId"), network(call.get("secondaryCidrBlock"))
    if vpc is None or block is None:
        return
    for other in _blocks(vpc, call.siblings("vpcId")):
        if block.overlaps(other):
            yield f"OperationDenied.OverlapCidrBlock: the CIDR block {block} overlaps {other} of {vpc.id}"


def _switch_conflicts(call: Call) -> Iterator[str]:
    zone, region = call.get("zoneId", call.get("availabilityZone")), REGIONS.get(call.region)
    if zone is not None and region is not None and zone not in region.zones:
        yield f"InvalidZoneId.NotFound: the zone {zone} does not exist in {region.id}; it has {', '.join(region.zones)}"
    vpc, block = call.referenced("vpcId"), network(call.get("cidrBlock"))
    if vpc is None or block is None:
        return
    whole = _blocks(vpc, call.users(vpc, SECONDARY, "vpcId"))
    if not any(block.subnet_of(part) for part in whole):
        yield f"InvalidCidrBlock.Malformed: the CIDR block {block} lies outside {', '.join(map(str, whole))} of {vpc.id}"


def _ipv6_conflicts(call: Call) -> Iterator[str]:
    """IPv6 goes from a VPC to its vSwitches, and back only once none of them has it."""
    vpc = call.referenced("vpcId") if call.type == SWITCH else None
    if vpc is not None and call.get("enableIpv6") and not vpc.outputs.get("enableIpv6"):
        yield f"OperationDenied.Ipv6NotEnabled: IPv6 is not enabled for {vpc.id}, so no vSwitch of it can have a block"
    if call.type == VPC and call.old.get("enableIpv6") and not _dual_stack(call):
        for whole in call.find(VPC, id=call.id):
            if any(switch.outputs.get("enableIpv6") for switch in call.users(whole, SWITCH, "vpcId")):
                yield f"DependencyViolation.Ipv6: vSwitches of {call.id} still have IPv6 blocks"


def _dual_stack(call: Call) -> bool:
    """Whether a VPC has IPv6: as the program says, and as it was where the program says nothing any more."""
    return bool(call.get("enableIpv6") if call.given("enableIpv6") else call.old.get("enableIpv6"))


def _vpc_ipv6_block(call: Call) -> str:
    """A /56 that a VPC keeps: given back and asked for again, it is the same."""
    digest = hashlib.sha256(call.id.encode()).hexdigest()
    return f"240b:4000:{digest[:4]}:{digest[4:6]}00::/56" if _dual_stack(call) else ""


def _vpc_ipv6_blocks(call: Call) -> list[dict[str, str]]:
    block = _vpc_ipv6_block(call)
    return [{"ipv6CidrBlock": block, "ipv6Isp": "BGP"}] if block else []


def _switch_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from cidr_faults(call, "cidrBlock", 16, 29)
    if call.get("enableIpv6") and not call.given("ipv6CidrBlockMask"):
        yield "ipv6CidrBlockMask", "`ipv6_cidr_block_mask` is required when enabling `enable_ipv6`"


def _switch_ipv6_block(call: Call) -> str:
    """The /64 that the last eight bits, `ipv6CidrBlockMask`, cut out of the VPC's /56."""
    vpc, eight = call.referenced("vpcId"), call.get("ipv6CidrBlockMask")
    if vpc is None or not call.get("enableIpv6") or eight is None:
        return ""
    return str(vpc.outputs.get("ipv6CidrBlock", "")).replace("00::/56", f"{int(eight):02x}::/64")


def same_vpc(path: str, *, of: str = "vpcId") -> Callable[[Call], Iterator[str]]:
    """Refuses an object whose vSwitch (through `path`) lies in another VPC than the object that `of` points to."""

    def conflicts(call: Call) -> Iterator[str]:
        owner = call.referenced(of)
        if owner is None:
            return
        home = owner.id if owner.type == VPC else owner.outputs.get("vpcId")
        for other in call.all_referenced(path):
            if other.outputs.get("vpcId") != home:
                yield f"VpcIdMismatch: {other.id} lies in {other.outputs.get('vpcId')}, and {owner.id} in {home}"

    return conflicts


RULES = table(
    Rule(
        type=VPC,
        source=f"{PROVIDER}resource_alicloud_vpc.go",
        id=identified("vpc"),
        replaces=frozenset({"ipv6CidrBlock", "isDefault", "userCidrs"}),
        defaults={
            "cidrBlock": "172.16.0.0/12",
            "dnsHostnameStatus": "DISABLED",
            "isDefault": False,
            "status": "Available",
            "createTime": CREATED,
        },
        derived={
            **renamed(name="vpcName"),
            "enableIpv6": _dual_stack,
            "regionId": lambda call: call.region,
            "resourceGroupId": default_group,
        },
        computed={
            "routerId": lambda call: kin(call.id, "vrt"),
            "routeTableId": lambda call: kin(call.id, "vtb"),
            "routerTableId": lambda call: kin(call.id, "vtb"),
            "ipv6CidrBlock": _vpc_ipv6_block,
            "ipv6CidrBlocks": lambda call: (
                [{"ipv6CidrBlock": _vpc_ipv6_block(call), "ipv6Isp": "BGP"}] if _dual_stack(call) else []
            ),
        },
        volatile={"ipv6CidrBlock": frozenset({"enableIpv6"}), "ipv6CidrBlocks": frozenset({"enableIpv6"})},
        quotas=(Quota(10, "QuotaExceeded.Vpc: the number of VPCs exceeds the quota"),),
        check=_vpc_faults,
        refuses=_ipv6_conflicts,
        not_found="InvalidVpcId.NotFound: the VPC '{id}' does not exist",
        in_use="DependencyViolation: the VPC '{id}' has dependencies and cannot be deleted",
    ),
    Rule(
        type=SECONDARY,
        source=f"{PROVIDER}resource_alicloud_vpc_ipv4_cidr_block.go",
        id=lambda call: f"{call['vpcId']}:{call.get('secondaryCidrBlock')}",
        replaces=frozenset({"secondaryCidrBlock", "vpcId"}),
        derived={"regionId": lambda call: call.region},
        references={"vpcId": refer(VPC)},
        quotas=(Quota(5, "QuotaExceeded.SecondaryCidr: the number of secondary CIDR blocks exceeds the quota", per=("vpcId",)),),
        check=_vpc_faults,
        refuses=_secondary_conflicts,
    ),
    Rule(
        type=SWITCH,
        source=f"{PROVIDER}resource_alicloud_vswitch.go",
        id=identified("vsw"),
        replaces=frozenset({"cidrBlock", "isDefault", "vpcId", "zoneId", "availabilityZone"}),
        defaults={
            "enableIpv6": False,
            "isDefault": False,
            "status": "Available",
            "createTime": CREATED,
        },
        derived=renamed(name="vswitchName", availabilityZone="zoneId"),
        computed={"ipv6CidrBlock": _switch_ipv6_block},
        volatile={"ipv6CidrBlock": frozenset({"enableIpv6", "ipv6CidrBlockMask"})},
        references={"vpcId": refer(VPC)},
        quotas=(Quota(150, "QuotaExceeded.VSwitch: the number of vSwitches exceeds the quota", per=("vpcId",)),),
        block=Block(
            "cidrBlock", of="vpcId", message="InvalidCidrBlock.Overlapped: the CIDR block {cidrBlock} overlaps that of {id}"
        ),
        unique=(
            Unique(
                ("vpcId", "ipv6CidrBlockMask"),
                "InvalidIpv6CidrBlock.Overlapped: another vSwitch has the IPv6 block {ipv6CidrBlockMask} of {vpcId}",
            ),
        ),
        check=checks(_switch_faults, between("ipv6CidrBlockMask", 0, 255)),
        refuses=lambda call: [*_switch_conflicts(call), *_ipv6_conflicts(call)],
        not_found="InvalidVSwitchId.NotFound: the vSwitch '{id}' does not exist",
        in_use="DependencyViolation: the vSwitch '{id}' has dependencies and cannot be deleted",
    ),
    Rule(
        type="alicloud:vpc/flowLog:FlowLog",
        source=f"{PROVIDER}resource_alicloud_vpc_flow_log.go",
        id=identified("fl"),
        replaces=frozenset({"logStoreName", "projectName", "resourceId", "resourceType", "trafficPaths", "trafficType"}),
        defaults={
            "aggregationInterval": "10",
            "ipVersion": "IPv4",
            "status": "Active",
            "businessStatus": "Normal",
            "createTime": CREATED,
        },
        derived={"regionId": lambda call: call.region, "resourceGroupId": default_group},
        computed={"flowLogId": own_id},
        references={
            "resourceId": refer(VPC, SWITCH, outside="eni-.*"),
            "projectName": refer("alicloud:log/project:Project", holds=False),
        },
        not_found="InvalidFlowLogId.NotFound: the flow log '{id}' does not exist",
    ),
)
