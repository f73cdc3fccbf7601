"""A picture of networks as data: what every way of drawing it draws."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from .types import Role


class Reach(StrEnum):
    """How far a tier reaches by its routes."""

    OPEN = "open"
    """To and from the internet."""
    OUT = "out"
    """To the internet, from which nothing reaches it."""
    INSIDE = "inside"
    """Nowhere outside its network."""
    UNKNOWN = "unknown"
    """Its route table is not in this plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subnet:
    """A subnet: a tier's place in a zone.

    Args:
        zone: the zone, its letter where the region's name comes before it.
        block: its IPv4 block; empty where that is not known.
        usable: how many addresses machines may have; None where the block is not known.
        ipv6: its IPv6 block; "IPv6" where it will have one that is not known yet; empty without.
    """

    zone: str
    block: str = ""
    usable: int | None = None
    ipv6: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where the routes of a tier lead.

    Args:
        to: the key of an exit of the site.
        destinations: what takes this way, say "0.0.0.0/0"; nothing for endpoints.
        by_zone: in each zone that has it, which member of the exit carries it.
    """

    to: str
    destinations: tuple[str, ...] = ()
    by_zone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A tier of a network.

    Args:
        name: its name, say "private".
        reach: how far it reaches.
        subnets: where it is.
        ways: where its routes lead, and which interface endpoints stand in it.
        acl: whether a network ACL of the program guards it.
    """

    name: str
    reach: Reach
    subnets: tuple[Subnet, ...]
    ways: tuple[Way, ...] = ()
    acl: bool = False

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones it is in, in order."""
        return tuple(dict.fromkeys(subnet.zone for subnet in self.subnets))

    @property
    def routes(self) -> tuple[Way, ...]:
        """Where its routes lead; interface endpoints are reached by their addresses, from wherever in the network."""
        return tuple(way for way in self.ways if way.to != Role.INTERFACE_ENDPOINT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """What routes lead to: a kind of gateway with all its members, or one thing of a kind that pictures do not know.

    Args:
        key: what ways and exits name it by.
        title: what it is called.
        kind: what it is; None for what is not known.
        members: its gateways or endpoints, by name; with a zone before it where each has one.
        details: by member, what else is to be told of it: an address.
        leads_to: the key of the exit that it leads on to, or "internet" for the internet itself; empty for neither.
    """

    key: str
    title: str
    kind: Role | None = None
    members: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    leads_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A network with its zones, tiers and ways out.

    Args:
        name: the site's name.
        cloud: the cloud's name.
        region: the region; empty where it is not known.
        blocks: its address blocks.
        zones: its zones, in order.
        tiers: the widest reaching first.
        exits: what its routes lead to.
        flow_logs: where its flow logs go; empty without any.
    """

    name: str
    cloud: str
    region: str = ""
    blocks: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    exits: tuple[Exit, ...] = ()
    flow_logs: str = ""

    @property
    def alike(self) -> tuple[tuple[Tier, ...], ...]:
        """The tiers by their routes: those that have the same ones together."""
        groups: list[list[Tier]] = []
        for tier in self.tiers:
            alike = (group for group in groups if (group[0].routes, group[0].zones) == (tier.routes, tier.zones))
            if (group := next(alike, None)) is None:
                groups.append([tier])
            else:
                group.append(tier)
        return tuple(map(tuple, groups))


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two networks that are joined.

    Args:
        sites: the names of the two.
        via: what joins them: "vpn", "peering" or "transit"; empty where that is not known.
        tiers: the tiers that reach the other one, by site.
    """

    sites: tuple[str, str]
    via: str = ""
    tiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The networks of a stack, in the order of their addresses."""

    stack: str
    sites: tuple[Site, ...]
    links: tuple[Link, ...] = ()

    def of(self, names: Container[str]) -> Picture:
        """The picture of some of its sites, and of what joins these."""
        sites = tuple(site for site in self.sites if site.name in names)
        links = tuple(link for link in self.links if all(site in names for site in link.sites))
        return Picture(stack=self.stack, sites=sites, links=links)
