"""Public addresses, security groups and launch templates of Alibaba Cloud.

Limits: https://www.alibabacloud.com/help/en/eip/user-guide/limits, https://www.alibabacloud.com/help/en/ecs/user-guide/limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..addresses import public_address
from ..rules import Quota, Rule, Unique, parts, refer, table
from .shapes import (
    CREATED,
    PROVIDER,
    between,
    checks,
    cidr_faults,
    default_group,
    identified,
    one_of,
    own_id,
    protected,
    renamed,
)
from .vpc import EIP, EIP_ASSOCIATION, NAT, SNAT_ENTRY, SWITCH, VPC

if TYPE_CHECKING:
    from ..call import Call

SECURITY_GROUP_RULE: Final = "alicloud:ecs/securityGroupRule:SecurityGroupRule"
SECURITY_GROUP: Final = "alicloud:ecs/securityGroup:SecurityGroup"
LAUNCH_TEMPLATE: Final = "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate"
DEPLOYMENT_SET: Final = "alicloud:ecs/ecsDeploymentSet:EcsDeploymentSet"
ROLE: Final = "alicloud:ram/role:Role"

ALL_PORTS: Final = "-1/-1"
_PORTS = re.compile(r"(\d{1,5})/(\d{1,5})")
_INSTANCE_TYPES = {"ngw": "Nat", "i": "EcsInstance", "lb": "SlbInstance", "eni": "NetworkInterface", "havip": "HaVip"}
_SOURCES = ("cidrIp", "ipv6CidrIp", "sourceSecurityGroupId", "prefixListId")


def _port_faults(call: Call) -> Iterator[tuple[str, str]]:
    """For TCP and UDP a range of ports, for other protocols none: as the provider checks it before it calls the cloud."""
    ports, protocol = str(call.get("portRange", ALL_PORTS)), call.get("ipProtocol")
    if protocol in ("tcp", "udp"):
        match = _PORTS.fullmatch(ports)
        if ports == ALL_PORTS:
            yield "portRange", f"'tcp' and 'udp' can support port range: [1, 65535]; for all ports write 1/65535, got {ports}"
        elif match is None or not 1 <= int(match[1]) <= int(match[2]) <= 65535:
            yield "portRange", f'expected portRange as "first/last" from 1/1 to 65535/65535, got "{ports}"'
    elif protocol is not None and ports != ALL_PORTS:
        yield "portRange", f"'icmp', 'gre' and 'all' can only support port range '-1/-1', got {ports}"


def _source_faults(call: Call) -> Iterator[tuple[str, str]]:
    if not any(map(call.given, _SOURCES)):
        yield "cidrIp", f"one of {', '.join(_SOURCES)} must be set when creating a security group rule"
    yield from cidr_faults(call, "cidrIp", 0, 32)


def _rule_id(call: Call) -> str:
    peer = next((str(call.get(source)) for source in _SOURCES if call.get(source)), "")
    fields = (
        call["securityGroupId"],
        call["type"],
        call["ipProtocol"],
        call.get("portRange", ALL_PORTS),
        call.get("nicType", "intranet"),
        peer.replace(":", "_"),
        call.get("policy", "accept"),
        str(call.get("priority", 1)),
    )
    return ":".join(fields)


def _used_by_snat(call: Call) -> Iterator[str]:
    for eip in call.find(EIP, id=call.old.get("allocationId")):
        address = eip.outputs.get("ipAddress")
        for entry in call.find(SNAT_ENTRY):
            if address in str(entry.outputs.get("snatIp", "")).split(","):
                yield f"InvalidIpStatus.HasBeenUsedBySnatTable: {address} is used by the SNAT entry {entry.id}"


_NO_NEW_VERSION = frozenset({"defaultVersionNumber", "updateDefaultVersionNumber", "versionDescription", "templateTags"})
"""Inputs whose change makes no new version of a launch template; `versionTriggers` in the provider lists the others."""


def _makes_version(call: Call) -> bool:
    return any(call.get(key) != call.old.get(key) for key in call if key not in _NO_NEW_VERSION)


def _latest_version(call: Call) -> int:
    return int(call.old.get("latestVersionNumber", 1)) + _makes_version(call) if call.old else 1


def _default_version(call: Call) -> int:
    return _latest_version(call) if call.get("updateDefaultVersionNumber") else int(call.old.get("defaultVersionNumber", 1))


_CATEGORIES: Final = ("all", "cloud", "ephemeral_ssd", "cloud_essd", "cloud_efficiency", "cloud_ssd", "local_disk")


def _disk_conflicts(call: Call) -> Iterator[str]:
    """A version whose disk would be plain though the program says otherwise is an error, since nothing else would say so."""
    disk, before = call.get("systemDisk") or {}, call.old.get("systemDisk") or {}
    said = [name for name in ("encrypted", "kmsKeyId") if disk.get(name)]
    unchanged = all(before.get(name) == value for name, value in disk.items())
    if call.old and said and unchanged and _makes_version(call):
        yield (
            f"InvalidSystemDisk: a version made with an unchanged systemDisk loses {' and '.join(said)}, which the provider "
            "sends with a changed one alone; change its description too"
        )


RULES = table(
    Rule(
        type=EIP,
        source=f"{PROVIDER}resource_alicloud_eip_address.go",
        id=identified("eip"),
        replaces=frozenset(
            {
                "allocationId",
                "highDefinitionMonitorLogStatus",
                "instanceChargeType",
                "internetChargeType",
                "ipAddress",
                "isp",
                "netmode",
                "paymentType",
                "publicIpAddressPoolId",
                "securityProtectionTypes",
                "zone",
            }
        ),
        defaults={
            "bandwidth": "5",
            "deletionProtection": False,
            "highDefinitionMonitorLogStatus": "OFF",
            "instanceChargeType": "PostPaid",
            "internetChargeType": "PayByBandwidth",
            "isp": "BGP",
            "netmode": "public",
            "paymentType": "PayAsYouGo",
            "status": "Available",
            "createTime": CREATED,
        },
        derived={**renamed(name="addressName"), "resourceGroupId": default_group},
        computed={"ipAddress": lambda call: public_address(call, "address"), "allocationId": own_id},
        quotas=(Quota(20, "QuotaExceeded.Eip: the number of EIPs exceeds the quota"),),
        check=checks(one_of("internetChargeType", "PayByBandwidth", "PayByTraffic"), one_of("netmode", "public")),
        keeps=protected(
            "deletionProtection", on=True, message="OperationDenied.DeletionProtection: deletion protection of '{id}' is on"
        ),
        not_found="InvalidAllocationId.NotFound: the EIP '{id}' does not exist",
        in_use="IncorrectEipStatus: the EIP '{id}' is associated with an instance and cannot be released",
    ),
    Rule(
        type=EIP_ASSOCIATION,
        source=f"{PROVIDER}resource_alicloud_eip_association.go",
        id=lambda call: f"{call['allocationId']}:{call['instanceId']}",
        replaces=frozenset({"allocationId", "instanceId", "instanceType", "privateIpAddress", "vpcId"}),
        defaults={"mode": "NAT"},
        derived={"instanceType": lambda call: _INSTANCE_TYPES.get(call["instanceId"].split("-")[0], "IpAddress")},
        references={"allocationId": refer(EIP), "instanceId": refer(NAT, outside="(?!ngw-).*")},
        unique=(Unique(("allocationId",), "InvalidAssociation.Duplicated: the EIP '{allocationId}' is associated already"),),
        keeps=_used_by_snat,
    ),
    Rule(
        type=SECURITY_GROUP,
        source=f"{PROVIDER}resource_alicloud_security_group.go",
        id=identified("sg", 17),
        replaces=frozenset({"securityGroupType", "vpcId"}),
        defaults={"innerAccessPolicy": "Accept", "securityGroupType": "normal", "createTime": CREATED},
        derived={
            **renamed(name="securityGroupName"),
            "resourceGroupId": default_group,
            "innerAccess": lambda call: call.get("innerAccessPolicy", "Accept") == "Accept",
        },
        references={"vpcId": refer(VPC)},
        quotas=(Quota(100, "QuotaExceed.SecurityGroup: the number of security groups exceeds the quota"),),
        check=checks(one_of("innerAccessPolicy", "Accept", "Drop"), one_of("securityGroupType", "normal", "enterprise")),
        takes=parts(SECURITY_GROUP_RULE, by="securityGroupId"),
        not_found="InvalidSecurityGroupId.NotFound: the security group '{id}' does not exist",
        in_use="DependencyViolation: the security group '{id}' has dependencies and cannot be deleted",
    ),
    Rule(
        type=SECURITY_GROUP_RULE,
        source=f"{PROVIDER}resource_alicloud_security_group_rule.go",
        id=_rule_id,
        replaces=frozenset(
            {
                "cidrIp",
                "ipProtocol",
                "ipv6CidrIp",
                "nicType",
                "policy",
                "portRange",
                "prefixListId",
                "priority",
                "securityGroupId",
                "sourceGroupOwnerAccount",
                "sourceGroupOwnerId",
                "sourceSecurityGroupId",
                "type",
            }
        ),
        defaults={"nicType": "intranet", "policy": "accept", "portRange": ALL_PORTS, "priority": 1, "prefixListId": ""},
        computed={"securityGroupRuleId": identified("sgr", 17)},
        references={"securityGroupId": refer(SECURITY_GROUP, holds=False), "sourceSecurityGroupId": refer(SECURITY_GROUP)},
        quotas=(Quota(200, "AuthorizationLimitExceed: the number of rules exceeds the quota", per=("securityGroupId",)),),
        check=checks(
            one_of("type", "ingress", "egress"),
            one_of("ipProtocol", "tcp", "udp", "icmp", "icmpv6", "gre", "all"),
            one_of("policy", "accept", "drop"),
            between("priority", 1, 100),
            _port_faults,
            _source_faults,
        ),
        exists="InvalidPermission.Duplicated: the rule '{id}' exists already",
    ),
    Rule(
        type=DEPLOYMENT_SET,
        source=f"{PROVIDER}resource_alicloud_ecs_deployment_set.go",
        id=identified("ds", 17),
        replaces=frozenset({"domain", "granularity", "strategy"}),
        defaults={"strategy": "Availability"},
        check=checks(
            one_of("strategy", "Availability", "AvailabilityGroup", "LowLatency"),
            one_of("onUnableToRedeployFailedInstance", "CancelMembershipAndStart", "KeepStopped"),
        ),
        not_found="InvalidDeploymentSetId.NotFound: the deployment set '{id}' does not exist",
        in_use="DependencyViolation: the deployment set '{id}' holds instances",
    ),
    Rule(
        type=LAUNCH_TEMPLATE,
        source=f"{PROVIDER}resource_alicloud_ecs_launch_template.go",
        id=identified("lt", 17),
        replaces=frozenset(
            {"autoRenew", "autoRenewPeriod", "launchTemplateName", "name", "period", "periodUnit", "templateResourceGroupId"}
        ),
        defaults={"imageOwnerAlias": "", "spotDuration": "1", "systemDisk.deleteWithInstance": True},
        derived=renamed(name="launchTemplateName", userdata="userData"),
        computed={"latestVersionNumber": _latest_version, "defaultVersionNumber": _default_version},
        volatile={"latestVersionNumber": frozenset(), "defaultVersionNumber": frozenset()},
        references={
            "securityGroupId": refer(SECURITY_GROUP, holds=False),
            "securityGroupIds[*]": refer(SECURITY_GROUP, holds=False),
            "vswitchId": refer(SWITCH, holds=False),
            "vpcId": refer(VPC, holds=False),
            "ramRoleName": refer(ROLE, holds=False),
            "deploymentSetId": refer(DEPLOYMENT_SET, holds=False),
        },
        unique=(Unique(("launchTemplateName",), "InvalidLaunchTemplateName.Duplicate: '{launchTemplateName}' exists already"),),
        quotas=(Quota(30, "TemplateLimitExceed.Template: the number of launch templates exceeds the quota"),),
        check=checks(
            between("httpPutResponseHopLimit", 1, 64),
            one_of("httpEndpoint", "enabled", "disabled"),
            one_of("httpTokens", "optional", "required"),
            one_of("systemDisk.category", *_CATEGORIES),
        ),
        refuses=_disk_conflicts,
        not_found="InvalidLaunchTemplate.NotFound: the launch template '{id}' does not exist",
        in_use="DependencyViolation: the launch template '{id}' is used by a scaling group",
    ),
)
