"""What holds and tells of a fleet's instances on Alibaba Cloud as they come and go."""

from __future__ import annotations

import pulumi
import pulumi_alicloud as alicloud

from .fleet_args import Told
from .fleet_parts import Parts

TRANSITIONS = {"launch": "SCALE_OUT", "terminate": "SCALE_IN"}
EVENTS: dict[Told, str] = {
    "scale_out": "AUTOSCALING:SCALE_OUT_SUCCESS",
    "scale_in": "AUTOSCALING:SCALE_IN_SUCCESS",
    "scale_out_failed": "AUTOSCALING:SCALE_OUT_ERROR",
    "scale_in_failed": "AUTOSCALING:SCALE_IN_ERROR",
    "rejected": "AUTOSCALING:SCALE_REJECT",
    "task_expiring": "AUTOSCALING:SCHEDULE_TASK_EXPIRING",
}


def make_hooks(parts: Parts, group: pulumi.Output[str]) -> None:
    """A lifecycle hook for each that is asked for, and who is told of what happens.

    A hook can only be made on a group that exists, so the very first instances of a new group come without one.

    Sources, in registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources: ess_lifecycle_hook, ess_notification.
    """
    for key, hook in parts.args.all_hooks.items():
        alicloud.ess.LifecycleHook(
            parts.name(f"hook-{key}"),
            name=key if len(key) > 1 else f"hook-{key}",  # two characters at least
            scaling_group_id=group,
            lifecycle_transition=TRANSITIONS[hook.on],
            heartbeat_timeout=hook.timeout,
            default_result=hook.default.upper(),
            notification_arn=hook.notify,
            notification_metadata=hook.metadata,
            opts=parts.options(),
        )
    for key, arn in parts.args.notify.items():
        alicloud.ess.Notification(
            parts.name(f"notify-{key}"),
            scaling_group_id=group,
            notification_arn=arn,
            notification_types=[EVENTS[event] for event in parts.args.told],
            opts=parts.options(),
        )
