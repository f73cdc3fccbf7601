"""A migration as the environment's file says it; which shares are in force is for `components.traffic` to say."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from components.traffic.steps import AT_MOST

from .base import Model
from .values import Date, Key, Percent, Text


class Step(Model):
    """Where a migration is to be, and from which day on."""

    date: Date = Field(description='the day on which the step is meant to be taken, say "2027-01-11"; no plan reads it')
    weights: dict[Key, Annotated[int, Field(ge=0, le=100)]] | None = Field(
        None, description="of a name's traffic: what each site is sent, in percent; 100 together"
    )
    capacity: dict[Key, Percent] | None = Field(
        None, description="of what is drained: what a site keeps of its capacity, say 50%; sites that are not named keep it whole"
    )


class Migration(Model):
    """A name's traffic moves between sites, or a site's part of a fleet, a workload or a cluster is drained: one of the four."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 2})

    traffic: str | None = Field(None, description="the name whose requests move, as traffic calls it")
    fleet: Key | None = Field(None, description="or the fleet that is drained")
    workload: Key | None = Field(None, description="or the workload")
    cluster: Key | None = Field(None, description="or the cluster, with every workload in it")
    step: int = Field(
        0, ge=0, description="the step in force, from 1 on: the one line that a step changes; 0 for none, and all the way back"
    )
    at_most: Percent = Field(
        AT_MOST, json_schema_extra={"default": f"{AT_MOST}%"}, description="how much one step may move, in points, say 30%"
    )
    time_zone: Text = Field("UTC", description="the time zone whose days the dates are, say Asia/Jakarta")
    alarms: dict[Key, tuple[Text, ...]] = Field(
        default_factory=dict,
        description="by site, alarms that must be quiet before the next step, by their names in the site's account: nusa "
        "migrations prints what asks for their state",
    )
    steps: tuple[Step, ...] = Field(min_length=1, description="the steps, in the order of their days")
