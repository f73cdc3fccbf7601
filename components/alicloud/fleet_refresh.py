"""The instance refresh of a fleet on Alibaba Cloud: a changed image, rolled out."""

from __future__ import annotations

import pulumi
import pulumi_alicloud as alicloud

from .fleet_args import RefreshEnd
from .fleet_parts import Parts

TASK_SETTINGS = (
    "desiredConfigurationLaunchTemplateVersion",
    "desiredConfigurationLaunchTemplateOverrides",
    "minHealthyPercentage",
    "maxHealthyPercentage",
    "checkpoints",
    "checkpointPauseTime",
)
"""What a refresh was started with. A change of any of them would start the task once more, which is long over."""
ENDS: dict[RefreshEnd, str] = {"cancelled": "Cancelled", "rolled_back": "RollbackSuccessful"}
"""The states that a running task may be put into."""


def refresh(parts: Parts, template: alicloud.ecs.EcsLaunchTemplate, group: pulumi.Output[str]) -> None:
    """Roll the present image out, where it is another than the one that the group was made with.

    A refresh is one task, started when it is made and forgotten when it is deleted; it fails where no instance differs from what
    is wanted, as in a group just made. So there is none before the first change of the image, each later image has a task of its
    own name, and no other change starts a task again: a tag, a type or a script makes a version of the template that new
    instances alone follow.

    The reference limits refreshes to groups whose scale-out policy is Priority, and names COMPOSABLE, which these groups have for
    their balance of zones, as another policy beside it. Nobody says that such a group is refused, nor that it is taken: try a
    refresh in staging. Where it is refused, leave `first_image` out, and instances are replaced as the group shrinks and grows.

    Sources: www.alibabacloud.com/help/en/auto-scaling/developer-reference/api-startinstancerefresh and
    registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_instance_refresh.
    """
    args, how = parts.args, parts.args.refresh
    if not args.refreshes:
        return
    alicloud.ess.InstanceRefresh(
        parts.name(f"refresh-{args.image}"),
        scaling_group_id=group,
        desired_configuration_launch_template_id=template.id,
        # By number: a refresh to "Default" or "Latest" cannot be rolled back.
        desired_configuration_launch_template_version=template.latest_version_number.apply(str),
        desired_configuration_launch_template_overrides=[{"instance_type": kind} for kind in args.types],
        min_healthy_percentage=how.healthy,
        max_healthy_percentage=100 + how.surge,
        skip_matching=True,
        checkpoints=[{"percentage": share} for share in (*how.checkpoints, 100)] if how.checkpoints else None,
        checkpoint_pause_time=how.pause // 60 if how.checkpoints else None,
        status=None if args.end_refresh is None else ENDS[args.end_refresh],
        opts=parts.options(ignore_changes=list(TASK_SETTINGS)),
    )
