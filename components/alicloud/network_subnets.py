"""The VPC, its secondary blocks, and a vSwitch for each tier in each zone."""

from __future__ import annotations

from typing import NamedTuple

import pulumi
import pulumi_alicloud as alicloud

from ..addressing import ipv6_index
from ..naming import zone_id
from .network_children import Children

TIER_TAG = "network-tier"


class Subnets(NamedTuple):
    """The VPC and its vSwitches' ids, by tier, then zone."""

    vpc: alicloud.vpc.Network
    ids: dict[str, dict[str, pulumi.Output[str]]]


def make_subnets(children: Children) -> Subnets:
    """Make the VPC and everything that has addresses of its own."""
    args = children.args
    vpc = alicloud.vpc.Network(
        children.name("vpc"),
        vpc_name=children.network,
        cidr_block=children.checked(args.cidr),
        # Nothing where IPv6 is not asked for: given up again, vSwitches lose their blocks, and the VPC may keep what holds none.
        enable_ipv6=True if args.ipv6 else None,
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=children.options(part="vpc"),
    )
    inside = _make_blocks(children, vpc)
    made: dict[str, dict[str, pulumi.Output[str]]] = {tier: {} for tier in args.blocks}
    for tier, blocks in args.blocks.items():
        for zone in blocks:
            # Through the block that it lies in, which must be there first.
            made[tier][zone] = _make_switch(children, tier, zone, inside.get(args.block_of(tier, zone), vpc.id))
    return Subnets(vpc, made)


def _make_blocks(children: Children, vpc: alicloud.vpc.Network) -> dict[str | None, pulumi.Output[str]]:
    return {
        key: alicloud.vpc.Ipv4CidrBlock(
            children.name(key),
            vpc_id=vpc.id,
            secondary_cidr_block=children.checked(block),
            opts=children.options(part=key, was=children.was(key)),
        ).vpc_id
        for key, block in children.args.own_blocks.items()
    }


def _make_switch(children: Children, tier: str, zone: str, vpc: pulumi.Output[str]) -> pulumi.Output[str]:
    args, key = children.args, f"{tier}-{zone}"
    return alicloud.vpc.Switch(
        children.name(key),
        vswitch_name=children.name(key),
        vpc_id=vpc,
        cidr_block=children.checked(args.blocks[tier][zone]),
        zone_id=zone_id("alicloud", args.region, zone),
        enable_ipv6=args.ipv6,
        ipv6_cidr_block_mask=ipv6_index(tier, zone, args.tiers) if args.ipv6 else None,
        tags={**args.tags, TIER_TAG: tier, **args.tags_of(tier)},
        opts=children.options(part=key, was=children.was(tier, f"-{zone}")),
    ).id
