"""Who reaches a fleet's instances, and what these may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pulumi
import pulumi_aws as aws

from ..naming import named
from .fleet_args import FleetArgs
from .iam import MANAGED_POLICY, service_trust
from .network_routes import EVERYWHERE

SSM_CORE = MANAGED_POLICY + "AmazonSSMManagedInstanceCore"


def make_security_group(name: str, args: FleetArgs, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """Closed but for the ports asked for, to the site's own network, and those of its targets, to their load balancers."""
    group = aws.ec2.SecurityGroup(
        f"{name}-instances",
        description=f"Instances of {name}",
        vpc_id=args.network.id,
        tags=named(args.tags, name),
        opts=opts,
    )
    for rule in _rules(args):
        key = f"{name}-{rule.key}"
        aws.vpc.SecurityGroupIngressRule(
            key,
            security_group_id=group.id,
            ip_protocol=rule.protocol,
            from_port=rule.port,
            to_port=rule.port,
            cidr_ipv4=rule.block,
            referenced_security_group_id=rule.group,
            tags=named(args.tags, key),
            opts=opts,
        )
    aws.vpc.SecurityGroupEgressRule(
        f"{name}-out",
        security_group_id=group.id,
        ip_protocol="-1",
        cidr_ipv4=EVERYWHERE,
        tags=named(args.tags, f"{name}-out"),
        opts=opts,
    )
    return group.id


def make_role(name: str, args: FleetArgs, opts: pulumi.ResourceOptions) -> tuple[aws.iam.Role, aws.iam.InstanceProfile]:
    """A role that instances take, which may do what is attached to it: the shell's needs, and `policies`."""
    role = aws.iam.Role(
        f"{name}-instances",
        assume_role_policy=service_trust("ec2.amazonaws.com"),
        tags=named(args.tags, name),
        opts=opts,
    )
    attached = {**({"shell": SSM_CORE} if args.shell else {}), **{f"policy-{key}": arn for key, arn in args.policies.items()}}
    for key, arn in attached.items():
        aws.iam.RolePolicyAttachment(f"{name}-{key}", role=role.name, policy_arn=arn, opts=opts)
    return role, aws.iam.InstanceProfile(f"{name}-instances", role=role.name, tags=named(args.tags, name), opts=opts)


class _Rule(NamedTuple):
    """What is let in: a port, from a block of addresses or from what has a security group."""

    key: str
    port: int
    protocol: str
    block: str | None = None
    group: pulumi.Output[str] | None = None


def _rules(args: FleetArgs) -> Iterator[_Rule]:
    for port in args.ports:
        for block, cidr in {**args.network.ranges, **args.ports_from}.items():
            yield _Rule(f"{port}-from-{block}", port, "tcp", block=cidr)
    opened: set[tuple[int, str, int]] = set()  # AWS refuses a rule that there is already
    for key, target in args.targets.items():
        transport = "udp" if target.protocol == "udp" else "tcp"
        for rule in (
            _Rule(f"{target.port}-from-{key}", target.port, transport, group=target.source),
            _Rule(f"health-{target.health_port}-from-{key}", target.health_port, "tcp", group=target.source),
        ):
            opening = (rule.port, rule.protocol, id(rule.group))
            if opening not in opened:
                opened.add(opening)
                yield rule
