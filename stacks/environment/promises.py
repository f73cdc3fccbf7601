"""What an environment promises when something is lost, and which findings of checks it accepts for a while."""

from __future__ import annotations

from pydantic import Field

from .base import Model
from .values import Date, Percent, Seconds, Text


class Objective(Model):
    """What is still carried after a loss."""

    capacity: Percent = Field(description="the share of an event's peak that what is left carries, say 70%")
    within: Seconds = Field(description="how soon after the loss, say 5m")


class Objectives(Model):
    """What is still carried when a site is lost, and when a whole cloud is."""

    site: Objective | None = Field(None, description="after the loss of any one site")
    cloud: Objective | None = Field(None, description="after the loss of all sites on one cloud")


class Accepted(Model):
    """A finding that somebody knows of, and lives with until a day."""

    rule: Text = Field(description="the rule's name, say freeze-window")
    resource: Text = Field(description="what it is about: a name or a URN, in which * and ? match")
    because: Text = Field(description="why it is accepted")
    until: Date = Field(description='the last day on which it is, by UTC, say "2027-03-31"')
