"""Which ranges of a network its linked tiers lie in."""

from __future__ import annotations

import pytest

from components.links.ranges import ranges_holding

RANGES = {"cidr": "10.32.0.0/16", "pods": "10.33.0.0/16", "10.40.0.0-24": "10.40.0.0/24"}
BLOCKS = {
    "private": {"a": "10.32.0.0/19", "b": "10.32.32.0/19"},
    "pods": {"a": "10.33.0.0/18"},
    "own": {"a": "10.40.0.0/25"},
    "mixed": {"a": "10.32.64.0/19", "b": "10.40.0.128/25"},
}


@pytest.mark.parametrize(
    ("tiers", "held"),
    [
        (["private"], {"cidr"}),
        (["private", "pods"], {"cidr", "pods"}),
        (["own"], {"10.40.0.0-24"}),
        (["mixed"], {"cidr", "10.40.0.0-24"}),
        (["unknown"], set()),
    ],
)
def test_a_range_is_reached_where_some_subnet_of_the_tiers_lies_in_it(tiers: list[str], held: set[str]) -> None:
    assert ranges_holding(tiers, RANGES, BLOCKS) == {key: RANGES[key] for key in held}
