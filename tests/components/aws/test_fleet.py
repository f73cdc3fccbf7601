"""What is AWS's own of a fleet."""

from __future__ import annotations

from components.aws.fleet import Fleet
from components.aws.fleet_access import SSM_CORE
from tests.support.clouds import AWS
from tests.support.mocks import ID_PREFIX, Recorded, Recording


def fleet(**options) -> Recording:
    return AWS.recorded_fleet(**options)


def group(**options) -> Recorded:
    return fleet(**options).one("aws:autoscaling/group:Group")


def template(**options) -> Recorded:
    return fleet(**options).one("aws:ec2/launchTemplate:LaunchTemplate")


def test_exactly_these_resources_are_made():
    found = fleet(ports=(8080,))
    children = found.children(found.one(Fleet.TYPE))
    assert sorted((child.type, child.name) for child in children) == [
        ("aws:autoscaling/group:Group", "transcoder-group"),
        ("aws:autoscaling/policy:Policy", "transcoder-cpu"),
        ("aws:ec2/launchTemplate:LaunchTemplate", "transcoder-template"),
        ("aws:ec2/securityGroup:SecurityGroup", "transcoder-instances"),
        ("aws:iam/instanceProfile:InstanceProfile", "transcoder-instances"),
        ("aws:iam/role:Role", "transcoder-instances"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "transcoder-shell"),
        ("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "transcoder-out"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "transcoder-8080-from-cidr"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "transcoder-8080-from-pods"),
    ]


def test_instances_have_no_public_address_and_the_fleets_own_group():
    (card,) = template().inputs["networkInterfaces"]
    assert card == {
        "deviceIndex": 0,
        "associatePublicIpAddress": "false",
        "deleteOnTermination": "true",
        "securityGroups": [f"{ID_PREFIX}transcoder-instances"],
    }


def test_the_root_disk_is_the_images_own_device():
    (disk,) = template(root_device="/dev/sda1").inputs["blockDeviceMappings"]
    assert disk["deviceName"] == "/dev/sda1"
    assert disk["ebs"]["volumeType"] == "gp3"


def test_disks_and_network_cards_are_tagged_by_the_template():
    kinds = {each["resourceType"]: each["tags"] for each in template().inputs["tagSpecifications"]}
    tags = {"owner": "platform", "Name": "transcoder"}
    assert kinds == {"volume": tags, "network-interface": tags}


def test_the_shell_needs_no_port_and_can_be_refused():
    attachment = fleet().one("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    assert attachment.inputs["policyArn"] == SSM_CORE
    assert fleet(shell=False).of("aws:iam/rolePolicyAttachment:RolePolicyAttachment") == []


def test_cpu_figures_come_each_minute_unless_told_otherwise():
    assert template().inputs["monitoring"] == {"enabled": True}
    assert template(detailed_monitoring=False).inputs["monitoring"] == {"enabled": False}


def test_one_type_needs_no_mixed_instances_policy():
    inputs = group(types=("c7i.2xlarge",)).inputs
    assert inputs["launchTemplate"] == {"id": f"{ID_PREFIX}transcoder-template", "version": "1"}
    assert "mixedInstancesPolicy" not in inputs


def test_several_types_are_bought_on_demand_in_order_of_preference():
    assert group().inputs["mixedInstancesPolicy"]["instancesDistribution"] == {
        "onDemandAllocationStrategy": "prioritized",
        "onDemandPercentageAboveBaseCapacity": 100,
    }


def test_a_changed_template_rolls_out_by_itself_and_back_when_it_fails():
    assert "refresh-on-change" in Fleet.capabilities
    assert group().inputs["instanceRefresh"] == {
        "strategy": "Rolling",
        "preferences": {
            "minHealthyPercentage": 90,
            "maxHealthyPercentage": 120,
            "instanceWarmup": "300",
            "autoRollback": True,
            "skipMatching": True,
        },
    }


def test_new_instances_have_time_to_warm_up():
    inputs = group().inputs
    assert (inputs["healthCheckGracePeriod"], inputs["defaultInstanceWarmup"]) == (300, 300)


def test_the_oldest_template_goes_first():
    assert group().inputs["terminationPolicies"] == ["OldestLaunchTemplate", "OldestInstance"]
    assert group(termination_policies=("newest_instance",)).inputs["terminationPolicies"] == ["NewestInstance"]


def test_scaling_follows_the_groups_average_cpu():
    policy = fleet().one("aws:autoscaling/policy:Policy")
    assert policy.inputs == {
        "autoscalingGroupName": "transcoder-group.name",
        "policyType": "TargetTrackingScaling",
        "targetTrackingConfiguration": {
            "predefinedMetricSpecification": {"predefinedMetricType": "ASGAverageCPUUtilization"},
            "targetValue": 55,
        },
    }


def test_the_group_reports_what_alarms_need():
    assert "GroupInServiceInstances" in group().inputs["enabledMetrics"]
