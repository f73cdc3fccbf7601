"""Metric alarms of CloudWatch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules import AutoName, as_set, table
from .shapes import arn, row

if TYPE_CHECKING:
    from ..call import Call

_OPERATORS = frozenset(
    {f"{which}{equal}Threshold" for which in ("GreaterThan", "LessThan") for equal in ("", "OrEqualTo")}
    | {"LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"}
)
_SHORT_PERIODS = (10, 20, 30)
_SINGLE = ("metricName", "namespace", "dimensions", "period", "statistic", "extendedStatistic")
"""What describes a single metric, and so conflicts with `metricQueries`."""


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    operator, period = call.get("comparisonOperator"), call.get("period")
    if operator is not None and operator not in _OPERATORS:
        yield "comparisonOperator", f"expected comparison_operator to be one of {', '.join(sorted(_OPERATORS))}, got {operator}"
    if period is not None and period not in _SHORT_PERIODS and period % 60:
        yield "period", f"expected period to be one of {', '.join(map(str, _SHORT_PERIODS))} or divisible by 60, got {period}"
    if (periods := call.get("evaluationPeriods")) is not None and periods < 1:
        yield "evaluationPeriods", f"expected evaluation_periods to be at least (1), got {periods}"
    if call.given("metricQueries"):
        for name in _SINGLE:
            if call.given(name):
                yield name, "conflicts with metricQueries"
    elif call.given("metricName") and call.given("statistic") == call.given("extendedStatistic"):
        yield "statistic", "One of `statistic` or `extended_statistic` must be set for a cloudwatch metric alarm"
    if call.given("threshold") and call.given("thresholdMetricId"):
        yield "threshold", "conflicts with thresholdMetricId"


RULES = table(
    row(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "cloudwatch/metric_alarm.go",
        id=lambda call: call["name"],
        replaces=frozenset({"name"}),
        canonical=dict.fromkeys(("alarmActions", "insufficientDataActions", "metricQueries", "okActions"), as_set),
        defaults={"actionsEnabled": True, "treatMissingData": "missing"},
        computed={
            "arn": lambda call: arn(call, "cloudwatch", f"alarm:{call['name']}"),
            "evaluateLowSampleCountPercentiles": lambda _: "",
        },
        name=AutoName(),
        check=_faults,
        not_found="ResourceNotFound: CloudWatch metric alarm {id} does not exist",
        exists="CloudWatch metric alarm {id} already exists",
    ),
)
