"""What of a network on AWS can be taken over by id beside what every cloud has, and whether what is found fits the plan; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..contracts.adoption import mismatch
from ..errors import ArgumentFault
from ..naming import zone_id
from .network_services import GATEWAY_SERVICES, service_key

if TYPE_CHECKING:
    from .network_args import NetworkArgs


def further_parts(args: NetworkArgs) -> tuple[str, ...]:
    """Route tables and what belongs to them, endpoints, and the gateway of IPv6, by key.

    Where AWS gives a part no id, what `pulumi import` takes stands for it: SUBNET/TABLE for an association, TABLE_DESTINATION
    for a route, say "rtb-0abc_0.0.0.0/0", and ENDPOINT/TABLE for a route table that a gateway endpoint is in.
    """
    tables = [f"table-{tier}-{zone}" for tier, by_zone in args.blocks.items() for zone in by_zone]
    if args.adopt is not None and not args.adopt.manage:
        return tuple(tables)  # of the others, a network that is only read has nothing to tell
    places = [(tier, f"{tier}-{zone}") for tier, by_zone in args.blocks.items() for zone in by_zone]
    leading = ("public", "private", "pods") if args.internet else ()
    return (
        *tables,
        *(f"association-{place}" for _, place in places),
        *(f"route-{place}" for tier, place in places if args.like(tier) in leading),
        *_endpoint_parts(args),
        *(("egress-only",) if args.ipv6 and args.internet else ()),
    )


def _endpoint_parts(args: NetworkArgs) -> Iterator[str]:
    """Endpoints, and the route tables that gateway endpoints are in."""
    tables = [f"{tier}-{zone}" for tier in args.blocks if args.reaches_services(tier) for zone in args.zones]
    for service in args.endpoints:
        key = f"endpoint-{service_key(service)}"
        yield key
        if service in GATEWAY_SERVICES:
            yield from (f"{key}-{place}" for place in tables)


def misfits(args: NetworkArgs, found: Mapping[str, Mapping[str, str]]) -> Iterator[ArgumentFault]:
    """Where the cloud has something else than the plan.

    Args:
        args: what the network is made from.
        found: of the VPC and of each subnet that is taken over, by key: its `id` and `block`; of a subnet its `vpc` and `zone` too.
    """
    vpc = found["vpc"]
    if vpc["block"] != args.cidr:
        fix = f"write cidr: {vpc['block']}, or name the VPC that has {args.cidr}"
        yield mismatch("vpc", vpc["id"], vpc["block"], args.cidr, fix)
    for tier, blocks in args.blocks.items():
        for zone, block in blocks.items():
            key = f"{tier}-{zone}"
            if key not in found:
                continue
            subnet, place = found[key], zone_id("aws", args.region, zone)
            if subnet["vpc"] != vpc["id"]:
                fix = "name a subnet of the VPC that is adopted"
                yield mismatch(key, subnet["id"], f"its place in {subnet['vpc']}", vpc["id"], fix)
            if subnet["zone"] != place:
                fix = f"name it for the zone where it is, or name a subnet in {place}"
                yield mismatch(key, subnet["id"], f"its place in {subnet['zone']}", place, fix)
            if subnet["block"] != block:
                fix = f"write pinned: {{{tier}: {{{zone}: {subnet['block']}}}}}, or name a subnet with {block}"
                yield mismatch(key, subnet["id"], subnet["block"], block, fix)
