"""An event as the environment's file says it; what a cloud then runs by the clock is compiled by `components.schedule`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from components.choices import Every, Headroom

from .base import Model
from .values import Factor, Key, Seconds, Text


class Event(Model):
    """A dated window of expected peak traffic, once or recurring: it raises floors, and brings them back."""

    time_zone: Text = Field(description="the time zone of all its times and dates, say Asia/Jakarta")
    start: Text = Field(
        description='when the peak begins: "2026-12-12 00:00" once, "18:00" each day, "friday 18:00" each week, "25 00:00" each '
        'month, "12-12 00:00" each year; a day that a month lacks is its last'
    )
    end: Text = Field(description="when it is over, spelled as start; of a recurrence the first such time after the start")
    every: Every | None = Field(None, description="how often it recurs: day, week, month or year; once by default")
    since: Text | None = Field(None, description='the first day of a recurrence, say "2026-12-01"; needed with every')
    until: Text | None = Field(None, description="the last day on which a recurrence begins; needed with every")
    warm_up: Seconds = Field(
        0, json_schema_extra={"default": "0s"}, description="how long before the start floors are raised, in whole minutes, say 2h"
    )
    cool_down: Seconds = Field(
        0, json_schema_extra={"default": "0s"}, description="how long after the end they stay raised, in whole minutes, say 1h"
    )
    peak_rps: dict[Key, Annotated[int, Field(ge=1)]] = Field(
        default_factory=dict,
        description="requests per second over all sites, by workload or fleet, whose pod_rps or instance_rps says what one serves",
    )
    peak_factor: dict[Key, Factor] = Field(
        default_factory=dict, description="as many times the lowest number, by workload or fleet, say 2.5x"
    )
    headroom: Headroom = Field(
        "none",
        description="what may be lost while floors carry what objectives ask for (the whole peak, if nothing): none, site or cloud",
    )
