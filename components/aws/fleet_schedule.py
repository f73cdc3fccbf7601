"""What moves a group's lower bound by the clock, for events."""

from __future__ import annotations

from datetime import datetime

import pulumi
import pulumi_aws as aws

from ..schedule import Timeline, scheduled_actions

UNTOUCHED = -1
"""The size that a scheduled action leaves as it is; the provider takes one that is left out for 0.

Source: registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_schedule (`min_size`).
"""


def make_schedule(name: str, timeline: Timeline, group: aws.autoscaling.Group, opts: pulumi.ResourceOptions) -> None:
    """The scheduled actions of a timeline, which move the lower bound alone.

    The start is given once and then left to AWS, which moves it on to the next run and takes none that is past
    (docs/adr/0008-who-owns-a-number.md).
    """
    told_once = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(ignore_changes=["startTime"]))
    for action in scheduled_actions(timeline):
        aws.autoscaling.Schedule(
            f"{name}-{action.key}",
            scheduled_action_name=action.key,
            autoscaling_group_name=group.name,
            min_size=action.floor,
            max_size=UNTOUCHED,
            desired_capacity=UNTOUCHED,
            start_time=_said(action.start),
            end_time=_said(action.end),
            recurrence=action.recurrence,
            time_zone=action.time_zone,
            opts=told_once,
        )


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
