"""The VPC of a network and the subnets in it, each at an address that follows from its tier and its zone's letter."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from ..addressing import Tier, ipv6_block, ipv6_index
from ..naming import named, zone_id
from .network_args import NetworkArgs
from .network_parts import Parts

Ids = dict[str, dict[str, pulumi.Output[str]]]
"""Ids by tier, then zone letter."""

DISCOVERY_TAGS: Mapping[str, Mapping[str, str]] = {
    "public": {"kubernetes.io/role/elb": "1"},
    "private": {"kubernetes.io/role/internal-elb": "1"},
    "pods": {"kubernetes.io/role/cni": "1"},
}
"""By these tags a cluster finds where its load balancers and its pods belong.

Sources: docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html and alb-ingress.html (elb, internal-elb),
github.com/aws/amazon-vpc-cni-k8s#enable_subnet_discovery-v1180 (cni).
"""


_POOL = ["ipv4IpamPoolId"]
"""A pool is asked while a block is made, and never again: the provider would make a VPC anew to ask another."""


def make_vpc(parts: Parts) -> aws.ec2.Vpc:
    """The VPC, with its default security group closed.

    Its default network ACL stays as AWS makes it: tiers without an ACL of their own are behind it, so that closing it would cut
    them off. Its default route table stays too: no subnet of the network follows it, and what would leads nowhere but inside.
    """
    args, part = parts.args, parts.part("vpc", adopt="vpc")
    vpc = aws.ec2.Vpc(
        part.name,
        cidr_block=args.cidr,
        ipv4_ipam_pool_id=args.ipam_pool,
        assign_generated_ipv6_cidr_block=True if args.ipv6 else None,
        enable_dns_support=args.dns_support,
        enable_dns_hostnames=args.dns_hostnames,
        enable_network_address_usage_metrics=args.address_metrics,
        # Unsaid, it is the default, to which a VPC can go back; said of one that is taken over, it might be another VPC.
        instance_tenancy=None if args.tenancy == "default" else args.tenancy,
        tags=named(args.tags, parts.network),
        opts=part.opts(ignore_changes=_POOL),
    )
    if args.close_default_security_group and part.existing is None:
        group = parts.part("default-security-group")
        tags = named(args.tags, f"{parts.network}-default-closed")
        aws.ec2.DefaultSecurityGroup(group.name, vpc_id=vpc.id, ingress=[], egress=[], tags=tags, opts=group.opts())
    return vpc


def make_subnets(parts: Parts, vpc_id: pulumi.Output[str], ipv6: pulumi.Output[str]) -> Ids:
    """Every tier's subnets, and the secondary blocks that some of them lie in.

    Args:
        parts: the network's children.
        vpc_id: the VPC's id.
        ipv6: the VPC's IPv6 block, which is of use with `ipv6` alone.
    """
    args = parts.args
    inside = {key: _block(parts, key, block, vpc_id) for key, block in args.own_blocks.items()}
    made: Ids = {tier: {} for tier in args.blocks}
    for tier, blocks in args.blocks.items():
        for zone, block in blocks.items():
            part = parts.placed(tier, zone, adopt=f"{tier}-{zone}")
            index = ipv6_index(tier, zone, args.tiers)
            made[tier][zone] = aws.ec2.Subnet(
                part.name,
                vpc_id=inside.get(args.block_of(tier, zone), vpc_id),
                cidr_block=block,
                ipv6_cidr_block=ipv6.apply(lambda found, index=index: ipv6_block(found, index)) if args.ipv6 else None,
                availability_zone=zone_id("aws", args.region, zone),
                enable_dns64=args.dns64 and args.like(tier) in ("private", "pods"),
                enable_resource_name_dns_a_record_on_launch=args.resource_names,
                enable_resource_name_dns_aaaa_record_on_launch=args.resource_names and args.ipv6,
                private_dns_hostname_type_on_launch="resource-name" if args.resource_names else "ip-name",
                map_public_ip_on_launch=args.like(tier) == "public" and args.public_ip_on_launch,
                assign_ipv6_address_on_creation=True if _assigns_ipv6(parts, args.like(tier)) else None,
                tags={**part.tags, **_discovery_tags(args, tier), **args.tags_of(tier), "Name": part.name},
                opts=part.opts(),
            ).id
    return made


def _block(parts: Parts, tier: str, block: str, vpc_id: pulumi.Output[str]) -> pulumi.Output[str]:
    """The VPC's id once a secondary block is there, so that what takes the id for its own waits for the block."""
    part = parts.tiered(tier, adopt=tier)
    return aws.ec2.VpcIpv4CidrBlockAssociation(
        part.name, vpc_id=vpc_id, cidr_block=block, ipv4_ipam_pool_id=parts.args.ipam_pool, opts=part.opts(ignore_changes=_POOL)
    ).vpc_id


def _discovery_tags(args: NetworkArgs, tier: str) -> Mapping[str, str]:
    """Where nothing leads to the internet, no load balancer that faces it belongs."""
    like = args.like(tier)
    return DISCOVERY_TAGS.get(like, {}) if args.internet or like != "public" else {}


def _assigns_ipv6(parts: Parts, like: Tier | str) -> bool:
    """An IPv6 address is a public one, and only the route of its tier keeps the internet from reaching it."""
    args = parts.args
    return args.ipv6_on_launch and (like in ("private", "pods") or (like == "public" and args.public_ip_on_launch))
