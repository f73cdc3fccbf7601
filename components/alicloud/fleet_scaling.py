"""What moves the size of a fleet on Alibaba Cloud: scaling rules, and the alarms that start them.

A target-tracking rule brings alarms of its own, a predictive one tasks of its own; a step rule is started by an alarm beside it.

Sources, in registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources: ess_scaling_rule, ess_alarm; the metrics:
www.alibabacloud.com/help/en/auto-scaling/user-guide/target-tracking-scaling-rules and
www.alibabacloud.com/help/en/auto-scaling/latest/createalarm.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, assert_never

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts
from ..choices import LoadMetric
from .fleet_parts import Parts

NAME_LIMIT = 64
"""Of scaling rules, whose names an account has once in a region, and of alarms."""
METRICS: dict[LoadMetric, str] = {
    "cpu": "CpuUtilization",
    "network_in": "IntranetRx",
    "network_out": "IntranetTx",
    "requests": "LoadBalancerRealServerAverageQps",
}
"""The contract's metrics in CloudMonitor's words; instances have no public address, so all they send and receive is internal."""
BYTES_A_UNIT = 1024
"""CloudMonitor counts traffic of a group in KB a minute, the contract in bytes."""
BEHAVIOURS = {False: "PredictiveValueOverrideMax", True: "PredictiveValueOverrideMaxWithBuffer"}


def make_rules(parts: Parts, group: pulumi.Output[str]) -> None:
    """A rule for each policy, by its name."""
    for name, policy in parts.args.scaling.items():
        match policy:
            case contracts.TargetTracking():
                _track(parts, group, name, policy)
            case contracts.StepScaling():
                _step(parts, group, name, policy)
            case contracts.PredictiveScaling():
                _forecast(parts, group, name, policy)
            case _:
                assert_never(policy)


def _track(parts: Parts, group: pulumi.Output[str], name: str, policy: contracts.TargetTracking) -> None:
    """A rule that keeps a metric near a value.

    Whose requests it counts cannot be changed (`alarm_dimension`), and no two rules of a group have one name: where the server
    group is another, the rule goes before its successor comes.
    """
    args = parts.args
    alicloud.ess.ScalingRule(
        parts.name(name),
        scaling_group_id=group,
        scaling_rule_name=parts.named(name, NAME_LIMIT),
        scaling_rule_type="TargetTrackingScalingRule",
        **_measured(parts, policy),
        target_value=_value(policy.metric, policy.value),
        disable_scale_in=None if policy.scale_in else True,
        estimated_instance_warmup=args.refresh.warm_up if policy.warm_up is None else policy.warm_up,
        scale_out_evaluation_count=args.scale_out_after,
        scale_in_evaluation_count=args.scale_in_after,
        opts=parts.options(delete_before_replace=True if policy.metric == "requests" else None),
    )


def _measured(parts: Parts, policy: contracts.TargetTracking) -> dict[str, Any]:
    """Which metric a rule tracks: one of the cloud's own, or one of a metric repository of Hybrid Cloud Monitoring."""
    if isinstance(policy.metric, contracts.Metric):
        metric = policy.metric
        pairs = [{"dimension_key": key, "dimension_value": value} for key, value in sorted(metric.dimensions.items())]
        measured = {"id": "measured", "metric_name": metric.name, "statistic": metric.statistic.capitalize(), "dimensions": pairs}
        return {"metric_type": "hybrid", "hybrid_monitor_namespace": metric.namespace, "hybrid_metrics": [measured]}
    if policy.metric == "requests":
        dimension = {"dimension_key": "rulePool", "dimension_value": parts.counted(policy.of)}
        return {"metric_name": METRICS[policy.metric], "alarm_dimension": dimension}
    return {"metric_name": METRICS[policy.metric]}


def _step(parts: Parts, group: pulumi.Output[str], name: str, policy: contracts.StepScaling) -> None:
    """A rule of steps and the alarm at the first of them.

    The provider creates a rule with its unit and warm-up and never changes them (`resourceAliyunEssScalingRuleUpdate`), so they
    are part of the rule's name: another one is another rule, made before the earlier one goes.
    """
    warm_up = parts.args.refresh.warm_up if policy.warm_up is None else policy.warm_up
    key = f"{name}-by-{policy.unit}-{warm_up}s"
    rule = alicloud.ess.ScalingRule(
        parts.name(key),
        scaling_group_id=group,
        scaling_rule_name=parts.named(key, NAME_LIMIT),
        scaling_rule_type="StepScalingRule",
        adjustment_type="PercentChangeInCapacity" if policy.unit == "percent" else "QuantityChangeInCapacity",
        min_adjustment_magnitude=policy.least,
        estimated_instance_warmup=warm_up,
        step_adjustments=list(_intervals(policy)),
        opts=parts.options(),
    )
    alicloud.ess.Alarm(
        parts.name(f"{name}-alarm"),
        name=parts.named(name, NAME_LIMIT),
        description=f"Steps of {name}",
        scaling_group_id=group,
        alarm_actions=[rule.ari],
        **_watched(policy),
        threshold=_shown(policy.metric, policy.steps[0].at),
        comparison_operator=">=" if policy.out else "<=",
        period=policy.period,
        evaluation_count=policy.evaluations,
        opts=parts.options(),
    )


def _intervals(policy: contracts.StepScaling) -> Iterator[alicloud.ess.ScalingRuleStepAdjustmentArgs]:
    """The steps as intervals counted from the first one's value, as ESS takes them; the last is open."""
    start = policy.steps[0].at
    for step, following in itertools.zip_longest(policy.steps, policy.steps[1:]):
        near = _shown(policy.metric, step.at - start)
        far = None if following is None else _shown(policy.metric, following.at - start)
        lower, upper = (near, far) if policy.out else (far, near)
        yield alicloud.ess.ScalingRuleStepAdjustmentArgs(
            metric_interval_lower_bound=lower, metric_interval_upper_bound=upper, scaling_adjustment=step.change
        )


def _watched(policy: contracts.StepScaling) -> dict[str, Any]:
    """What an alarm looks at: one of the cloud's own metrics, or one that is reported to an application group of CloudMonitor."""
    match policy.metric:
        case contracts.Metric() as metric:
            return {
                "metric_type": "custom",
                "metric_name": metric.name,
                "cloud_monitor_group_id": int(metric.namespace),
                "dimensions": dict(metric.dimensions),
                "statistics": metric.statistic.capitalize(),
            }
        case metric:
            return {"metric_type": "system", "metric_name": METRICS[metric], "statistics": "Average"}


def _forecast(parts: Parts, group: pulumi.Output[str], name: str, policy: contracts.PredictiveScaling) -> None:
    """A forecast; one that acts moves bounds of the group, which an update leaves alone (`FleetArgs.forecast_bounds`)."""
    beyond, metric = policy.beyond_max, policy.metric
    assert not isinstance(metric, (contracts.Metric, contracts.Formula)), "refused before, for want of predictive-custom"
    alicloud.ess.ScalingRule(
        parts.name(f"{name}-forecast"),
        scaling_group_id=group,
        scaling_rule_name=parts.named(f"{name}-forecast", NAME_LIMIT),
        scaling_rule_type="PredictiveScalingRule",
        metric_name=METRICS[metric],
        target_value=_value(metric, policy.value),
        predictive_scaling_mode="PredictAndScale" if policy.act else "PredictOnly",
        predictive_task_buffer_time=policy.lead // 60,
        initial_max_size=parts.args.capacity.max,
        predictive_value_behavior="MaxOverridePredictiveValue" if beyond is None else BEHAVIOURS[beyond > 0],
        predictive_value_buffer=beyond or None,
        opts=parts.options(),
    )


def _value(metric: LoadMetric | contracts.Metric, value: float) -> float:
    """A value in CloudMonitor's unit, to the three decimals that the provider reads back."""
    return round(value / BYTES_A_UNIT if metric in ("network_in", "network_out") else value, 3)


def _shown(metric: LoadMetric | contracts.Metric, value: float) -> str:
    """A value as text without an exponent, to the six digits that outlive the 32 bits of the provider's alarms."""
    kept = float(f"{_value(metric, value):.6g}")
    return f"{kept:.3f}".rstrip("0").rstrip(".")
