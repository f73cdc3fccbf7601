"""What exists already, as the cloud has it: compared with the plan before it is taken over, or all there is of a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pulumi
import pulumi_aws as aws

from ..contracts.adoption import fitting
from .network_adoption import misfits
from .network_parts import Parts
from .network_subnets import Ids

Facts = Mapping[str, pulumi.Input[str]]
"""What is known of a part that was read. Its id is the one that it was read by: engines differ in whether a preview tells it."""


def checked(parts: Parts, vpc_id: pulumi.Output[str]) -> pulumi.Output[str]:
    """The VPC's id, once every adopted part of it was found to fit the plan.

    What is imported is read before, under a name of its own: an import of something else would end in a message about inputs.

    Raises:
        AdoptionError: when the output is awaited, with every part that does not fit.
    """
    args = parts.args
    if args.adopt is None:
        return vpc_id
    found = {"vpc": _vpc(parts, after="-found")}
    for tier, blocks in args.blocks.items():
        named = [zone for zone in blocks if f"{tier}-{zone}" in args.adopt.ids]
        found |= {f"{tier}-{zone}": _subnet(parts, tier, zone, after="-found") for zone in named}
    return _gate(parts, vpc_id, found)


def read_network(parts: Parts) -> tuple[pulumi.Output[str], Ids, Ids, dict[str, pulumi.Output[str]]]:
    """A network that is only read: the VPC's id, subnets, route tables as far as they are named, and addresses by zone.

    Nothing is made, so nothing is recorded, guarded or closed either: that is for those who manage it. What else is named is read
    too, since an id that is wrong should not pass. This is for networks of others: one that the stack itself managed until now is
    taken out of its state first, or its routes and what else is not read here is deleted.
    """
    args = parts.args
    facts = _vpc(parts)
    read = {(tier, zone): _subnet(parts, tier, zone) for tier, blocks in args.blocks.items() for zone in blocks}
    vpc_id = _gate(parts, facts["id"], {"vpc": facts, **{f"{tier}-{zone}": known for (tier, zone), known in read.items()}})
    subnets: Ids = {tier: {} for tier in args.blocks}
    tables: Ids = {tier: {} for tier in args.blocks}
    for (tier, zone), known in read.items():
        subnets[tier][zone] = pulumi.Output.all(known["id"], vpc_id).apply(lambda given: given[0])
        if (table := _id(parts, f"table-{tier}-{zone}")) is not None:
            read_table = aws.ec2.RouteTable.get(f"{parts.network}-{tier}-{zone}", table, opts=_below(parts))
            tables[tier][zone] = read_table.vpc_id.apply(lambda _, table=table: table)
    _read_more(parts)
    addresses = {
        zone: aws.ec2.Eip.get(f"{parts.network}-nat-{zone}", existing, opts=_below(parts)).public_ip
        for zone in args.gateway_zones
        if (existing := _id(parts, f"eip-{zone}")) is not None
    }
    return vpc_id, subnets, tables, addresses


def _read_more(parts: Parts) -> None:
    more: dict[str, Callable[..., pulumi.Resource]] = {"internet": aws.ec2.InternetGateway.get}
    more |= {f"nat-{zone}": aws.ec2.NatGateway.get for zone in parts.args.gateway_zones}
    more |= dict.fromkeys(parts.args.own_blocks, aws.ec2.VpcIpv4CidrBlockAssociation.get)
    for key, read in more.items():
        if (existing := _id(parts, key)) is not None:
            read(f"{parts.network}-{key}", existing, opts=_below(parts))


def _vpc(parts: Parts, after: str = "") -> Facts:
    existing = _id(parts, "vpc") or ""
    vpc = aws.ec2.Vpc.get(f"{parts.network}-vpc{after}", existing, opts=_below(parts))
    return {"id": existing, "block": vpc.cidr_block}


def _subnet(parts: Parts, tier: str, zone: str, after: str = "") -> Facts:
    key = f"{tier}-{zone}"
    existing = _id(parts, key) or ""
    subnet = aws.ec2.Subnet.get(f"{parts.network}-{key}{after}", existing, opts=_below(parts))
    return {"id": existing, "block": subnet.cidr_block, "vpc": subnet.vpc_id, "zone": subnet.availability_zone}


def _gate(parts: Parts, vpc_id: pulumi.Input[str], found: Mapping[str, Facts]) -> pulumi.Output[str]:
    """The VPC's id, for which everything in it waits, unless something does not fit."""
    fits = fitting(parts.network, found, lambda known: misfits(parts.args, known))
    return pulumi.Output.all(vpc_id, fits).apply(lambda given: given[0])


def _below(parts: Parts) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(parent=parts.parent)


def _id(parts: Parts, key: str) -> str | None:
    return parts.args.adopt.ids.get(key) if parts.args.adopt is not None else None
