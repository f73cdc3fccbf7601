"""Hubs on the simulated clouds, each site by a provider of its own region: they come up, and go away again."""

from __future__ import annotations

import pytest

from tests.support.on_clouds import OnClouds
from tests.support.simulated import RefusalError
from tests.support.transits import transits


@pytest.mark.parametrize(
    ("cloud", "gateway"),
    [
        ("aws", "aws:ec2transitgateway/transitGateway:TransitGateway"),
        ("alicloud", "alicloud:cen/transitRouter:TransitRouter"),
    ],
)
def test_a_hub_of_three_regions_comes_up_and_goes_away(tmp_path, cloud, gateway):
    clouds = OnClouds(tmp_path / "clouds.sqlite", {cloud: {"region": "ap-southeast-1"}})
    clouds.run(transits(cloud, "jakarta", "singapore", "seoul", centre="jakarta"))
    routers = list(clouds.of(gateway).values())
    assert len(routers) == 3
    with pytest.raises(RefusalError, match="ttachment"):
        routers[0].delete()
    clouds.goes()
