"""What a VPC lets through and tells its machines: network ACLs and DHCP options sets.

Limits: https://help.aliyun.com/zh/vpc/understanding-vpc-quotas-in-alibaba-cloud; rules of ACLs:
https://help.aliyun.com/zh/vpc/network-acl-overview.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Quota, Rule, Unique, refer, table
from .shapes import CREATED, PROVIDER, checks, default_group, identified, network, network6, one_of, renamed
from .vpc import SWITCH, VPC, same_vpc

if TYPE_CHECKING:
    from ..call import Call

ACL: Final = "alicloud:vpc/networkAcl:NetworkAcl"
DHCP_OPTIONS: Final = "alicloud:vpc/dhcpOptionsSet:DhcpOptionsSet"

_ENTRIES = {"ingressAclEntries": "sourceCidrIp", "egressAclEntries": "destinationCidrIp"}
_MOST_ENTRIES = 20
_MOST_SERVERS = 4
_NAME = re.compile(r"[a-zA-Z][A-Za-z0-9_-]{2,128}")


def _entry_faults(call: Call) -> Iterator[tuple[str, str]]:
    for path, peer in _ENTRIES.items():
        for place, entry in enumerate(call.get(path) or ()):
            policy, ports, protocol = entry.get("policy"), str(entry.get("port", "-1/-1")), entry.get("protocol")
            if policy not in ("accept", "drop", None):
                yield f"{path}[{place}].policy", f'expected policy to be one of accept, drop, got "{policy}"'
            if (protocol in ("tcp", "udp")) == (ports == "-1/-1"):
                yield f"{path}[{place}].port", f"InvalidPort: {protocol} cannot have the ports {ports}"
            block = entry.get(peer)
            if block and network(block) is None and network6(block) is None:
                yield f"{path}[{place}].{peer}", f"InvalidCidr: {block} is not a CIDR block"


def _entry_conflicts(call: Call) -> Iterator[str]:
    """Twenty entries in each direction, counted by the IP version."""
    for path in _ENTRIES:
        versions = [entry.get("ipVersion", "IPv4") for entry in call.get(path) or ()]
        for version in sorted(set(versions)):
            if (count := versions.count(version)) > _MOST_ENTRIES:
                yield f"QuotaExceeded.NetworkAclEntry: {path} holds {count} {version} entries, and {_MOST_ENTRIES} fit"


def _dhcp_faults(call: Call) -> Iterator[tuple[str, str]]:
    name, servers = call.get("dhcpOptionsSetName"), str(call.get("domainNameServers") or "").split(",")
    if name is not None and not _NAME.fullmatch(str(name)):
        yield "dhcpOptionsSetName", f'InvalidName: expected 3 to 129 letters, digits, - and _, a letter first, got "{name}"'
    if len(servers) > _MOST_SERVERS:
        yield "domainNameServers", f"InvalidDomainNameServers: {_MOST_SERVERS} servers fit, got {len(servers)}"


RULES = table(
    Rule(
        type=ACL,
        source=f"{PROVIDER}resource_alicloud_network_acl.go",
        id=identified("nacl"),
        replaces=frozenset({"vpcId"}),
        defaults={"status": "Available", "createTime": CREATED},
        derived=renamed(name="networkAclName"),
        references={"vpcId": refer(VPC)},
        quotas=(Quota(20, "QuotaExceeded.NetworkAcl: the number of network ACLs exceeds the quota", per=("vpcId",)),),
        check=_entry_faults,
        refuses=_entry_conflicts,
        not_found="InvalidNetworkAcl.NotFound: the network ACL '{id}' does not exist",
        in_use="NetworkAclExistBinding: the network ACL '{id}' is still associated with vSwitches",
    ),
    Rule(
        type="alicloud:vpc/vpcNetworkAclAttachment:VpcNetworkAclAttachment",
        source=f"{PROVIDER}resource_alicloud_vpc_network_acl_attachment.go",
        id=lambda call: f"{call['networkAclId']}:{call['resourceId']}",
        replaces=frozenset({"networkAclId", "resourceId", "resourceType"}),
        defaults={"status": "BINDED"},
        references={"networkAclId": refer(ACL), "resourceId": refer(SWITCH)},
        unique=(Unique(("resourceId",), "ResourceAlreadyAssociated: the vSwitch '{resourceId}' has a network ACL already"),),
        check=one_of("resourceType", "VSwitch"),
        refuses=same_vpc("resourceId", of="networkAclId"),
    ),
    Rule(
        type=DHCP_OPTIONS,
        source=f"{PROVIDER}resource_alicloud_vpc_dhcp_options_set.go",
        id=identified("dopt"),
        defaults={"leaseTime": "3650d", "ipv6LeaseTime": "1d", "status": "Available"},
        derived={"ownerId": lambda call: int(call.account), "resourceGroupId": default_group},
        quotas=(Quota(10, "QuotaExceeded.DhcpOptionsSet: the number of DHCP options sets exceeds the quota"),),
        check=checks(_dhcp_faults),
        not_found="InvalidDhcpOptionsSetId.NotFound: the DHCP options set '{id}' does not exist",
        in_use="DependencyViolation.VpcAttachment: the DHCP options set '{id}' is attached to a VPC",
    ),
    Rule(
        type="alicloud:vpc/dhcpOptionsSetAttachment:DhcpOptionsSetAttachment",
        source=f"{PROVIDER}resource_alicloud_vpc_dhcp_options_set_attachment.go",
        id=lambda call: f"{call['vpcId']}:{call['dhcpOptionsSetId']}",
        replaces=frozenset({"dhcpOptionsSetId", "vpcId"}),
        defaults={"status": "InUse"},
        references={"dhcpOptionsSetId": refer(DHCP_OPTIONS), "vpcId": refer(VPC)},
        unique=(Unique(("vpcId",), "IncorrectStatus.Vpc: '{vpcId}' has a DHCP options set already"),),
        quotas=(Quota(10, "QuotaExceeded.Vpc: a DHCP options set serves ten VPCs", per=("dhcpOptionsSetId",)),),
    ),
)
