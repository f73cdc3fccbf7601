"""The instance refresh of a fleet on Alibaba Cloud: a changed image, rolled out."""

from __future__ import annotations

import pulumi
import pulumi_alicloud as alicloud

from .fleet_parts import Parts

TASK_SETTINGS = (
    "minHealthyPercentage",
    "maxHealthyPercentage",
    "checkpoints",
    "checkpointPauseTime",
    "desiredConfigurationLaunchTemplateId",
    "desiredConfigurationLaunchTemplateVersion",
    "desiredConfigurationLaunchTemplateOverrides",
)
"""What a refresh was started with, and what the provider reads back of it. A change of any of them would start the task once more,
which is long over."""
CANCELLED = "Cancelled"
"""The state that a running task may be put into. The other one, a rollback, makes instances anew from what the group starts
(www.alibabacloud.com/help/en/auto-scaling/developer-reference/api-rollbackinstancerefresh), which is the new image by then."""


def refresh(parts: Parts, group: pulumi.Output[str]) -> None:
    """Roll the present image out, where instances may still be of an earlier one.

    A refresh is one task, started when it is made and forgotten when it is deleted; it fails where no instance differs from what
    is wanted, as in a group just made or one without instances. Nothing in a program tells a first image from a second, so who
    changes it says so (`earlier_image`). Each image has a task of its own name, and no other change starts one: a tag, a type or a
    script makes a version of the template that new instances alone follow.

    No configuration is named: then it is the group's own, which has the new template by now. One that is named would become the
    group's, and a task takes types without their weights and limits.

    The reference limits refreshes to groups whose scale-out policy is Priority, and names COMPOSABLE, which these groups have for
    their balance of zones, as another policy beside it. Nobody says that such a group is refused, nor that it is taken: try a
    refresh in staging. Where it is refused, leave `earlier_image` out, and instances are replaced as the group shrinks and grows,
    or by their age (`max_lifetime_days`).

    Sources: www.alibabacloud.com/help/en/auto-scaling/developer-reference/api-startinstancerefresh and
    registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_instance_refresh.
    """
    args, how = parts.args, parts.args.refresh
    if not args.refreshes:
        return
    alicloud.ess.InstanceRefresh(
        parts.name(f"refresh-{args.image}"),
        scaling_group_id=group,
        min_healthy_percentage=how.healthy,
        max_healthy_percentage=100 + how.surge,
        skip_matching=True,
        checkpoints=[{"percentage": share} for share in (*how.checkpoints, 100)] if how.checkpoints else None,
        checkpoint_pause_time=how.pause // 60 if how.checkpoints else None,
        status=CANCELLED if args.cancelled_image == args.image else None,
        opts=parts.options(ignore_changes=list(TASK_SETTINGS)),
    )
