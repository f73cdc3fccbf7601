"""The network ACLs of tiers: what they do not name passes nowhere, whatever a security group lets in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import pulumi
import pulumi_aws as aws

from ..addressing import ipv6_block
from ..contracts.acl_entries import Entry, Peer
from .network_parts import Parts
from .network_subnets import Ids

_DENIED, _ALLOWED = (1, 8191), (8192, 32766)
"""The numbers of rules that deny, which are judged first, and of those that allow.

AWS takes rule numbers up to the last of these: docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html.
"""

_PROTOCOLS = {"all": "-1", "tcp": "tcp", "udp": "udp", "icmp": "icmp"}


def rule_numbers(keys: Iterable[str], *, first: int = _ALLOWED[0], last: int = _ALLOWED[1]) -> dict[str, int]:
    """A number for each rule that follows from its key, so that one added or removed renumbers no other.

    The order of rules that all allow, or all deny, says nothing. Where two keys come to the same number, which of ten happens
    once in five hundred sets, the later one takes the next.
    """
    numbers: dict[str, int] = {}
    for key in sorted(set(keys)):
        number = zlib.crc32(key.encode()) % (last - first + 1) + first
        while number in numbers.values():
            number = number + 1 if number < last else first
        numbers[key] = number
    return numbers


def guard_tiers(parts: Parts, vpc_id: pulumi.Output[str], subnets: Ids, ipv6: pulumi.Output[str]) -> None:
    """The ACLs, each before the subnets of its tiers.

    An ACL without rules lets nothing pass, so subnets come behind it once all of them are there, and leave before any is taken
    away. Subnets that are adopted follow once they are no longer named in `adopt`.

    Args:
        parts: the network's children.
        vpc_id: the VPC's id.
        subnets: every tier's subnets.
        ipv6: the VPC's IPv6 block, which is of use with `ipv6` alone.
    """
    for guard, entries in parts.args.guards.items():
        part = parts.tiered(guard)
        acl = aws.ec2.NetworkAcl(part.name, vpc_id=vpc_id, tags=part.tags, opts=part.opts()).id
        rules = _make_rules(parts, guard, acl, entries, ipv6)
        for tier in parts.args.guarded(guard):
            for zone, subnet in subnets[tier].items():
                if parts.placed(tier, zone, adopt=f"{tier}-{zone}").existing is None:
                    part = parts.placed(tier, zone)
                    aws.ec2.NetworkAclAssociation(part.name, network_acl_id=acl, subnet_id=subnet, opts=part.opts(depends_on=rules))


def _make_rules(
    parts: Parts, guard: str, acl: pulumi.Output[str], entries: tuple[Entry, ...], ipv6: pulumi.Output[str]
) -> list[pulumi.Resource]:
    numbers = rule_numbers(_number_key(entry) for entry in entries if entry.allow)
    numbers |= rule_numbers((_number_key(entry) for entry in entries if not entry.allow), first=_DENIED[0], last=_DENIED[1])
    made: list[pulumi.Resource] = []
    for entry in entries:
        part, block = parts.tiered(guard, after=f"-{entry.key}"), _block(entry.peer, ipv6)
        icmp = entry.protocol == "icmp"
        first, last = entry.ports or (None, None)
        rule = aws.ec2.NetworkAclRule(
            part.name,
            network_acl_id=acl,
            rule_number=numbers[_number_key(entry)],
            egress=not entry.inward,
            protocol="icmpv6" if icmp and entry.peer.ipv6 else _PROTOCOLS[entry.protocol],
            icmp_type=-1 if icmp else None,
            icmp_code=-1 if icmp else None,
            from_port=first,
            to_port=last,
            rule_action="allow" if entry.allow else "deny",
            cidr_block=None if entry.peer.ipv6 else block,
            ipv6_cidr_block=block if entry.peer.ipv6 else None,
            # A number is taken once in a direction: the old rule goes before another has it.
            opts=part.opts(delete_before_replace=True),
        )
        made.append(rule)
    return made


def _number_key(entry: Entry) -> str:
    """Directions count by themselves, so that what passes both ways has one number."""
    return entry.key.removeprefix("not-").partition("-")[2]


def _block(peer: Peer, ipv6: pulumi.Output[str]) -> pulumi.Input[str]:
    if peer.block is not None:
        return peer.block
    index = peer.index
    return ipv6 if index is None else ipv6.apply(lambda whole: ipv6_block(whole, index))
