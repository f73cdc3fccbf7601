"""Which connections security groups let through, on both clouds.

Sources: docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html,
www.alibabacloud.com/help/en/ecs/user-guide/security-group-rules (`policy: drop` forbids; -1/-1 is every port).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from .granting import Grant, Teller, Told, listed, mappings, open_to, ports, said

_CONTROL: Final = "security group"


def _rule(told: Told, *, inward: bool) -> Iterator[Grant]:
    """A rule of AWS that is a resource of its own."""
    peer = told.first("cidrIpv4", "cidrIpv6", "referencedSecurityGroupId", "prefixListId")
    may = ports(told.inputs.get("fromPort"), told.inputs.get("toPort"), told.text("ipProtocol"))
    yield _connection(peer, told.text("securityGroupId"), may, inward=inward)


def _older_rule(told: Told) -> Iterator[Grant]:
    """A rule of AWS of the older type, which has several peers."""
    group, inward = told.text("securityGroupId"), told.text("type") == "ingress"
    may = ports(told.inputs.get("fromPort"), told.inputs.get("toPort"), told.text("protocol"))
    for peer in _peers(told.inputs, group):
        yield _connection(peer, group, may, inward=inward)
    if told.inputs.get("sourceSecurityGroupId") is not None:
        yield _connection(told.text("sourceSecurityGroupId"), group, may, inward=inward)


def _group(told: Told) -> Iterator[Grant]:
    """A group of AWS with rules inside."""
    for direction in ("ingress", "egress"):
        for rule in mappings(told.inputs.get(direction)):
            may = ports(rule.get("fromPort"), rule.get("toPort"), said(rule.get("protocol")))
            for peer in [*_peers(rule, told.name), *map(said, listed(rule.get("securityGroups")))]:
                yield _connection(peer, told.name, may, inward=direction == "ingress")


def _peers(rule: Mapping[str, Any], own: str) -> Iterator[str]:
    for name in ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds"):
        yield from map(said, listed(rule.get(name)))
    if rule.get("self") is True:
        yield own


def _alibaba_rule(told: Told) -> Iterator[Grant]:
    peer = told.first("cidrIp", "ipv6CidrIp", "sourceSecurityGroupId", "prefixListId") or "0.0.0.0/0"
    first, _, last = told.text("portRange").partition("/")
    may = ports(first or None, last or None, told.text("ipProtocol"))
    if may.endswith("-1"):
        may = told.text("ipProtocol")
    dropped = told.text("policy") == "drop"
    grant = _connection(peer, told.text("securityGroupId"), may, inward=told.text("type") != "egress")
    yield grant._replace(wide="", denies=True) if dropped else grant


def _alibaba_group(told: Told) -> Iterator[Grant]:
    """A group of Alibaba Cloud, whose members reach each other unless it says otherwise."""
    if told.first("innerAccessPolicy") != "Drop":
        yield Grant(_CONTROL, told.name, "any", told.name)


def _connection(peer: str, group: str, may: str, *, inward: bool) -> Grant:
    if inward:
        return Grant(_CONTROL, peer, may, group, open_to(peer))
    return Grant(_CONTROL, group, may, peer)


CONNECTIONS: Final[dict[str, Teller]] = {
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": partial(_rule, inward=True),
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": partial(_rule, inward=False),
    "aws:ec2/securityGroupRule:SecurityGroupRule": _older_rule,
    "aws:ec2/securityGroup:SecurityGroup": _group,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _group,
    "alicloud:ecs/securityGroupRule:SecurityGroupRule": _alibaba_rule,
    "alicloud:ecs/securityGroup:SecurityGroup": _alibaba_group,
}
"""By type, what its objects let through."""
