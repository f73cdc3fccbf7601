"""Which instances a fleet on AWS consists of and how they are bought, replaced and held."""

from __future__ import annotations

from typing import Any

import pytest

from components.aws.fleet import Maintenance, WarmPool
from components.capacity import fixed
from components.contracts import Attributes, Refresh
from tests.support.clouds import AWS, TAGS
from tests.support.mocks import Recorded, Recording, record

HOOK = "aws:autoscaling/lifecycleHook:LifecycleHook"
GROUP = "aws:autoscaling/group:Group"


def fleet(**options) -> Recording:
    return record(lambda: AWS.make_fleet(**options))


def group(**options) -> Recorded:
    return fleet(**options).one("aws:autoscaling/group:Group")


def preferences(**options) -> dict[str, Any]:
    return group(**options).inputs["instanceRefresh"]["preferences"]


def mixed(**options) -> dict[str, Any]:
    return group(**options).inputs["mixedInstancesPolicy"]


def test_a_share_is_bought_on_the_spot_market_above_a_base_on_demand():
    inputs = group(spot=60, on_demand_base=2).inputs
    assert inputs["mixedInstancesPolicy"]["instancesDistribution"] == {
        "onDemandAllocationStrategy": "prioritized",
        "onDemandPercentageAboveBaseCapacity": 40,
        "onDemandBaseCapacity": 2,
        "spotAllocationStrategy": "capacity-optimized-prioritized",
    }
    assert inputs["capacityRebalance"] is True


def test_rebalancing_is_of_no_use_on_demand_and_can_be_refused():
    assert "capacityRebalance" not in group().inputs
    assert group(spot=10, capacity_rebalance=False).inputs["capacityRebalance"] is False


@pytest.mark.parametrize(
    ("allocation", "strategy"),
    [
        ("priority", "capacity-optimized-prioritized"),
        ("lowest_price", "lowest-price"),
        ("price_capacity", "price-capacity-optimized"),
    ],
)
def test_spot_instances_are_chosen_as_asked(allocation, strategy):
    distribution = mixed(spot=100, spot_allocation=allocation)["instancesDistribution"]
    assert distribution["spotAllocationStrategy"] == strategy


def test_one_type_on_the_spot_market_needs_a_policy():
    assert "launchTemplate" not in group(types=("c7i.2xlarge",), spot=50).inputs


def test_types_may_weigh_differently():
    overrides = mixed(weights={"c7i.2xlarge": 8, "c5.2xlarge": 6})["launchTemplate"]["overrides"]
    assert overrides == [
        {"instanceType": "c7i.2xlarge", "weightedCapacity": "8"},
        {"instanceType": "c5.2xlarge", "weightedCapacity": "6"},
    ]


def test_instances_by_attributes_have_no_order():
    wanted = Attributes(vcpus=(4, 8), memory_gib=(7.5, None), excluded=("t*.*",))
    policy = mixed(types=(), attributes=wanted, spot=50)
    assert policy["launchTemplate"]["overrides"] == [
        {
            "instanceRequirements": {
                "vcpuCount": {"min": 4, "max": 8},
                "memoryMib": {"min": 7680},
                "burstablePerformance": "excluded",
                "instanceGenerations": ["current"],
                "excludedInstanceTypes": ["t*.*"],
            }
        }
    ]
    assert policy["instancesDistribution"]["onDemandAllocationStrategy"] == "lowest-price"
    assert policy["instancesDistribution"]["spotAllocationStrategy"] == "price-capacity-optimized"


def test_attributes_may_be_wide():
    wanted = Attributes(vcpus=(2, None), memory_gib=(4, 16), burstable=True, previous_generations=True)
    (override,) = mixed(types=(), attributes=wanted)["launchTemplate"]["overrides"]
    assert override["instanceRequirements"] == {
        "vcpuCount": {"min": 2},
        "memoryMib": {"min": 4096, "max": 16384},
        "burstablePerformance": "included",
        "instanceGenerations": ["current", "previous"],
    }


def test_every_attribute_has_its_word_on_aws():
    wanted = Attributes(
        vcpus=(4, None),
        memory_gib=(16, 64),
        allowed=("g5.*", "g6*"),
        bare_metal=True,
        cpu_makers=("amd", "intel"),
        memory_per_vcpu_gib=(2, 8),
        accelerators=(1, 4),
        accelerator_types=("gpu",),
        accelerator_makers=("nvidia",),
        accelerator_names=("a10g", "l4"),
        accelerator_memory_gib=(22.5, None),
        network_gbps=(10, 50),
        network_interfaces=(2, None),
        ebs_mbps=(3500, None),
        local_storage="required",
        local_storage_gb=(200, 1000),
        local_storage_types=("ssd",),
        spot_price=60,
        on_demand_premium=40,
    )
    (override,) = mixed(types=(), attributes=wanted, spot=50)["launchTemplate"]["overrides"]
    assert override["instanceRequirements"] == {
        "vcpuCount": {"min": 4},
        "memoryMib": {"min": 16384, "max": 65536},
        "allowedInstanceTypes": ["g5.*", "g6*"],
        "bareMetal": "included",
        "burstablePerformance": "excluded",
        "instanceGenerations": ["current"],
        "cpuManufacturers": ["amd", "intel"],
        "memoryGibPerVcpu": {"min": 2, "max": 8},
        "acceleratorCount": {"min": 1, "max": 4},
        "acceleratorTypes": ["gpu"],
        "acceleratorManufacturers": ["nvidia"],
        "acceleratorNames": ["a10g", "l4"],
        "acceleratorTotalMemoryMib": {"min": 23040},
        "networkBandwidthGbps": {"min": 10, "max": 50},
        "networkInterfaceCount": {"min": 2},
        "baselineEbsBandwidthMbps": {"min": 3500},
        "localStorage": "required",
        "totalLocalStorageGb": {"min": 200, "max": 1000},
        "localStorageTypes": ["ssd"],
        "maxSpotPriceAsPercentageOfOptimalOnDemandPrice": 60,
        "onDemandMaxPricePercentageOverLowestPrice": 40,
    }


def test_what_hibernates_must_be_able_to():
    wanted = Attributes(vcpus=(2, 4), memory_gib=(4, 8), accelerators=(0, 0), spot_premium=25)
    (override,) = mixed(types=(), attributes=wanted, warm_pool=WarmPool(state="hibernated"))["launchTemplate"]["overrides"]
    assert override["instanceRequirements"] == {
        "vcpuCount": {"min": 2, "max": 4},
        "memoryMib": {"min": 4096, "max": 8192},
        "burstablePerformance": "excluded",
        "instanceGenerations": ["current"],
        "acceleratorCount": {"min": 0, "max": 0},
        "requireHibernateSupport": True,
        "spotMaxPricePercentageOverLowestPrice": 25,
    }


def test_the_template_names_no_type_where_there_are_attributes():
    found = fleet(types=(), attributes=Attributes(vcpus=(2, 4), memory_gib=(4, 8)))
    assert "instanceType" not in found.one("aws:ec2/launchTemplate:LaunchTemplate").inputs


@pytest.mark.parametrize(
    ("placement", "more", "inputs"),
    [
        ("spread", {}, {"strategy": "spread"}),
        ("partition", {}, {"strategy": "partition", "partitionCount": 7}),
        ("partition", {"partitions": 3}, {"strategy": "partition", "partitionCount": 3}),
    ],
)
def test_instances_stand_as_asked_and_move_when_that_changes(placement, more, inputs):
    found = fleet(placement=placement, capacity=fixed(3), **more)
    made = found.one("aws:ec2/placementGroup:PlacementGroup")
    assert (made.name, made.inputs) == ("transcoder-placement", {**inputs, "tags": {**TAGS, "Name": "transcoder-placement"}})
    told = found.one("aws:autoscaling/group:Group").inputs
    assert told["placementGroup"] == "transcoder-placement.name"
    assert told["instanceRefresh"]["triggers"] == ["placement_group"]


def test_instances_stand_wherever_there_is_room():
    found = fleet()
    assert found.of("aws:ec2/placementGroup:PlacementGroup") == []
    told = found.one("aws:autoscaling/group:Group").inputs
    assert "placementGroup" not in told
    assert "triggers" not in told["instanceRefresh"]


def test_reserved_capacity_is_used_first():
    assert group(reservations=("cr-0a1b",)).inputs["capacityReservationSpecification"] == {
        "capacityReservationPreference": "capacity-reservations-first",
        "capacityReservationTarget": {"capacityReservationIds": ["cr-0a1b"]},
    }


def test_a_refresh_rolls_back_when_an_alarm_sounds():
    told = preferences(refresh=Refresh(alarms=("errors", "latency")))
    assert told["alarmSpecification"] == {"alarms": ["errors", "latency"]}
    assert told["autoRollback"] is True
    assert preferences(refresh=Refresh(rollback=False))["autoRollback"] is False


def test_a_refresh_waits_at_its_checkpoints():
    told = preferences(refresh=Refresh(healthy=80, surge=40, checkpoints=(20, 50), pause=900, warm_up=60))
    assert (told["minHealthyPercentage"], told["maxHealthyPercentage"]) == (80, 140)
    assert (told["checkpointPercentages"], told["checkpointDelay"], told["instanceWarmup"]) == ([20, 50, 100], "900", "60")


def test_a_refresh_does_with_protected_and_standby_instances_as_asked():
    told = preferences(protected_instances="wait", standby_instances="refresh")
    assert (told["scaleInProtectedInstances"], told["standbyInstances"]) == ("Wait", "Terminate")
    assert not {"scaleInProtectedInstances", "standbyInstances"} & preferences().keys()


def test_instances_stand_by_in_a_warm_pool():
    inputs = group(warm_pool=WarmPool(min=2, prepared=12, state="running", reuse=True)).inputs
    assert inputs["warmPool"] == {
        "minSize": 2,
        "maxGroupPreparedCapacity": 12,
        "poolState": "Running",
        "instanceReusePolicy": {"reuseOnScaleIn": True},
    }
    assert "WarmPoolWarmedCapacity" in inputs["enabledMetrics"]
    assert "maxGroupPreparedCapacity" not in group(warm_pool=WarmPool()).inputs["warmPool"]


def test_what_hibernates_is_started_so_that_it_can():
    found = fleet(warm_pool=WarmPool(state="hibernated"))
    template = found.one("aws:ec2/launchTemplate:LaunchTemplate").inputs
    assert template["hibernationOptions"] == {"configured": True}
    assert "hibernationOptions" not in fleet().one("aws:ec2/launchTemplate:LaunchTemplate").inputs


def test_maintenance_stays_within_its_bounds():
    told = group(maintenance=Maintenance(min_healthy=95, max_healthy=120)).inputs["instanceMaintenancePolicy"]
    assert told == {"minHealthyPercentage": 95, "maxHealthyPercentage": 120}


def test_what_is_not_asked_for_is_left_to_aws():
    inputs = group().inputs
    unsaid = {"availabilityZoneDistribution", "instanceMaintenancePolicy", "maxInstanceLifetime", "protectFromScaleIn"}
    unsaid |= {"suspendedProcesses", "targetGroupArns", "warmPool", "capacityReservationSpecification", "initialLifecycleHooks"}
    unsaid |= {"desiredCapacityType", "instanceLifecyclePolicy"}
    assert not unsaid & inputs.keys()
    assert inputs["healthCheckType"] == "EC2"


def test_the_rest_of_the_group_is_as_asked():
    inputs = group(
        zone_balance="only",
        suspended=("ReplaceUnhealthy", "AZRebalance"),
        scale_in_protection=True,
        max_lifetime_days=30,
        termination_policies=("allocation_strategy", "closest_to_next_hour", "default"),
        metrics=("GroupStandbyInstances",),
        grace=45,
    ).inputs
    assert inputs["availabilityZoneDistribution"] == {"capacityDistributionStrategy": "balanced-only"}
    assert inputs["suspendedProcesses"] == ["AZRebalance", "ReplaceUnhealthy"]
    assert (inputs["protectFromScaleIn"], inputs["maxInstanceLifetime"]) == (True, 30 * 86_400)
    assert inputs["terminationPolicies"] == ["AllocationStrategy", "ClosestToNextInstanceHour", "Default"]
    assert (inputs["enabledMetrics"], inputs["healthCheckGracePeriod"]) == (["GroupStandbyInstances"], 45)


def test_a_function_may_say_first_who_goes():
    function = "arn:aws:lambda:ap-southeast-3:111122223333:function:idle:live"
    policies = group(termination_function=function, termination_policies=("oldest_instance",)).inputs["terminationPolicies"]
    assert policies == [function, "OldestInstance"]


@pytest.mark.parametrize(("unit", "said"), [("vcpus", "vcpu"), ("memory_mib", "memory-mib")])
def test_capacity_may_count_what_instances_have(unit, said):
    wanted = Attributes(vcpus=(2, 16), memory_gib=(4, 64))
    assert group(types=(), attributes=wanted, counted_in=unit).inputs["desiredCapacityType"] == said


def test_the_root_disk_may_be_faster():
    (disk,) = fleet(disk_iops=6000, disk_throughput=500).one("aws:ec2/launchTemplate:LaunchTemplate").inputs["blockDeviceMappings"]
    assert (disk["ebs"]["iops"], disk["ebs"]["throughput"]) == (6000, 500)


def test_instances_may_do_what_is_attached_to_their_role():
    attached = fleet(policies={"queue": "arn:aws:iam::1:policy/q"}, shell=False).one(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    )
    assert (attached.name, attached.inputs["policyArn"]) == ("transcoder-policy-queue", "arn:aws:iam::1:policy/q")


def test_another_tag_leaves_what_disks_are_tagged_with():
    made = fleet().one("aws:ec2/launchTemplate:LaunchTemplate")
    assert made.ignore_changes == ("tagSpecifications",)
