"""Shares in percent as weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.traffic.weights import WHOLE, shares, weight_faults


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"a": 60, "b": 40}, []),
        ({"a": 100, "b": 0}, []),
        (
            {"a": 0, "b": 0},
            ["weights: shares of 0 in sum, expected shares that sum to 100; fix: give one of them a share at least"],
        ),
        ({"a": 60, "b": 30}, ["weights: shares of 90 in sum, expected shares that sum to 100; fix: raise one by 10"]),
        ({"a": 60, "b": 50}, ["weights: shares of 110 in sum, expected shares that sum to 100; fix: lower one by 10"]),
        ({"a": 60, "b": 39}, ["weights: shares of 99 in sum, expected shares that sum to 100; fix: raise one by 1"]),
        ({"a": 110, "b": -10}, ["weights.a: 110", "weights.b: -10"]),
        ({"a": 110, "b": 10}, ["weights.a: 110"]),
    ],
)
def test_shares_sum_to_all(weights: dict[str, int], told: list[str]) -> None:
    found = [str(fault) for fault in weight_faults(weights)]
    assert [fault[: len(start)] for fault, start in zip(found, told, strict=True)] == told


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 255), min_size=1))
def test_shares_are_all_of_the_answers(weights: dict[str, int]) -> None:
    found = shares(weights)
    assert sum(found.values()) == 1
    assert all(share == 0 for each, share in found.items() if weights[each] == 0 and any(weights.values()))
    if sum(weights.values()) == WHOLE:
        assert all(share * WHOLE == weights[each] for each, share in found.items())
