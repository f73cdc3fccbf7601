"""The addresses of a whole environment: which subnets have which, what is kept for growth, and what is free."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Literal, TypeAlias

from .blocks import part, remainder
from .cut import QUARTERS, ZONE_BITS, ExtraTier, subnets, tier_part, zone_slot

Use: TypeAlias = Literal["subnet", "tier", "zone", "elsewhere", "free"]
"""What a block is there for: a subnet; kept for a tier to come in a zone that there is; kept for a zone to come; taken by something
that is no site; free."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the plan must know of a site; all of it is sound (see `site_faults` and `subnet_faults`).

    Args:
        cloud: "aws" or "alicloud", by whose limits usable addresses are counted.
        zones: the letters of the zones in use.
        cidr: the block of nodes, data and load balancers.
        pods: the block of pods.
        tiers: tiers beside the four, by name.
        pinned: blocks that stand elsewhere than the cut has them, by tier and zone.
    """

    cloud: str
    zones: tuple[str, ...]
    cidr: str
    pods: str
    tiers: Mapping[str, ExtraTier] = field(default_factory=dict)
    pinned: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def blocks(self) -> dict[str, IPv4Network]:
        """The site's blocks by the field that holds them: cidr, pods, and `tiers.<name>.cidr` of tiers with their own."""
        own = {f"tiers.{name}.cidr": tier.cidr for name, tier in self.tiers.items() if tier.cidr is not None}
        return {field: IPv4Network(text) for field, text in {"cidr": self.cidr, "pods": self.pods, **own}.items()}

    @property
    def subnets(self) -> dict[tuple[str, str], IPv4Network]:
        """The block of every subnet, by tier and zone letter."""
        cut = subnets(self.zones, cidr=self.cidr, pods=self.pods, tiers=self.tiers, pinned=self.pinned)
        return {(tier, zone): IPv4Network(text) for tier, by_zone in cut.items() for zone, text in by_zone.items()}


@dataclass(frozen=True, kw_only=True)
class Place:
    """A block of the plan.

    Args:
        block: where it lies.
        use: what it is there for.
        site: the site it belongs to; empty where it belongs to none.
        source: the field of the site's block that it is a part of; what takes it, where `use` is "elsewhere".
        zone: the letter of its zone; of a zone to come, the first letter that has this slot.
        tier: the tier of its subnet, or the one that it is kept for ("reserved-1", or one that is pinned elsewhere).
    """

    block: IPv4Network
    use: Use
    site: str = ""
    source: str = ""
    zone: str = ""
    tier: str = ""


@dataclass(frozen=True)
class Plan:
    """Where everything of an environment lies.

    Args:
        space: the environment's address space.
        places: all of it, in the order of addresses, none twice and none left out.
    """

    space: IPv4Network
    places: tuple[Place, ...]

    def of(self, *uses: Use, site: str | None = None) -> tuple[Place, ...]:
        """The places with one of some uses; of one site alone where it is named."""
        return tuple(place for place in self.places if place.use in uses and site in (None, place.site))

    def addresses(self, *uses: Use, site: str | None = None) -> int:
        """How many addresses they have."""
        return sum(place.block.num_addresses for place in self.of(*uses, site=site))


def plan_of(space: str, sites: Mapping[str, Site], elsewhere: Mapping[str, str] | None = None) -> Plan:
    """The plan of an environment whose addresses are sound (see `space_faults`).

    Args:
        space: the environment's address space.
        sites: its sites by name.
        elsewhere: blocks that no site may have, by what takes them: peers, the virtual addresses of a cluster's Services.
    """
    whole = IPv4Network(space)
    places = [place for name, site in sites.items() for place in _site(name, site)]
    free = remainder(whole, [block for site in sites.values() for block in site.blocks.values()])
    for name, text in (elsewhere or {}).items():
        taken = IPv4Network(text)
        places += [
            Place(block=max(taken, block, key=lambda each: each.prefixlen), use="elsewhere", source=name)
            for block in free
            if block.overlaps(taken)
        ]
        free = [piece for block in free for piece in remainder(block, [taken])]
    places += [Place(block=block, use="free") for block in free]
    return Plan(whole, tuple(sorted(places, key=lambda place: place.block)))


def _site(name: str, site: Site) -> Iterator[Place]:
    planned = site.subnets
    for source, block in site.blocks.items():
        inside = {key: each for key, each in planned.items() if each.subnet_of(block)}
        for (tier, zone), each in inside.items():
            yield Place(block=each, use="subnet", site=name, source=source, zone=zone, tier=tier)
        for cell in _cells(name, site, source, block):
            for left in remainder(cell.block, inside.values()):
                yield Place(block=left, use=cell.use, site=name, source=source, zone=cell.zone, tier=cell.tier)


def _cells(name: str, site: Site, source: str, block: IPv4Network) -> Iterator[Place]:
    """The parts that a site's block is cut into, each as what it is kept for as long as no subnet takes it."""
    in_use = {zone_slot(letter): letter for letter in site.zones}
    for slot in range(1 << ZONE_BITS):
        letter, whole = in_use.get(slot), part(block, ZONE_BITS, slot)
        if letter is None:
            yield Place(block=whole, use="zone", site=name, source=source, zone=string.ascii_lowercase[slot])
        elif source != "cidr":
            yield Place(block=whole, use="tier", site=name, source=source, zone=letter, tier=source.split(".")[-2:][0])
        else:
            for tier in ("private", *QUARTERS):
                cell = tier_part(whole, tier)
                yield Place(block=cell, use="tier", site=name, source=source, zone=letter, tier=tier)
