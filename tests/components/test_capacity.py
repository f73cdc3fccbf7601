"""Bounds that belong together, and what is said of those that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.capacity import Capacity, capacity_faults
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
                "max: True, expected a whole number, 1 or more; fix: write max: 1",
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
