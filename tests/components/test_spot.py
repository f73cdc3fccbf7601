"""How a pool's nodes are divided between on-demand and spot."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.capacity import Capacity, autoscaled, fixed
from components.spot import Part, parts

shares = st.integers(0, 100)
capacities = st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500)).map(
    lambda given: Capacity(min=(low := sorted(given))[0], max=max(1, low[2]), initial=low[1] if given[0] % 2 else None)
)


def test_a_share_is_two_groups_with_their_part_of_every_bound():
    assert parts("general", Capacity(min=6, max=90, initial=10), 40) == (
        Part("general", spot=False, capacity=Capacity(min=4, max=54, initial=6)),
        Part("general-spot", spot=True, capacity=Capacity(min=2, max=36, initial=4)),
    )


def test_all_or_nothing_is_one_group():
    capacity = Capacity(min=2, max=5)
    assert parts("general", capacity, 0) == (Part("general", spot=False, capacity=capacity),)
    assert parts("general", capacity, 100) == (Part("general-spot", spot=True, capacity=capacity),)


def test_a_share_that_comes_to_no_node_is_left_out():
    assert [part.key for part in parts("general", Capacity(min=1, max=4), 20)] == ["general"]


@given(capacities, shares)
def test_the_parts_sum_up_to_the_pool(capacity, spot):
    found = parts("pool", capacity, spot)
    assert sum(part.capacity.max for part in found) == capacity.max
    assert sum(part.capacity.min for part in found) == capacity.min
    assert sum(part.capacity.start for part in found) == capacity.start


@given(capacities, shares)
def test_spot_never_exceeds_its_share(capacity, spot):
    for part in parts("pool", capacity, spot):
        if part.spot:
            assert part.capacity.max * 100 <= capacity.max * spot


@given(capacities, shares)
def test_every_part_can_hold_a_node(capacity, spot):
    assert all(part.capacity.max >= 1 for part in parts("pool", capacity, spot))


@given(st.integers(1, 500), shares)
def test_a_fixed_number_stays_fixed(nodes, spot):
    assert all(part.capacity.min == part.capacity.max for part in parts("pool", fixed(nodes), spot))


def test_the_owner_of_a_pool_owns_each_part():
    parted = parts("general", autoscaled(min=6, max=90, enforce=True), 40)
    assert {(part.capacity.owner, part.capacity.enforce) for part in parted} == {("autoscaler", True)}
