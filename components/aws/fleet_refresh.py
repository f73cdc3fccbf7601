"""How a group replaces its instances: when a fleet's template changes, and of its own accord."""

from __future__ import annotations

import pulumi_aws as aws

from .fleet_args import FleetArgs, Treatment

_TREATMENTS: dict[Treatment, str] = {"ignore": "Ignore", "refresh": "Refresh", "wait": "Wait"}


def refresh(args: FleetArgs) -> aws.autoscaling.GroupInstanceRefreshArgsDict:
    """The refresh that a changed template starts, and another placement: `triggers` names what does beside it, and tags do not."""
    wanted = args.refresh
    preferences: aws.autoscaling.GroupInstanceRefreshPreferencesArgsDict = {
        "min_healthy_percentage": wanted.healthy,
        "max_healthy_percentage": 100 + wanted.surge,
        "instance_warmup": str(wanted.warm_up),
        "auto_rollback": wanted.rollback,
        "skip_matching": True,
    }
    if wanted.checkpoints:
        # The last checkpoint is where the refresh ends, so it has to be 100.
        preferences["checkpoint_percentages"] = [*wanted.checkpoints, 100]
        preferences["checkpoint_delay"] = str(wanted.pause)
    if wanted.alarms:
        preferences["alarm_specification"] = {"alarms": list(wanted.alarms)}
    if args.protected_instances != "ignore":
        preferences["scale_in_protected_instances"] = _TREATMENTS[args.protected_instances]
    if args.standby_instances != "ignore":
        standby = "Terminate" if args.standby_instances == "refresh" else _TREATMENTS[args.standby_instances]
        preferences["standby_instances"] = standby
    moved = {"triggers": ["placement_group"]} if args.placement is not None else {}
    return {"strategy": "Rolling", "preferences": preferences, **moved}


def maintenance(args: FleetArgs) -> aws.autoscaling.GroupInstanceMaintenancePolicyArgsDict | None:
    """How far the group may go beside its size while it replaces instances of its own accord."""
    if args.maintenance is None:
        return None
    return {
        "min_healthy_percentage": args.maintenance.min_healthy,
        "max_healthy_percentage": args.maintenance.max_healthy,
    }


def warm_pool(args: FleetArgs) -> aws.autoscaling.GroupWarmPoolArgsDict | None:
    """The instances that stand by."""
    wanted = args.warm_pool
    if wanted is None:
        return None
    pool: aws.autoscaling.GroupWarmPoolArgsDict = {
        "min_size": wanted.min,
        "pool_state": wanted.state.capitalize(),
        "instance_reuse_policy": {"reuse_on_scale_in": wanted.reuse},
    }
    if wanted.prepared is not None:
        pool["max_group_prepared_capacity"] = wanted.prepared
    return pool
