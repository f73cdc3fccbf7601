"""The node pools of a cluster on Alibaba Cloud: their exact inputs."""

from __future__ import annotations

from typing import Any

import pytest

from components.alicloud.cluster import Pool
from components.capacity import autoscaled, fixed
from components.contracts import Taint
from components.errors import ArgumentsError
from tests.support.clouds import TAGS
from tests.support.clusters import ACK
from tests.support.mocks import ID_PREFIX, Recorded


def pools(cluster: dict[str, Any] | None = None, **changes: Any) -> dict[str, Recorded]:
    """The pools that one pool comes to; another is there for pods that tolerate nothing."""
    made = ACK.pools(ACK.record(pools={"general": ACK.pool(**changes), "other": ACK.pool()}, **(cluster or {})))
    return {name: each for name, each in made.items() if name != "other"}


def pool(cluster: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return dict(pools(cluster, **changes)["general"].inputs)


def own(**changes: Any) -> dict[str, Any]:
    """The inputs of a pool that is told what is of this cloud alone."""
    usual: dict[str, Any] = {"types": ACK.instances, "capacity": autoscaled(min=3, max=9)}
    return dict(ACK.pools(ACK.record(pools={"general": Pool(**{**usual, **changes})}))["general"].inputs)


def faults(**changes: Any) -> list[str]:
    usual: dict[str, Any] = {"types": ACK.instances, "capacity": autoscaled(min=3, max=9)}
    with pytest.raises(ArgumentsError) as raised:
        Pool(**{**usual, **changes})
    return str(raised.value).split("\n")


def test_a_pool_is_exactly_this_unless_told_otherwise():
    assert pool() == {
        "nodePoolName": "general",
        "clusterId": f"{ID_PREFIX}main-control-plane",
        "vswitchIds": [f"{ID_PREFIX}net-private-{zone}" for zone in "abc"],
        "instanceTypes": list(ACK.instances),
        "multiAzPolicy": "BALANCE",
        "imageType": "AliyunLinux3",
        "ramRoleName": "nusantara-test-main-nodes",
        "labels": [{"key": "nusantara/pool", "value": "general"}],
        "updateNodes": True,
        "scalingConfig": {"enable": True, "minSize": 3, "maxSize": 9, "type": "cpu"},
        "spotStrategy": "NoSpot",
        "systemDiskCategory": "cloud_essd",
        "systemDiskSize": 80,
        "systemDiskEncrypted": True,
        "instanceMetadataOptions": {"httpTokens": "required"},
        "management": {
            "enable": True,
            "autoRepair": True,
            "autoRepairPolicy": {"restartNode": True},
            "autoUpgrade": True,
            "autoUpgradePolicy": {"autoUpgradeKubelet": True},
            "autoVulFix": False,
            "maxUnavailable": 2,
        },
        "installCloudMonitor": True,
        "tags": TAGS,
    }


def test_an_autoscaled_pool_has_bounds_and_no_number():
    inputs = pool()
    assert inputs["scalingConfig"] == {"enable": True, "minSize": 3, "maxSize": 9, "type": "cpu"}
    assert "desiredSize" not in inputs


def test_a_fixed_pool_has_a_number_and_no_bounds():
    inputs = pool(capacity=fixed(4))
    assert inputs["scalingConfig"] == {"enable": False}
    assert inputs["desiredSize"] == "4"


def test_the_autoscaler_is_there_before_a_pool_that_needs_it():
    found = ACK.record()
    assert found.one("alicloud:cs/autoscalingConfig:AutoscalingConfig").urn in ACK.pools(found)["general"].dependencies


def test_a_part_that_is_fixed_needs_no_autoscaler():
    """A pool of one or two nodes, half of them spot: one on demand always, and a spot pool that moves."""
    pools = ACK.pools(ACK.record(pools={"general": ACK.pool(capacity=autoscaled(min=1, max=2), spot=50)}))
    assert pools["general"].inputs["scalingConfig"] == {"enable": False}
    assert pools["general-spot"].inputs["scalingConfig"] == {"enable": True, "minSize": 0, "maxSize": 1, "type": "spot"}


def test_another_metadata_mode_makes_a_pool_beside_the_old_one():
    assert pool()["nodePoolName"] == "general"
    assert pool({"imdsv2": False})["nodePoolName"] == "general-imdsv1"


def test_a_pool_in_each_zone_has_its_bounds_there_and_its_spot_share():
    made = pools(per_zone=True, spot=50)
    assert sorted(made) == [f"general-{zone}{share}" for zone in "abc" for share in ("", "-spot")]
    for name, each in made.items():
        zone = name.removeprefix("general-")[0]
        assert each.inputs["vswitchIds"] == [f"{ID_PREFIX}net-private-{zone}"]
        assert each.inputs["nodePoolName"] == name
        assert each.inputs["labels"] == [{"key": "nusantara/pool", "value": "general"}]
        assert each.inputs["scalingConfig"]["maxSize"] == (4 if name.endswith("-spot") else 5)


def test_taints_are_in_kubernetes_words_and_reach_nodes_that_are_there():
    given = (Taint(key="dedicated", value="data"), Taint(key="batch", effect="PreferNoSchedule"))
    inputs = pool(taints=given)
    assert inputs["taints"] == [
        {"key": "batch", "value": "", "effect": "PreferNoSchedule"},
        {"key": "dedicated", "value": "data", "effect": "NoSchedule"},
    ]
    assert inputs["updateNodes"] is True
    assert pool(taints=given[::-1])["taints"] == inputs["taints"]


def test_a_pool_with_gpus_says_so_to_the_autoscaler_and_keeps_other_pods_off():
    made = pools(types=("ecs.gn7i-c8g1.2xlarge",), gpu=True, spot=50)
    assert {each.inputs["scalingConfig"]["type"] for each in made.values()} == {"gpu"}
    assert made["general"].inputs["taints"] == [{"key": "nvidia.com/gpu", "value": "present", "effect": "NoSchedule"}]
    assert made["general-spot"].inputs["spotStrategy"] == "SpotAsPriceGo"


def test_an_image_is_for_the_architecture_of_its_types_or_the_one_that_is_told():
    assert pool(types=("ecs.g8y.2xlarge", "ecs.g6r.2xlarge"))["imageType"] == "AliyunLinux3Arm64"
    assert own(image="ContainerOS")["imageType"] == "ContainerOS"


def test_a_disk_is_of_the_kind_that_is_told():
    inputs = own(performance_level="PL2", disk_gib=500)
    assert (inputs["systemDiskCategory"], inputs["systemDiskPerformanceLevel"]) == ("cloud_essd", "PL2")
    assert own(disk_category="cloud_auto")["systemDiskCategory"] == "cloud_auto"


@pytest.mark.parametrize(
    ("high", "unavailable", "at_a_time"), [(9, 25, 2), (3, 25, 1), (2, 10, 1), (40, 10, 4), (9, 100, 9), (2000, 100, 1000)]
)
def test_an_update_takes_a_part_of_the_most_nodes_at_a_time(high: int, unavailable: int, at_a_time: int):
    inputs = pool(capacity=autoscaled(min=1, max=high), unavailable=unavailable)
    assert inputs["management"]["maxUnavailable"] == at_a_time


def test_nodes_that_are_not_to_be_mended_are_left_alone():
    management = pool(repair=False)["management"]
    assert (management["autoRepair"], management["autoRepairPolicy"]) == (False, {"restartNode": False})


def test_a_pool_that_is_held_back_does_not_follow_in_the_window():
    management = pool(version="1.34.9-aliyun.1")["management"]
    assert (management["autoUpgrade"], management["autoUpgradePolicy"]) == (False, {"autoUpgradeKubelet": False})


def test_nodes_can_follow_with_the_update_instead():
    following = pool({"nodes_follow": "update"}, unavailable=50)
    assert following["management"]["autoUpgrade"] is False
    assert following["upgradePolicy"] == {"kubernetesVersion": ACK.version}
    assert following["rollingPolicy"] == {"maxParallelism": 4, "pausePolicy": "NotPause"}
    held = pool({"nodes_follow": "update"}, version="1.34.9-aliyun.1")
    assert held["upgradePolicy"] == {"kubernetesVersion": "1.34.9-aliyun.1"}
    assert not {"upgradePolicy", "rollingPolicy"} & pool().keys()


def test_an_image_of_another_architecture_is_refused():
    assert faults(image="AliyunLinux3Arm64") == [
        'Pool.image: "AliyunLinux3Arm64", expected an image for x86_64, as ecs.g7.2xlarge is; fix: leave it out for AliyunLinux3'
    ]
    assert faults(types=("ecs.g8y.2xlarge",), image="AliyunLinux3") == [
        'Pool.image: "AliyunLinux3", expected an image for arm64, as ecs.g8y.2xlarge is; fix: leave it out for AliyunLinux3Arm64'
    ]


def test_disks_are_encrypted_with_the_key_that_is_named():
    assert own(kms_key="key-1")["systemDiskKmsKey"] == "key-1"
    assert "systemDiskKmsKey" not in own()


def test_a_level_is_of_a_disk_that_has_levels_and_is_large_enough():
    assert faults(disk_category="cloud_auto", performance_level="PL3") == [
        'Pool.performance_level: "PL3", expected none but with "cloud_essd"; fix: leave it out; the other kinds of disk have no levels',
        "Pool.disk_gib: 80, expected 1261 or more with PL3; fix: enlarge the disk to 1261, or choose a lower level",
    ]
    assert faults(disk_category="floppy", performance_level="PL9", unavailable=0) == [
        "Pool.unavailable: 0, expected a whole number, 1 to 100; fix: choose a number between them",
        (
            'Pool.disk_category: "floppy", expected one of cloud_essd, cloud_auto, cloud_essd_entry, cloud_ssd, cloud_efficiency; '
            "fix: choose one of them"
        ),
        'Pool.performance_level: "PL9", expected one of PL0, PL1, PL2, PL3; fix: choose one of them',
    ]
