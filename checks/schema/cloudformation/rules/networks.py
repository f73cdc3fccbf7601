"""Ranges, ports and routes."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ...fault import SchemaFault
from .inputs import Inputs

_PORTED: Final = ("tcp", "udp", "6", "17")
_LAST_PORT: Final = 65535
_ROUTES: Final = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
_TARGETS: Final = (
    "gatewayId", "natGatewayId", "transitGatewayId", "vpcPeeringConnectionId", "vpcEndpointId", "networkInterfaceId",
    "egressOnlyGatewayId", "carrierGatewayId", "coreNetworkArn", "localGatewayId", "odbNetworkArn",
)  # fmt: skip
_ENDS: Final = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")


def _ranged(inputs: Inputs) -> Iterator[SchemaFault]:
    """https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html, subnet-sizing.html."""
    text = inputs.text("cidrBlock")
    try:
        length = ipaddress.IPv4Network(text).prefixlen if "/" in text else None
    except ValueError:
        return
    if length is not None and not 16 <= length <= 28:
        yield inputs.fault("cidrBlock", f"{text} is a /{length}", "give a /16 to a /28")


def _subnet(inputs: Inputs) -> Iterator[SchemaFault]:
    yield from _ranged(inputs)
    yield from inputs.one_of("availabilityZone", "availabilityZoneId", needed=False)


def _group(inputs: Inputs) -> Iterator[SchemaFault]:
    for way in ("ingress", "egress"):
        for rule in inputs.each(way):
            yield from _ports(rule, rule.text("protocol"))
            yield from _all_ports(rule)


def _rule(inputs: Inputs) -> Iterator[SchemaFault]:
    yield from _ports(inputs, inputs.text("protocol"))
    yield from _all_ports(inputs)


def _all_ports(rule: Inputs) -> Iterator[SchemaFault]:
    """https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ec2/vpc_security_group.go, expandIPPerms."""
    if rule.text("protocol").lower() not in ("-1", "all"):
        return
    for name in ("fromPort", "toPort"):
        if rule.number(name):
            yield rule.fault(name, "is a port, and every protocol is meant", 'write 0, or a protocol, say "tcp"')


def _end(inputs: Inputs) -> Iterator[SchemaFault]:
    yield from _ports(inputs, inputs.text("ipProtocol"))
    yield from inputs.one_of(*_ENDS)


def _entry(inputs: Inputs) -> Iterator[SchemaFault]:
    """https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html."""
    yield from _ports(inputs, inputs.text("protocol"))
    number = inputs.number("ruleNumber")
    if number is not None and not 1 <= number <= 32766:
        yield inputs.fault("ruleNumber", f"{number:g} is no number of a rule", "give 1 to 32766")


def _ports(inputs: Inputs, protocol: str) -> Iterator[SchemaFault]:
    if protocol.lower() not in _PORTED:
        return
    ports = {name: inputs.number(name) for name in ("fromPort", "toPort")}
    wrong = [name for name, port in ports.items() if port is not None and not 0 <= port <= _LAST_PORT]
    for name in wrong:
        yield inputs.fault(name, f"{ports[name]:g} is no port", f"give 0 to {_LAST_PORT}")
    if not wrong:
        yield from inputs.ordered("fromPort", "toPort")


def _route(inputs: Inputs) -> Iterator[SchemaFault]:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html."""
    yield from inputs.one_of(*_ROUTES)
    yield from inputs.one_of(*_TARGETS)


RULES: Final[Mapping[str, Callable[[Inputs], Iterator[SchemaFault]]]] = {
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _group,
    "aws:ec2/networkAclRule:NetworkAclRule": _entry,
    "aws:ec2/route:Route": _route,
    "aws:ec2/securityGroup:SecurityGroup": _group,
    "aws:ec2/securityGroupRule:SecurityGroupRule": _rule,
    "aws:ec2/subnet:Subnet": _subnet,
    "aws:ec2/vpc:Vpc": _ranged,
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": _ranged,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _end,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _end,
}
