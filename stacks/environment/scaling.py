"""What moves a fleet's size, as its file says it; the words are those of `components.contracts.scaling`."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from components.choices import LoadMetric, Statistic, StepUnit

from .base import Model
from .values import Percent, Seconds, Text


class Target(Model):
    """What scaling aims at, of the usual metrics."""

    cpu: int = Field(55, ge=10, le=95, description="average CPU utilisation in percent")


class Metric(Model):
    """A metric of one's own."""

    namespace: Text = Field(description="where it is written: a namespace of CloudWatch, on Alibaba Cloud a metric repository")
    name: Text = Field(description="what it is called there")
    dimensions: dict[str, str] = Field(default_factory=dict, description="which of its series is meant")
    statistic: Statistic = Field("average", description="how values become one: average, minimum, maximum or, on AWS, sum")


class Series(Model):
    """A metric of one's own, or on AWS what is worked out of some: either namespace and name, or expression."""

    namespace: Text | None = Field(None, description="where the metric is written")
    name: Text | None = Field(None, description="what it is called there")
    dimensions: dict[str, str] = Field(default_factory=dict, description="which of its series is meant")
    statistic: Statistic = Field("average", description="how values become one: average, minimum, maximum or sum")
    expression: Text | None = Field(None, description="a formula in CloudWatch's metric math, instead of a metric")
    metrics: dict[str, Metric] = Field(default_factory=dict, description="the metrics that the formula names, nine at most")


class Measured(Model):
    """What a policy looks at: one of the usual metrics, or one of one's own."""

    metric: LoadMetric = Field("cpu", description="cpu (percent), network_in or network_out (bytes a minute), requests (a second)")
    custom: Metric | None = Field(None, description="a metric of one's own instead")


class Track(Measured):
    """Keep a metric near a value."""

    value: float = Field(gt=0, description="what it is kept near, of each machine")
    scale_in: bool = Field(default=True, description="let the fleet shrink by it too")
    warm_up: Seconds | None = Field(None, description="how long until a new machine's figures count; the refresh's by default")


class ScalingStep(Model):
    """From a value on, a change."""

    at: float = Field(description="the value from which it holds, up to the next step's")
    change: int = Field(description="how many machines, or percent of them, come (above 0) or go (below 0)")


class Stepwise(Measured):
    """Change the size by more, the further a metric is beyond a value."""

    steps: tuple[ScalingStep, ...] = Field(
        min_length=1, description="what comes or goes from which value on, from the threshold outwards"
    )
    unit: StepUnit = Field("instances", description="what changes are counted in: instances or percent")
    least: int | None = Field(None, ge=1, description="how many machines a change by percent is at least")
    period: Seconds = Field(
        60, json_schema_extra={"default": "60s"}, description="what each value is taken over: 60s, 2m, 5m or 15m"
    )
    evaluations: int = Field(3, ge=1, description="how many values in a row must be beyond")
    warm_up: Seconds | None = Field(None, description="how long until a new machine's figures count; the refresh's by default")


class Predict(Model):
    """Forecast the load of the next two days, and be ready before it."""

    metric: LoadMetric = Field("cpu", description="what is forecast: cpu, network_in, network_out or, on AWS, requests")
    custom: Series | None = Field(None, description="a metric of one's own instead, of each machine; on AWS")
    load: Series | None = Field(None, description="the load of the whole fleet, whatever its size; needed with custom")
    capacity: Series | None = Field(None, description="how many machines there were, where the fleet's own size does not tell")
    value: float = Field(gt=0, description="what it is kept near, of each machine")
    act: bool = Field(default=False, description="scale by the forecast; otherwise it is only there to be looked at")
    lead: Seconds = Field(
        300, json_schema_extra={"default": "5m"}, description="how far ahead machines are started, an hour at most"
    )
    beyond_max: Percent | None = Field(
        None, description="by how much a forecast may exceed max and take it along; not at all by default"
    )


class Policy(Model):
    """One scaling policy: exactly one of the keys."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    track: Track | None = Field(None, description="keep a metric near a value")
    step: Stepwise | None = Field(None, description="change the size by more, the further a metric is beyond a value")
    predict: Predict | None = Field(None, description="forecast the load, and be ready before it")
