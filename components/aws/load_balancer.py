"""A load balancer on AWS: an ALB or an NLB over the zones of a network, its target groups and its listeners."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..inputs import inputs, outputs
from ..naming import named
from .load_balancer_access import make_security_group
from .load_balancer_args import LoadBalancerArgs
from .load_balancer_listeners import make_listener
from .load_balancer_targets import make_target_group

__all__ = ["LoadBalancer", "LoadBalancerArgs"]


class LoadBalancer(pulumi.ComponentResource):
    """An application or a network load balancer, closed but for its listeners' ports to those who may reach it.

    Names of load balancers and target groups are AWS's to make up, so that one that must be replaced can stand beside the old.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:aws:LoadBalancer"
    capabilities: ClassVar[frozenset[str]] = LoadBalancerArgs.capabilities

    def __init__(self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self)
        entry = make_security_group(name, args, child)
        balancer = self._make_balancer(name, args, entry, child)
        self.id = balancer.arn
        self.dns_name = balancer.dns_name
        self.zone_id: pulumi.Output[str] | None = balancer.zone_id
        groups = {key: make_target_group(f"{name}-{key}", args, group, child) for key, group in args.targets.items()}
        listeners = {
            key: make_listener(f"{name}-{listener.key}", args, listener, balancer, groups, child)
            for key, listener in args.listeners.items()
        }
        self.targets = {
            key: args.targets[key].made(
                group.arn,
                args.kind,
                source=entry,
                label=_label(balancer, group, _leading(args, key, listeners)) if args.kind == "application" else None,
            )
            for key, group in groups.items()
        }
        self.register_outputs(outputs(self, contracts.LoadBalancer))

    @staticmethod
    def _make_balancer(
        name: str, args: LoadBalancerArgs, entry: pulumi.Output[str], opts: pulumi.ResourceOptions
    ) -> aws.lb.LoadBalancer:
        application = args.kind == "application"
        return aws.lb.LoadBalancer(
            name,
            load_balancer_type=args.kind,
            internal=not args.public,
            subnets=[subnet for _, subnet in sorted(args.network.subnets[args.tier].items())],
            security_groups=[entry],
            idle_timeout=args.idle_seconds if application else None,
            drop_invalid_header_fields=True if application else None,
            enable_cross_zone_load_balancing=None if application else args.cross_zone,
            enable_zonal_shift=args.zonal_shift,
            enable_deletion_protection=args.deletion_protection,
            minimum_load_balancer_capacity={"capacity_units": args.capacity_units} if args.capacity_units else None,
            access_logs=_access_logs(args),
            tags=named(args.tags, name),
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=True if args.deletion_protection else None)),
        )


def _access_logs(args: LoadBalancerArgs) -> aws.lb.LoadBalancerAccessLogsArgsDict:
    """A bucket, or that there is none: of a load balancer that is told nothing the provider leaves on what was on before."""
    if args.access_logs is None:
        return {"bucket": "", "enabled": False}
    return {"bucket": args.access_logs, "enabled": True}


def _leading(args: LoadBalancerArgs, key: str, listeners: Mapping[str, aws.lb.Listener]) -> list[aws.lb.Listener]:
    """The listeners that lead to a target group."""
    return [listeners[name] for name, listener in args.listeners.items() if listener.to == key]


def _label(balancer: aws.lb.LoadBalancer, group: aws.lb.TargetGroup, leading: list[aws.lb.Listener]) -> pulumi.Output[str]:
    """How requests to a group are counted; there once its listeners are, since a policy by it is refused before.

    A listener's URN is known in a preview too, so that another listener leaves the policy as it is.

    Source: docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html (`ResourceLabel`).
    """
    parts = pulumi.Output.all(balancer.arn_suffix, group.arn_suffix, *(listener.urn for listener in leading))
    return parts.apply(lambda known: f"{known[0]}/{known[1]}")
