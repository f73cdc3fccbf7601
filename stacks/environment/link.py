"""Links between sites as an environment's file says them, and which pairs of sites they come to.

Who is joined is said once: all with all, all with one, or pair by pair; several of these may stand in a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag

from components.addressing import ExtraTier, subnets
from components.choices import LinkVia
from components.links.numbers import site_asn, site_number
from components.links.pairs import Pair, hub, mesh, pair, pair_name
from components.links.ranges import ranges_holding
from components.links.routing import next_hops
from components.naming import Cloud, block_key

from .base import Model
from .problems import Steps
from .values import MANY, ONE, WORD, Key, Selection, Text, refuse

if TYPE_CHECKING:
    from .model import Environment, Site

USUAL_TIERS = ("private", "pods")
"""Where what runs in clusters has its addresses, on either cloud."""
USUAL_MBPS = 200
TRANSIT_TIER = "private"
"""Where a transit gateway or router has its interfaces."""

JOINS: Mapping[frozenset[Cloud], tuple[LinkVia, ...]] = {
    frozenset({"aws", "alicloud"}): ("vpn", "transit"),
    frozenset({"aws"}): ("peering", "transit"),
    frozenset({"alicloud"}): ("transit", "peering"),
}
"""By what sites can be joined, by the clouds of the two; by the first unless an environment says otherwise."""


def joins(clouds: frozenset[Cloud], *, apart: bool, together: bool) -> tuple[LinkVia, ...]:
    """By what two sites can be joined; by the first unless an environment says otherwise. See `link_ways.routed`.

    Args:
        clouds: of the two.
        apart: whether they are in two regions.
        together: whether they are in one account.
    """
    routed = len(clouds) > 1 or (apart and (together or "alicloud" not in clouds))
    return tuple(via for via in JOINS.get(clouds, ()) if routed or via != "transit")


def _two(sites: tuple[str, ...]) -> tuple[str, ...]:
    if len(sites) != 2:
        raise refuse("two sites", "write an entry for each pair, or mesh", "one site" if len(sites) == 1 else f"{len(sites)} sites")
    return sites


class Keys(Model):
    """Secrets that the keys of a VPN's tunnels are, in place of those that AWS makes; each alone can be changed."""

    tunnel1: Text | None = Field(None, description="the configuration key of the secret that is the first tunnel's key")
    tunnel2: Text | None = Field(None, description="that of the second tunnel's")
    tunnel3: Text | None = Field(None, description="that of the third tunnel's")
    tunnel4: Text | None = Field(None, description="that of the fourth tunnel's")


class Links(Model):
    """Sites that are joined, and how: one of mesh, hub and between says which."""

    between: Annotated[tuple[Key, ...], AfterValidator(_two)] | None = Field(
        None, description="two sites, say [jakarta-aws, jakarta-alicloud]"
    )
    hub: Key | None = Field(
        None, description="the site that all others are joined with, and that hands on what they send each other"
    )
    mesh: Selection | None = Field(None, description="sites that are all joined with each other: all, or a list")
    via: LinkVia | None = Field(
        None, description="vpn, peering or transit; by default what is usual between the clouds of two sites, transit of a hub"
    )
    mbps: int = Field(
        USUAL_MBPS,
        description="what a VPN may carry, in Mbit/s: 5, 10, 20, 50, 100, 200, 500 or 1000; a site's links share it. "
        "Between two regions of Alibaba Cloud: what may pass at most",
    )
    tiers: tuple[Key, ...] = Field(USUAL_TIERS, min_length=1, description="tiers of both sites that reach each other")
    keys: Keys | None = Field(
        None, description="of a VPN between two sites: secrets that tunnels' keys are, in place of keys that AWS makes"
    )


def _word_or_mapping(value: Any) -> str:
    return WORD if isinstance(value, str) else MANY if isinstance(value, (list, tuple)) else ONE


LinkSetting: TypeAlias = Annotated[
    Annotated[Literal["mesh"], Tag(WORD)]
    | Annotated[Links, Tag(ONE)]
    | Annotated[tuple[Links, ...], Tag(MANY), Field(min_length=1)],
    Discriminator(_word_or_mapping),
]


@dataclass(frozen=True, kw_only=True)
class LinkedPair:
    """A pair of sites that an environment joins.

    Args:
        sites: the two.
        clouds: their clouds, in the same order.
        via: by what.
        hub: the hub that one of the two is as such, which hands on what is for sites beyond; None where nothing is handed on.
        mbps: what a VPN, or CEN between two regions, may carry.
        tiers: the tiers that reach each other.
        keys: the configuration keys of a VPN's secrets, by tunnel.
        path: where the environment says it.
    """

    sites: Pair
    clouds: tuple[Cloud, Cloud]
    via: LinkVia
    hub: str | None
    mbps: int
    tiers: tuple[str, ...]
    keys: Mapping[str, str]
    path: Steps

    @property
    def name(self) -> str:
        """What the pair's link is called."""
        return pair_name(self.sites)

    @property
    def across(self) -> bool:
        """Whether it joins two clouds, which takes tunnels."""
        one, other = self.clouds
        return one != other

    def by_transit(self, site: str) -> bool:
        """Whether a transit gateway of the site carries it; of two clouds AWS' end has one, and the other a VPN gateway."""
        on = self.clouds[self.sites.index(site)]
        return self.via == "transit" and (on == "aws" or not self.across)

    def beyond(self, site: str) -> str:
        """The other site."""
        one, other = self.sites
        return other if site == one else one


def linked_pairs(environment: Environment) -> tuple[LinkedPair, ...]:
    """Every pair that an environment joins, in the order of its names."""
    return tuple(sorted(_pairs_of(environment), key=lambda each: each.sites))


def links_to(pairs: Iterable[LinkedPair]) -> dict[str, dict[str, LinkedPair]]:
    """By which link each site reaches every other that it reaches, by site, then by that: their own, else that with their hub.

    Args:
        pairs: every pair that the environment joins.
    """
    every = {each.sites: each for each in pairs}
    centre = next((each.hub for each in every.values() if each.hub is not None), None)
    spokes = [site for each in every.values() if each.hub is not None for site in each.sites]
    return {
        site: {far: every[pair(site, hop)] for far, hop in sorted(found.items())}
        for site, found in next_hops(every, centre, spokes).items()
    }


def number_of(environment: Environment, site: Site) -> int:
    """A site's number, by which its tunnels have their inside ranges."""
    if site.link_number is not None:
        return site.link_number
    return site_number(environment.address_space, site.network.cidr)


def asn_of(site: Site) -> int:
    """A site's autonomous system number."""
    return site_asn(site.network.cidr) if site.asn is None else site.asn


def link_zones(site: Site) -> tuple[str, ...]:
    """The zones that a site's VPN gateway stands in, where its cloud asks for two."""
    return site.link_zones or tuple(sorted(site.zones)[:2])


def linked_ranges(environment: Environment, name: str) -> dict[str, tuple[str, ...]]:
    """The ranges of other sites that reach a site's tiers over links, by tier."""
    return _ranges(environment, name, lambda link: link.tiers)


def passing_ranges(environment: Environment, name: str) -> dict[str, tuple[str, ...]]:
    """Those that pass before a site's tiers: what comes by transit passes where that has its interfaces, for whichever tier it is.

    Source: docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html.
    """
    return _ranges(environment, name, lambda link: (*link.tiers, *((TRANSIT_TIER,) if link.by_transit(name) else ())))


def _ranges(environment: Environment, name: str, tiers: Callable[[LinkedPair], Iterable[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for far, link in links_to(linked_pairs(environment)).get(name, {}).items():
        ranges = ranges_of(environment.sites[far], link.tiers).values()
        for tier in tiers(link):
            found.setdefault(tier, {}).update(dict.fromkeys(ranges))
    return {tier: tuple(ranges) for tier, ranges in found.items()}


def ranges_of(site: Site, tiers: tuple[str, ...]) -> dict[str, str]:
    """The ranges of a site's network that hold some of its tiers, by their keys."""
    network = site.network
    extra = {name: ExtraTier(**tier.model_dump()) for name, tier in network.tiers.items()}
    own = {block_key(tier.cidr): tier.cidr for tier in extra.values() if tier.cidr is not None}
    blocks = subnets(site.zones, cidr=network.cidr, pods=network.pods, tiers=extra, pinned=network.pinned)
    return ranges_holding(tiers, {"cidr": network.cidr, "pods": network.pods, **own}, blocks)


def _pairs_of(environment: Environment) -> Iterator[LinkedPair]:
    for path, links in _entries(environment.links):
        for sites in _pairs(links, environment.sites):
            one, other = (environment.sites[site] for site in sites)
            yield LinkedPair(
                sites=sites,
                clouds=(one.cloud, other.cloud),
                via=links.via or ("transit" if links.hub else _usual(one, other)),
                hub=links.hub,
                mbps=links.mbps,
                tiers=links.tiers,
                keys=links.keys.model_dump(exclude_none=True) if links.keys else {},
                path=path,
            )


def _usual(one: Site, other: Site) -> LinkVia:
    accounts = {site.account.id if site.account else None for site in (one, other)}
    return joins(frozenset((one.cloud, other.cloud)), apart=one.region != other.region, together=len(accounts) == 1)[0]


def _entries(setting: Literal["mesh"] | Links | Sequence[Links] | None) -> Iterator[tuple[Steps, Links]]:
    match setting:
        case None:
            return
        case str():
            yield ("links",), Links(mesh="all")
        case Links():
            yield ("links",), setting
        case _:
            yield from ((("links", place), links) for place, links in enumerate(setting))


def _pairs(links: Links, sites: Mapping[str, Site]) -> tuple[Pair, ...]:
    if links.between is not None:
        return (pair(*links.between),)
    if links.hub is not None:
        return hub(links.hub, sites)
    return mesh(sites if links.mesh in ("all", None) else links.mesh)
