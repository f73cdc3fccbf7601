"""The metrics that a group tells of itself: docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html."""

from __future__ import annotations

GROUP_METRICS = (
    "GroupDesiredCapacity",
    "GroupInServiceInstances",
    "GroupMaxSize",
    "GroupMinSize",
    "GroupPendingInstances",
    "GroupTotalInstances",
)
"""Those that tell a group's size."""
FURTHER_METRICS = (
    "GroupInServiceCapacity",
    "GroupPendingCapacity",
    "GroupStandbyCapacity",
    "GroupStandbyInstances",
    "GroupTerminatingCapacity",
    "GroupTerminatingInstances",
    "GroupTotalCapacity",
)
WARM_POOL_METRICS = (
    "GroupAndWarmPoolDesiredCapacity",
    "GroupAndWarmPoolTotalCapacity",
    "WarmPoolDesiredCapacity",
    "WarmPoolPendingCapacity",
    "WarmPoolTerminatingCapacity",
    "WarmPoolTotalCapacity",
    "WarmPoolWarmedCapacity",
)
"""Those that tell the size of what stands by."""
METRICS = (*GROUP_METRICS, *FURTHER_METRICS, *WARM_POOL_METRICS)
