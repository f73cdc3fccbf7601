"""The network ACL of the data tier: its neighbours reach it, and nothing else does, whatever a security group lets in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import pulumi
import pulumi_aws as aws

from ..naming import block_key
from .network_parts import Parts
from .network_subnets import Ids

_FIRST, _LAST = 100, 32766
"""AWS takes rule numbers from 1 to this: docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html."""

_IPV6 = "ipv6"


def rule_numbers(blocks: Iterable[str]) -> dict[str, int]:
    """A number for each block's rules that follows from the block, so that one added or removed renumbers no other.

    The order of rules that all allow says nothing. Where two blocks come to the same number, which of ten happens once in seven
    hundred sets, the later one takes the next.
    """
    numbers: dict[str, int] = {}
    for block in sorted(set(blocks)):
        number = zlib.crc32(block.encode()) % (_LAST - _FIRST) + _FIRST
        while number in numbers.values():
            number = number % _LAST + 1
        numbers[block] = number
    return numbers


def guard_data(parts: Parts, vpc_id: pulumi.Output[str], subnets: Ids, ipv6: pulumi.Output[str]) -> None:
    """One ACL for every tier like data: in and out for the network's own ranges and `data_from`.

    An ACL keeps no record of connections, so answers need a rule as much as questions do: what may come in may be answered, on
    whichever port it asked from. An ACL without rules lets nothing pass, so subnets come behind it once all of them are there, and
    leave before any is taken away. Subnets that are adopted follow once they are no longer named in `adopt`.

    Args:
        parts: the network's children.
        vpc_id: the VPC's id.
        subnets: every tier's subnets.
        ipv6: the VPC's IPv6 block, which is of use with `ipv6` alone.
    """
    args, part = parts.args, parts.part("data")
    acl = aws.ec2.NetworkAcl(part.name, vpc_id=vpc_id, tags=part.tags, opts=part.opts()).id
    blocks = {block: key for key, block in args.ranges.items()}
    blocks |= {block: block_key(block) for block in args.data_from if block not in blocks}
    if args.ipv6:
        blocks[_IPV6] = _IPV6
    rules: list[pulumi.Resource] = []
    for block, number in rule_numbers(blocks).items():
        for direction, egress in (("from", False), ("to", True)):
            part = parts.part(f"data-{direction}-{blocks[block]}")
            rule = aws.ec2.NetworkAclRule(
                part.name,
                network_acl_id=acl,
                rule_number=number,
                egress=egress,
                protocol="-1",
                rule_action="allow",
                cidr_block=None if block == _IPV6 else block,
                ipv6_cidr_block=ipv6 if block == _IPV6 else None,
                opts=part.opts(),
            )
            rules.append(rule)
    for tier, by_zone in subnets.items():
        for zone, subnet in by_zone.items() if args.like(tier) == "data" else ():
            if parts.placed(tier, zone, adopt=f"{tier}-{zone}").existing is None:
                part = parts.placed(tier, zone)
                opts = part.opts(depends_on=rules)
                aws.ec2.NetworkAclAssociation(part.name, network_acl_id=acl, subnet_id=subnet, opts=opts)
