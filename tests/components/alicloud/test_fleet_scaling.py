"""Scaling rules and alarms of a fleet on Alibaba Cloud, each input as the cloud takes it."""

from __future__ import annotations

import struct
from typing import Any

import pulumi
import pytest

from components.contracts import Metric, PredictiveScaling, ScalingPolicy, Step, StepScaling, Target, TargetTracking
from tests.support.clouds import ALICLOUD
from tests.support.mocks import ID_PREFIX, Recording, changes, record

RULE = "alicloud:ess/scalingRule:ScalingRule"
ALARM = "alicloud:ess/alarm:Alarm"
GROUP = f"{ID_PREFIX}transcoder-group"


def ari(type_: str, name: str, _inputs: Any) -> dict[str, Any]:
    return {"ari": f"ari:{name}"} if type_ == RULE else {}


def fleet(policy: ScalingPolicy, targets: tuple[str, ...] = (), **options: Any) -> Recording:
    def program():
        ALICLOUD.make_fleet(scaling={"busy": policy}, targets={key: web(key) for key in targets}, **options)

    return record(program, outputs=ari)


def web(key: str) -> Target:
    identity = pulumi.Output.from_input(f"sgp-{key}")
    return Target(id=identity, label=identity, port=80, health_port=80, protocol="http", kind="application")


class TestTracking:
    @pytest.mark.parametrize(
        ("metric", "value", "name", "target"),
        [
            ("cpu", 55, "CpuUtilization", 55),
            ("network_in", 1_048_576, "IntranetRx", 1024),
            ("network_out", 512, "IntranetTx", 0.5),
            ("cpu", 55.12345, "CpuUtilization", 55.123),
        ],
    )
    def test_a_metric_of_the_clouds_own(self, metric, value, name, target):
        rule = fleet(TargetTracking(metric=metric, value=value)).one(RULE)
        assert rule.name == "transcoder-busy"
        assert rule.inputs == {
            "scalingGroupId": GROUP,
            "scalingRuleName": "nusantara-test-transcoder-busy",
            "scalingRuleType": "TargetTrackingScalingRule",
            "metricName": name,
            "targetValue": target,
            "estimatedInstanceWarmup": 300,
        }

    def test_each_choice_is_an_argument(self):
        policy = TargetTracking(metric="cpu", value=40, scale_in=False, warm_up=60)
        inputs = fleet(policy, scale_out_after=2, scale_in_after=15).one(RULE).inputs
        assert (inputs["disableScaleIn"], inputs["estimatedInstanceWarmup"]) == (True, 60)
        assert (inputs["scaleOutEvaluationCount"], inputs["scaleInEvaluationCount"]) == (2, 15)

    def test_requests_are_those_of_a_server_group(self):
        inputs = fleet(TargetTracking(metric="requests", value=80), targets=("web",)).one(RULE).inputs
        assert (inputs["metricName"], inputs["targetValue"]) == ("LoadBalancerRealServerAverageQps", 80)
        assert inputs["alarmDimension"] == {"dimensionKey": "rulePool", "dimensionValue": "sgp-web"}

    def test_of_the_one_named_where_there_are_several(self):
        policy = TargetTracking(metric="requests", value=80, of="api")
        inputs = fleet(policy, targets=("web", "api")).one(RULE).inputs
        assert inputs["alarmDimension"]["dimensionValue"] == "sgp-api"

    def test_a_metric_of_ones_own_comes_from_a_repository(self):
        metric = Metric(namespace="films", name="queue_length", dimensions={"queue": "hd"}, statistic="maximum")
        inputs = fleet(TargetTracking(metric=metric, value=12.5)).one(RULE).inputs
        assert (inputs["metricType"], inputs["hybridMonitorNamespace"], inputs["targetValue"]) == ("hybrid", "films", 12.5)
        assert inputs["hybridMetrics"] == [
            {
                "id": "measured",
                "metricName": "queue_length",
                "statistic": "Maximum",
                "dimensions": [{"dimensionKey": "queue", "dimensionValue": "hd"}],
            }
        ]
        assert "metricName" not in inputs


class TestSteps:
    OUT = StepScaling(metric="cpu", steps=(Step(at=60, change=2), Step(at=75, change=5), Step(at=90, change=20)))
    IN = StepScaling(metric="cpu", steps=(Step(at=30, change=-1), Step(at=10.5, change=-3)))

    def test_out_and_the_alarm_that_starts_it(self):
        found = fleet(self.OUT)
        rule = found.one(RULE)
        assert rule.name == "transcoder-busy-by-instances-300s"
        assert rule.inputs == {
            "scalingGroupId": GROUP,
            "scalingRuleName": "nusantara-test-transcoder-busy-by-instances-300s",
            "scalingRuleType": "StepScalingRule",
            "adjustmentType": "QuantityChangeInCapacity",
            "estimatedInstanceWarmup": 300,
            "stepAdjustments": [
                {"metricIntervalLowerBound": "0", "metricIntervalUpperBound": "15", "scalingAdjustment": 2},
                {"metricIntervalLowerBound": "15", "metricIntervalUpperBound": "30", "scalingAdjustment": 5},
                {"metricIntervalLowerBound": "30", "scalingAdjustment": 20},
            ],
        }
        alarm = found.one(ALARM)
        assert alarm.name == "transcoder-busy-alarm"
        assert alarm.inputs == {
            "name": "nusantara-test-transcoder-busy",
            "description": "Steps of busy",
            "scalingGroupId": GROUP,
            "alarmActions": ["ari:transcoder-busy-by-instances-300s"],
            "metricType": "system",
            "metricName": "CpuUtilization",
            "statistics": "Average",
            "threshold": "60",
            "comparisonOperator": ">=",
            "period": 60,
            "evaluationCount": 3,
        }

    def test_in_counts_downwards(self):
        found = fleet(self.IN)
        assert found.one(RULE).inputs["stepAdjustments"] == [
            {"metricIntervalLowerBound": "-19.5", "metricIntervalUpperBound": "0", "scalingAdjustment": -1},
            {"metricIntervalUpperBound": "-19.5", "scalingAdjustment": -3},
        ]
        assert (found.one(ALARM).inputs["threshold"], found.one(ALARM).inputs["comparisonOperator"]) == ("30", "<=")

    def test_by_percent_with_a_least_change(self):
        policy = StepScaling(
            metric="cpu", steps=(Step(at=60, change=25),), unit="percent", least=2, period=300, evaluations=1, warm_up=90
        )
        found = fleet(policy)
        inputs = found.one(RULE).inputs
        assert (inputs["adjustmentType"], inputs["minAdjustmentMagnitude"]) == ("PercentChangeInCapacity", 2)
        assert inputs["estimatedInstanceWarmup"] == 90
        assert (found.one(ALARM).inputs["period"], found.one(ALARM).inputs["evaluationCount"]) == (300, 1)

    def test_large_values_are_written_out(self):
        steps = (Step(at=1_500_000 * 1024, change=1), Step(at=2_500_000 * 1024, change=2))
        found = fleet(StepScaling(metric="network_in", steps=steps))
        assert found.one(ALARM).inputs["threshold"] == "1500000"
        assert found.one(RULE).inputs["stepAdjustments"][0]["metricIntervalUpperBound"] == "1000000"

    @pytest.mark.parametrize(
        ("at", "threshold"), [(12_345_678_901, "12056300"), (100_000.5 * 1024, "100000"), (1234.5678 * 1024, "1234.57")]
    )
    def test_values_keep_the_digits_that_the_provider_reads_back(self, at, threshold):
        found = fleet(StepScaling(metric="network_in", steps=(Step(at=at, change=1),)))
        assert found.one(ALARM).inputs["threshold"] == threshold
        read_back = struct.unpack("f", struct.pack("f", float(threshold)))[0]
        assert float(f"{read_back:.6g}") == float(threshold)

    def test_a_metric_of_ones_own_is_reported_to_an_application_group(self):
        metric = Metric(namespace="1234", name="backlog", dimensions={"queue": "hd"})
        inputs = fleet(StepScaling(metric=metric, steps=(Step(at=100, change=4),))).one(ALARM).inputs
        assert (inputs["metricType"], inputs["metricName"], inputs["cloudMonitorGroupId"]) == ("custom", "backlog", 1234)
        assert (inputs["dimensions"], inputs["statistics"]) == ({"queue": "hd"}, "Average")

    def test_what_the_provider_never_updates_is_another_rule(self):
        by_percent = StepScaling(metric="cpu", steps=self.OUT.steps, unit="percent")
        added, removed, changed = changes(fleet(self.OUT), fleet(by_percent))
        assert added == {"ScalingRule transcoder-busy-by-percent-300s"}
        assert removed == {"ScalingRule transcoder-busy-by-instances-300s"}
        assert changed == {"Alarm transcoder-busy-alarm"}


class TestForecasts:
    @pytest.mark.parametrize(
        ("policy", "left"),
        [
            (PredictiveScaling(metric="cpu", value=50), ("desiredCapacity",)),
            (PredictiveScaling(metric="cpu", value=50, act=True), ("minSize", "desiredCapacity")),
            (PredictiveScaling(metric="cpu", value=50, act=True, beyond_max=0), ("minSize", "maxSize", "desiredCapacity")),
        ],
    )
    def test_one_that_acts_owns_the_bounds_that_it_moves(self, policy, left):
        group = fleet(policy).one("alicloud:ess/scalingGroup:ScalingGroup")
        assert group.ignore_changes == (*left, "protectedInstances")

    def test_one_that_is_only_looked_at(self):
        rule = fleet(PredictiveScaling(metric="cpu", value=50)).one(RULE)
        assert rule.name == "transcoder-busy-forecast"
        assert rule.inputs == {
            "scalingGroupId": GROUP,
            "scalingRuleName": "nusantara-test-transcoder-busy-forecast",
            "scalingRuleType": "PredictiveScalingRule",
            "metricName": "CpuUtilization",
            "targetValue": 50,
            "predictiveScalingMode": "PredictOnly",
            "predictiveTaskBufferTime": 5,
            "initialMaxSize": 9,
            "predictiveValueBehavior": "MaxOverridePredictiveValue",
        }

    @pytest.mark.parametrize(
        ("beyond", "behaviour", "buffer"),
        [(0, "PredictiveValueOverrideMax", None), (20, "PredictiveValueOverrideMaxWithBuffer", 20)],
    )
    def test_one_that_acts_and_takes_max_along(self, beyond, behaviour, buffer):
        inputs = fleet(PredictiveScaling(metric="network_out", value=2048, act=True, lead=600, beyond_max=beyond)).one(RULE).inputs
        assert (inputs["metricName"], inputs["targetValue"]) == ("IntranetTx", 2)
        assert (inputs["predictiveScalingMode"], inputs["predictiveTaskBufferTime"]) == ("PredictAndScale", 10)
        assert (inputs["predictiveValueBehavior"], inputs.get("predictiveValueBuffer")) == (behaviour, buffer)
