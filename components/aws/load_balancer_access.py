"""Who reaches a load balancer, and what it reaches."""

from __future__ import annotations

from itertools import product

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
    heard = {(_transport(each.protocol), each.port) for each in args.listeners.values()}
    served = {(_transport(each.protocol), each.port) for each in args.targets.values()}
    asked = {("tcp", each.health_port) for each in args.targets.values()}
    for kind, way, openings, blocks in (
        (aws.vpc.SecurityGroupIngressRule, "from", heard, args.clients),
        (aws.vpc.SecurityGroupEgressRule, "to", served | asked, args.network.ranges),
    ):
        for (protocol, port), (key, block) in product(sorted(openings), blocks.items()):
            rule = f"{name}-{protocol}-{port}-{way}-{key}"
            kind(
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
