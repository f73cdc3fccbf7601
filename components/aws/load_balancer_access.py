"""Who reaches a load balancer, and what it reaches."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..naming import named
from .load_balancer_args import LoadBalancerArgs


def make_security_group(name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """In by the listeners' ports from those who may; out to the target groups' ports within the network, and nowhere else."""
    group = aws.ec2.SecurityGroup(
        f"{name}-entry",
        description=f"Load balancer {name}",
        vpc_id=args.network.id,
        tags=named(args.tags, f"{name}-entry"),
        opts=opts,
    )
    for protocol, port in sorted({(_transport(each.protocol), each.port) for each in args.listeners.values()}):
        for key, block in args.clients.items():
            rule = f"{name}-{protocol}-{port}-from-{key}"
            aws.vpc.SecurityGroupIngressRule(
                rule,
                security_group_id=group.id,
                ip_protocol=protocol,
                from_port=port,
                to_port=port,
                cidr_ipv4=block,
                tags=named(args.tags, rule),
                opts=opts,
            )
    served = {(_transport(each.protocol), each.port) for each in args.targets.values()}
    asked = {("tcp", each.health.port or each.port) for each in args.targets.values()}
    for protocol, port in sorted(served | asked):
        for key, block in args.network.ranges.items():
            rule = f"{name}-{protocol}-{port}-to-{key}"
            aws.vpc.SecurityGroupEgressRule(
                rule,
                security_group_id=group.id,
                ip_protocol=protocol,
                from_port=port,
                to_port=port,
                cidr_ipv4=block,
                tags=named(args.tags, rule),
                opts=opts,
            )
    return group.id


def _transport(protocol: str) -> str:
    return "udp" if protocol == "udp" else "tcp"
