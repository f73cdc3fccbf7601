"""The node groups of a cluster on AWS."""

from __future__ import annotations

from components.capacity import autoscaled, fixed
from tests.support.clouds import TAGS
from tests.support.clusters import EKS
from tests.support.mocks import ID_PREFIX

AMAZON = "arn:aws:iam::aws:policy/"


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


def test_nodes_are_updated_a_share_at_a_time_and_mended():
    inputs = EKS.pools(EKS.record(node_updates=10, node_release="1.35.2-20260801"))["general"].inputs
    assert inputs["updateConfig"] == {"maxUnavailablePercentage": 10}
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


def test_graviton_nodes_get_an_image_of_their_own():
    assert EKS.pools(EKS.record())["general"].inputs["amiType"] == "AL2023_x86_64_STANDARD"
    graviton = {"general": EKS.pool(types=("m7g.2xlarge",))}
    assert EKS.pools(EKS.record(pools=graviton))["general"].inputs["amiType"] == "AL2023_ARM_64_STANDARD"
