"""Which instances a group starts, and how they are bought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

from .fleet_args import FleetArgs
from .fleet_requirements import requirements

SPOT_STRATEGIES = {
    "priority": "capacity-optimized-prioritized",
    "lowest_price": "lowest-price",
    "price_capacity": "price-capacity-optimized",
}
"""docs.aws.amazon.com/autoscaling/ec2/userguide/allocation-strategies.html."""


def launches(args: FleetArgs, template: aws.ec2.LaunchTemplate) -> Mapping[str, Any]:
    """The group's inputs that say what it starts: the template by its version's number, in a policy where there is a choice.

    With "$Latest" the group's own description would not change with the template, and no refresh would start
    (docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html).
    """
    version = template.latest_version.apply(str)
    if not args.mixed:
        return {"launch_template": aws.autoscaling.GroupLaunchTemplateArgs(id=template.id, version=version)}
    policy: aws.autoscaling.GroupMixedInstancesPolicyArgsDict = {
        "launch_template": {
            "launch_template_specification": {"launch_template_id": template.id, "version": version},
            "overrides": _overrides(args),
        },
        "instances_distribution": _distribution(args),
    }
    return {"mixed_instances_policy": policy, **({"capacity_rebalance": args.capacity_rebalance} if args.spot else {})}


def _overrides(args: FleetArgs) -> list[aws.autoscaling.GroupMixedInstancesPolicyLaunchTemplateOverrideArgsDict]:
    if args.attributes is not None:
        return [{"instance_requirements": requirements(args.attributes, hibernates=args.hibernates)}]
    weights = {name: str(weight) for name, weight in args.weights.items()}
    return [{"instance_type": name, **({"weighted_capacity": weights[name]} if name in weights else {})} for name in args.types]


def _distribution(args: FleetArgs) -> aws.autoscaling.GroupMixedInstancesPolicyInstancesDistributionArgsDict:
    """Types without an order can only be chosen by price on demand."""
    distribution: aws.autoscaling.GroupMixedInstancesPolicyInstancesDistributionArgsDict = {
        "on_demand_allocation_strategy": "prioritized" if args.attributes is None else "lowest-price",
        "on_demand_percentage_above_base_capacity": 100 - args.spot,
    }
    if args.spot:
        distribution["on_demand_base_capacity"] = args.on_demand_base
        distribution["spot_allocation_strategy"] = SPOT_STRATEGIES[args.allocation]
    return distribution
