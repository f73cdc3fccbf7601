"""CloudMonitor: threshold alarms of metrics.

Source of what may be compared and how: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cms_alarm.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Rule, table
from .shapes import PROVIDER, between, checks

if TYPE_CHECKING:
    from ..call import Call

ALARM: Final = "alicloud:cms/alarm:Alarm"

_OPERATORS: Final = (
    *(">", ">=", "<", "<=", "!=", "=="),
    *(f"{way}Than{when}" for way in ("Greater", "Less") for when in ("Yesterday", "LastWeek", "LastPeriod")),
)
_LEVELS: Final = ("escalationsCritical", "escalationsInfo", "escalationsWarn")
_SAID: Final = (*_LEVELS, "prometheuses", "compositeExpression")


def _dimensions(value: Any) -> Any:
    """The dimensions of a metric, in whatever order and spacing they are written."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value
    return sorted(json.dumps(each, sort_keys=True) for each in found) if isinstance(found, list) else found


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    groups, dimensions = call.get("contactGroups"), call.get("metricDimensions")
    if groups is not None and not groups:
        yield "contactGroups", "expected at least one contact group"
    if isinstance(dimensions, str) and not isinstance(_dimensions(dimensions), list):
        yield "metricDimensions", "expected a JSON list of the dimensions of each object"
    for level in _LEVELS:
        operator = call.get(f"{level}.comparisonOperator")
        if operator is not None and operator not in _OPERATORS:
            yield f"{level}.comparisonOperator", f'expected one of {", ".join(_OPERATORS)}, got "{operator}"'


def _threshold(call: Call) -> Iterator[str]:
    if not any(call.given(each) for each in _SAID):
        yield "ParameterInvalid: an alarm needs a threshold at one level at least"


RULES = table(
    Rule(
        type=ALARM,
        source=f"{PROVIDER}resource_alicloud_cms_alarm.go",
        id=lambda call: f"terraform-{call.digits(26)}",
        replaces=frozenset({"metric", "project"}),
        canonical={"metricDimensions": _dimensions},
        defaults={"effectiveInterval": "00:00-23:59", "enabled": True, "period": 300, "silenceTime": 86_400},
        computed={"status": lambda _: "OK"},
        check=checks(_faults, between("silenceTime", 300, 86_400)),
        refuses=_threshold,
        not_found="ResourceNotFound: the alarm rule '{id}' does not exist",
    ),
)
