"""Where a fleet's instances stand beside each other on Alibaba Cloud."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi_alicloud as alicloud

from ..choices import InstancePlacement
from ..naming import physical_name
from .fleet_parts import Parts

STRATEGIES: Mapping[InstancePlacement, str] = {"spread": "Availability", "cluster": "LowLatency"}
_NAME_LIMIT = 128


def make_placement(parts: Parts) -> alicloud.ecs.EcsDeploymentSet | None:
    """The deployment set, which the launch template names; None where instances stand wherever there is room.

    Instances that run already stay out of it until they are replaced, as by another image. One that has to leave its machine,
    where no other is free for it, rather leaves the set than stands still (`CancelMembershipAndStart`).

    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ecs_deployment_set.
    """
    placement = parts.args.placement
    if placement is None:
        return None
    return alicloud.ecs.EcsDeploymentSet(
        parts.name("placement"),
        deployment_set_name=physical_name(f"{parts.unique}-{placement}", _NAME_LIMIT),
        strategy=STRATEGIES[placement],
        on_unable_to_redeploy_failed_instance="CancelMembershipAndStart",
        opts=parts.options(),
    )
