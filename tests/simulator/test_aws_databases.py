"""Groups of subnets for databases on the simulated AWS."""

from __future__ import annotations

import pytest

from tests.support.aws_site import SUBNET_GROUP, Site
from tests.support.simulated import RefusalError


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def test_a_group_is_known_by_its_name_and_tells_its_vpc(site):
    group = site.make(SUBNET_GROUP, "Data", subnetIds=site.subnets)
    outputs = site.create(SUBNET_GROUP, "other", subnetIds=site.subnets)[1]
    assert group.startswith("data-")
    assert outputs["vpcId"] == site.vpc
    assert outputs["arn"].endswith(f":subgrp:{outputs['name']}")


def test_it_covers_two_zones(site):
    one = [site.subnet(1, "a"), site.subnet(2, "a")]
    with pytest.raises(RefusalError, match=r"^DBSubnetGroupDoesNotCoverEnoughAZs: .* ap-southeast-3a\. Add subnets"):
        site.make(SUBNET_GROUP, subnetIds=one)


def test_a_subnet_must_be_there(site):
    with pytest.raises(RefusalError, match="subnet-1"):
        site.make(SUBNET_GROUP, subnetIds=[site.subnet(1, "a"), "subnet-1"])
