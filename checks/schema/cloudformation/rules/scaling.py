"""Groups that scale, and alarms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from ...fault import SchemaFault
from .inputs import Inputs

_SHORT: Final = (10, 20, 30)
_MINUTE, _HOUR, _DAY, _WEEK = 60, 3_600, 86_400, 604_800


def _group(inputs: Inputs) -> Iterator[SchemaFault]:
    yield from _sized(inputs, "minSize", "maxSize", "desiredCapacity")


def _pool(inputs: Inputs) -> Iterator[SchemaFault]:
    for size in inputs.each("scalingConfig"):
        yield from _sized(size, "minSize", "maxSize", "desiredSize")


def _target(inputs: Inputs) -> Iterator[SchemaFault]:
    yield from inputs.ordered("minCapacity", "maxCapacity")


def _sized(inputs: Inputs, least: str, most: str, wanted: str) -> Iterator[SchemaFault]:
    low, size = inputs.number(least), inputs.number(wanted)
    yield from inputs.ordered(least, most)
    yield from inputs.ordered(wanted, most)
    if low is not None and size is not None and 0 <= size < low:
        yield inputs.fault(wanted, f"{size:g} is less than {least}, {low:g}", f"give {low:g} at least, or lower {least}")


def _alarm(inputs: Inputs) -> Iterator[SchemaFault]:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html."""
    period, times, points = (inputs.number(name) for name in ("period", "evaluationPeriods", "datapointsToAlarm"))
    if period and period > 0 and period not in _SHORT and period % _MINUTE:
        near = max(_MINUTE, round(period / _MINUTE) * _MINUTE)
        yield inputs.fault("period", f"{period:g} seconds are no period", f"write {near}: 10, 20, 30 or a multiple of 60")
    elif period and times and period > 0:
        longest = _WEEK if period >= _HOUR else _DAY
        if period * times > longest:
            reason = f"{times:g} times {period:g} seconds are {period * times:g}, of {longest} that an alarm looks back"
            yield inputs.fault("evaluationPeriods", reason, f"give {int(longest // period)} at most")
    if points and times and points > times:
        yield inputs.fault("datapointsToAlarm", f"{points:g} is more than evaluationPeriods, {times:g}", f"give {times:g} at most")
    yield from inputs.one_of("statistic", "extendedStatistic", needed=False)
    yield from inputs.one_of("metricName", "metricQueries", needed=False)


RULES: Final[Mapping[str, Callable[[Inputs], Iterator[SchemaFault]]]] = {
    "aws:appautoscaling/target:Target": _target,
    "aws:autoscaling/group:Group": _group,
    "aws:autoscaling/schedule:Schedule": _group,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _alarm,
    "aws:eks/nodeGroup:NodeGroup": _pool,
}
