"""The scaling group of a fleet on Alibaba Cloud: what it buys, what it ends, what it is attached to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from components.capacity import autoscaled, fixed
from components.contracts import Target
from tests.support.clouds import ALICLOUD
from tests.support.mocks import ID_PREFIX, Recorded, Recording, record

GROUP = "alicloud:ess/scalingGroup:ScalingGroup"
TEMPLATE = "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate"
ATTACHMENT = "alicloud:ess/serverGroupAttachment:ServerGroupAttachment"
RULE = "alicloud:ecs/securityGroupRule:SecurityGroupRule"
DNS = {"port": 53, "health_port": 8080, "protocol": "udp", "kind": "network"}


def fleet(targets: Mapping[str, Mapping[str, Any]] | None = None, **options: Any) -> Recording:
    def program():
        ALICLOUD.make_fleet(targets={key: target(**told) for key, told in (targets or {}).items()}, **options)

    return record(program)


def group(**options: Any) -> Recorded:
    return fleet(**options).one(GROUP)


def target(id: str = "sgp-web", source: str | None = None, **changes: Any) -> Target:  # noqa: A002 - the field's own word
    """A target group, of an ALB unless told otherwise; made inside a program, where outputs are."""
    usual: dict[str, Any] = {"port": 8080, "health_port": 8080, "protocol": "http", "kind": "application"}
    known = None if source is None else pulumi.Output.from_input(source)
    return Target(id=pulumi.Output.from_input(id), source=known, **{**usual, **changes})


def test_without_spot_instances_nothing_is_said_of_them():
    assert group(on_demand_base=2).inputs == {
        "scalingGroupName": "nusantara-test-transcoder",
        "minSize": 3,
        "maxSize": 9,
        "desiredCapacity": 4,
        "vswitchIds": [f"{ID_PREFIX}net-private-{zone}" for zone in "abc"],
        "launchTemplateId": f"{ID_PREFIX}transcoder-template",
        "launchTemplateVersion": "1",
        "launchTemplateOverrides": [{"instanceType": "ecs.c7.2xlarge"}, {"instanceType": "ecs.c6.2xlarge"}],
        "multiAzPolicy": "COMPOSABLE",
        "azBalance": True,
        "balanceMode": "BalancedBestEffort",
        "allocationStrategy": "priority",
        "capacityOptionsOnDemandBaseCapacity": 2,
        "capacityOptionsOnDemandPercentageAboveBaseCapacity": 100,
        "healthCheckTypes": ["ECS"],
        "removalPolicies": ["OldestScalingConfiguration", "OldestInstance"],
        "scalingPolicy": "release",
        "groupDeletionProtection": False,
        "tags": {"owner": "platform"},
    }


def spot(**options: Any) -> dict[str, Any]:
    inputs = group(**options).inputs
    return {name: value for name, value in inputs.items() if "pot" in name or name.startswith("capacityOptions")}


def test_a_share_of_spot_instances_above_a_base():
    assert spot(spot=70, on_demand_base=2) == {
        "spotAllocationStrategy": "priority",
        "spotInstanceRemedy": True,
        "capacityOptionsOnDemandBaseCapacity": 2,
        "capacityOptionsOnDemandPercentageAboveBaseCapacity": 30,
        "capacityOptionsCompensateWithOnDemand": True,
        "capacityOptionsSpotAutoReplaceOnDemand": True,
    }
    assert fleet(spot=70).one(TEMPLATE).inputs["spotStrategy"] == "SpotAsPriceGo"
    assert fleet().one(TEMPLATE).inputs["spotStrategy"] == "NoSpot"


def test_each_choice_about_spot_instances_is_an_argument():
    options = {"spot": 100, "spot_allocation": "lowest_price", "capacity_rebalance": False, "compensate": False, "price_by": "vcpu"}
    assert spot(**options) == {
        "spotAllocationStrategy": "lowestPrice",
        "spotInstanceRemedy": False,
        "capacityOptionsOnDemandBaseCapacity": 0,
        "capacityOptionsOnDemandPercentageAboveBaseCapacity": 0,
        "capacityOptionsCompensateWithOnDemand": False,
        "capacityOptionsSpotAutoReplaceOnDemand": False,
        "capacityOptionsPriceComparisonMode": "PricePerVCpu",
    }
    assert spot(spot=50, return_to_spot=False)["capacityOptionsSpotAutoReplaceOnDemand"] is False


def test_types_weigh_what_they_are_said_to_and_cost_no_more():
    found = group(weights={"ecs.c7.2xlarge": 2, "ecs.c6.2xlarge": 1}, spot=50, spot_price_limits={"ecs.c6.2xlarge": 0.31})
    assert found.inputs["launchTemplateOverrides"] == [
        {"instanceType": "ecs.c7.2xlarge", "weightedCapacity": 2},
        {"instanceType": "ecs.c6.2xlarge", "weightedCapacity": 1, "spotPriceLimit": 0.31},
    ]


def test_zones_may_insist_on_being_equal():
    inputs = group(zone_balance="only", zone_rebalance=True).inputs
    assert (inputs["balanceMode"], inputs["autoRebalance"]) == ("BalancedOnly", True)
    usual = group().inputs
    assert usual["balanceMode"] == "BalancedBestEffort"
    assert "autoRebalance" not in usual


def test_what_ends_an_instance_is_said_in_the_clouds_words():
    assert group(reclaim="force_recycle").inputs["scalingPolicy"] == "forceRecycle"
    inputs = group(stop_timeout=120, max_lifetime_days=30, cooldown=60).inputs
    assert (inputs["scalingPolicy"], inputs["stopInstanceTimeout"]) == ("release", 120)
    assert (inputs["maxInstanceLifetime"], inputs["defaultCooldown"]) == (2_592_000, 60)


def test_protection_of_instances_in_use_is_theirs_who_use_them():
    assert group(capacity=fixed(2)).ignore_changes == ("protectedInstances",)
    named = group(protected=("i-one",), capacity=autoscaled(min=1, max=3))
    assert named.inputs["protectedInstances"] == ["i-one"]
    assert named.ignore_changes == ("desiredCapacity",)


def test_processes_are_held_back_one_by_one():
    found = fleet(suspended=("scale_in", "alarms")).of("alicloud:ess/suspendProcess:SuspendProcess")
    assert {each.name: each.inputs["process"] for each in found} == {
        "transcoder-suspended-scale-in": "ScaleIn",
        "transcoder-suspended-alarms": "AlarmNotification",
    }


def test_databases_let_the_instances_in():
    assert group(databases={"orders": "rm-1", "users": "rm-2"}).inputs["dbInstanceIds"] == ["rm-1", "rm-2"]


def test_a_fleet_joins_its_targets_and_their_word_on_health_counts():
    found = fleet(targets={"web": {}, "dns": {"id": "sgp-udp", **DNS}})
    assert {each.name: each.inputs for each in found.of(ATTACHMENT)} == {
        "transcoder-target-web": {
            "scalingGroupId": f"{ID_PREFIX}transcoder-group",
            "serverGroupId": "sgp-web",
            "type": "ALB",
            "port": 8080,
            "weight": 100,
            "forceAttach": True,
        },
        "transcoder-target-dns": {
            "scalingGroupId": f"{ID_PREFIX}transcoder-group",
            "serverGroupId": "sgp-udp",
            "type": "NLB",
            "port": 53,
            "weight": 100,
            "forceAttach": True,
        },
    }
    assert found.one(GROUP).inputs["healthCheckTypes"] == ["ECS", "LOAD_BALANCER"]
    assert group(targets={"web": {}}, health="instance").inputs["healthCheckTypes"] == ["ECS"]


def openings(**options: Any) -> dict[str, tuple[str, str]]:
    rules = fleet(**options).of(RULE)
    return {
        rule.name: (
            f"{rule.inputs['ipProtocol']} {rule.inputs['portRange']}",
            rule.inputs.get("cidrIp", rule.inputs.get("sourceSecurityGroupId")),
        )
        for rule in rules
    }


def test_a_target_opens_its_ports_to_the_network_once():
    assert openings(ports=(8080,), targets={"web": {}, "dns": DNS}) == {
        "transcoder-8080-from-cidr": ("tcp 8080/8080", "10.32.0.0/16"),
        "transcoder-8080-from-pods": ("tcp 8080/8080", "10.33.0.0/16"),
        "transcoder-53-udp-from-cidr": ("udp 53/53", "10.32.0.0/16"),
        "transcoder-53-udp-from-pods": ("udp 53/53", "10.33.0.0/16"),
    }


def test_a_target_that_names_a_security_group_opens_its_ports_to_that_alone():
    assert openings(targets={"web": {"source": "sg-web", "health_port": 9000}}) == {
        "transcoder-8080-from-web": ("tcp 8080/8080", "sg-web"),
        "transcoder-9000-from-web": ("tcp 9000/9000", "sg-web"),
    }


def test_the_role_may_do_what_is_said_and_nothing_else():
    found = fleet(policies={"logs": "AliyunLogFullAccess", "films": "films-read"}).of(
        "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment"
    )
    assert {each.name: (each.inputs["policyName"], each.inputs["policyType"]) for each in found} == {
        "transcoder-policy-logs": ("AliyunLogFullAccess", "System"),
        "transcoder-policy-films": ("films-read", "Custom"),
    }
    assert {each.inputs["roleName"] for each in found} == {"nusantara-test-transcoder"}
    assert fleet().of("alicloud:ram/rolePolicyAttachment:RolePolicyAttachment") == []
