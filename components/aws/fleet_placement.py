"""Where a group's instances stand beside each other."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..naming import named
from .fleet_args import FleetArgs


def make_placement(name: str, args: FleetArgs, opts: pulumi.ResourceOptions) -> aws.ec2.PlacementGroup | None:
    """The placement group; None where instances stand wherever there is room.

    Another placement is another placement group, which a refresh moves the instances to. The one before it cannot go while
    instances stand in it, so the update that replaces it ends with `InvalidPlacementGroup.InUse`, and the next one removes it. A
    fleet whose placement is left out keeps its instances where they are until they are replaced for another reason.

    Source: docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-groups.html.
    """
    if args.placement is None:
        return None
    key = f"{name}-placement"
    return aws.ec2.PlacementGroup(
        key,
        strategy=args.placement,
        partition_count=args.partitions if args.placement == "partition" else None,
        tags=named(args.tags, key),
        opts=opts,
    )
