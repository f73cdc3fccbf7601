"""The node groups of a cluster on AWS."""

from __future__ import annotations

from typing import Any

import pytest

from components.aws.node_repair import RepairRule, Repairs
from components.aws.pool_args import Pool
from components.capacity import autoscaled, fixed
from components.contracts import Taint
from components.errors import ArgumentsError
from tests.support.clouds import TAGS
from tests.support.clusters import EKS, altered
from tests.support.mocks import ID_PREFIX, Recorded

MACHINES: dict[str, Any] = {"types": ("m7i.2xlarge",), "capacity": autoscaled(min=3, max=9)}


def made(**options: Any) -> Recorded:
    """The group of a pool told so, beside one that takes whatever comes."""
    pools = {"general": Pool(**{**MACHINES, **options}), "open": EKS.pool()}
    return EKS.pools(EKS.record(pools=pools))["general"]


def disks(**options: Any) -> list[Any]:
    found = EKS.record(pools={"general": Pool(**{**MACHINES, **options})})
    return found.one("aws:ec2/launchTemplate:LaunchTemplate").inputs["blockDeviceMappings"]


def faults(**options: Any) -> list[str]:
    with pytest.raises(ArgumentsError) as raised:
        Pool(**{**MACHINES, **options})
    return str(raised.value).split("\n")


def test_a_group_can_be_replaced_beside_the_old_one():
    inputs = EKS.pools(EKS.record(pools={"general": EKS.pool(spot=50)}))["general-spot"].inputs
    assert inputs["nodeGroupNamePrefix"] == "general-spot-"
    assert "nodeGroupName" not in inputs


def test_the_number_of_nodes_is_given_once_where_an_autoscaler_moves_it():
    moved = EKS.pools(EKS.record(pools={"general": EKS.pool(capacity=autoscaled(min=3, max=9, initial=5))}))["general"]
    kept = EKS.pools(EKS.record(pools={"general": EKS.pool(capacity=fixed(4))}))["general"]
    assert moved.inputs["scalingConfig"] == {"minSize": 3, "maxSize": 9, "desiredSize": 5}
    assert moved.ignore_changes == ("scalingConfig.desiredSize",)
    assert kept.inputs["scalingConfig"] == {"minSize": 4, "maxSize": 4, "desiredSize": 4}
    assert kept.ignore_changes == ()


def test_a_pool_is_put_back_to_its_initial_number_only_when_enforced():
    kept = {"general": EKS.pool(capacity=autoscaled(min=6, max=9, initial=7, enforce=True))}
    pool = EKS.pools(EKS.record(pools=kept))["general"]
    assert pool.inputs["scalingConfig"] == {"minSize": 6, "maxSize": 9, "desiredSize": 7}
    assert pool.ignore_changes == ()


def test_how_nodes_are_mended_is_an_argument():
    rule = RepairRule(condition="AcceleratedHardwareReady", reason="NvidiaXID13Error", action="Reboot", after_minutes=5)
    assert made(repairs=Repairs(stop_above=20, at_a_time=10, rules=(rule,))).inputs["nodeRepairConfig"] == {
        "enabled": True,
        "maxUnhealthyNodeThresholdPercentage": 20,
        "maxParallelNodesRepairedPercentage": 10,
        "nodeRepairConfigOverrides": [
            {
                "nodeMonitoringCondition": "AcceleratedHardwareReady",
                "nodeUnhealthyReason": "NvidiaXID13Error",
                "repairAction": "Reboot",
                "minRepairWaitTimeMins": 5,
            }
        ],
    }
    assert made(repairs=Repairs(stop_above=20)).inputs["nodeRepairConfig"] == {
        "enabled": True,
        "maxUnhealthyNodeThresholdPercentage": 20,
    }


def test_what_cannot_be_mended_so():
    with pytest.raises(ArgumentsError) as raised:
        RepairRule(condition="Happy", reason=" ", action="Pray", after_minutes=0)  # ty: ignore[invalid-argument-type]  the fault itself
    assert [fault.field for fault in raised.value.faults] == ["condition", "reason", "action", "after_minutes"]
    rule = RepairRule(condition="Ready", reason="KubeletNotReady", action="NoAction", after_minutes=5)
    with pytest.raises(ArgumentsError) as raised:
        Repairs(stop_above=0, at_a_time=101, rules=(rule, rule))
    assert [fault.field for fault in raised.value.faults] == ["stop_above", "at_a_time", "rules.1"]
    assert faults(repair=False, repairs=Repairs()) == [
        'Pool.repairs: "what is told of repairs", expected none for a pool whose nodes are not repaired; fix: remove it, or write repair: true'
    ]


@pytest.mark.parametrize(
    ("reservation", "target"),
    [
        ("cr-0a1b2c3d4e5f67890", "capacityReservationId"),
        ("arn:aws:resource-groups:ap-southeast-3:111122223333:group/gpus", "capacityReservationResourceGroupArn"),
    ],
)
def test_nodes_start_in_the_reservation_that_is_named(reservation, target):
    found = EKS.record(pools={"general": Pool(**{**MACHINES, "reservation": reservation})})
    template = found.one("aws:ec2/launchTemplate:LaunchTemplate").inputs
    assert template["capacityReservationSpecification"] == {"capacityReservationTarget": {target: reservation}}
    assert "capacityReservationSpecification" not in EKS.record().one("aws:ec2/launchTemplate:LaunchTemplate").inputs


def test_disks_are_encrypted_with_the_key_that_is_named():
    key = "arn:aws:kms:ap-southeast-3:111122223333:key/1"
    assert [disk["ebs"]["kmsKeyId"] for disk in disks(kms_key=key, image="BOTTLEROCKET_x86_64")] == [key, key]
    assert "kmsKeyId" not in disks()[0]["ebs"]
    assert faults(kms_key="alias/x")[0].startswith('Pool.kms_key: "alias/x"')


def test_a_reservation_is_of_nodes_on_demand():
    assert faults(reservation="cr-x", spot=20) == [
        'Pool.reservation: "cr-x", expected the id of a capacity reservation, or the ARN of a resource group; fix: write it like cr-0a1b2c3d4e5f67890',
        "Pool.spot: 20, expected 0% beside a reservation, which is of nodes on demand; fix: write spot: 0%, or make a pool of its own for them",
    ]


def test_nodes_are_updated_a_share_at_a_time_and_mended():
    inputs = made(unavailable=10, release="1.35.2-20260801").inputs
    assert inputs["updateConfig"] == {"maxUnavailablePercentage": 10, "updateStrategy": "DEFAULT"}
    assert inputs["nodeRepairConfig"] == {"enabled": True}
    assert inputs["releaseVersion"] == "1.35.2-20260801"
    assert inputs["launchTemplate"] == {"id": f"{ID_PREFIX}main-pool-general", "version": "1"}


def test_instances_disks_and_network_cards_are_tagged():
    template = EKS.record(metadata_hops=2).one("aws:ec2/launchTemplate:LaunchTemplate").inputs
    tags = {**TAGS, "Name": "main-pool-general"}
    assert {each["resourceType"]: each["tags"] for each in template["tagSpecifications"]} == {
        "instance": tags,
        "volume": tags,
        "network-interface": tags,
    }
    assert template["metadataOptions"] == {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 2}
    assert template["blockDeviceMappings"] == [
        {
            "deviceName": "/dev/xvda",
            "ebs": {"volumeType": "gp3", "volumeSize": 80, "encrypted": "true", "deleteOnTermination": "true"},
        }
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "AL2023_x86_64_STANDARD"),
        ({"types": ("m7g.2xlarge",)}, "AL2023_ARM_64_STANDARD"),
        ({"types": ("g6.xlarge",), "gpu": True}, "AL2023_x86_64_NVIDIA"),
        ({"types": ("g5g.xlarge",), "gpu": True}, "AL2023_ARM_64_NVIDIA"),
        ({"image": "BOTTLEROCKET_x86_64"}, "BOTTLEROCKET_x86_64"),
    ],
)
def test_an_image_follows_from_types_and_gpus_or_is_told(options, expected):
    assert made(**options).inputs["amiType"] == expected


def test_taints_are_in_ekss_spelling():
    taints = (
        Taint(key="dedicated", value="data"),
        Taint(key="flaky", effect="PreferNoSchedule"),
        Taint(key="example.com/drain", effect="NoExecute"),
    )
    assert made(taints=taints).inputs["taints"] == [
        {"key": "dedicated", "value": "data", "effect": "NO_SCHEDULE"},
        {"key": "flaky", "effect": "PREFER_NO_SCHEDULE"},
        {"key": "example.com/drain", "effect": "NO_EXECUTE"},
    ]
    assert "taints" not in made().inputs


def test_nodes_with_gpus_keep_off_what_needs_none():
    gpus = {"types": ("g6.xlarge",), "gpu": True}
    assert made(**gpus).inputs["taints"] == [{"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}]
    assert made(**gpus, taints=(Taint(key="dedicated"),)).inputs["taints"] == [{"key": "dedicated", "effect": "NO_SCHEDULE"}]


def test_a_pool_can_stay_behind_its_cluster():
    assert made().inputs["version"] == "1.35"
    assert made(version="1.34").inputs["version"] == "1.34"
    held = {"general": EKS.pool(version="1.35")}
    found = altered(EKS.record(pools=held), EKS.record(pools=held, version="1.36"))
    assert found == {"Cluster main-control-plane": {"version"}, "Deployment main-autoscaler-deployment": {"spec"}}


def test_a_pools_version_is_spelled_as_eks_does():
    with pytest.raises(ArgumentsError) as raised:
        EKS.record(pools={"general": EKS.pool(version="1.35.7-aliyun.1")})
    assert str(raised.value) == (
        'ClusterArgs.pools.general.version: "1.35.7-aliyun.1", expected a version as EKS spells it, say 1.35; fix: write major and'
        " minor alone"
    )


def test_an_update_can_end_nodes_before_it_starts_others_and_repair_be_left_out():
    assert made(surge=False).inputs["updateConfig"] == {"maxUnavailablePercentage": 25, "updateStrategy": "MINIMAL"}
    assert made(repair=False).inputs["nodeRepairConfig"] == {"enabled": False}


def test_a_pool_per_zone_has_a_group_in_each_with_bounds_of_its_own():
    pools = {"data": EKS.pool(capacity=autoscaled(min=1, max=4), spot=50, per_zone=True), "general": EKS.pool()}
    found = EKS.record(pools=pools)
    groups = {key: group.inputs for key, group in EKS.pools(found).items() if key != "general"}
    assert {key: group["subnetIds"] for key, group in groups.items()} == {
        f"data-{zone}{ending}": [f"{ID_PREFIX}net-private-{zone}"] for zone in "abc" for ending in ("", "-spot")
    }
    assert groups["data-b"]["scalingConfig"] == {"minSize": 1, "maxSize": 2, "desiredSize": 1}
    assert groups["data-b-spot"]["nodeGroupNamePrefix"] == "data-b-spot-"
    assert {group["labels"]["nusantara/pool"] for group in groups.values()} == {"data"}
    assert len(found.of("aws:ec2/launchTemplate:LaunchTemplate")) == 2


def test_a_zone_added_to_a_pool_per_zone_leaves_its_groups_as_they_are():
    pools = {"data": EKS.pool(per_zone=True)}
    before, after = EKS.record(pools=pools, zones=("a", "b")), EKS.record(pools=pools, zones=("a", "b", "c"))
    assert EKS.pools(after).keys() - EKS.pools(before).keys() == {"data-c"}
    assert {kind for kind in altered(before, after) if kind.startswith("NodeGroup")} == set()


def test_a_disk_can_be_faster_and_bottlerocket_has_two():
    always = {"encrypted": "true", "deleteOnTermination": "true"}
    fast = {"volumeType": "gp3", "volumeSize": 80, **always, "iops": 6000, "throughput": 500}
    assert disks(iops=6000, throughput=500) == [{"deviceName": "/dev/xvda", "ebs": fast}]
    provisioned = {"volumeType": "io2", "volumeSize": 80, **always, "iops": 20000}
    assert disks(volume_type="io2", iops=20000) == [{"deviceName": "/dev/xvda", "ebs": provisioned}]
    assert disks(image="BOTTLEROCKET_x86_64") == [
        {"deviceName": "/dev/xvda", "ebs": {"volumeType": "gp3", **always}},
        {"deviceName": "/dev/xvdb", "ebs": {"volumeType": "gp3", "volumeSize": 80, **always}},
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            {"image": "AL2_x86_64"},
            (
                'image: "AL2_x86_64", expected one of AL2023_x86_64_STANDARD, AL2023_x86_64_NVIDIA, AL2023_x86_64_NEURON, '
                "AL2023_ARM_64_STANDARD, AL2023_ARM_64_NVIDIA, BOTTLEROCKET_x86_64, BOTTLEROCKET_x86_64_NVIDIA, BOTTLEROCKET_x86_64_FIPS, "
                "BOTTLEROCKET_ARM_64, BOTTLEROCKET_ARM_64_NVIDIA, BOTTLEROCKET_ARM_64_FIPS; fix: choose one of them"
            ),
        ),
        (
            {"image": "BOTTLEROCKET_ARM_64"},
            'image: "BOTTLEROCKET_ARM_64", expected an image for x86_64, as the types need; fix: choose one, or leave it out',
        ),
        (
            {"image": "BOTTLEROCKET_x86_64", "types": ("g6.xlarge",), "gpu": True},
            'image: "BOTTLEROCKET_x86_64", expected an image with drivers, since the pool has GPUs; fix: choose one, or leave it out',
        ),
        (
            {"release": "latest"},
            (
                'release: "latest", expected one that stays what it is; fix: write the release to run, or leave it out; what is newest '
                "would change between two previews"
            ),
        ),
        ({"volume_type": "gp2"}, 'volume_type: "gp2", expected one of gp3, io2; fix: choose one of them'),
        (
            {"volume_type": "io2"},
            "iops: nothing, expected a number, 100 to 256000, with io2; fix: write how many operations a second",
        ),
        (
            {"volume_type": "io2", "iops": 1000, "throughput": 500},
            "throughput: 500, expected none with io2, whose throughput follows from iops; fix: leave it out",
        ),
        ({"iops": 50_000}, "iops: 50000, expected a whole number, 3000 to 40000; fix: choose a number between them"),
        ({"throughput": 1_000}, "throughput: 1000, expected a whole number, 125 to 750; fix: choose a number between them"),
    ],
)
def test_what_aws_refuses_of_a_pool(options, expected):
    assert faults(**options) == [f"Pool.{expected}"]
