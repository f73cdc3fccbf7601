"""What may reach a fleet's instances on Alibaba Cloud, and what they may do."""

from __future__ import annotations

from typing import NamedTuple

import pulumi
import pulumi_alicloud as alicloud

from .fleet_parts import Parts
from .ram import policy_type, service_trust


class _Opening(NamedTuple):
    """A port that is open: to all of the network, or to what stands in one security group."""

    port: int
    protocol: str = "tcp"


def make_security_group(parts: Parts) -> pulumi.Output[str]:
    """A group closed to all but the ports asked for and those of the fleet's targets, and closed between its own members.

    A basic security group lets everything out by default and everything in between its members, unless told to drop it
    (www.alibabacloud.com/help/en/ecs/user-guide/basic-security-groups-and-advanced-security-groups). Load balancers come from
    addresses of the vSwitches that they stand in, so their ports are open to the network's own ranges.
    """
    args = parts.args
    group = alicloud.ecs.SecurityGroup(
        parts.name("instances"),
        security_group_name=parts.fleet,
        description=f"Instances of {parts.fleet}",
        vpc_id=args.network.id,
        security_group_type="normal",
        inner_access_policy="Drop",
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=parts.options(),
    ).id
    asked = [_Opening(port) for port in args.ports]
    for opening in dict.fromkeys([*asked, *_to_network(parts)]):
        further = args.ports_from if opening in asked else {}
        for block, cidr in {**args.network.ranges, **further}.items():
            _let_in(parts, group, opening, block, cidr=cidr)
    for key, target in args.targets.items():
        if target.source is not None:
            for opening in dict.fromkeys(_openings(target.port, target.health_port, target.protocol)):
                _let_in(parts, group, opening, key, source=target.source)
    return group


def make_role(parts: Parts) -> pulumi.Output[str]:
    """A role that instances may take and that may do nothing but what `policies` say."""
    role = alicloud.ram.Role(
        parts.name("instances"),
        role_name=parts.unique,
        assume_role_policy_document=service_trust("ecs.aliyuncs.com"),
        description=f"Instances of {parts.fleet}",
        tags=parts.args.tags,
        opts=parts.options(),
    ).role_name
    for key, policy in parts.args.policies.items():
        alicloud.ram.RolePolicyAttachment(
            parts.name(f"policy-{key}"),
            role_name=role,
            policy_name=policy,
            policy_type=pulumi.Output.from_input(policy).apply(policy_type),
            opts=parts.options(),
        )
    return role


def _to_network(parts: Parts) -> list[_Opening]:
    """What is open to the network for targets whose load balancer is not told by a security group."""
    targets = [target for target in parts.args.targets.values() if target.source is None]
    return [opening for each in targets for opening in _openings(each.port, each.health_port, each.protocol)]


def _openings(port: int, health_port: int, protocol: str) -> tuple[_Opening, _Opening]:
    return _Opening(port, "udp" if protocol == "udp" else "tcp"), _Opening(health_port)


def _let_in(
    parts: Parts,
    group: pulumi.Output[str],
    opening: _Opening,
    key: str,
    *,
    cidr: str | None = None,
    source: pulumi.Output[str] | None = None,
) -> None:
    port = f"{opening.port}" if opening.protocol == "tcp" else f"{opening.port}-{opening.protocol}"
    alicloud.ecs.SecurityGroupRule(
        parts.name(f"{port}-from-{key}"),
        security_group_id=group,
        type="ingress",
        ip_protocol=opening.protocol,
        port_range=f"{opening.port}/{opening.port}",
        cidr_ip=cidr,
        source_security_group_id=source,
        nic_type="intranet",
        policy="accept",
        priority=1,
        opts=parts.options(),
    )
