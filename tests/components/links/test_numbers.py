"""Numbers, ASNs and inside ranges of links: they follow from two sites alone, and no two pairs share any."""

from __future__ import annotations

import itertools
from ipaddress import IPv4Network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.links.inside import RESERVED, inside_ranges
from components.links.numbers import NUMBERS, asn_faults, number_faults, private, site_asn, site_number
from components.links.pairs import hub, mesh, pair, pair_name

SPACE = "10.32.0.0/12"


@st.composite
def environments(draw: st.DrawFn) -> dict[str, str]:
    """Blocks of sites by name: each in a 64th of its own of an address space, of any size that a network may have."""
    positions = draw(st.sets(st.integers(0, NUMBERS - 1), min_size=2, max_size=12))
    return {
        f"site-{position}": f"10.{32 + position // 4}.{position % 4 * 64}.0/{draw(st.integers(18, 20))}" for position in positions
    }


def test_every_two_of_all_sites_have_ranges_of_their_own_apart_from_what_the_clouds_keep() -> None:
    ranges = [each.cidr for one, other in itertools.combinations(range(NUMBERS), 2) for each in inside_ranges(one, other)]
    assert len(set(ranges)) == len(ranges) == 4 * NUMBERS * (NUMBERS - 1) // 2
    assert all(each.prefixlen == 30 and each.subnet_of(IPv4Network("169.254.0.0/16")) for each in ranges)
    assert not {(each, kept) for each in ranges for kept in RESERVED if each.overlaps(kept)}


@given(environments())
@settings(max_examples=1_000)
def test_every_mesh_has_asns_and_inside_ranges_of_its_own(sites: dict[str, str]) -> None:
    numbers = {name: site_number(SPACE, cidr) for name, cidr in sites.items()}
    asns = {name: site_asn(cidr) for name, cidr in sites.items()}
    assert not [*number_faults(numbers), *asn_faults(asns)]
    ranges = [each.cidr for one, other in mesh(sites) for each in inside_ranges(numbers[one], numbers[other])]
    assert len(set(ranges)) == len(ranges) == 4 * len(mesh(sites))


@given(environments(), st.data())
@settings(max_examples=1_000)
def test_a_site_that_goes_moves_nothing_of_the_others(sites: dict[str, str], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(sorted(sites)))
    rest = [name for name in sites if name != gone]
    assert set(mesh(rest)) == {each for each in mesh(sites) if gone not in each}


def test_an_end_is_named_first_or_second_and_the_ranges_are_the_same() -> None:
    assert inside_ranges(3, 40) == inside_ranges(40, 3)
    first = inside_ranges(3, 40)[0]
    assert (first.aws, first.other) == (first.cidr[1], first.cidr[2])


def test_two_sites_of_one_number_cannot_be_told_apart() -> None:
    with pytest.raises(ValueError, match="the number 5"):
        inside_ranges(5, 5)


@pytest.mark.parametrize(
    ("space", "cidr", "number"),
    [
        (SPACE, "10.32.0.0/16", 0),
        (SPACE, "10.36.0.0/16", 16),
        (SPACE, "10.47.192.0/18", 63),
        ("10.64.0.0/14", "10.65.0.0/16", 16),
        ("172.16.0.0/18", "172.16.63.0/24", 63),
    ],
)
def test_a_number_is_the_64th_of_the_space_that_a_network_begins_in(space: str, cidr: str, number: int) -> None:
    assert site_number(space, cidr) == number


def test_networks_in_one_64th_are_told_with_a_number_that_is_free() -> None:
    numbers = {"one": 0, "two": 1, "three": 0}
    (fault,) = number_faults(numbers)
    assert (fault.field, fault.given) == ("sites.three.link_number", "0, as one has")
    assert fault.fix.startswith("write 2,")


@given(st.integers(0, 2**24 - 1))
def test_the_asn_of_every_network_is_private(begins: int) -> None:
    assert private(site_asn(str(IPv4Network((begins << 8, 24)))))


def test_what_a_site_and_a_pair_have_stays_as_it_is() -> None:
    """With another ASN a gateway is made anew, with another inside range a tunnel."""
    assert site_asn("10.32.0.0/16") == 4_200_663_552
    assert [str(each.cidr) for each in inside_ranges(3, 40)] == [
        "169.254.178.176/30",
        "169.254.178.180/30",
        "169.254.178.184/30",
        "169.254.178.188/30",
    ]


@pytest.mark.parametrize(
    ("asn", "expected"),
    [
        (64_511, False),
        (64_512, True),
        (65_534, True),
        (65_535, False),
        (4_199_999_999, False),
        (4_200_000_000, True),
        (4_294_967_294, True),
        (4_294_967_295, False),
    ],
)
def test_an_asn_is_private_within_the_bounds_of_rfc_6996(asn: int, expected: bool) -> None:
    assert private(asn) is expected


def test_asns_that_are_public_or_shared_are_told() -> None:
    faults = list(asn_faults({"one": 64_512, "two": 64_512, "three": 45_104}))
    assert [(fault.field, fault.given) for fault in faults] == [
        ("sites.two.asn", "64512, as one has"),
        ("sites.three.asn", "45104"),
    ]


def test_pairs_have_one_name_however_they_are_written() -> None:
    assert pair("b", "a") == pair("a", "b") == ("a", "b")
    assert pair_name(("jakarta-alicloud", "jakarta-aws")) == "jakarta-alicloud--jakarta-aws"
    assert hub("b", ["a", "b", "c"]) == (("a", "b"), ("b", "c"))
    with pytest.raises(ValueError, match="itself"):
        pair("a", "a")
