"""Public addresses of simulated clouds: nobody's on the internet, and no two alike."""

from __future__ import annotations

from ipaddress import IPv4Address

from hypothesis import given
from hypothesis import strategies as some

from simulator.addresses import PUBLIC, address_of, public_address
from simulator.call import Call
from simulator.rules import Place


def drawing(seed: str) -> Call:
    return Call(None, "", {}, Place("", ""), seed=seed)


@given(some.text(), some.integers(0, 7), some.integers(0, 7))
def test_the_addresses_of_one_object_differ_and_stay(seed: str, one: int, other: int) -> None:
    first, second = (public_address(drawing(seed), "tunnels", place) for place in (one, other))
    assert (first == second) == (one == other)
    assert public_address(drawing(seed), "tunnels", one) == first


def test_a_thousand_objects_share_none() -> None:
    made = {public_address(drawing(f"seed {number}"), "address") for number in range(1_000)}
    assert len(made) == 1_000


@given(some.integers(min_value=0), some.integers(0, 7))
def test_they_are_of_a_block_that_is_nobodys(number: int, place: int) -> None:
    address = IPv4Address(address_of(number, place))
    assert address in PUBLIC
    assert address.is_reserved
