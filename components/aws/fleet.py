"""A fleet on AWS: a launch template and an autoscaling group over the zones of a network."""

from __future__ import annotations

from typing import ClassVar

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..inputs import inputs, outputs
from ..naming import named
from .fleet_access import make_role, make_security_group
from .fleet_args import TERMINATION_POLICIES, FleetArgs, Maintenance, WarmPool
from .fleet_hooks import INITIAL_HOOKS, Hooks
from .fleet_instances import launches
from .fleet_placement import make_placement
from .fleet_refresh import maintenance, refresh, warm_pool
from .fleet_scaling import Scaling
from .fleet_schedule import make_schedule
from .fleet_template import make_template

__all__ = ["Fleet", "FleetArgs", "Maintenance", "WarmPool"]

_DAY = 86_400
_HEALTH = {"instance": "EC2", "load_balancer": "ELB"}
_UNITS = {"vcpus": "vcpu", "memory_mib": "memory-mib"}
_BALANCE = {"best_effort": "balanced-best-effort", "only": "balanced-only"}


class Fleet(pulumi.ComponentResource):
    """Instances in one tier's subnets of every zone, whose number policies, schedules or the program move.

    A changed image, type or script is rolled out by an instance refresh; another tag is not (`fleet_template`). A refresh that
    fails, or during which one of its alarms sounds, puts back what was.

    With `deletion_protection` the group is protected in Pulumi's own state, and the API refuses to terminate its instances one by
    one, which scaling in is not kept from (docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html).

    Of the group's own deletion protection (docs.aws.amazon.com/autoscaling/ec2/userguide/resource-deletion-protection.html) and
    zonal shift (docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-zonal-shift.html) the provider has no argument; what
    they are set to elsewhere stays as it is. Traffic is shifted by the load balancer (`load_balancer`).

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:aws:Fleet"
    capabilities: ClassVar[frozenset[str]] = FleetArgs.capabilities

    def __init__(self, name: str, args: FleetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args = args
        child = pulumi.ResourceOptions(parent=self)
        self.capacity = args.capacity
        self.security_group_id = make_security_group(name, args, child)
        role, profile = make_role(name, args, child)
        self.role_name = role.name
        self._placement = make_placement(name, args, child)
        hooks = Hooks(name, args, child)
        group = self._make_group(name, make_template(name, args, self.security_group_id, profile, child), hooks)
        self.id = group.id
        hooks.attach(group)
        Scaling(name, args, group, child).make()
        if args.schedule is not None:
            make_schedule(name, args.schedule, group, child)
        self.register_outputs(outputs(self, contracts.Fleet))

    def _make_group(self, name: str, template: aws.ec2.LaunchTemplate, hooks: Hooks) -> aws.autoscaling.Group:
        args = self._args
        left = args.capacity.ignored(floor="minSize", size="desiredCapacity", forecast=args.forecast_bounds) or []
        balance: aws.autoscaling.GroupAvailabilityZoneDistributionArgsDict | None = None
        if args.zone_balance is not None:
            balance = {"capacity_distribution_strategy": _BALANCE[args.zone_balance]}
        return aws.autoscaling.Group(
            f"{name}-group",
            min_size=args.capacity.min,
            max_size=args.capacity.max,
            desired_capacity=args.capacity.start,
            desired_capacity_type=_UNITS.get(args.counted_in),
            wait_for_capacity_timeout=f"{args.wait_seconds}s",
            initial_lifecycle_hooks=hooks.initial,
            instance_lifecycle_policy=_retained(args),
            vpc_zone_identifiers=[subnet for _, subnet in sorted(args.network.subnets[args.tier].items())],
            availability_zone_distribution=balance,
            placement_group=None if self._placement is None else self._placement.name,
            target_group_arns=[target.id for _, target in sorted(args.targets.items())] or None,
            health_check_type=_HEALTH[args.health_source],
            health_check_grace_period=args.grace_seconds,
            default_instance_warmup=args.refresh.warm_up,
            instance_refresh=refresh(args),
            instance_maintenance_policy=maintenance(args),
            warm_pool=warm_pool(args),
            protect_from_scale_in=True if args.scale_in_protection else None,
            max_instance_lifetime=args.max_lifetime_days * _DAY if args.max_lifetime_days else None,
            suspended_processes=sorted(args.suspended) or None,
            termination_policies=[
                *([args.termination_function] if args.termination_function is not None else []),
                *(TERMINATION_POLICIES[policy] for policy in args.termination_policies),
            ],
            capacity_reservation_specification=_reserved(args),
            enabled_metrics=[aws.autoscaling.Metric(metric) for metric in args.enabled_metrics],
            tags=[
                {"key": key, "value": value, "propagate_at_launch": True} for key, value in sorted(named(args.tags, name).items())
            ],
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=True if args.deletion_protection else None,
                custom_timeouts=hooks.deletion,
                ignore_changes=[*left, INITIAL_HOOKS],
            ),
            **launches(args, template),
        )


def _retained(args: FleetArgs) -> aws.autoscaling.GroupInstanceLifecyclePolicyArgsDict | None:
    return {"retention_triggers": {"terminate_hook_abandon": "retain"}} if args.keep_abandoned else None


def _reserved(args: FleetArgs) -> aws.autoscaling.GroupCapacityReservationSpecificationArgsDict | None:
    if not args.reservations:
        return None
    return {
        "capacity_reservation_preference": "capacity-reservations-first",
        "capacity_reservation_target": {"capacity_reservation_ids": list(args.reservations)},
    }
