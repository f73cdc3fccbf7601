"""Security groups and their rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..rules import Unique, refer, table
from .shapes import GROUP, NAMED, SECURITY_GROUP, VPC, arn_of, blanks, hex_id, lists, owner, row

if TYPE_CHECKING:
    from ..call import Call

_PEERS = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
_TRAFFIC = ("ipProtocol", "fromPort", "toPort", *_PEERS)
_GROUP_RULES = refer(*SECURITY_GROUP.targets, holds=False)


def _default_group(call: Call) -> str | None:
    vpc = call.referenced("vpcId")
    return vpc.outputs["defaultSecurityGroupId"] if vpc else None


def _needs_vpc(call: Call) -> Iterator[str]:
    if not call.given("vpcId"):
        yield "VPCIdNotSpecified: No default VPC for this user"


def _rule_faults(call: Call) -> Iterator[tuple[str, str]]:
    given = [name for name in _PEERS if call.given(name)]
    if len(given) != 1:
        yield "", f"exactly one of {', '.join(_PEERS)} is needed; given: {', '.join(given) or 'none'}"
    for name in ("fromPort", "toPort"):
        port = call.get(name)
        if port is not None and not -1 <= port <= 65535:
            yield name, f"expected {name} to be in the range (-1 - 65535), got {port}"


def _rule_conflicts(call: Call) -> Iterator[str]:
    wanted = [call.get(name) for name in _TRAFFIC]
    for other in call.siblings("securityGroupId"):
        if [other.outputs.get(name) for name in _TRAFFIC] == wanted:
            peer = next(call[name] for name in _PEERS if call.given(name))
            yield (
                f'InvalidPermission.Duplicate: the specified rule "peer: {peer}, {str(call.get("ipProtocol")).upper()}, '
                f'from port: {call.get("fromPort")}, to port: {call.get("toPort")}, ALLOW" already exists'
            )


def _rules(direction: str) -> dict[str, Any]:
    return {
        "id": hex_id("sgr"),
        "replaces": frozenset({"securityGroupId"}),
        "computed": {
            "arn": arn_of("ec2", "security-group-rule/{id}"),
            "securityGroupRuleId": lambda call: call.id,
        },
        "references": {"securityGroupId": _GROUP_RULES, "referencedSecurityGroupId": SECURITY_GROUP},
        "check": _rule_faults,
        "refuses": _rule_conflicts,
        "not_found": f"InvalidSecurityGroupRuleId.NotFound: The {direction} rule '{{id}}' does not exist",
    }


RULES = table(
    row(
        GROUP,
        "ec2/vpc_security_group.go",
        id=hex_id("sg"),
        replaces=frozenset({"description", "name", "namePrefix", "vpcId"}),
        defaults={"description": "Managed by Pulumi", "revokeRulesOnDelete": False},
        computed={
            "arn": arn_of("ec2", "security-group/{id}"),
            "ownerId": owner,
            **lists("egress", "ingress"),
        },
        references={
            "vpcId": refer(VPC),
            "ingress[*].securityGroups[*]": SECURITY_GROUP,
            "egress[*].securityGroups[*]": SECURITY_GROUP,
        },
        unique=(Unique(("vpcId", "name"), "InvalidGroup.Duplicate: The security group '{name}' already exists for VPC '{vpcId}'"),),
        name=NAMED,
        refuses=_needs_vpc,
        not_found="InvalidGroup.NotFound: The security group '{id}' does not exist",
        in_use="DependencyViolation: resource {id} has a dependent object",
    ),
    row(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        "ec2/vpc_default_security_group.go",
        id=_default_group,
        replaces=frozenset({"vpcId"}),
        defaults={"revokeRulesOnDelete": False},
        computed={
            "arn": arn_of("ec2", "security-group/{id}"),
            "description": lambda _: "default VPC security group",
            "name": lambda _: "default",
            "ownerId": owner,
            **blanks("namePrefix"),
            **lists("egress", "ingress"),
        },
        references={"vpcId": refer(VPC, holds=False)},
        refuses=_needs_vpc,
        not_found="InvalidGroup.NotFound: The security group '{id}' does not exist",
        exists="InvalidGroup.Duplicate: The default security group '{id}' is managed already",
    ),
    row(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "ec2/vpc_security_group_ingress_rule.go",
        **_rules("ingress"),
    ),
    row("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "ec2/vpc_security_group_egress_rule.go", **_rules("egress")),
)
