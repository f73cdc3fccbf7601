"""What is Alibaba Cloud's own of a fleet."""

from __future__ import annotations

import pytest

from components.alicloud.fleet import Fleet
from components.capacity import fixed
from tests.support.clouds import ALICLOUD
from tests.support.mocks import ID_PREFIX, Recorded, Recording, changes, record

REFRESH = "alicloud:ess/instanceRefresh:InstanceRefresh"


def fleet(**options) -> Recording:
    return ALICLOUD.recorded_fleet(**options)


def group(**options) -> Recorded:
    return fleet(**options).one("alicloud:ess/scalingGroup:ScalingGroup")


def template(**options) -> Recorded:
    return fleet(**options).one("alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate")


def test_exactly_these_resources_are_made():
    found = fleet(ports=(8080,))
    children = found.children(found.one(Fleet.TYPE))
    assert sorted((child.type, child.name) for child in children) == [
        ("alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate", "transcoder-template"),
        ("alicloud:ecs/securityGroup:SecurityGroup", "transcoder-instances"),
        ("alicloud:ecs/securityGroupRule:SecurityGroupRule", "transcoder-8080-from-cidr"),
        ("alicloud:ecs/securityGroupRule:SecurityGroupRule", "transcoder-8080-from-pods"),
        ("alicloud:ess/scalingGroup:ScalingGroup", "transcoder-group"),
        ("alicloud:ess/scalingRule:ScalingRule", "transcoder-cpu"),
        ("alicloud:ram/role:Role", "transcoder-instances"),
    ]


def test_zones_are_balanced_within_a_policy_that_can_take_spot_shares_later():
    inputs = group().inputs
    assert (inputs["multiAzPolicy"], inputs["azBalance"], inputs["allocationStrategy"]) == ("COMPOSABLE", True, "priority")
    assert inputs["capacityOptionsOnDemandPercentageAboveBaseCapacity"] == 100


def test_what_must_be_unique_in_an_account_carries_project_and_stack():
    found = record(ALICLOUD.make_fleet, project="nusantara", stack="production")
    names = {
        found.one("alicloud:ram/role:Role").inputs["roleName"],
        found.one("alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate").inputs["launchTemplateName"],
        found.one("alicloud:ess/scalingGroup:ScalingGroup").inputs["scalingGroupName"],
    }
    assert names == {"nusantara-production-transcoder"}


def test_long_names_keep_to_the_clouds_limit():
    found = record(lambda: ALICLOUD.make_fleet("transcoder-of-very-long-films-and-of-many-others-beside-them"), stack="production")
    assert len(found.one("alicloud:ess/scalingGroup:ScalingGroup").inputs["scalingGroupName"]) <= 64


def test_the_security_group_is_closed_even_between_its_members():
    inputs = fleet().one("alicloud:ecs/securityGroup:SecurityGroup").inputs
    assert (inputs["securityGroupType"], inputs["innerAccessPolicy"]) == ("normal", "Drop")


def test_instances_have_no_public_address_and_the_fleets_own_group_and_role():
    inputs = template().inputs
    assert inputs["internetMaxBandwidthOut"] == 0
    assert inputs["securityGroupIds"] == [f"{ID_PREFIX}transcoder-instances"]
    assert inputs["ramRoleName"] == "nusantara-test-transcoder"


def test_the_root_disk_is_an_essd_of_the_level_asked_for():
    disk = template(disk_level="PL1").inputs["systemDisk"]
    assert {name: value for name, value in disk.items() if name != "description"} == {
        "category": "cloud_essd",
        "performanceLevel": "PL1",
        "size": 40,
        "encrypted": True,
        "deleteWithInstance": True,
    }
    assert "performanceLevel" not in template(disk_category="cloud_efficiency").inputs["systemDisk"]


def test_whatever_changes_of_the_template_changes_its_disk():
    """Else the provider leaves out of the next version that the disk is encrypted."""

    def described(**options) -> str:
        made = record(lambda: ALICLOUD.make_fleet(**options)).one("alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate")
        return made.inputs["systemDisk"]["description"]

    changes = ({}, {"image": "m-2"}, {"tags": {"owner": "media"}}, {"user_data": "#!/bin/sh\n"}, {"imdsv2": False}, {"spot": 40})
    descriptions = [described(**change) for change in changes]
    assert len(set(descriptions)) == len(changes)
    assert all(each.startswith("transcoder ") for each in descriptions)
    assert described() == described(ports=(8080,)), "which the template does not hold"


def test_security_centers_agent_is_installed_unless_refused():
    assert template().inputs["securityEnhancementStrategy"] == "Active"
    assert template(security_agent=False).inputs["securityEnhancementStrategy"] == "Deactive"


def test_scaling_follows_the_groups_average_cpu():
    assert fleet().one("alicloud:ess/scalingRule:ScalingRule").inputs == {
        "scalingGroupId": f"{ID_PREFIX}transcoder-group",
        "scalingRuleName": "nusantara-test-transcoder-cpu",
        "scalingRuleType": "TargetTrackingScalingRule",
        "metricName": "CpuUtilization",
        "targetValue": 55,
        "estimatedInstanceWarmup": 300,
    }


def test_the_oldest_configuration_goes_first():
    assert group().inputs["removalPolicies"] == ["OldestScalingConfiguration", "OldestInstance"]
    assert group(termination_policies=("newest_instance",)).inputs["removalPolicies"] == ["NewestInstance"]


def test_a_new_group_has_nothing_to_refresh():
    assert fleet().of(REFRESH) == []
    assert fleet(image="m-1", earlier_image="m-1").of(REFRESH) == []


def test_a_later_image_is_rolled_out_by_a_task_of_its_own():
    refresh = fleet(image="m-2", earlier_image="m-1").one(REFRESH)
    assert refresh.name == "transcoder-refresh-m-2"
    assert refresh.inputs == {
        "scalingGroupId": f"{ID_PREFIX}transcoder-group",
        "minHealthyPercentage": 90,
        "maxHealthyPercentage": 120,
        "skipMatching": True,
    }


def test_the_image_after_that_starts_another_task():
    added, removed, changed = changes(fleet(image="m-2", earlier_image="m-1"), fleet(image="m-3", earlier_image="m-1"))
    assert (added, removed) == ({"InstanceRefresh transcoder-refresh-m-3"}, {"InstanceRefresh transcoder-refresh-m-2"})
    assert changed == {"EcsLaunchTemplate transcoder-template"}


def test_nothing_but_another_image_starts_a_task_again():
    """Every argument of a task replaces it, and a new one would find nothing to do, or roll the fleet for a tag."""
    task = fleet(image="m-2", earlier_image="m-1").one(REFRESH)
    told = task.inputs.keys() - {"scalingGroupId", "skipMatching"}
    read_back = {f"desiredConfigurationLaunchTemplate{what}" for what in ("Id", "Version", "Overrides")}
    assert told | read_back | {"checkpoints", "checkpointPauseTime"} == set(task.ignore_changes)


def test_a_resource_group_reaches_all_that_can_belong_to_one():
    found = record(lambda: ALICLOUD.make_fleet(resource_group="rg-prod"))
    grouped = {each.name for each in found.values() if each.inputs.get("resourceGroupId") == "rg-prod"}
    assert grouped == {"transcoder-instances", "transcoder-template", "transcoder-group"}


@pytest.mark.parametrize(("placement", "strategy"), [("spread", "Availability"), ("cluster", "LowLatency")])
def test_instances_stand_as_asked_in_a_deployment_set(placement, strategy):
    args = {"placement": placement, "capacity": fixed(3)}
    found = record(lambda: Fleet("transcoder", ALICLOUD.fleet_args(ALICLOUD.make_network(zones=("a",)), **args)))
    made = found.one("alicloud:ecs/ecsDeploymentSet:EcsDeploymentSet")
    name = found.one("alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate").inputs["launchTemplateName"]
    assert (made.name, made.inputs) == (
        "transcoder-placement",
        {
            "deploymentSetName": f"{name}-{placement}",
            "strategy": strategy,
            "onUnableToRedeployFailedInstance": "CancelMembershipAndStart",
        },
    )
    assert found.one("alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate").inputs["deploymentSetId"] == f"{ID_PREFIX}{made.name}"
