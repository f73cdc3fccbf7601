"""What a change of a network's zones and gateways touches, on every cloud alike: nothing beside it."""

from __future__ import annotations

import pytest

from tests.support.clouds import CLOUDS, Cloud
from tests.support.mocks import changes, record
from tests.support.recorded_networks import network

pytestmark = pytest.mark.parametrize("cloud", CLOUDS, ids=str)


@pytest.mark.parametrize("nat", ["none", "single", "per_zone"])
def test_another_zone_touches_no_sibling(cloud: Cloud, nat: str):
    before, after = network(cloud, zones=("a", "b"), nat=nat), network(cloud, zones=("a", "b", "c"), nat=nat)
    added, removed, changed = changes(before, after)
    assert (removed, changed) == (set(), set())
    assert added
    assert all(name.endswith(("-c", "-c-out")) for name in added)


def test_a_zone_given_up_touches_no_sibling(cloud: Cloud):
    before, after = network(cloud, nat="per_zone"), network(cloud, zones=("a", "c"), nat="per_zone")
    added, removed, changed = changes(before, after)
    assert (added, changed) == (set(), set())
    assert all(name.endswith(("-b", "-b-out")) for name in removed)


def test_the_order_of_the_zones_says_nothing(cloud: Cloud):
    assert changes(network(cloud), network(cloud, zones=("c", "a", "b"))) == (set(), set(), set())


def test_a_single_gateway_stays_where_it_is_written_to_stand(cloud: Cloud):
    before, after = network(cloud, zones=("b", "c")), network(cloud, zones=("a", "b", "c"), nat_zone="b")
    added, removed, changed = changes(before, after)
    assert (removed, changed) == (set(), set())
    assert all(name.endswith(("-a", "-a-out")) for name in added)


def test_a_single_gateway_not_written_down_follows_the_lowest_letter(cloud: Cloud):
    added, removed, changed = changes(network(cloud, zones=("b", "c")), network(cloud, zones=("a", "b", "c")))
    assert "NatGateway net-nat-a" in added
    assert "NatGateway net-nat-b" in removed
    assert changed


def test_a_gateway_for_each_zone_keeps_the_one_that_was_there(cloud: Cloud):
    added, removed, changed = changes(network(cloud, nat="single"), network(cloud, nat="per_zone"))
    assert removed == set()
    assert {"NatGateway net-nat-b", "NatGateway net-nat-c"} <= added
    assert not [name for name in changed if "-a" in name]
    assert {name.split()[0] for name in changed} <= {"Route", "RouteEntry", "SnatEntry"}


def test_the_order_of_blocks_that_reach_data_says_nothing(cloud: Cloud):
    blocks = ("192.168.10.0/24", "10.40.0.0/16", "10.5.0.0/16")
    before, after = (record(lambda some=some: cloud.make_network(data_from=some)) for some in (blocks, blocks[::-1]))
    assert changes(before, after) == (set(), set(), set())
