"""Every kind of scaling policy on AWS: exactly these inputs."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import Formula, Listener, Metric, PredictiveScaling, Step, StepScaling, TargetGroup, TargetTracking
from tests.support.behind import CERTIFICATE, fleet_behind
from tests.support.clouds import AWS
from tests.support.mocks import Recorded, Recording, record

POLICY = "aws:autoscaling/policy:Policy"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
LABEL = "app/web/50dc6c495c0c9188/targetgroup/web/6d0ecf831eec9f09"
BACKLOG = Metric(namespace="Shop", name="BacklogPerInstance", dimensions={"Queue": "jobs", "Country": "id"}, statistic="maximum")


def fleet(*, behind: bool = False, **scaling) -> Recording:
    return fleet_behind(scaling=scaling) if behind else record(lambda: AWS.make_fleet(scaling=scaling))


def policy(name: str, value, *, behind: bool = False, **options) -> dict[str, Any]:
    """The inputs of a policy without what is the same for all."""
    inputs = {**fleet(behind=behind, **{name: value}, **options).one(POLICY, f"transcoder-{name}").inputs}
    assert inputs.pop("autoscalingGroupName") == "transcoder-group.name"
    return inputs


def alarm(value, *, behind: bool = False) -> Recorded:
    return fleet(behind=behind, load=value).one(ALARM)


def test_a_custom_metric_is_tracked_by_its_series():
    assert policy("backlog", TargetTracking(metric=BACKLOG, value=12.5)) == {
        "policyType": "TargetTrackingScaling",
        "targetTrackingConfiguration": {
            "customizedMetricSpecification": {
                "namespace": "Shop",
                "metricName": "BacklogPerInstance",
                "statistic": "Maximum",
                "metricDimensions": [{"name": "Country", "value": "id"}, {"name": "Queue", "value": "jobs"}],
            },
            "targetValue": 12.5,
        },
    }


def test_requests_a_second_are_tracked_as_requests_a_minute_of_the_target_group():
    assert policy("requests", TargetTracking(metric="requests", value=80), behind=True) == {
        "policyType": "TargetTrackingScaling",
        "targetTrackingConfiguration": {
            "predefinedMetricSpecification": {"predefinedMetricType": "ALBRequestCountPerTarget", "resourceLabel": LABEL},
            "targetValue": 4800,
        },
    }


def test_a_policy_by_requests_waits_for_a_listener_which_aws_asks_for():
    made = fleet(behind=True, requests=TargetTracking(metric="requests", value=80)).one(POLICY)
    waits = {urn.rsplit("::", 1)[-1] for urn in made.property_dependencies["targetTrackingConfiguration"]}
    assert waits == {"web", "web-web", "web-443"}


def test_traffic_is_tracked_in_bytes_a_minute_however_often_it_is_measured():
    tracking = TargetTracking(metric="network_out", value=6_000_000)
    configuration = policy("out", tracking)["targetTrackingConfiguration"]
    assert configuration == {
        "predefinedMetricSpecification": {"predefinedMetricType": "ASGAverageNetworkOut"},
        "targetValue": 6_000_000,
    }
    found = record(lambda: AWS.make_fleet(scaling={"out": tracking}, detailed_monitoring=False))
    assert found.one(POLICY).inputs["targetTrackingConfiguration"]["targetValue"] == 30_000_000


def test_tracking_may_be_kept_from_shrinking_and_wait_for_newcomers():
    made = policy("cpu", TargetTracking(metric="cpu", value=55, scale_in=False, warm_up=90))
    assert made["targetTrackingConfiguration"]["disableScaleIn"] is True
    assert made["estimatedInstanceWarmup"] == 90


def test_steps_out_are_distances_above_the_alarms_threshold():
    steps = (Step(at=70, change=2), Step(at=85, change=5), Step(at=92.5, change=10))
    assert policy("load", StepScaling(metric="cpu", steps=steps)) == {
        "policyType": "StepScaling",
        "adjustmentType": "ChangeInCapacity",
        "metricAggregationType": "Average",
        "stepAdjustments": [
            {"scalingAdjustment": 2, "metricIntervalLowerBound": "0", "metricIntervalUpperBound": "15"},
            {"scalingAdjustment": 5, "metricIntervalLowerBound": "15", "metricIntervalUpperBound": "22.5"},
            {"scalingAdjustment": 10, "metricIntervalLowerBound": "22.5"},
        ],
    }


def test_steps_in_are_distances_below_it():
    steps = (Step(at=30, change=-10), Step(at=15, change=-30))
    made = policy("load", StepScaling(metric="cpu", steps=steps, unit="percent", least=2, warm_up=60))
    assert made == {
        "policyType": "StepScaling",
        "adjustmentType": "PercentChangeInCapacity",
        "metricAggregationType": "Average",
        "minAdjustmentMagnitude": 2,
        "estimatedInstanceWarmup": 60,
        "stepAdjustments": [
            {"scalingAdjustment": -10, "metricIntervalLowerBound": "-15", "metricIntervalUpperBound": "0"},
            {"scalingAdjustment": -30, "metricIntervalUpperBound": "-15"},
        ],
    }


def test_an_alarm_of_its_own_sets_a_step_policy_off():
    steps = (Step(at=70, change=2),)
    assert alarm(StepScaling(metric="cpu", steps=steps, period=120, evaluations=2)).inputs == {
        "alarmDescription": "Moves the size of transcoder by its policy load",
        "namespace": "AWS/EC2",
        "metricName": "CPUUtilization",
        "dimensions": {"AutoScalingGroupName": "transcoder-group.name"},
        "statistic": "Average",
        "period": 120,
        "evaluationPeriods": 2,
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "threshold": 70,
        "alarmActions": ["transcoder-load.arn"],
        "tags": {"owner": "platform", "Name": "transcoder-load"},
    }


def test_no_requests_at_all_are_few():
    """The load balancer tells nothing then."""
    few = StepScaling(metric="requests", steps=(Step(at=10, change=-1),))
    many = StepScaling(metric="requests", steps=(Step(at=100, change=1),))
    assert alarm(few, behind=True).inputs["treatMissingData"] == "breaching"
    assert "treatMissingData" not in alarm(many, behind=True).inputs


def test_an_alarm_for_steps_in_sounds_below():
    made = alarm(StepScaling(metric=BACKLOG, steps=(Step(at=2, change=-1),))).inputs
    assert (made["comparisonOperator"], made["threshold"]) == ("LessThanOrEqualToThreshold", 2)
    assert (made["namespace"], made["metricName"], made["statistic"]) == ("Shop", "BacklogPerInstance", "Maximum")
    assert made["dimensions"] == {"Queue": "jobs", "Country": "id"}


def test_an_alarm_on_requests_counts_them_over_its_period():
    value = StepScaling(metric="requests", steps=(Step(at=100, change=2), Step(at=150, change=4)), period=300)
    made = alarm(value, behind=True).inputs
    assert (made["namespace"], made["metricName"], made["statistic"]) == ("AWS/ApplicationELB", "RequestCountPerTarget", "Sum")
    assert made["threshold"] == 30_000
    assert made["dimensions"] == {
        "LoadBalancer": "app/web/50dc6c495c0c9188",
        "TargetGroup": "targetgroup/web/6d0ecf831eec9f09",
    }
    bounds = [step.get("metricIntervalLowerBound") for step in policy("load", value, behind=True)["stepAdjustments"]]
    assert bounds == ["0", "15000"]


def test_a_forecast_is_only_looked_at_unless_it_may_act():
    assert policy("ahead", PredictiveScaling(metric="cpu", value=50)) == {
        "policyType": "PredictiveScaling",
        "predictiveScalingConfiguration": {
            "mode": "ForecastOnly",
            "schedulingBufferTime": "300",
            "metricSpecification": {
                "targetValue": 50,
                "predefinedMetricPairSpecification": {"predefinedMetricType": "ASGCPUUtilization"},
            },
        },
    }


def test_a_forecast_of_requests_may_go_beyond_max():
    ahead = PredictiveScaling(metric="requests", value=80, act=True, lead=600, beyond_max=20)
    assert policy("ahead", ahead, behind=True)["predictiveScalingConfiguration"] == {
        "mode": "ForecastAndScale",
        "schedulingBufferTime": "600",
        "maxCapacityBreachBehavior": "IncreaseMaxCapacity",
        "maxCapacityBuffer": "20",
        "metricSpecification": {
            "targetValue": 4800,
            "predefinedMetricPairSpecification": {"predefinedMetricType": "ALBRequestCount", "resourceLabel": LABEL},
        },
    }


@pytest.mark.parametrize(
    ("policy", "left"),
    [
        (PredictiveScaling(metric="cpu", value=50, act=True), ("desiredCapacity",)),
        (PredictiveScaling(metric="cpu", value=50, beyond_max=0), ("desiredCapacity",)),
        (PredictiveScaling(metric="cpu", value=50, act=True, beyond_max=0), ("maxSize", "desiredCapacity")),
    ],
    ids=["within max", "only looked at", "beyond max"],
)
def test_a_forecast_owns_the_max_that_it_raises(policy, left):
    group = fleet(ahead=policy).one("aws:autoscaling/group:Group")
    assert group.ignore_changes == (*left, "initialLifecycleHooks")


def test_a_metric_of_ones_own_is_forecast_from_the_whole_load():
    load = Metric(namespace="Shop", name="Backlog", dimensions={"Queue": "jobs"}, statistic="sum")
    running = Formula(
        expression="blue + green",
        metrics={
            colour: Metric(namespace="AWS/AutoScaling", name="GroupInServiceInstances", dimensions={"AutoScalingGroupName": colour})
            for colour in ("green", "blue")
        },
    )
    ahead = PredictiveScaling(metric=Metric(namespace="Shop", name="PerMachine"), load=load, capacity=running, value=12.5)
    counted = {"namespace": "AWS/AutoScaling", "metricName": "GroupInServiceInstances"}
    assert policy("ahead", ahead)["predictiveScalingConfiguration"]["metricSpecification"] == {
        "targetValue": 12.5,
        "customizedScalingMetricSpecification": {
            "metricDataQueries": [
                {
                    "id": "scaling",
                    "metricStat": {"metric": {"namespace": "Shop", "metricName": "PerMachine"}, "stat": "Average"},
                    "returnData": True,
                }
            ]
        },
        "customizedLoadMetricSpecification": {
            "metricDataQueries": [
                {
                    "id": "load",
                    "metricStat": {
                        "metric": {
                            "namespace": "Shop",
                            "metricName": "Backlog",
                            "dimensions": [{"name": "Queue", "value": "jobs"}],
                        },
                        "stat": "Sum",
                    },
                    "returnData": True,
                }
            ]
        },
        "customizedCapacityMetricSpecification": {
            "metricDataQueries": [
                *(
                    {
                        "id": colour,
                        "metricStat": {
                            "metric": {**counted, "dimensions": [{"name": "AutoScalingGroupName", "value": colour}]},
                            "stat": "Average",
                        },
                        "returnData": False,
                    }
                    for colour in ("blue", "green")
                ),
                {"id": "result", "expression": "blue + green", "returnData": True},
            ]
        },
    }


def test_steps_by_a_sum_have_an_alarm_of_the_sum_and_take_the_average_of_its_figures():
    rush = StepScaling(metric=Metric(namespace="Shop", name="Orders", statistic="sum"), steps=(Step(at=100, change=2),))
    assert alarm(rush).inputs["statistic"] == "Sum"
    assert policy("load", rush)["metricAggregationType"] == "Average"


def test_a_policy_says_whose_requests_where_there_are_several():
    groups = {"web": TargetGroup(port=8080), "api": TargetGroup(port=9090)}
    listeners = {
        key: Listener(port=port, protocol="https", to=key, certificate=CERTIFICATE)
        for key, port in {"web": 443, "api": 8443}.items()
    }
    tracking = {key: TargetTracking(metric="requests", value=10, of=key) for key in groups}
    found = fleet_behind({"targets": groups, "listeners": listeners}, scaling=tracking)
    asked = {
        made.name: {urn.rsplit("::", 1)[-1] for urn in made.property_dependencies["targetTrackingConfiguration"]}
        for made in found.of(POLICY)
    }
    assert "web-api" in asked["transcoder-api"]
    assert "web-web" in asked["transcoder-web"]


def test_another_policy_touches_no_sibling():
    cpu, backlog = TargetTracking(metric="cpu", value=55), TargetTracking(metric=BACKLOG, value=3)
    one, two = fleet(cpu=cpu), fleet(backlog=backlog, cpu=cpu)
    assert {made.name for made in two.of(POLICY)} == {"transcoder-backlog", "transcoder-cpu"}
    assert one.one(POLICY, "transcoder-cpu") == two.one(POLICY, "transcoder-cpu")


def test_no_policy_at_all_is_a_fleet_too():
    assert fleet().of(POLICY) == []
