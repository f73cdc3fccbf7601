"""What stands in a simulated cloud under an id that is known already."""

from __future__ import annotations

import pytest

from simulator import Clouds, Planted, plant
from tests.support.simulated import Provider

EIP = "aws:ec2/eip:Eip"
OTHER = "alicloud:ecs/eipAddress:EipAddress"


def test_an_address_is_found_under_its_id_and_used(tmp_path):
    store = tmp_path / "clouds.sqlite"
    address = Planted(
        cloud="aws", account="111122223333", region="ap-southeast-3", type=EIP, id="eipalloc-0abc", inputs={"domain": "vpc"}
    )
    plant(store, address)
    plant(store, address)
    provider = Provider("aws", store, region="ap-southeast-3", allowedAccountIds=["111122223333"])
    inputs, outputs = provider.found(EIP, "eipalloc-0abc")
    assert inputs == {"domain": "vpc"}
    assert outputs["allocationId"] == "eipalloc-0abc"
    assert outputs["publicIp"]
    assert [each.id for each in Clouds(store).list()] == ["eipalloc-0abc"]
    assert not Provider("aws", store, region="ap-southeast-1", allowedAccountIds=["111122223333"]).exists(EIP, "eipalloc-0abc")


@pytest.mark.parametrize(("cloud", "region", "type_"), [("aws", "ap-southeast-3", EIP), ("alicloud", "ap-southeast-5", OTHER)])
def test_without_an_account_it_stands_where_a_provider_without_one_looks(tmp_path, cloud, region, type_):
    plant(tmp_path / "clouds.sqlite", Planted(cloud=cloud, account="", region=region, type=type_, id="known"))
    assert Provider(cloud, tmp_path / "clouds.sqlite", region=region).exists(type_, "known")
