"""What moves a fleet's size: scaling policies as values, alike on every cloud."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, get_args

from .. import arguments
from ..choices import LoadMetric, StepUnit
from ..errors import ArgumentFault, Faults
from .metrics import Formula, Metric, Series

PERIODS = (60, 120, 300, 900)
"""What an alarm may look at, in seconds: what ESS allows, all of which CloudWatch does too
(registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_alarm)."""

_LONGEST_LEAD = 3600
"""docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredictiveScalingConfiguration.html (`SchedulingBufferTime`); ESS has the
same hour."""


@dataclass(frozen=True, kw_only=True)
class TargetTracking:
    """Keep a metric near a value: the cloud works out how many instances that takes.

    Args:
        metric: what is measured of each instance: "cpu" (percent), "network_in" or "network_out" (bytes a minute), "requests" (a
            second, from a load balancer); or a `Metric`, which must fall as instances are added.
        value: what it is kept near.
        of: the key among the fleet's targets whose requests are meant; needed where it has several.
        scale_in: whether the fleet may shrink by it too.
        warm_up: seconds until a new instance's figures count; those of the fleet's refresh by default.

    Raises:
        ArgumentsError: with every fault.
    """

    metric: LoadMetric | Metric
    value: float
    of: str | None = None
    scale_in: bool = True
    warm_up: int | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        _check_metric(faults, self.metric)
        _check_value(faults, self.metric, self.value)
        _check_warm_up(faults, self.warm_up)
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class Step:
    """From a value of a metric on, a change.

    Args:
        at: the value from which it holds, up to the next step's.
        change: how many instances, or percent of them, come (above 0) or go (below 0).
    """

    at: float
    change: int


@dataclass(frozen=True, kw_only=True)
class StepScaling:
    """Change the size by more, the further a metric is beyond a value; in one direction.

    Args:
        metric: as `TargetTracking.metric`.
        steps: what comes from which value on: rising values where instances come, falling ones where they go. The first value is
            the alarm's threshold.
        of: as `TargetTracking.of`.
        unit: what changes are counted in: "instances" or "percent" of those there are.
        least: how many instances a change by percent is at least.
        period: seconds that each value is taken over, one of 60, 120, 300, 900.
        evaluations: how many values in a row must be beyond.
        warm_up: as `TargetTracking.warm_up`.

    Raises:
        ArgumentsError: with every fault.
    """

    metric: LoadMetric | Metric
    steps: tuple[Step, ...]
    of: str | None = None
    unit: StepUnit = "instances"
    least: int | None = None
    period: int = 60
    evaluations: int = 3
    warm_up: int | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        _check_metric(faults, self.metric)
        self._check_steps(faults)
        percent = arguments.check_choice(faults, "unit", self.unit, get_args(StepUnit)) and self.unit == "percent"
        if self.least is not None:
            arguments.check_range(faults, "least", self.least, 1, 1000)
            faults.check(percent, "least", self.least, "unit percent beside it", "leave it out, or count in percent")
        faults.check(self.period in PERIODS, "period", self.period, f"one of {', '.join(map(str, PERIODS))}", "write 60, say")
        arguments.check_range(faults, "evaluations", self.evaluations, 1, 60)
        _check_warm_up(faults, self.warm_up)
        faults.raise_any()

    @property
    def out(self) -> bool:
        """Whether instances come by it, rather than go."""
        return self.steps[0].change > 0

    def _check_steps(self, faults: Faults) -> None:
        if not faults.check(bool(self.steps), "steps", None, "one step at least", "write from which value on how many come"):
            return
        for place, step in enumerate(self.steps):
            fix = "write above 0 for instances that come, below 0 for those that go; two policies for both"
            same = step.change != 0 and (step.change > 0) == (self.steps[0].change > 0)
            faults.check(same, f"steps.{place}.change", step.change, "a change in the first step's direction", fix)
        values = [step.at for step in self.steps]
        ordered = sorted(set(values), reverse=self.steps[0].change < 0)
        which = "rising" if self.steps[0].change > 0 else "falling"
        faults.check(values == ordered, "steps", values, f"{which} values, each once", "order them from the threshold on")


@dataclass(frozen=True, kw_only=True)
class PredictiveScaling:
    """Forecast two days of load from the last two weeks, and be ready before it.

    Args:
        metric: "cpu", "network_in", "network_out" or "requests" (where `capabilities` hold "predictive-requests"); or, where they
            hold "predictive-custom", a `Metric` or `Formula` of each instance, which must fall as instances are added.
        value: what the metric is kept near, in its unit.
        load: the load of the whole fleet, whatever its size, from which is forecast; needed beside a metric of one's own.
        capacity: how many instances there were, where the group's own size does not tell, as where one group relieves another.
        of: as `TargetTracking.of`.
        act: scale by the forecast; without it, it is only there to be looked at.
        lead: seconds that instances are started ahead of the forecast, in whole minutes, an hour at most.
        beyond_max: percent by which a forecast may exceed the fleet's max and take it along; by default max holds.

    Raises:
        ArgumentsError: with every fault.
    """

    metric: LoadMetric | Series
    value: float
    load: Series | None = None
    capacity: Series | None = None
    of: str | None = None
    act: bool = False
    lead: int = 300
    beyond_max: int | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        _check_metric(faults, self.metric)
        _check_value(faults, self.metric, self.value)
        own = isinstance(self.metric, (Metric, Formula))
        fix = "write the total of which the metric is each instance's part, say its sum"
        faults.check(not own or self.load is not None, "load", None, "the fleet's whole load beside a metric of one's own", fix)
        for name in ("load", "capacity"):
            given, fix = getattr(self, name), "leave it out, or forecast a metric of your own"
            faults.check(own or given is None, name, "given", f"none beside {self.metric}, whose {name} is known", fix)
        whole = isinstance(self.lead, int) and 0 <= self.lead <= _LONGEST_LEAD and self.lead % 60 == 0
        faults.check(whole, "lead", self.lead, f"whole minutes in seconds, {_LONGEST_LEAD} at most", "write 300, say")
        if self.beyond_max is not None:
            arguments.check_range(faults, "beyond_max", self.beyond_max, 0, 100)
        faults.raise_any()


ScalingPolicy: TypeAlias = TargetTracking | StepScaling | PredictiveScaling


def by_cpu(percent: int = 55) -> dict[str, ScalingPolicy]:
    """The policy that a fleet has where nothing else is said."""
    return {"cpu": TargetTracking(metric="cpu", value=percent)}


def scaling_faults(scaling: Mapping[str, ScalingPolicy], requests: tuple[str, ...]) -> tuple[ArgumentFault, ...]:
    """What is wrong with a fleet's policies together.

    Args:
        scaling: the policies by name.
        requests: the keys of the fleet's targets that count requests: those of application load balancers.
    """
    faults: list[ArgumentFault] = []
    tracked: dict[tuple[object, ...], str] = {}
    for name, policy in scaling.items():
        where = f"scaling.{name}"
        if policy.metric == "requests":
            faults.extend(_requests_faults(where, policy.of, requests))
        elif policy.of is not None:
            fix = "leave it out, or scale by requests"
            faults.append(ArgumentFault(f"{where}.of", f'"{policy.of}"', 'metric "requests" beside it', fix))
        if isinstance(policy, TargetTracking):
            identity = _identity(policy)
            if identity in tracked:
                given, fix = f"the same metric as scaling.{tracked[identity]}", "keep one of the two"
                faults.append(ArgumentFault(f"{where}.metric", given, "each metric to be tracked once", fix))
            tracked.setdefault(identity, name)
    return tuple(faults)


def _requests_faults(where: str, of: str | None, known: tuple[str, ...]) -> list[ArgumentFault]:
    if not known:
        fix = "put the fleet behind an application load balancer, or scale by cpu"
        return [ArgumentFault(f"{where}.metric", '"requests"', "a target whose requests are counted", fix)]
    expected = f"one of {', '.join(known)}"
    if of is None and len(known) > 1:
        return [ArgumentFault(f"{where}.of", "nothing", expected, "say whose requests are meant")]
    if of is not None and of not in known:
        return [ArgumentFault(f"{where}.of", f'"{of}"', expected, "choose one of them")]
    return []


def _identity(policy: TargetTracking) -> tuple[object, ...]:
    match policy.metric:
        case Metric(namespace=namespace, name=name, dimensions=dimensions, statistic=statistic):
            return (namespace, name, tuple(sorted(dimensions.items())), statistic)
        case metric:
            return (metric, policy.of)


def _check_metric(faults: Faults, metric: LoadMetric | Series) -> None:
    if not isinstance(metric, (Metric, Formula)):
        arguments.check_choice(faults, "metric", metric, get_args(LoadMetric))


def _check_value(faults: Faults, metric: LoadMetric | Series, value: float) -> None:
    highest, expected = (100, "a percentage, above 0") if metric == "cpu" else (math.inf, "a number above 0")
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= highest
    faults.check(fits, "value", value, expected, "write what one instance carries well")


def _check_warm_up(faults: Faults, seconds: int | None) -> None:
    if seconds is not None:
        arguments.check_range(faults, "warm_up", seconds, 0, 3600)
