"""The plan of a whole environment: what holds of any environment that has no fault, at a thousand examples a property."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from ipaddress import IPv4Network
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.addressing import (
    CIDR_SIZES,
    LIMITS,
    PODS_SIZES,
    TIERS,
    ExtraTier,
    ipv6_block,
    ipv6_index,
    site_faults,
    space_faults,
    subnet_faults,
    zone_slot,
)
from components.addressing.blocks import part
from components.addressing.plan import Place, Site, plan_of
from components.addressing.proposal import next_blocks

SPACE = "10.32.0.0/12"
thoroughly = settings(max_examples=1000, deadline=None)


@dataclass(frozen=True)
class World:
    """An environment's sites, and what lies in its space beside them."""

    sites: dict[str, Site]
    elsewhere: dict[str, str]


@st.composite
def sites(draw: st.DrawFn, ranges: list[IPv4Network]) -> Site:
    """A site whose blocks lie in the first ranges, which it takes away."""

    def block(sizes: range) -> str:
        outer, size = ranges.pop(), draw(st.sampled_from(sizes))
        return str(part(outer, size - 16, draw(st.integers(0, (1 << size - 16) - 1))))

    zones = draw(st.lists(st.sampled_from("abcdefghijkl"), min_size=1, max_size=5, unique_by=zone_slot))
    tiers = {}
    for name, slot in zip(("cache", "edge", "more"), draw(st.lists(st.integers(1, 28), max_size=2, unique=True)), strict=False):
        tiers[name] = ExtraTier(like=draw(st.sampled_from(TIERS)), slot=slot, cidr=block(PODS_SIZES) if slot > 2 else None)
    site = Site(
        cloud=draw(st.sampled_from(sorted(LIMITS))), zones=tuple(zones), cidr=block(CIDR_SIZES), pods=block(PODS_SIZES), tiers=tiers
    )
    return _pinned(draw, site)


def _pinned(draw: st.DrawFn, site: Site) -> Site:
    """The site with a subnet that stands where the plan keeps room, as an adopted one may."""
    if not draw(st.booleans()):
        return site
    kept = plan_of(SPACE, {"site": site}).of("tier", "zone")
    if not kept:
        return site
    room = draw(st.sampled_from(kept)).block
    size = draw(st.integers(max(16, room.prefixlen), 28))
    place = IPv4Network((room.network_address, size))
    tier, zone = draw(st.sampled_from(sorted(site.subnets)))
    return replace(site, pinned={tier: {zone: str(place)}})


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to four sites of one environment, and up to two ranges that lie among their blocks."""
    ranges = list(IPv4Network(SPACE).subnets(new_prefix=16))
    random.Random(draw(st.integers(0, 999))).shuffle(ranges)
    found = {f"site-{number}": draw(sites(ranges)) for number in range(draw(st.integers(0, 3)))}
    peers = {f"peer-{number}": str(ranges.pop()) for number in range(draw(st.integers(0, 2)))}
    return World(found, peers)


def what_the_strategy_makes_is_sound(world: World) -> None:
    blocks = {f"{name}.{field}": str(block) for name, site in world.sites.items() for field, block in site.blocks.items()}
    assert space_faults(SPACE, blocks) == ()
    for site in world.sites.values():
        assert site_faults(site.cidr, site.pods, site.zones) == ()
        assert subnet_faults(site.zones, cidr=site.cidr, pods=site.pods, tiers=site.tiers, pinned=site.pinned) == ()


def no_address_is_given_twice_within_a_site_or_across_sites(world: World) -> None:
    blocks = sorted(block for site in world.sites.values() for block in site.subnets.values())
    assert not [pair for pair in pairwise(blocks) if pair[0].overlaps(pair[1])]


@thoroughly
@given(worlds(), st.randoms(use_true_random=False))
def test_nothing_moves_when_zones_tiers_and_sites_come_and_go_in_any_order(world: World, chance: random.Random):
    names = list(world.sites)
    chance.shuffle(names)
    for name in names[: chance.randint(0, len(names))]:
        site = world.sites[name]
        zones, tiers = list(site.zones), list(site.tiers)
        chance.shuffle(zones)
        chance.shuffle(tiers)
        kept = set(zones[: chance.randint(1, len(zones))])
        fewer = replace(
            site,
            zones=tuple(zone for zone in zones if zone in kept),
            tiers={tier: site.tiers[tier] for tier in tiers[: chance.randint(0, len(tiers))]},
        )
        fewer = replace(fewer, pinned={tier: by_zone for tier, by_zone in site.pinned.items() if tier in {*TIERS, *fewer.tiers}})
        assert fewer.subnets.items() <= site.subnets.items()
        for tier, zone in fewer.subnets:
            assert ipv6_index(tier, zone, fewer.tiers) == ipv6_index(tier, zone, site.tiers)


def every_subnet_fits_its_clouds_limits(world: World) -> None:
    for site in world.sites.values():
        limits = LIMITS[site.cloud]
        for block in site.subnets.values():
            assert limits.fits(block)
            assert limits.usable(block) == block.num_addresses - limits.reserved > 0


def what_is_used_kept_and_free_is_all_there_is(world: World) -> None:
    found = plan_of(SPACE, world.sites, world.elsewhere)
    assert found.addresses("subnet", "tier", "zone", "elsewhere", "free") == IPv4Network(SPACE).num_addresses
    assert not [pair for pair in pairwise(found.places) if pair[0].block.overlaps(pair[1].block)]
    for name, site in world.sites.items():
        assert found.addresses("subnet", "tier", "zone", site=name) == sum(each.num_addresses for each in site.blocks.values())
        assert {(each.tier, each.zone): each.block for each in found.of("subnet", site=name)} == site.subnets
    assert found.addresses("elsewhere") == sum(IPv4Network(block).num_addresses for block in world.elsewhere.values())


def a_zone_to_come_finds_its_room_kept(world: World) -> None:
    found = plan_of(SPACE, world.sites)
    for name, site in world.sites.items():
        letter = next((each for each in "abcdefgh" if zone_slot(each) not in map(zone_slot, site.zones)), None)
        if letter is None or site.pinned:
            continue
        kept = [place.block for place in found.of("zone", site=name) if place.zone == letter]
        for (_, zone), block in replace(site, zones=(*site.zones, letter)).subnets.items():
            assert zone != letter or any(block.subnet_of(room) for room in kept)


def _proposed(space: str, taken: list[IPv4Network]) -> bool:
    """Take the blocks that are proposed, if there are any, which are sound, free and inside."""
    found = next_blocks(space, taken)
    assert found == next_blocks(space, list(reversed(taken)))
    if found is None:
        return False
    assert site_faults(str(found.cidr), str(found.pods), "abc") == ()
    for block in (found.cidr, found.pods, *found.room):
        assert block.subnet_of(IPv4Network(space))
        assert not any(block.overlaps(other) for other in taken)
    taken += [found.cidr, found.pods]
    return True


@thoroughly
@given(worlds(), st.integers(12, 18))
def test_proposals_stay_inside_and_collide_with_nothing(world: World, size: int):
    taken = [block for site in world.sites.values() for block in site.blocks.values()]
    taken += map(IPv4Network, world.elsewhere.values())
    space = str(next(IPv4Network(SPACE).subnets(new_prefix=size)))
    for _ in range(2):
        _proposed(space, taken)


@pytest.mark.parametrize(("size", "sites"), [(12, 10), (14, 4), (15, 3), (16, 2), (17, 1), (18, 0)])
def test_proposals_can_be_taken_until_no_room_is_left(size, sites):
    space, taken = f"10.32.0.0/{size}", [IPv4Network("10.32.0.0/19")]
    rounds = 0
    while _proposed(space, taken):
        rounds += 1
    assert rounds == sites
    assert sum(block.num_addresses for block in taken) == IPv4Network(space).num_addresses - (1 << 13)


def every_subnet_of_a_network_has_an_ipv6_block_of_its_own(world: World) -> None:
    for site in world.sites.values():
        indices = [ipv6_index(tier, zone, site.tiers) for tier, zone in site.subnets]
        assert len(set(indices)) == len(indices)
        assert all(0 <= index < 256 for index in indices)


@thoroughly
@given(worlds())
def test_of_any_environment(world: World):
    """To draw one takes longer than to look at it, so that all of it is held against the same ones."""
    what_the_strategy_makes_is_sound(world)
    no_address_is_given_twice_within_a_site_or_across_sites(world)
    every_subnet_fits_its_clouds_limits(world)
    what_is_used_kept_and_free_is_all_there_is(world)
    a_zone_to_come_finds_its_room_kept(world)
    every_subnet_of_a_network_has_an_ipv6_block_of_its_own(world)


def test_the_ipv6_blocks_of_a_known_network():
    assert [ipv6_index(tier, "a") for tier in TIERS] == [0, 1, 2, 3]
    assert [ipv6_index(tier, "b") for tier in TIERS] == [32, 33, 34, 35]
    tiers = {"cache": ExtraTier(like="data", slot=1), "edge": ExtraTier(like="public", slot=28, cidr="10.34.0.0/19")}
    assert [ipv6_index(tier, "h", tiers) for tier in tiers] == [228, 255]
    assert ipv6_block("2406:da19:1:aa00::/56", 0) == "2406:da19:1:aa00::/64"
    assert ipv6_block("2406:da19:1:aa00::/56", 228) == "2406:da19:1:aae4::/64"


def test_every_ipv6_block_of_a_network_lies_in_it_once():
    blocks = [ipv6_block("2001:db8:0:100::/56", index) for index in range(256)]
    assert len(set(blocks)) == 256
    assert (blocks[0], blocks[-1]) == ("2001:db8:0:100::/64", "2001:db8:0:1ff::/64")


@pytest.mark.parametrize(
    ("network", "index", "told"),
    [
        ("2001:db8::/48", 0, "2001:db8::/48 is a /48, and a network's IPv6 block is a /56"),
        ("2001:db8::/56", 256, "256 is none of the 256 parts of 2001:db8::/56"),
        ("2001:db8::1/56", 0, "2001:db8::1/56 has host bits set"),
    ],
)
def test_what_is_no_ipv6_block_of_a_network_is_refused(network, index, told):
    with pytest.raises(ValueError, match=told):
        ipv6_block(network, index)


def test_a_plan_as_a_person_would_draw_it():
    site = Site(
        cloud="aws",
        zones=("a",),
        cidr="10.32.0.0/16",
        pods="10.33.0.0/17",
        tiers={"cache": ExtraTier(like="data", slot=1)},
        pinned={"private": {"a": "10.32.32.0/20"}},
    )
    found = plan_of("10.32.0.0/14", {"jakarta": site}, {"peers.office": "10.35.0.0/17"})
    assert [_drawn(place) for place in found.places][:8] == [
        "10.32.0.0/20 tier a private",
        "10.32.16.0/22 subnet a public",
        "10.32.20.0/22 subnet a data",
        "10.32.24.0/22 subnet a cache",
        "10.32.28.0/22 tier a reserved-2",
        "10.32.32.0/20 subnet a private",
        "10.32.48.0/20 zone b ",
        "10.32.64.0/19 zone c ",
    ]
    assert [_drawn(place) for place in found.of("subnet", "free", "elsewhere")][-5:] == [
        "10.33.0.0/20 subnet a pods",
        "10.33.128.0/17 free  ",
        "10.34.0.0/16 free  ",
        "10.35.0.0/17 elsewhere  ",
        "10.35.128.0/17 free  ",
    ]


def _drawn(place: Place) -> str:
    return f"{place.block} {place.use} {place.zone} {place.tier}"


@pytest.mark.parametrize(
    ("space", "taken", "cidr", "pods", "room"),
    [
        ("10.32.0.0/12", [], "10.32.0.0/16", "10.33.0.0/16", ["10.34.0.0/15"]),
        ("10.32.0.0/12", ["10.32.0.0/16", "10.37.0.0/20"], "10.40.0.0/16", "10.41.0.0/16", ["10.42.0.0/15"]),
        ("10.32.0.0/13", ["10.32.0.0/15", "10.38.7.0/24"], "10.36.0.0/16", "10.37.0.0/16", []),
        ("10.32.0.0/14", ["10.32.0.0/15"], "10.34.0.0/16", "10.35.0.0/16", []),
        ("10.32.0.0/15", ["10.33.255.0/24"], "10.32.0.0/17", "10.32.128.0/17", []),
        ("10.32.0.0/17", [], "10.32.0.0/18", "10.32.64.0/18", []),
        ("10.32.0.0/18", [], "10.32.0.0/19", "10.32.32.0/19", []),
        ("10.0.0.0/15", [], "10.0.0.0/16", "10.1.0.0/16", []),
        ("10.0.0.0/15", ["10.1.128.0/17"], "10.1.0.0/18", "10.1.64.0/18", []),
        ("192.168.0.0/16", ["192.168.0.0/24"], "192.168.128.0/18", "192.168.192.0/18", []),
    ],
)
def test_a_proposal_is_as_large_as_there_is_room_for(space, taken, cidr, pods, room):
    proposed = next_blocks(space, map(IPv4Network, taken))
    assert proposed is not None
    assert [str(proposed.cidr), str(proposed.pods), *map(str, proposed.room)] == [cidr, pods, *room]


@pytest.mark.parametrize("taken", [["10.32.0.0/15"], ["10.32.0.0/16", "10.33.0.0/16"]])
def test_where_there_is_no_room_nothing_is_proposed(taken):
    assert next_blocks("10.32.0.0/15", map(IPv4Network, taken)) is None


def test_no_pair_of_blocks_that_aws_would_not_join_is_proposed():
    assert next_blocks("10.0.0.0/16", []) is None


def test_limits_are_those_of_the_clouds():
    aws, alicloud = LIMITS["aws"], LIMITS["alicloud"]
    assert [aws.usable(IPv4Network(f"10.0.0.0/{size}")) for size in (16, 20, 28)] == [65_531, 4_091, 11]
    assert [alicloud.usable(IPv4Network(f"10.0.0.0/{size}")) for size in (16, 20, 29)] == [65_532, 4_092, 4]
    assert [size for size in range(8, 33) if aws.fits(IPv4Network(f"10.0.0.0/{size}"))] == list(range(16, 29))
    assert [size for size in range(8, 33) if alicloud.fits(IPv4Network(f"10.0.0.0/{size}"))] == list(range(16, 30))
