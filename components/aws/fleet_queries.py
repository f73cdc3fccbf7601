"""Metrics of one's own as CloudWatch is asked for them: a query each, or several under a formula."""

from __future__ import annotations

from typing import Any

from ..contracts import EXPRESSION, Formula, Metric, Series


def queries(name: str, series: Series) -> list[dict[str, Any]]:
    """The queries that one series comes to, of which one returns data.

    Args:
        name: what the series is called where it is no formula.
        series: a metric, or a formula over some.

    Source: docs.aws.amazon.com/autoscaling/ec2/userguide/predictive-scaling-customized-metric-specification.html.
    """
    if isinstance(series, Formula):
        parts = [{"id": key, "metric_stat": _stat(metric), "return_data": False} for key, metric in sorted(series.metrics.items())]
        return [*parts, {"id": EXPRESSION, "expression": series.expression, "return_data": True}]
    return [{"id": name, "metric_stat": _stat(series), "return_data": True}]


def _stat(metric: Metric) -> dict[str, Any]:
    dimensions = [{"name": key, "value": value} for key, value in sorted(metric.dimensions.items())]
    asked = {"namespace": metric.namespace, "metric_name": metric.name, **({"dimensions": dimensions} if dimensions else {})}
    return {"metric": asked, "stat": metric.statistic.capitalize()}
