"""What moves a group's size: one policy of Auto Scaling for each of a fleet's, and an alarm for each that goes by steps."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import pulumi
import pulumi_aws as aws

from ..contracts import Formula, Metric, PredictiveScaling, StepScaling, TargetTracking
from ..naming import named
from .fleet_args import FleetArgs
from .fleet_queries import queries

_TRACKED = {
    "cpu": "ASGAverageCPUUtilization",
    "network_in": "ASGAverageNetworkIn",
    "network_out": "ASGAverageNetworkOut",
    "requests": "ALBRequestCountPerTarget",
}
_FORECAST = {
    "cpu": "ASGCPUUtilization",
    "network_in": "ASGNetworkIn",
    "network_out": "ASGNetworkOut",
    "requests": "ALBRequestCount",
}
"""docs.aws.amazon.com/autoscaling/ec2/APIReference: API_PredefinedMetricSpecification,
API_PredictiveScalingPredefinedMetricPair."""
_MEASURED = {"cpu": "CPUUtilization", "network_in": "NetworkIn", "network_out": "NetworkOut"}


MetricSpecification = aws.autoscaling.PolicyPredictiveScalingConfigurationMetricSpecificationArgsDict


class Series(NamedTuple):
    """A series of CloudWatch: what an alarm looks at."""

    namespace: str
    name: str
    statistic: str
    dimensions: pulumi.Input[Mapping[str, pulumi.Input[str]]]


class Scaling:
    """Makes the policies of a fleet's group.

    Args:
        name: the fleet's name.
        args: what it is made from.
        group: its group.
        opts: options of each policy and alarm.
    """

    def __init__(self, name: str, args: FleetArgs, group: aws.autoscaling.Group, opts: pulumi.ResourceOptions) -> None:
        self._name, self._args, self._group, self._opts = name, args, group, opts

    def make(self) -> None:
        """One policy, or a policy and its alarm, for each of the fleet's."""
        for key, policy in self._args.scaling.items():
            match policy:
                case TargetTracking():
                    self._policy(key, **self._tracking(policy))
                case PredictiveScaling():
                    self._policy(key, **self._predictive(policy))
                case StepScaling():
                    self._make_alarm(key, policy, self._policy(key, **self._stepwise(policy)))

    def _policy(self, key: str, **inputs: Any) -> aws.autoscaling.Policy:
        return aws.autoscaling.Policy(f"{self._name}-{key}", autoscaling_group_name=self._group.name, opts=self._opts, **inputs)

    def _tracking(self, policy: TargetTracking) -> Mapping[str, Any]:
        configuration: aws.autoscaling.PolicyTargetTrackingConfigurationArgsDict = {
            "target_value": policy.value * self._factor(policy.metric, 60)
        }
        if isinstance(policy.metric, Metric):
            configuration["customized_metric_specification"] = {
                "namespace": policy.metric.namespace,
                "metric_name": policy.metric.name,
                "statistic": policy.metric.statistic.capitalize(),
                "metric_dimensions": [{"name": key, "value": value} for key, value in sorted(policy.metric.dimensions.items())],
            }
        else:
            configuration["predefined_metric_specification"] = self._predefined(_TRACKED[policy.metric], policy)
        if not policy.scale_in:
            configuration["disable_scale_in"] = True
        inputs = {"policy_type": "TargetTrackingScaling", "target_tracking_configuration": configuration}
        return inputs if policy.warm_up is None else {**inputs, "estimated_instance_warmup": policy.warm_up}

    def _predictive(self, policy: PredictiveScaling) -> Mapping[str, Any]:
        configuration: aws.autoscaling.PolicyPredictiveScalingConfigurationArgsDict = {
            "mode": "ForecastAndScale" if policy.act else "ForecastOnly",
            "scheduling_buffer_time": str(policy.lead),
            "metric_specification": self._forecast(policy),
        }
        if policy.beyond_max is not None:
            configuration["max_capacity_breach_behavior"] = "IncreaseMaxCapacity"
            configuration["max_capacity_buffer"] = str(policy.beyond_max)
        return {"policy_type": "PredictiveScaling", "predictive_scaling_configuration": configuration}

    def _forecast(self, policy: PredictiveScaling) -> MetricSpecification:
        target = policy.value * self._factor(policy.metric, 60)
        if not isinstance(policy.metric, (Metric, Formula)):
            pair = self._predefined(_FORECAST[policy.metric], policy)
            return {"target_value": target, "predefined_metric_pair_specification": pair}
        own = {"scaling": policy.metric, "load": policy.load, "capacity": policy.capacity}
        specifications: Any = {
            f"customized_{kind}_metric_specification": {"metric_data_queries": queries(kind, series)}
            for kind, series in own.items()
            if series is not None
        }
        return {"target_value": target, **specifications}

    def _stepwise(self, policy: StepScaling) -> Mapping[str, Any]:
        inputs: dict[str, Any] = {
            "policy_type": "StepScaling",
            "adjustment_type": "PercentChangeInCapacity" if policy.unit == "percent" else "ChangeInCapacity",
            "metric_aggregation_type": _aggregated(policy),
            "step_adjustments": self._steps(policy),
        }
        if policy.least is not None:
            inputs["min_adjustment_magnitude"] = policy.least
        if policy.warm_up is not None:
            inputs["estimated_instance_warmup"] = policy.warm_up
        return inputs

    def _steps(self, policy: StepScaling) -> list[aws.autoscaling.PolicyStepAdjustmentArgsDict]:
        """The steps as distances from the alarm's threshold, from which on the last goes on without end."""
        factor = self._factor(policy.metric, policy.period)
        near, far = ("lower", "upper") if policy.out else ("upper", "lower")
        distances = [_number((step.at - policy.steps[0].at) * factor) for step in policy.steps]
        adjustments: list[aws.autoscaling.PolicyStepAdjustmentArgsDict] = []
        for step, (begin, end) in zip(policy.steps, pairwise([*distances, None]), strict=True):
            bounds = {f"metric_interval_{near}_bound": begin, f"metric_interval_{far}_bound": end}
            given = {bound: distance for bound, distance in bounds.items() if distance is not None}
            adjustments.append({"scaling_adjustment": step.change, **given})
        return adjustments

    def _make_alarm(self, key: str, policy: StepScaling, target: aws.autoscaling.Policy) -> None:
        """The alarm that sets a policy off.

        A load balancer tells of requests only while there are some, so none at all is the least there can be
        (docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html).
        """
        series, which = self._series(policy), "GreaterThan" if policy.out else "LessThan"
        aws.cloudwatch.MetricAlarm(
            f"{self._name}-{key}",
            alarm_description=f"Moves the size of {self._name} by its policy {key}",
            namespace=series.namespace,
            metric_name=series.name,
            dimensions=series.dimensions,
            statistic=series.statistic,
            period=policy.period,
            evaluation_periods=policy.evaluations,
            comparison_operator=f"{which}OrEqualToThreshold",
            threshold=policy.steps[0].at * self._factor(policy.metric, policy.period),
            treat_missing_data="breaching" if policy.metric == "requests" and not policy.out else None,
            alarm_actions=[target.arn],
            tags=named(self._args.tags, f"{self._name}-{key}"),
            opts=self._opts,
        )

    def _series(self, policy: StepScaling) -> Series:
        match policy.metric:
            case Metric(namespace=namespace, name=name, statistic=statistic, dimensions=dimensions):
                return Series(namespace, name, statistic.capitalize(), dict(dimensions))
            case "requests":
                return Series("AWS/ApplicationELB", "RequestCountPerTarget", "Sum", self._label(policy).apply(_dimensions))
            case metric:
                return Series("AWS/EC2", _MEASURED[metric], "Average", {"AutoScalingGroupName": self._group.name})

    def _predefined(self, metric: str, policy: TargetTracking | PredictiveScaling) -> Any:
        label = {"resource_label": self._label(policy)} if policy.metric == "requests" else {}
        return {"predefined_metric_type": metric, **label}

    def _label(self, policy: TargetTracking | StepScaling | PredictiveScaling) -> pulumi.Output[str]:
        targets = {key: target.label for key, target in self._args.targets.items() if target.label is not None}
        label = targets[policy.of] if policy.of is not None else next(iter(targets.values()))
        assert label is not None
        return label

    def _factor(self, metric: object, period: int) -> int:
        """What a value of the contract is multiplied by: AWS counts requests over a period, and bytes between two measurements."""
        match metric:
            case "requests":
                return period
            case "network_in" | "network_out":
                return 1 if self._args.detailed_monitoring else 5
            case _:
                return 1


def _aggregated(policy: StepScaling) -> str:
    """How the figures of an alarm become one; a policy by steps knows no sum
    (docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html, `MetricAggregationType`).
    """
    own = policy.metric.statistic if isinstance(policy.metric, Metric) else "average"
    return "Average" if own == "sum" else own.capitalize()


def _number(value: float) -> str:
    """A number as the provider reads it back: no exponent, no zeros behind."""
    return f"{value:f}".rstrip("0").rstrip(".")


def _dimensions(label: str) -> dict[str, str]:
    """The dimensions of what `label` names: app/<name>/<id>/targetgroup/<name>/<id>."""
    balancer, group = label.split("/targetgroup/")
    return {"LoadBalancer": balancer, "TargetGroup": f"targetgroup/{group}"}
