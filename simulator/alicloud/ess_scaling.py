"""Auto Scaling (ESS): what makes scaling groups grow and shrink, and what holds instances that come and go.

Limits: https://www.alibabacloud.com/help/en/auto-scaling/product-overview/limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import AutoName, Quota, Rule, Unique, as_set, refer, table
from ..values import plain
from .ess import ALARM, GONE_WITH_GROUP, HOOK, SCALING_RULE, SCHEDULED_TASK
from .shapes import PROVIDER, between, checks, identified, one_of, own_id

if TYPE_CHECKING:
    from ..call import Call


_NEEDS: Final = {
    "SimpleScalingRule": ("adjustmentType", "adjustmentValue"),
    "TargetTrackingScalingRule": ("metricName", "targetValue"),
    "StepScalingRule": ("adjustmentType", "stepAdjustments"),
    "PredictiveScalingRule": ("metricName", "targetValue"),
}
_FORECAST: Final = ("CpuUtilization", "IntranetRx", "IntranetTx")
_BY_REQUESTS: Final = "LoadBalancerRealServerAverageQps"
_MOST_ACTIONS: Final = 5
_PERIODS: Final = (60, 120, 300, 900)
_OWN_DIMENSIONS: Final = ("user_id", "scaling_group")
_RECURRENCE: Final = ("recurrenceType", "recurrenceValue", "recurrenceEndTime")
_MINUTE: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z")
_NUMBERS: Final = ("minValue", "maxValue", "desiredCapacity")
_TASK_NAME: Final = range(2, 41)
_TASK_DESCRIPTION: Final = range(2, 201)


def _rule_faults(call: Call) -> Iterator[tuple[str, str]]:
    kind = call.get("scalingRuleType", "SimpleScalingRule")
    measured = {"metricName"} if call.get("metricType") == "hybrid" else set()
    for name in _NEEDS.get(kind, ()):
        if name not in measured and not call.given(name):
            yield name, f"MissingParameter: a {kind} needs {name}"
    if measured and not (call.given("hybridMonitorNamespace") and call.given("hybridMetrics")):
        yield "hybridMetrics", "MissingParameter: a rule of metricType hybrid needs hybridMonitorNamespace and hybridMetrics"
    metric = call.get("metricName")
    if kind == "PredictiveScalingRule" and metric is not None and metric not in _FORECAST:
        yield "metricName", f"InvalidParameter: a predictive rule knows {', '.join(_FORECAST)}, got {metric}"
    if metric == _BY_REQUESTS and call.get("alarmDimension.dimensionKey") != "rulePool":
        yield "alarmDimension", f"MissingParameter: {metric} needs the dimension rulePool, an ALB server group"
    if call.given("initialMaxSize") and not call.given("predictiveValueBehavior"):
        yield "predictiveValueBehavior", "MissingParameter: predictiveValueBehavior must be given beside initialMaxSize"


def _alarm_faults(call: Call) -> Iterator[tuple[str, str]]:
    actions, period = plain(call.raw.get("alarmActions")), call.get("period")  # which they are, a preview does not know yet
    if isinstance(actions, list) and not 1 <= len(actions) <= _MOST_ACTIONS:
        yield "alarmActions", f"an alarm has 1 to {_MOST_ACTIONS} actions, got {len(actions)}"
    if period is not None and period not in _PERIODS:
        yield "period", f"expected period to be one of {', '.join(map(str, _PERIODS))}, got {period}"
    for key in call.get("dimensions") or {}:
        if key in _OWN_DIMENSIONS:
            yield "dimensions", f"Invalide dimension keys, {key}"
    if call.get("metricType") == "custom" and not call.given("cloudMonitorGroupId"):
        yield "cloudMonitorGroupId", "MissingParameter: an alarm of metricType custom needs an application group"


def _task_faults(call: Call) -> Iterator[tuple[str, str]]:
    given = [name for name in _RECURRENCE if call.given(name)]
    if given and len(given) < len(_RECURRENCE):
        yield "recurrenceValue", f"{', '.join(_RECURRENCE)} must be set together"
    if call.given("scheduledAction") and call.given("scalingGroupId"):
        yield "scheduledAction", '"scheduled_action": conflicts with scaling_group_id'
    if call.given("scalingGroupId") and not any(map(call.given, _NUMBERS)):
        yield "scalingGroupId", f"MissingParameter: a task of a scaling group sets one of {', '.join(_NUMBERS)}"
    for name in ("launchTime", "recurrenceEndTime"):
        moment = call.get(name)
        if moment is not None and not _MINUTE.fullmatch(moment):
            yield name, f"InvalidParameter: {name} is written in UTC as YYYY-MM-DDThh:mmZ, got {moment}"
    called = call.get("scheduledTaskName")
    if called is not None and len(called) not in _TASK_NAME:
        yield "scheduledTaskName", f"InvalidParameter: scheduledTaskName has 2 to 40 characters, got {len(called)}"
    description = call.get("description")
    if description is not None and len(description) not in _TASK_DESCRIPTION:
        yield "description", f"InvalidParameter: description has 2 to 200 characters, got {len(description)}"


RULES = table(
    Rule(
        type=SCALING_RULE,
        source=f"{PROVIDER}resource_alicloud_ess_scaling_rule.go",
        id=identified("asr", 17),
        replaces=frozenset({"alarmDimension", "scalingGroupId", "scalingRuleType"}),
        defaults={"scalingRuleType": "SimpleScalingRule"},
        computed={
            "ari": lambda call: f"ari:acs:ess:{call.region}:{call.account}:scalingrule/{call.id}",
            "scalingRuleName": own_id,
        },
        references=GONE_WITH_GROUP,
        unique=(Unique(("scalingRuleName",), "InvalidScalingRuleName.Duplicate: '{scalingRuleName}' exists already"),),
        quotas=(Quota(50, "QuotaExceeded.ScalingRule: the number of scaling rules exceeds the quota", per=("scalingGroupId",)),),
        check=checks(
            one_of("scalingRuleType", *_NEEDS),
            one_of("adjustmentType", "QuantityChangeInCapacity", "PercentChangeInCapacity", "TotalCapacity"),
            one_of("predictiveScalingMode", "PredictOnly", "PredictAndScale"),
            one_of(
                "predictiveValueBehavior",
                "MaxOverridePredictiveValue",
                "PredictiveValueOverrideMax",
                "PredictiveValueOverrideMaxWithBuffer",
            ),
            between("predictiveValueBuffer", 0, 100),
            between("predictiveTaskBufferTime", 0, 60),
            between("cooldown", 0, 86400),
            _rule_faults,
        ),
        in_use="InvalidScalingRuleId.InUse: the scaling rule '{id}' is the action of an alarm or a task",
    ),
    Rule(
        type=ALARM,
        source=f"{PROVIDER}resource_alicloud_ess_alarm.go",
        id=lambda call: f"{identified('asg', 17)(call)}_{call.uuid()}",
        replaces=frozenset({"metricType", "scalingGroupId"}),
        canonical={"alarmActions": as_set},
        defaults={"enable": True, "evaluationCount": 3, "metricType": "system", "state": "INSUFFICIENT_DATA"},
        references={**GONE_WITH_GROUP, "alarmActions[*]": refer((SCALING_RULE, "ari"), outside="(?!ari:acs:ess).*")},
        name=AutoName(),
        check=checks(
            one_of("metricType", "system", "custom"),
            one_of("statistics", "Average", "Minimum", "Maximum"),
            one_of("comparisonOperator", ">", ">=", "<", "<="),
            _alarm_faults,
        ),
    ),
    Rule(
        type=HOOK,
        source=f"{PROVIDER}resource_alicloud_ess_lifecyclehook.go",
        id=identified("ash", 17),
        replaces=frozenset({"name", "scalingGroupId"}),
        defaults={"defaultResult": "CONTINUE", "heartbeatTimeout": 600},
        references=GONE_WITH_GROUP,
        unique=(Unique(("scalingGroupId", "name"), "InvalidLifecycleHookName.Duplicate: '{name}' exists already"),),
        quotas=(Quota(6, "QuotaExceeded.LifecycleHook: the number of lifecycle hooks exceeds the quota", per=("scalingGroupId",)),),
        name=AutoName(),
        check=checks(
            one_of("lifecycleTransition", "SCALE_IN", "SCALE_OUT"),
            one_of("defaultResult", "CONTINUE", "ABANDON", "ROLLBACK"),
            between("heartbeatTimeout", 30, 21600),
        ),
    ),
    Rule(
        type=SCHEDULED_TASK,
        source=f"{PROVIDER}resource_alicloud_ess_scheduled_task.go",
        id=identified("ast", 17),
        defaults={"launchExpirationTime": 600, "taskEnabled": True},
        references={
            **GONE_WITH_GROUP,
            "scheduledAction": refer((SCALING_RULE, "ari")),
        },
        unique=(Unique(("scheduledTaskName",), "InvalidScheduledTaskName.Duplicate: '{scheduledTaskName}' exists already"),),
        quotas=(Quota(20, "QuotaExceeded.ScheduledTask: the number of scheduled tasks exceeds the quota"),),
        check=checks(
            between("launchExpirationTime", 0, 1800),
            one_of("recurrenceType", "Daily", "Weekly", "Monthly", "Cron"),
            _task_faults,
        ),
    ),
)
