"""The ways from private and pod vSwitches to the internet: NAT gateways, their addresses, and an SNAT entry for each vSwitch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pulumi
import pulumi_alicloud as alicloud

from ..contracts.adoption import adopting
from .network_children import Children
from .network_routes import Routes
from .network_tables import LEAVING

_AS_PAID = ["internetChargeType", "paymentType"]
"""How an adopted gateway or address is paid for stays: another way is another gateway, at another address."""


class Gateway(NamedTuple):
    """A NAT gateway: its id, the table of its SNAT entries and the address it leaves by."""

    id: pulumi.Output[str]
    table: pulumi.Output[str]
    address: pulumi.Output[str]


def make_gateways(
    children: Children, vpc: pulumi.Output[str], subnets: Mapping[str, pulumi.Output[str]], routes: Routes, out: pulumi.Resource
) -> dict[str, Gateway]:
    """Make a NAT gateway in the public vSwitch of every zone that is to have one.

    Args:
        children: how the network's children are made.
        vpc: the VPC's id.
        subnets: its public vSwitches' ids, by zone.
        routes: its route tables; a gateway waits until its vSwitch follows the public one.
        out: the route from there to the world, which must be there first.

    Returns: the gateways, by the zone that they stand in.
    """
    return {
        zone: _make_gateway(children, zone, vpc, subnets[zone], [out, routes.attached["public", zone]])
        for zone in children.args.gateway_zones
    }


def _make_gateway(
    children: Children, zone: str, vpc: pulumi.Output[str], switch: pulumi.Output[str], after: Iterable[pulumi.Resource]
) -> Gateway:
    args, key = children.args, f"nat-{zone}"
    name = children.name(key)
    allocation, address = _address(children, zone)
    gateway = alicloud.vpc.NatGateway(
        name,
        nat_gateway_name=name,
        vpc_id=vpc,
        vswitch_id=switch,
        nat_type="Enhanced",
        network_type="internet",
        internet_charge_type="PayByLcu",
        payment_type="PayAsYouGo",
        eip_bind_mode="NAT",
        tags=args.tags,
        opts=children.options(part=key, depends_on=list(after), ignore_changes=_AS_PAID if adopting(args, key) else None),
    )
    ids = (adopting(args, f"eip-{zone}"), adopting(args, key))
    bound = alicloud.ecs.EipAssociation(
        name,
        allocation_id=allocation,
        instance_id=gateway.id,
        instance_type="Nat",
        # An address that is taken over together with its gateway is bound to it already.
        opts=pulumi.ResourceOptions(parent=children.parent, import_=":".join(map(str, ids)) if all(ids) else None),
    )
    # An SNAT entry may name an address only once it is bound: what waits for the binding waits for both.
    usable = pulumi.Output.all(address, bound.id).apply(lambda found: found[0])
    return Gateway(gateway.id, gateway.snat_table_ids, usable)


def _address(children: Children, zone: str) -> tuple[pulumi.Input[str], pulumi.Output[str]]:
    """The id of the address that a zone's gateway leaves by, which is no part of the gateway and outlives it; and the address."""
    args, name, part = children.args, children.name(f"nat-{zone}"), f"eip-{zone}"
    if zone in args.nat_addresses:
        # Under the name of the one that would be made: an address of the network's own is let go by this, and not given back.
        allocation, options = args.nat_addresses[zone], pulumi.ResourceOptions(parent=children.parent)
        return allocation, alicloud.ecs.EipAddress.get(name, allocation, opts=options).ip_address
    made = alicloud.ecs.EipAddress(
        name,
        address_name=name,
        bandwidth=str(args.egress_mbps),
        internet_charge_type="PayByTraffic",
        payment_type="PayAsYouGo",
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=children.options(part=part, ignore_changes=_AS_PAID if adopting(args, part) else None),
    )
    return made.id, made.ip_address


def let_out(
    children: Children,
    zone: str,
    subnets: Mapping[str, Mapping[str, pulumi.Output[str]]],
    routes: Routes,
    gateway: Gateway,
) -> None:
    """Let a zone's private and pod vSwitches, and those like them, leave through a gateway.

    The entries come first: a route that led to a gateway without them would lead nowhere.
    """
    entries = []
    for tier in subnets:
        if children.args.like(tier) in LEAVING:
            name = children.name(f"{tier}-{zone}-out")
            entry = alicloud.vpc.SnatEntry(
                name,
                snat_entry_name=name,
                snat_table_id=gateway.table,
                source_vswitch_id=subnets[tier][zone],
                snat_ip=gateway.address,
                opts=children.options(part=f"snat-{tier}-{zone}", was=children.was(tier, f"-{zone}-out")),
            )
            entries.append(entry)
    routes.lead_out(f"private-{zone}", "NatGateway", gateway.id, after=entries)
