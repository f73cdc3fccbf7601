"""Which instances a group starts, and how they are bought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

from ..contracts import Attributes
from .fleet_args import FleetArgs

SPOT_STRATEGIES = {
    "priority": "capacity-optimized-prioritized",
    "lowest_price": "lowest-price",
    "price_capacity": "price-capacity-optimized",
}
"""docs.aws.amazon.com/autoscaling/ec2/userguide/allocation-strategies.html."""

_MIB = 1024


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
        return [{"instance_requirements": _requirements(args.attributes)}]
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


def _requirements(
    attributes: Attributes,
) -> aws.autoscaling.GroupMixedInstancesPolicyLaunchTemplateOverrideInstanceRequirementsArgsDict:
    least_vcpus, most_vcpus = attributes.vcpus
    least_gib, most_gib = attributes.memory_gib
    vcpus: aws.autoscaling.GroupMixedInstancesPolicyLaunchTemplateOverrideInstanceRequirementsVcpuCountArgsDict
    vcpus = {"min": least_vcpus} if most_vcpus is None else {"min": least_vcpus, "max": most_vcpus}
    memory: aws.autoscaling.GroupMixedInstancesPolicyLaunchTemplateOverrideInstanceRequirementsMemoryMibArgsDict
    memory = {"min": int(least_gib * _MIB)} if most_gib is None else {"min": int(least_gib * _MIB), "max": int(most_gib * _MIB)}
    requirements: aws.autoscaling.GroupMixedInstancesPolicyLaunchTemplateOverrideInstanceRequirementsArgsDict = {
        "vcpu_count": vcpus,
        "memory_mib": memory,
        "burstable_performance": "included" if attributes.burstable else "excluded",
        "instance_generations": ["current", "previous"] if attributes.previous_generations else ["current"],
    }
    if attributes.excluded:
        requirements["excluded_instance_types"] = list(attributes.excluded)
    return requirements
