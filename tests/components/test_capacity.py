"""Bounds that belong together, and what is said of those that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.capacity import Capacity, autoscaled, capacity_faults, fixed, scheduled
from components.errors import ArgumentsError


@given(st.lists(st.integers(0, 2000), min_size=3, max_size=3).map(sorted))
def test_any_rising_bounds_are_a_capacity(bounds: list[int]):
    low, initial, high = bounds[0], bounds[1], bounds[2] + 1
    assert Capacity(min=low, max=high, initial=initial).start == initial
    assert Capacity(min=low, max=high).start == low


@pytest.mark.parametrize(
    ("minimum", "maximum", "initial", "faults"),
    [
        (9, 3, None, ["min: 9, expected at most max, which is 3; fix: lower min or raise max"]),
        (
            3,
            9,
            12,
            ["initial: 12, expected 3 to 9; fix: choose a number between min and max, or leave initial out to start with min"],
        ),
        (-1, 9, None, ["min: -1, expected a whole number, 0 or more; fix: write min: 1"]),
        (0, 0, None, ["max: 0, expected a whole number, 1 or more; fix: write max: 1"]),
        (
            "3",
            True,
            1.5,
            [
                'min: "3", expected a whole number, 0 or more; fix: write min: 1',
                "max: true, expected a whole number, 1 or more; fix: write max: 1",
                "initial: 1.5, expected a whole number, 0 or more; fix: write initial: 1",
            ],
        ),
    ],
)
def test_a_fault_names_the_bound_and_the_way_out(minimum, maximum, initial, faults):
    assert [str(fault) for fault in capacity_faults(minimum, maximum, initial)] == faults


def test_a_capacity_raises_all_its_faults_at_once():
    with pytest.raises(ArgumentsError) as raised:
        Capacity(min=-1, max=0)
    assert str(raised.value) == (
        "Capacity.min: -1, expected a whole number, 0 or more; fix: write min: 1\n"
        "Capacity.max: 0, expected a whole number, 1 or more; fix: write max: 1"
    )


PROPERTIES = {"floor": "minSize", "size": "desiredCapacity"}


@pytest.mark.parametrize(
    ("capacity", "left"),
    [
        (fixed(3), None),
        (autoscaled(min=3, max=9), ["desiredCapacity"]),
        (scheduled(min=3, max=9), ["minSize", "desiredCapacity"]),
        (autoscaled(min=3, max=9, enforce=True), None),
        (scheduled(min=3, max=9, enforce=True), None),
        (autoscaled(min=3, max=3), None),
        (scheduled(min=3, max=3), None),
    ],
)
def test_an_update_leaves_to_its_owner_what_its_owner_moves(capacity: Capacity, left):
    assert capacity.ignored(**PROPERTIES) == left
    assert capacity.moved is (capacity.min < capacity.max)


def test_what_has_no_running_size_leaves_the_floor_alone_to_a_schedule():
    assert autoscaled(min=3, max=9).ignored(floor="spec.minReplicas") is None
    assert scheduled(min=3, max=9).ignored(floor="spec.minReplicas") == ["spec.minReplicas"]


def test_a_fixed_number_is_one_number_and_begins_with_it():
    capacity = fixed(4)
    assert (capacity.min, capacity.max, capacity.start, capacity.owner) == (4, 4, 4, "program")


@pytest.mark.parametrize("number", [0, -1, True, "3", 2.0])
def test_a_fixed_number_is_a_number(number):
    with pytest.raises(ArgumentsError, match=r"fixed\.number: .*, expected a whole number, 1 or more; fix: write 1, or remove it"):
        fixed(number)


def test_the_program_owns_one_number_and_no_two():
    with pytest.raises(ArgumentsError) as raised:
        Capacity(min=1, max=3, owner="program")
    assert str(raised.value) == (
        'Capacity.owner: "program", expected min and max that are the same number; fix: write fixed(n), or let an autoscaler own the '
        "number"
    )
