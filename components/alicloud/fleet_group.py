"""The scaling group of a fleet on Alibaba Cloud, and what it is attached to."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_alicloud as alicloud

from .fleet_args import FleetArgs, Process
from .fleet_parts import Parts

REMOVAL_POLICIES = {
    "oldest_template": "OldestScalingConfiguration",
    "oldest_instance": "OldestInstance",
    "newest_instance": "NewestInstance",
}
"""What goes first, in ESS's words; a version of a launch template counts as a scaling configuration."""
RECLAIMS = {"release": "release", "recycle": "recycle", "force_release": "forceRelease", "force_recycle": "forceRecycle"}
STRATEGIES = {"priority": "priority", "lowest_price": "lowestPrice"}
PRICES = {"unit": "PricePerUnit", "vcpu": "PricePerVCpu"}
BALANCES = {"best_effort": "BalancedBestEffort", "only": "BalancedOnly"}
BALANCERS = {"application": "ALB", "network": "NLB"}

PROCESSES: dict[Process, str] = {
    "scale_in": "ScaleIn",
    "scale_out": "ScaleOut",
    "health_check": "HealthCheck",
    "alarms": "AlarmNotification",
    "schedule": "ScheduledAction",
}

WEIGHT = 100
"""What each instance weighs behind a load balancer: all the same."""
_SECONDS_A_DAY = 86_400


def make_group(parts: Parts, template: alicloud.ecs.EcsLaunchTemplate) -> alicloud.ess.ScalingGroup:
    """The group, over the zones of its tier's vSwitches.

    Zones are balanced within the policy COMPOSABLE, which alone honours the order of types, on-demand base and share of spot
    instances beside it; BALANCE ignores them, and changing the policy of a group replaces it. Every option of it is set here.

    Protection from scaling in belongs to whoever uses an instance, and the provider reads it back into `protectedInstances`: an
    update would take it away after a refresh, so it is left alone unless `protected` names instances.

    The provider keeps the types (`launch_template_override`) as a set and sends them in an order of its own, so "priority" means
    one order for the whole group, and not necessarily the one in which types are named (`resource_alicloud_ess_scaling_group.go`).

    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_scaling_group.
    """
    args, capacity = parts.args, parts.args.capacity
    left = capacity.ignored(floor="minSize", size="desiredCapacity", forecast=args.forecast_bounds) or []
    return alicloud.ess.ScalingGroup(
        parts.name("group"),
        scaling_group_name=parts.unique,
        min_size=capacity.min,
        max_size=capacity.max,
        desired_capacity=capacity.start,
        vswitch_ids=[switch for _, switch in sorted(args.network.subnets[args.tier].items())],
        launch_template_id=template.id,
        launch_template_version=template.latest_version_number.apply(str),
        launch_template_overrides=[_override(args, kind) for kind in args.types],
        multi_az_policy="COMPOSABLE",
        az_balance=True,
        balance_mode=BALANCES[args.zone_balance],
        auto_rebalance=True if args.zone_rebalance else None,
        allocation_strategy="priority",
        capacity_options_on_demand_base_capacity=args.on_demand_base,
        capacity_options_on_demand_percentage_above_base_capacity=100 - args.spot,
        capacity_options_price_comparison_mode=PRICES[args.price_by] if args.price_by else None,
        **_spot(args),
        health_check_types=["ECS", "LOAD_BALANCER"] if args.health_source == "load_balancer" else ["ECS"],
        removal_policies=[REMOVAL_POLICIES[policy] for policy in args.termination_policies],
        scaling_policy=RECLAIMS[args.reclaim],
        stop_instance_timeout=args.stop_timeout,
        max_instance_lifetime=args.max_lifetime_days * _SECONDS_A_DAY if args.max_lifetime_days else None,
        default_cooldown=args.cooldown,
        protected_instances=None if args.protected is None else list(args.protected),
        db_instance_ids=list(args.databases.values()) or None,
        group_deletion_protection=args.deletion_protection,
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=parts.options(
            protect=True if args.deletion_protection else None,
            ignore_changes=[*left, *(["protectedInstances"] if args.protected is None else [])] or None,
        ),
    )


def attach(parts: Parts, group: pulumi.Output[str]) -> None:
    """Join the target groups, instances that run already among them, and hold back what is to be held back for now."""
    for key, target in parts.args.targets.items():
        alicloud.ess.ServerGroupAttachment(
            parts.name(f"target-{key}"),
            scaling_group_id=group,
            server_group_id=target.id,
            type=BALANCERS[target.kind],
            port=target.port,
            weight=WEIGHT,
            force_attach=True,
            opts=parts.options(),
        )
    for process in parts.args.suspended:
        alicloud.ess.SuspendProcess(
            parts.name(f"suspended-{process.replace('_', '-')}"),
            scaling_group_id=group,
            process=PROCESSES[process],
            opts=parts.options(),
        )


def _spot(args: FleetArgs) -> dict[str, Any]:
    """What a group is told of spot instances; nothing where it buys none."""
    if not args.spot:
        return {}
    return {
        "spot_allocation_strategy": STRATEGIES[args.allocation],
        "spot_instance_remedy": args.capacity_rebalance,
        "capacity_options_compensate_with_on_demand": args.compensate,
        "capacity_options_spot_auto_replace_on_demand": args.compensate and args.return_to_spot,
    }


def _override(args: FleetArgs, kind: str) -> alicloud.ess.ScalingGroupLaunchTemplateOverrideArgs:
    return alicloud.ess.ScalingGroupLaunchTemplateOverrideArgs(
        instance_type=kind, weighted_capacity=args.weights.get(kind), spot_price_limit=args.spot_price_limits.get(kind)
    )
