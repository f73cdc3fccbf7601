"""The tiers of one network: its subnets by name, each with what its route table leads to."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine import urn
from engine.resource import Resource

from .joins import Joins, text, values
from .model import Reach, Subnet, Tier, Way
from .types import DUAL_STACK, ZONE, Cloud, Role

if TYPE_CHECKING:
    from .exits import Exits

_WIDEST_FIRST: Final = tuple(Reach)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a network is: what the names of its parts begin with, its region and its cloud."""

    name: str
    region: str
    cloud: Cloud

    def part(self, resource: Resource) -> str:
        """A part's name without the network's."""
        return urn.name_of(resource.urn).removeprefix(f"{self.name}-")

    def zone(self, subnet: Resource) -> str:
        """The letter of a subnet's zone, or its whole name where the region's is not its beginning."""
        zone = text(subnet, *ZONE)
        return zone.removeprefix(self.region).removeprefix("-") or zone or "?"


def tiers(joins: Joins, place: Place, subnets: Sequence[Resource], exits: Exits) -> tuple[Tier, ...]:
    """The tiers: those that reach furthest first, and of equals the one with the lower addresses."""
    by_tier: dict[str, list[Resource]] = {}
    for subnet in subnets:
        by_tier.setdefault(place.part(subnet).removesuffix(f"-{place.zone(subnet)}"), []).append(subnet)
    return tuple(sorted((_tier(joins, place, name, each, exits) for name, each in by_tier.items()), key=_rank))


def _rank(tier: Tier) -> tuple[int, list[int], str]:
    addresses = [int(ipaddress.ip_network(subnet.block).network_address) for subnet in tier.subnets if subnet.block]
    return _WIDEST_FIRST.index(tier.reach), addresses, tier.name


def _tier(joins: Joins, place: Place, name: str, subnets: Sequence[Resource], exits: Exits) -> Tier:
    ways = exits.ways({subnet.urn: place.zone(subnet) for subnet in subnets})
    known = all(joins.joined(subnet, Role.TABLE) for subnet in subnets)
    return Tier(
        name=name,
        reach=_reach(ways, known=known),
        subnets=tuple(sorted((_subnet(place, each) for each in subnets), key=lambda each: (each.zone, each.block))),
        ways=ways,
        acl=any(joins.joined(subnet, Role.ACL) for subnet in subnets),
    )


def _reach(ways: Sequence[Way], *, known: bool) -> Reach:
    kinds = {way.to for way in ways}
    if Role.INTERNET in kinds:
        return Reach.OPEN
    if kinds & {Role.NAT, Role.EGRESS_ONLY, Role.IPV6}:
        return Reach.OUT
    return Reach.INSIDE if known else Reach.UNKNOWN


def _subnet(place: Place, subnet: Resource) -> Subnet:
    block = text(subnet, "cidrBlock")
    dual = any(values(subnet).get(key) for key in DUAL_STACK)
    return Subnet(
        zone=place.zone(subnet),
        block=block,
        usable=ipaddress.ip_network(block).num_addresses - place.cloud.reserved if block else None,
        ipv6=text(subnet, "ipv6CidrBlock") or ("IPv6" if dual else ""),
    )
