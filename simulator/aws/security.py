"""Security groups and their rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..rules import Unique, as_set, refer, table
from .shapes import GROUP, NAMED, SECURITY_GROUP, VPC, arn_of, blanks, exactly_one, hex_id, lists, owner, row

if TYPE_CHECKING:
    from ..call import Call

_PEERS = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
_TRAFFIC = ("ipProtocol", "fromPort", "toPort", *_PEERS)
_PROTOCOLS = {"all": "-1", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
_GROUP_RULES = refer(*SECURITY_GROUP.targets, holds=False)


def _default_group(call: Call) -> str | None:
    vpc = call.referenced("vpcId")
    return vpc.outputs["defaultSecurityGroupId"] if vpc else None


def _needs_vpc(call: Call) -> Iterator[str]:
    if not call.given("vpcId"):
        yield "VPCIdNotSpecified: No default VPC for this user"


def _group_faults(call: Call) -> Iterator[tuple[str, str]]:
    for name in ("name", "namePrefix"):
        if (call.get(name) or "").startswith("sg-"):
            yield name, f"invalid value for {name} (cannot begin with sg-)"


def _rule_replaces(call: Call) -> frozenset[str]:
    """The group, and both peers where one kind of peer takes the place of another (`ModifyPlan` in the source)."""
    before = {name for name in _PEERS if call.old.get(name) is not None}
    after = {name for name in _PEERS if call.given(name)}
    return frozenset({"region", "securityGroupId"} | (before | after if before != after else set()))


def _protocol(value: Any) -> Any:
    """A protocol by its name, which may be given by its number too."""
    return _PROTOCOLS.get(value, value.lower()) if isinstance(value, str) else value


def _rule_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from exactly_one(call, *_PEERS)
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
        "replaces": _rule_replaces,
        "canonical": {"ipProtocol": _protocol},
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
        canonical={"egress": as_set, "ingress": as_set},
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
        check=_group_faults,
        refuses=_needs_vpc,
        not_found="InvalidGroup.NotFound: The security group '{id}' does not exist",
        in_use="DependencyViolation: resource {id} has a dependent object",
    ),
    row(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        "ec2/vpc_default_security_group.go",
        id=_default_group,
        replaces=frozenset({"vpcId"}),
        canonical={"egress": as_set, "ingress": as_set},
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
