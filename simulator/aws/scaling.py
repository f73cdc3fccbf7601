"""What moves an autoscaling group's size and what holds its instances: policies, scheduled actions, lifecycle hooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from ..rules import AutoName, as_set, refer, table
from .fleet import GROUP, HOOK, POLICY, SCHEDULE
from .shapes import ROLE_ARN, arn, row

if TYPE_CHECKING:
    from ..call import Call

_UNTOUCHED = -1
"""The size that a scheduled action leaves as it is; one that is left out is 0, which is a size (`resourceSchedulePut`)."""
_SIZES = ("minSize", "maxSize", "desiredCapacity")
_TIME = "%Y-%m-%dT%H:%M:%SZ"

_NEEDED = {
    "StepScaling": "stepAdjustments",
    "TargetTrackingScaling": "targetTrackingConfiguration",
    "PredictiveScaling": "predictiveScalingConfiguration",
}
_OWN = {
    "stepAdjustments": ("StepScaling",),
    "metricAggregationType": ("StepScaling",),
    "estimatedInstanceWarmup": ("StepScaling", "TargetTrackingScaling"),
    "scalingAdjustment": ("SimpleScaling",),
    "cooldown": ("SimpleScaling",),
    "minAdjustmentMagnitude": ("SimpleScaling", "StepScaling"),
    "targetTrackingConfiguration": ("TargetTrackingScaling",),
    "predictiveScalingConfiguration": ("PredictiveScaling",),
}
"""Which kinds of policy an input belongs to: `expandPutScalingPolicyInput` in the source refuses it with others."""


def _of_group(call: Call, kind: str, key: str, name: str) -> str:
    group = f"autoScalingGroupName/{call['autoscalingGroupName']}"
    return arn(call, "autoscaling", f"{kind}:{call.uuid()}:{group}:{key}/{name}")


def _policy_faults(call: Call) -> Iterator[tuple[str, str]]:
    kind = call.get("policyType") or "SimpleScaling"
    if kind not in ("SimpleScaling", *_NEEDED):
        yield "policyType", f"expected policy_type to be one of SimpleScaling, {', '.join(_NEEDED)}, got {kind}"
        return
    if kind in _NEEDED and not call.given(_NEEDED[kind]):
        yield _NEEDED[kind], f"is needed with policyType {kind}"
    for name, kinds in _OWN.items():
        if call.given(name) and kind not in kinds:
            yield name, f"{name} is only supported for policy type {' and '.join(kinds)}"
    yield from _metric_faults(call)
    yield from _forecast_faults(call)
    yield from _step_faults(call)


def _metric_faults(call: Call) -> Iterator[tuple[str, str]]:
    tracked = "targetTrackingConfiguration"
    if call.given(f"{tracked}.customizedMetricSpecification") and call.given(f"{tracked}.predefinedMetricSpecification"):
        yield f"{tracked}.customizedMetricSpecification", "conflicts with predefinedMetricSpecification"
    for specification in (
        f"{tracked}.predefinedMetricSpecification",
        "predictiveScalingConfiguration.metricSpecification.predefinedMetricPairSpecification",
    ):
        metric = call.get(f"{specification}.predefinedMetricType") or ""
        if metric.startswith("ALBRequestCount") and not call.given(f"{specification}.resourceLabel"):
            yield f"{specification}.resourceLabel", f"is needed with {metric}"


_FORECAST = "predictiveScalingConfiguration.metricSpecification"
_QUERIES = 10


def _forecast_faults(call: Call) -> Iterator[tuple[str, str]]:
    """What a forecast goes by: a pair of metrics, or a load and a scaling metric
    (docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredictiveScalingMetricSpecification.html).
    """

    def given(*kinds: str) -> bool:
        return any(call.given(f"{_FORECAST}.{kind}MetricSpecification") for kind in kinds)

    if not call.given(_FORECAST):
        return
    pair = call.given(f"{_FORECAST}.predefinedMetricPairSpecification")
    load, scaling = given("customizedLoad", "predefinedLoad"), given("customizedScaling", "predefinedScaling")
    if pair == (load or scaling) or load != scaling:
        yield _FORECAST, "You must specify either a metric pair, or a load metric and a scaling metric individually"
    for own, theirs in (("Capacity", "Load"), ("Load", "Load"), ("Scaling", "Scaling")):
        if given(f"customized{own}") and given(f"predefined{theirs}"):
            yield f"{_FORECAST}.customized{own}MetricSpecification", f"conflicts with predefined{theirs}MetricSpecification"
    for kind in ("Load", "Scaling", "Capacity"):
        place = f"{_FORECAST}.customized{kind}MetricSpecification.metricDataQueries"
        queries = call.get(place) or []
        if len(queries) > _QUERIES:
            yield place, f"Too many items: attribute supports {_QUERIES} item maximum"
        if any(bool(query.get("expression")) == bool(query.get("metricStat")) for query in queries):
            yield place, "You must specify either expression or metric_stat, but not both"
        if queries and sum(query.get("returnData") is not False for query in queries) != 1:
            yield place, "exactly one query must return data"


def _step_faults(call: Call) -> Iterator[tuple[str, str]]:
    """No overlap and no gap: docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html."""
    steps = call.get("stepAdjustments") or []
    bounds = [(step.get("metricIntervalLowerBound"), step.get("metricIntervalUpperBound")) for step in steps]
    begins = {float(low) for low, _ in bounds if low is not None}
    ends = {float(high) for _, high in bounds if high is not None}
    if steps and len(begins | ends) != len(steps):
        yield "stepAdjustments", "ValidationError: Step adjustment intervals can't overlap or have a gap between them"


def _label_conflicts(call: Call) -> Iterator[str]:
    label = call.get("targetTrackingConfiguration.predefinedMetricSpecification.resourceLabel")
    if label is not None and not re.fullmatch(r"app/[^/]+/[0-9a-f]{16}/targetgroup/[^/]+/[0-9a-f]{16}", label):
        yield f"ValidationError: The resource label {label} is not valid"


def _schedule_faults(call: Call) -> Iterator[tuple[str, str]]:
    for name in ("startTime", "endTime"):
        if (text := call.get(name)) is not None and not _parsed(text):
            yield name, f'"{text}" cannot be parsed as iso8601 Timestamp Format'
    begin, end = _parsed(call.get("startTime")), _parsed(call.get("endTime"))
    if begin and end and end <= begin:
        yield "endTime", "ValidationError: End time must be after start time"
    cron, zone = call.get("recurrence"), call.get("timeZone")
    if cron is not None and len(cron.split()) != 5:
        yield "recurrence", f"ValidationError: Given recurrence string: {cron} is invalid"
    if zone is not None and zone not in available_timezones():
        yield "timeZone", f"ValidationError: Given time zone: {zone} is not valid"
    least, most, wanted = (call.get(name) if call.given(name) else 0 for name in _SIZES)
    if None in (least, most, wanted):
        return
    if (least, most, wanted) == (_UNTOUCHED,) * 3:
        yield "minSize", "ValidationError: At least one of MinSize, MaxSize, DesiredCapacity must be given"
    if least > most > _UNTOUCHED:
        yield "minSize", f"ValidationError: Max bound, {most}, must be greater than or equal to min bound, {least}"


def _parsed(text: str | None) -> datetime | None:
    try:
        return datetime.strptime(text, _TIME) if text else None  # noqa: DTZ007 - the layout ends in Z
    except ValueError:
        return None


def _schedule_conflicts(call: Call) -> Iterator[str]:
    """No two actions of a group may have one start, since which would come first (API_PutScheduledUpdateGroupAction)."""
    for other in call.siblings("autoscalingGroupName"):
        if call.get("startTime") is not None and other.outputs.get("startTime") == call["startTime"]:
            name = other.outputs["scheduledActionName"]
            yield f"AlreadyExists: Scheduled action {name} of the group has the start time {call['startTime']} already"


def _hook_faults(call: Call) -> Iterator[tuple[str, str]]:
    seconds = call.get("heartbeatTimeout")
    if seconds is not None and not 30 <= seconds <= 7200:
        yield "heartbeatTimeout", f"expected heartbeat_timeout to be in the range (30 - 7200), got {seconds}"
    for name, choices in (
        ("defaultResult", ("CONTINUE", "ABANDON")),
        ("lifecycleTransition", ("autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING")),
    ):
        if (given := call.get(name)) is not None and given not in choices:
            yield name, f"expected {name} to be one of {', '.join(choices)}, got {given}"
    if call.given("notificationTargetArn") and not call.given("roleArn"):
        yield "roleArn", "ValidationError: A role ARN is needed with a notification target"


_IN_GROUP = {"autoscalingGroupName": refer(GROUP, by="name", holds=False)}

RULES = table(
    row(
        POLICY,
        "autoscaling/policy.go",
        tagged=False,
        id=lambda call: call["name"],
        within="autoscalingGroupName",
        replaces=frozenset({"autoscalingGroupName", "name"}),
        canonical={"stepAdjustments": as_set},
        defaults={"enabled": True, "policyType": "SimpleScaling"},
        computed={
            "arn": lambda call: _of_group(call, "scalingPolicy", "policyName", call["name"]),
            "metricAggregationType": lambda _: "",
        },
        references=_IN_GROUP,
        name=AutoName(),
        check=_policy_faults,
        refuses=_label_conflicts,
        not_found="ValidationError: Scaling policy not found - {id}",
        exists="AlreadyExists: The scaling policy {id} already exists",
    ),
    row(
        SCHEDULE,
        "autoscaling/schedule.go",
        tagged=False,
        id=lambda call: call["scheduledActionName"],
        within="autoscalingGroupName",
        replaces=frozenset({"autoscalingGroupName", "scheduledActionName"}),
        defaults=dict.fromkeys(_SIZES, 0),
        computed={
            "arn": lambda call: _of_group(call, "scheduledUpdateGroupAction", "scheduledActionName", call["scheduledActionName"]),
            "endTime": lambda _: "",
            "recurrence": lambda _: "",
            "startTime": lambda _: "",
            "timeZone": lambda _: "",
        },
        references=_IN_GROUP,
        name=AutoName("scheduledActionName"),
        check=_schedule_faults,
        refuses=_schedule_conflicts,
        not_found="ValidationError: Scheduled action not found - {id}",
        exists="AlreadyExists: The scheduled action {id} already exists",
    ),
    row(
        HOOK,
        "autoscaling/lifecycle_hook.go",
        tagged=False,
        id=lambda call: call["name"],
        within="autoscalingGroupName",
        replaces=frozenset({"name"}),
        computed={"defaultResult": lambda _: "ABANDON"},
        references={**_IN_GROUP, "roleArn": ROLE_ARN},
        name=AutoName(),
        check=_hook_faults,
        not_found="ValidationError: No Lifecycle Hook found - {id}",
        exists="AlreadyExists: The lifecycle hook {id} already exists",
    ),
)
