"""The table of regions and zones that environments are held against."""

from __future__ import annotations

import pytest

from components.addressing import zone_faults
from components.naming import zone_id
from stacks.regions import CLOUDS, ZONES

PLACES = [(cloud, region) for cloud in CLOUDS for region in ZONES[cloud]]


@pytest.mark.parametrize(("cloud", "region"), PLACES)
def test_a_region_has_zones_each_once_in_order(cloud, region):
    letters = ZONES[cloud][region]
    assert letters
    assert list(letters) == sorted(set(letters))
    assert all(zone_faults([letter]) == () for letter in letters)


def test_the_regions_of_both_clouds_are_told_apart():
    assert set(ZONES) == set(CLOUDS) == {"aws", "alicloud"}
    assert "cn-hangzhou" not in ZONES["aws"]
    assert "us-west-2" not in ZONES["alicloud"]


def test_every_zone_exists_in_the_simulated_clouds():
    """An environment that passes here must not be refused there."""
    from simulator.alicloud import regions as alicloud
    from simulator.aws import regions as aws

    simulated = {"aws": aws.ZONES, "alicloud": {name: region.letters for name, region in alicloud.REGIONS.items()}}
    missing = [
        zone_id(cloud, region, letter)
        for cloud, region in PLACES
        for letter in ZONES[cloud][region]
        if letter not in simulated[cloud].get(region, "")
    ]
    assert missing == []
