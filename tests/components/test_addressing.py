"""The cut of a site's blocks: nothing overlaps, nothing moves, and every fault says what to write instead."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.addressing import (
    CIDR_SIZES,
    PODS_SIZES,
    TIERS,
    overlap_faults,
    site_faults,
    space_faults,
    subnet,
    subnets,
    zone_block,
    zone_slot,
)

EVERY_PLACE = ("public", "private", "data", "reserved-1", "reserved-2", "pods")


@st.composite
def sites(draw: st.DrawFn) -> tuple[str, str]:
    """Two blocks of 10.0.0.0/8 that a site may have."""
    cidr = IPv4Network((10 << 24 | draw(st.integers(2, 127)) << 16, draw(st.sampled_from(CIDR_SIZES))))
    pods = IPv4Network((10 << 24 | draw(st.integers(128, 255)) << 16, draw(st.sampled_from(PODS_SIZES))))
    return str(cidr), str(pods)


def zones() -> st.SearchStrategy[tuple[str, ...]]:
    """Zone letters in any order, no two in one slot."""
    return st.lists(st.sampled_from("abcdefghijkl"), min_size=1, max_size=8, unique_by=zone_slot).map(tuple)


def test_the_cut_of_a_large_site_is_the_documented_one():
    cut = subnets("ab", cidr="10.32.0.0/16", pods="10.33.0.0/16")
    assert cut == {
        "public": {"a": "10.32.16.0/22", "b": "10.32.48.0/22"},
        "private": {"a": "10.32.0.0/20", "b": "10.32.32.0/20"},
        "data": {"a": "10.32.20.0/22", "b": "10.32.52.0/22"},
        "pods": {"a": "10.33.0.0/19", "b": "10.33.32.0/19"},
    }


def test_the_cut_of_a_small_site_keeps_its_proportions():
    cut = subnets("h", cidr="10.32.0.0/20", pods="10.33.0.0/19")
    assert cut == {
        "public": {"h": "10.32.15.0/26"},
        "private": {"h": "10.32.14.0/24"},
        "data": {"h": "10.32.15.64/26"},
        "pods": {"h": "10.33.28.0/22"},
    }


def test_two_quarters_of_every_zone_are_kept_for_tiers_to_come():
    kept = [subnet(place, "a", cidr="10.32.0.0/16", pods="10.33.0.0/16") for place in ("reserved-1", "reserved-2")]
    assert kept == ["10.32.24.0/22", "10.32.28.0/22"]


@given(sites(), zones())
def test_no_two_places_share_an_address(site: tuple[str, str], letters: tuple[str, ...]):
    cidr, pods = site
    blocks = [IPv4Network(subnet(place, zone, cidr=cidr, pods=pods)) for place in EVERY_PLACE for zone in letters]
    assert not [pair for pair in combinations(blocks, 2) if pair[0].overlaps(pair[1])]


@given(sites(), zones())
def test_every_place_lies_in_its_zones_part_of_its_block(site: tuple[str, str], letters: tuple[str, ...]):
    cidr, pods = site
    for zone in letters:
        for place in EVERY_PLACE:
            block = IPv4Network(subnet(place, zone, cidr=cidr, pods=pods))
            assert block.subnet_of(IPv4Network(zone_block(pods if place == "pods" else cidr, zone)))


@given(sites(), st.sampled_from("abcdefgh"))
def test_a_zones_places_fill_its_part(site: tuple[str, str], zone: str):
    cidr, pods = site
    filled = sum(IPv4Network(subnet(place, zone, cidr=cidr, pods=pods)).num_addresses for place in EVERY_PLACE if place != "pods")
    assert filled == IPv4Network(zone_block(cidr, zone)).num_addresses
    assert subnet("pods", zone, cidr=cidr, pods=pods) == zone_block(pods, zone)


@given(sites(), zones(), st.randoms(use_true_random=False))
def test_another_zone_or_another_order_moves_nothing(site: tuple[str, str], letters: tuple[str, ...], random):
    cidr, pods = site
    whole = subnets(letters, cidr=cidr, pods=pods)
    shuffled = list(letters)
    random.shuffle(shuffled)
    fewer = subnets(shuffled[:-1], cidr=cidr, pods=pods)
    for tier in TIERS:
        assert fewer[tier].items() <= whole[tier].items()


@given(sites(), zones())
def test_every_subnet_is_of_a_size_that_both_clouds_take(site: tuple[str, str], letters: tuple[str, ...]):
    cidr, pods = site
    for by_zone in subnets(letters, cidr=cidr, pods=pods).values():
        assert all(16 <= IPv4Network(block).prefixlen <= 28 for block in by_zone.values())


@given(sites(), zones())
def test_what_can_be_cut_has_no_fault(site: tuple[str, str], letters: tuple[str, ...]):
    assert site_faults(*site, letters) == ()


def test_a_tier_without_a_place_is_refused():
    with pytest.raises(
        ValueError, match="cache has no place in a zone's block; private, public, data, reserved-1, reserved-2, pods have"
    ):
        subnet("cache", "a", cidr="10.32.0.0/16", pods="10.33.0.0/16")


SIZES = "a private IPv4 block, /16 to /20"
POD_SIZES = "a private IPv4 block, /16 to /19"


@pytest.mark.parametrize(
    ("cidr", "pods", "letters", "faults"),
    [
        ("10.32.0.0", "10.33.0.0/16", "a", [f'cidr: "10.32.0.0", expected {SIZES}; fix: write 10.32.0.0/16']),
        (
            "jakarta",
            "10.33.0.0/16",
            "a",
            [f'cidr: "jakarta", expected {SIZES}; fix: write an address and a size, say 10.32.0.0/16'],
        ),
        (
            "10.32.5.0/16",
            "10.33.0.0/16",
            "a",
            [f'cidr: "10.32.5.0/16", expected {SIZES}; fix: write 10.32.0.0/16; the given address lies inside it'],
        ),
        (
            "10.20.0.0/8",
            "10.33.0.0/16",
            "a",
            [f'cidr: "10.20.0.0/8", expected {SIZES}; fix: write 10.20.0.0/16; the given address lies inside it'],
        ),
        ("10.0.0.0/8", "10.33.0.0/16", "a", [f'cidr: "10.0.0.0/8", expected {SIZES}; fix: write 10.0.0.0/16, say']),
        ("10.32.0.0/24", "10.33.0.0/16", "a", [f'cidr: "10.32.0.0/24", expected {SIZES}; fix: write 10.32.0.0/20, say']),
        ("10.32.0.0/16", "10.33.0.0/20", "a", [f'pods: "10.33.0.0/20", expected {POD_SIZES}; fix: write 10.33.0.0/19, say']),
        (
            "10.32.0.0/16",
            "100.64.0.0/16",
            "a",
            [
                (
                    'pods: "100.64.0.0/16", expected a block outside 100.64.0.0/10; '
                    "fix: Alibaba Cloud keeps that range for itself; choose from 10.0.0.0/8"
                )
            ],
        ),
        (
            "11.0.0.0/16",
            "10.33.0.0/16",
            "a",
            [
                (
                    'cidr: "11.0.0.0/16", expected a block of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16; '
                    "fix: choose private addresses (RFC 1918)"
                )
            ],
        ),
        (
            "10.32.0.0/16",
            "10.32.0.0/17",
            "a",
            ['pods: "10.32.0.0/17", expected a block apart from cidr 10.32.0.0/16; fix: choose blocks that do not overlap'],
        ),
        (
            "10.32.0.0/16",
            "172.16.0.0/16",
            "a",
            [
                (
                    'pods: "172.16.0.0/16", expected a block of 10.0.0.0/8, where cidr lies; '
                    "fix: AWS joins blocks of one private range only; choose both from the same"
                )
            ],
        ),
        (
            "10.1.0.0/16",
            "10.0.0.0/17",
            "a",
            [
                (
                    'pods: "10.0.0.0/17", expected a block outside 10.0.0.0/16, since cidr lies in 10.0.0.0/15; '
                    "fix: AWS adds none of it to such a network; choose pods from 10.2.0.0 on"
                )
            ],
        ),
        (
            "10.32.0.0/16",
            "10.33.0.0/16",
            "",
            ['zones: nothing, expected one zone letter at least; fix: write the zones in use, say ["a", "b", "c"]'],
        ),
        (
            "10.32.0.0/16",
            "10.33.0.0/16",
            ["a1", "B"],
            [
                'zones: "a1", expected a single letter, a to z; fix: write the last letter of the zone\'s id',
                'zones: "B", expected a single letter, a to z; fix: write the last letter of the zone\'s id',
            ],
        ),
        ("10.32.0.0/16", "10.33.0.0/16", "aba", ['zones: "a" twice, expected each zone once; fix: remove the second one']),
        (
            "10.32.0.0/16",
            "10.33.0.0/16",
            "abi",
            [
                (
                    'zones: "i", expected zones in different address slots, and "a" has the same one; '
                    "fix: choose another zone; letters eight apart share a slot"
                )
            ],
        ),
    ],
)
def test_a_fault_says_what_was_given_what_is_expected_and_what_to_write(cidr, pods, letters, faults):
    assert [str(fault) for fault in site_faults(cidr, pods, letters)] == faults


def test_all_faults_of_a_site_are_found_at_once():
    assert [fault.field for fault in site_faults("10.0.0.0/8", "100.64.0.0/24", "aa")] == ["cidr", "pods", "pods", "zones"]


def test_blocks_outside_the_address_space_or_over_one_another_are_faults_of_their_own_fields():
    blocks = {
        "sites.one.network.cidr": "10.32.0.0/16",
        "sites.one.network.pods": "10.33.0.0/16",
        "sites.two.network.cidr": "10.33.128.0/17",
        "sites.two.network.pods": "10.48.0.0/16",
        "sites.three.network.cidr": "nonsense, which site_faults reports",
    }
    assert [str(fault) for fault in space_faults("10.32.0.0/12", blocks)] == [
        (
            'sites.two.network.pods: "10.48.0.0/16", expected a block inside address_space 10.32.0.0/12; '
            "fix: choose a block inside address_space, or widen it"
        ),
        (
            'sites.two.network.cidr: "10.33.128.0/17", expected addresses of its own, and sites.one.network.pods is 10.33.0.0/16; '
            "fix: choose blocks that do not overlap"
        ),
    ]


def test_an_address_space_that_cannot_be_read_leaves_the_overlaps_to_be_found():
    faults = space_faults("10.32.0.0/28", {"one": "10.32.0.0/16", "two": "10.32.0.0/17"})
    assert [(fault.field, fault.given) for fault in faults] == [("address_space", '"10.32.0.0/28"'), ("two", '"10.32.0.0/17"')]


@given(st.lists(sites(), min_size=1, max_size=4))
def test_overlaps_are_found_exactly_where_addresses_are_shared(several: list[tuple[str, str]]):
    blocks = {f"{index}.{side}": block for index, site in enumerate(several) for side, block in enumerate(site)}
    shared = [
        later for earlier, later in combinations(blocks, 2) if IPv4Network(blocks[earlier]).overlaps(IPv4Network(blocks[later]))
    ]
    assert [fault.field for fault in overlap_faults(blocks)] == shared
