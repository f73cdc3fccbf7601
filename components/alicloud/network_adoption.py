"""Parts of a network that exist already, as the cloud shows them, compared with the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from ipaddress import IPv4Network
from typing import Any, NamedTuple

import pulumi
import pulumi_alicloud as alicloud

from ..contracts import Adoption
from ..contracts.adoption import fitting, mismatch
from ..contracts.route_tables import shared_key
from ..errors import ArgumentFault
from ..naming import zone_id
from .network_args import NetworkArgs

Found = Mapping[str, Mapping[str, Any]]


class Existing(NamedTuple):
    """A network that is only read: the ids of its parts, which are known once all of them fit the plan."""

    id: pulumi.Output[str]
    subnets: dict[str, dict[str, pulumi.Output[str]]]
    route_tables: dict[str, dict[str, pulumi.Output[str]]]
    egress: dict[str, pulumi.Output[str]]


def check_adopted(name: str, args: NetworkArgs, parent: pulumi.Resource) -> pulumi.Output[bool] | None:
    """Look at what is to be imported. True once it fits the plan; None where nothing is.

    The looks are children of their own, `-found`: what is imported is compared with the program only once it has been taken over.
    """
    if args.adopt is None:
        return None
    return fitting(name, _look(name, args, args.adopt, parent, suffix="-found"), lambda known: faults(args, known))


def read_network(name: str, args: NetworkArgs, adopt: Adoption, parent: pulumi.Resource) -> Existing:
    """Look at a network that is somebody else's, at every part that is named: what was managed here before is let go by that."""
    looked = _look(name, args, adopt, parent)
    _look_at_the_rest(name, args, adopt, parent)
    fits = fitting(name, looked, lambda known: faults(args, known))
    sure = {key: fits.apply(lambda _, key=key: adopt.ids[key]) for key in looked}
    return Existing(
        id=sure["vpc"],
        subnets={tier: {zone: sure[f"{tier}-{zone}"] for zone in by_zone} for tier, by_zone in args.blocks.items()},
        route_tables={
            tier: {zone: sure[key] for zone in by_zone if (key := f"table-{shared_key(args.like(tier), zone)}") in sure}
            for tier, by_zone in args.blocks.items()
        },
        egress={zone: looked[f"eip-{carrier}"]["address"] for zone in args.zones if (carrier := args.gateway_zone(zone))},
    )


Told = dict[str, pulumi.Output[Any]]
"""What the cloud tells of a part."""


def _look(name: str, args: NetworkArgs, adopt: Adoption, parent: pulumi.Resource, *, suffix: str = "") -> dict[str, Told]:
    options, found = pulumi.ResourceOptions(parent=parent), dict[str, Told]()
    vpc = alicloud.vpc.Network.get(f"{name}-vpc{suffix}", adopt.ids["vpc"], opts=options)
    found["vpc"] = {"cidr": vpc.cidr_block}
    for tier, by_zone in args.blocks.items():
        for zone in by_zone:
            if identity := adopt.ids.get(key := f"{tier}-{zone}"):
                switch = alicloud.vpc.Switch.get(f"{name}-{key}{suffix}", identity, opts=options)
                found[key] = {"cidr": switch.cidr_block, "zone": switch.zone_id, "vpc": switch.vpc_id}
    for key in args.further_parts:
        if key.startswith("table-") and (identity := adopt.ids.get(key)):
            table = alicloud.vpc.RouteTable.get(f"{name}-{key.removeprefix('table-')}{suffix}", identity, opts=options)
            found[key] = {"vpc": table.vpc_id}
    for zone in args.gateway_zones:
        if identity := adopt.ids.get(key := f"nat-{zone}"):
            gateway = alicloud.vpc.NatGateway.get(f"{name}-{key}{suffix}", identity, opts=options)
            found[key] = {"vpc": gateway.vpc_id}
        if identity := adopt.ids.get(key := f"eip-{zone}"):
            # The address and its gateway have one key in names, as they have when both are made.
            address = alicloud.ecs.EipAddress.get(f"{name}-nat-{zone}{suffix}", identity, opts=options)
            found[key] = {"address": address.ip_address}
    return found


def _look_at_the_rest(name: str, args: NetworkArgs, adopt: Adoption, parent: pulumi.Resource) -> None:
    """Look at what the plan says nothing of, under the names of what would be made."""
    kinds: dict[str, tuple[Callable[..., Any], str]] = {"internet": (alicloud.vpc.Ipv4Gateway.get, "internet")}
    kinds |= {key: (alicloud.vpc.Ipv4CidrBlock.get, key) for key in args.own_blocks}
    for key in args.further_parts:
        kind, _, rest = key.partition("-")
        match kind:
            case "attachment":
                kinds[key] = (alicloud.vpc.RouteTableAttachment.get, rest)
            case "route":
                kinds[key] = (alicloud.vpc.RouteEntry.get, f"{rest}-out")
            case "snat":
                kinds[key] = (alicloud.vpc.SnatEntry.get, f"{rest}-out")
    for key, (get, child) in kinds.items():
        if identity := adopt.ids.get(key):
            get(f"{name}-{child}", identity, opts=pulumi.ResourceOptions(parent=parent))
    for zone in args.gateway_zones:
        if (address := adopt.ids.get(f"eip-{zone}")) and (gateway := adopt.ids.get(f"nat-{zone}")):
            options = pulumi.ResourceOptions(parent=parent)
            alicloud.ecs.EipAssociation.get(f"{name}-nat-{zone}", f"{address}:{gateway}", opts=options)


def faults(args: NetworkArgs, found: Found) -> Iterator[ArgumentFault]:
    """Everything that the cloud shows otherwise than the plan has it."""
    assert args.adopt is not None
    ids = args.adopt.ids
    yield from _vpc_faults(args, args.adopt, found["vpc"]["cidr"])
    for key, told in found.items():
        if "vpc" in told and told["vpc"] != ids["vpc"]:
            yield mismatch(key, ids[key], f"the VPC {told['vpc']}", ids["vpc"], "name a part of that VPC")
        if "zone" in told:
            tier, _, zone = key.rpartition("-")
            wanted, block = zone_id("alicloud", args.region, zone), args.blocks[tier][zone]
            if told["zone"] != wanted:
                yield mismatch(key, ids[key], f"the zone {told['zone']}", wanted, "name a vSwitch of that zone")
            if told["cidr"] != block:
                fix = f"write pinned.{tier}.{zone}: {told['cidr']}, or name another vSwitch"
                yield mismatch(key, ids[key], f"the block {told['cidr']}", block, fix)


def _vpc_faults(args: NetworkArgs, adopt: Adoption, has: str) -> Iterator[ArgumentFault]:
    """A VPC that is imported has the plan's block; one that is only read may hold more than this network."""
    identity = adopt.ids["vpc"]
    if adopt.manage and has != args.cidr:
        yield mismatch("vpc", identity, f"the block {has}", args.cidr, f"write cidr: {has}, or name another VPC")
    elif not IPv4Network(args.cidr).subnet_of(IPv4Network(has)):
        fix = "write a cidr inside it, or name another VPC"
        yield mismatch("vpc", identity, f"the block {has}", f"one with {args.cidr} in it", fix)
