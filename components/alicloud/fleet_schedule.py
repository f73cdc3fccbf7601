"""The scheduled tasks of a fleet on Alibaba Cloud: the floors that events ask for, and the ways back."""

from __future__ import annotations

from datetime import UTC, datetime

import pulumi
import pulumi_alicloud as alicloud

from .fleet_parts import Parts

NAME_LIMIT = 40
"""Of scheduled tasks, whose names an account has once in a region."""
RETRY_SECONDS = 1800
"""How long a task that fails is tried again, the most that ESS allows: another activity of the group may be in its way."""


def make_tasks(parts: Parts, group: pulumi.Output[str]) -> None:
    """A task for each change of the floor; none touches max or the number that runs.

    A task is keyed by its event, its direction and its first time, so another event, or one that is moved, touches no other task,
    and its first time never has to change: it is given once, since a later update that said it again would name a time that is
    past (docs/adr/0008-who-owns-a-number.md).

    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_scheduled_task.
    """
    for task in parts.args.tasks:
        alicloud.ess.ScheduledTask(
            parts.name(task.key),
            scheduled_task_name=parts.named(task.key, NAME_LIMIT),
            description=task.description,
            scaling_group_id=group,
            min_value=task.floor,
            launch_time=_minute(task.launch),
            launch_expiration_time=RETRY_SECONDS,
            recurrence_type=task.type,
            recurrence_value=task.value,
            recurrence_end_time=None if task.end is None else _minute(task.end),
            opts=parts.options(ignore_changes=["launchTime"]),
        )


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
