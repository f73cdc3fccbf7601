"""What the simulated Auto Scaling refuses of rules, alarms, tasks and refreshes, and what belongs together."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.alicloud_site import Site
from tests.support.simulated import UNKNOWN, RefusalError

GROUP = "alicloud:ess/scalingGroup:ScalingGroup"
RULE = "alicloud:ess/scalingRule:ScalingRule"
ALARM = "alicloud:ess/alarm:Alarm"
TASK = "alicloud:ess/scheduledTask:ScheduledTask"
REFRESH = "alicloud:ess/instanceRefresh:InstanceRefresh"
ATTACHMENT = "alicloud:ess/serverGroupAttachment:ServerGroupAttachment"
TRACKED = {"scalingRuleType": "TargetTrackingScalingRule", "targetValue": 50}
BEHIND = {"type": "ALB", "port": 80, "weight": 100}
FORECAST = {"scalingRuleType": "PredictiveScalingRule", "targetValue": 50, "metricName": "CpuUtilization"}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def group(site):
    return site.make(GROUP, minSize=1, maxSize=3, vswitchIds=[site.switch()], scalingGroupName="fleet")


@pytest.mark.parametrize(
    ("inputs", "property_", "reason"),
    [
        ({"removalPolicies": ["OldestInstance", "NewestInstance", "OldestInstance"]}, "removalPolicies", "2 item maximum"),
        ({"removalPolicies": ["Random"]}, "removalPolicies", "must be of OldestInstance"),
        ({"healthCheckType": "ECS", "healthCheckTypes": ["ECS"]}, "healthCheckTypes", "conflicts with health_check_type"),
        ({"launchTemplateVersion": "1"}, "launchTemplateVersion", "needs a launch template"),
        ({"autoRebalance": True}, "autoRebalance", "needs balanceMode BalancedOnly"),
        ({"balanceMode": "Some"}, "balanceMode", "BalancedBestEffort, BalancedOnly"),
        ({"spotAllocationStrategy": "cheap"}, "spotAllocationStrategy", "priority, lowestPrice"),
        ({"scalingPolicy": "stop"}, "scalingPolicy", "recycle, release"),
        ({"stopInstanceTimeout": 20}, "stopInstanceTimeout", "(30 - 240)"),
        ({"maxInstanceLifetime": 3600}, "maxInstanceLifetime", "(86400 - inf)"),
        (
            {"multiAzPolicy": "COMPOSABLE", "capacityOptionsOnDemandPercentageAboveBaseCapacity": 101},
            "capacityOptionsOnDemandPercentageAboveBaseCapacity",
            "(0 - 100)",
        ),
        (
            {"multiAzPolicy": "BALANCE", "capacityOptionsOnDemandBaseCapacity": 2},
            "capacityOptionsOnDemandBaseCapacity",
            "needs multiAzPolicy COMPOSABLE, the policy is BALANCE",
        ),
    ],
)
def test_what_a_group_refuses(site, inputs, property_, reason):
    assert reason in site.check(GROUP, minSize=0, maxSize=1, **inputs)[1][property_]


@pytest.mark.parametrize(
    ("inputs", "property_", "reason"),
    [
        ({"scalingRuleType": "Sometimes"}, "scalingRuleType", "TargetTrackingScalingRule"),
        ({**TRACKED, "metricType": "hybrid"}, "hybridMetrics", "needs hybridMonitorNamespace and hybridMetrics"),
        ({**TRACKED, "metricName": "LoadBalancerRealServerAverageQps"}, "alarmDimension", "needs the dimension rulePool"),
        ({**FORECAST, "metricName": "MemoryUtilization"}, "metricName", "a predictive rule knows CpuUtilization"),
        ({**FORECAST, "initialMaxSize": 9}, "predictiveValueBehavior", "beside initialMaxSize"),
        ({**FORECAST, "predictiveTaskBufferTime": 61}, "predictiveTaskBufferTime", "(0 - 60)"),
        ({"adjustmentType": "Double", "adjustmentValue": 1}, "adjustmentType", "QuantityChangeInCapacity"),
    ],
)
def test_what_a_rule_refuses(site, inputs, property_, reason):
    assert reason in site.check(RULE, scalingGroupId="asg-a", **inputs)[1][property_]


@pytest.mark.parametrize(
    ("inputs", "property_", "reason"),
    [
        ({"period": 90}, "period", "one of 60, 120, 300, 900"),
        ({"statistics": "Sum"}, "statistics", "Average, Minimum, Maximum"),
        ({"comparisonOperator": "=="}, "comparisonOperator", ">, >=, <, <="),
        ({"dimensions": {"user_id": "1"}}, "dimensions", "Invalide dimension keys, user_id"),
        ({"metricType": "custom"}, "cloudMonitorGroupId", "needs an application group"),
        ({"alarmActions": [f"ari:{number}" for number in range(6)]}, "alarmActions", "1 to 5 actions, got 6"),
    ],
)
def test_what_an_alarm_refuses(site, inputs, property_, reason):
    usual: dict[str, Any] = {"scalingGroupId": "asg-a", "alarmActions": ["ari:a"]}
    assert reason in site.check(ALARM, **{**usual, **inputs})[1][property_]


@pytest.mark.parametrize(
    ("inputs", "property_", "reason"),
    [
        ({"recurrenceType": "Daily"}, "recurrenceValue", "must be set together"),
        ({"recurrenceType": "Daily", "recurrenceValue": "1"}, "recurrenceValue", "must be set together"),
        ({"recurrenceType": "Yearly"}, "recurrenceType", "Daily, Weekly, Monthly, Cron"),
        ({"scheduledAction": "ari:a"}, "scheduledAction", "conflicts with scaling_group_id"),
        ({"launchTime": "2027-01-01 00:00"}, "launchTime", "YYYY-MM-DDThh:mmZ"),
        ({"scheduledTaskName": "x" * 41}, "scheduledTaskName", "2 to 40 characters, got 41"),
        ({"minValue": None}, "scalingGroupId", "sets one of minValue, maxValue, desiredCapacity"),
        ({"launchExpirationTime": 3600}, "launchExpirationTime", "(0 - 1800)"),
    ],
)
def test_what_a_task_refuses(site, inputs, property_, reason):
    given = {"scalingGroupId": "asg-a", "minValue": 3, **inputs}
    failures = site.check(TASK, **{name: value for name, value in given.items() if value is not None})[1]
    assert reason in failures[property_]


def test_names_are_taken_once(site, group):
    site.make(RULE, scalingGroupId=group, scalingRuleName="cpu", metricName="CpuUtilization", **TRACKED)
    other = site.make(GROUP, minSize=1, maxSize=3, vswitchIds=[site.switch("10.36.16.0/20")], scalingGroupName="other")
    with pytest.raises(RefusalError, match=r"InvalidScalingRuleName.Duplicate: 'cpu'"):
        site.make(RULE, scalingGroupId=other, scalingRuleName="cpu", metricName="IntranetRx", **TRACKED)
    site.make(TASK, scalingGroupId=group, scheduledTaskName="up", minValue=2)
    with pytest.raises(RefusalError, match=r"InvalidScheduledTaskName.Duplicate: 'up'"):
        site.make(TASK, scalingGroupId=group, scheduledTaskName="up", minValue=3)


def test_an_account_has_twenty_tasks(site, group):
    for number in range(20):
        site.make(TASK, scalingGroupId=group, scheduledTaskName=f"task-{number}", minValue=1)
    with pytest.raises(RefusalError, match=r"QuotaExceeded.ScheduledTask"):
        site.make(TASK, scalingGroupId=group, scheduledTaskName="one-more", minValue=1)


def test_a_rule_that_an_alarm_starts_stays(site, group):
    step = {"scalingRuleType": "StepScalingRule", "adjustmentType": "TotalCapacity", "stepAdjustments": [{"scalingAdjustment": 1}]}
    identity, outputs = site.create(RULE, scalingGroupId=group, **step)
    site.make(ALARM, scalingGroupId=group, alarmActions=[outputs["ari"]])
    with pytest.raises(RefusalError, match=r"InvalidScalingRuleId.InUse"):
        site.delete(RULE, identity, outputs)


def test_a_refresh_is_named_by_its_group(site, group):
    assert re.fullmatch(rf"{group}:ir-k1a[a-z0-9]{{17}}", site.make(REFRESH, scalingGroupId=group))


class TestRefreshes:
    def test_instances_of_the_only_version_there_is_need_none(self, site):
        template = site.make("alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate", launchTemplateName="t")
        started = {"launchTemplateId": template, "launchTemplateVersion": "1"}
        made = site.make(GROUP, minSize=1, maxSize=3, vswitchIds=[site.switch()], scalingGroupName="fleet", **started)
        with pytest.raises(RefusalError, match=r"InvalidInstance.NoInstanceNeedBeRefreshed"):
            site.make(REFRESH, scalingGroupId=made)

    def test_a_group_that_keeps_instances_takes_none(self, site):
        kept = {"scalingPolicy": "recycle", "scalingGroupName": "fleet"}
        made = site.make(GROUP, minSize=1, maxSize=3, vswitchIds=[site.switch()], **kept)
        with pytest.raises(RefusalError, match="reclaim mode recycle does not support instance refresh"):
            site.make(REFRESH, scalingGroupId=made)


class TestServerGroups:
    @pytest.fixture
    def servers(self, site):
        return site.make("alicloud:alb/serverGroup:ServerGroup", serverGroupName="web", vpcId=site.vpc, healthCheckConfig={})

    def test_one_is_joined_by_all_it_says(self, site, group, servers):
        joined = site.make(ATTACHMENT, scalingGroupId=group, serverGroupId=servers, **BEHIND)
        assert joined == f"{group}:{servers}:ALB:80"
        with pytest.raises(RefusalError, match=r"ResourceInUse.ServerGroup"):
            site.delete("alicloud:alb/serverGroup:ServerGroup", servers)

    def test_it_is_of_the_kind_that_is_said(self, site, group, servers):
        with pytest.raises(RefusalError, match="is of ALB, not of NLB"):
            site.make(ATTACHMENT, scalingGroupId=group, serverGroupId=servers, **{**BEHIND, "type": "NLB"})

    @pytest.mark.parametrize("property_", ["port", "weight", "type", "serverGroupId"])
    def test_every_argument_replaces_it(self, site, property_):
        assert site.replaces(ATTACHMENT, {property_: "a"}, {property_: "b"}) == [property_]

    def test_it_goes_with_its_group(self, site, group, servers):
        joined = site.make(ATTACHMENT, scalingGroupId=group, serverGroupId=servers, **BEHIND)
        site.delete(GROUP, group)
        assert not site.exists(ATTACHMENT, joined)


def test_an_alarm_is_previewed_before_its_action_is_known(site, group):
    found = site.check(ALARM, scalingGroupId=group, alarmActions=[UNKNOWN], metricName="CpuUtilization")[1]
    assert "alarmActions" not in found
    assert "alarmActions" in site.check(ALARM, scalingGroupId=group, alarmActions=[], metricName="CpuUtilization")[1]
