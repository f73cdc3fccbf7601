"""Target groups of an ALB or an NLB."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..choices import Distribution
from ..contracts import TargetGroup
from ..naming import named
from .load_balancer_args import LoadBalancerArgs

ALGORITHMS: dict[Distribution, str] = {"round_robin": "round_robin", "least_requests": "least_outstanding_requests"}


def make_target_group(name: str, args: LoadBalancerArgs, group: TargetGroup, opts: pulumi.ResourceOptions) -> aws.lb.TargetGroup:
    """A target group of instances, without members: a fleet brings them.

    What can be switched off again is always said: the provider leaves what it is not told as it is in the cloud
    (`Computed` in internal/service/elbv2/target_group.go).
    """
    application = args.kind == "application"
    return aws.lb.TargetGroup(
        name,
        port=group.port,
        protocol=group.protocol.upper(),
        target_type="instance",
        vpc_id=args.network.id,
        deregistration_delay=group.drain,
        slow_start=group.slow_start or None,
        stickiness=_stickiness(group) if application else None,
        load_balancing_algorithm_type=ALGORITHMS[group.distribution] if application else None,
        load_balancing_cross_zone_enabled=_cross_zone(args) if application else None,
        health_check=_health_check(group),
        tags=named(args.tags, name),
        opts=opts,
    )


def _stickiness(group: TargetGroup) -> aws.lb.TargetGroupStickinessArgsDict:
    """By a cookie of the load balancer's own, or none."""
    if not group.sticky:
        return {"type": "lb_cookie", "enabled": False}
    return {"type": "lb_cookie", "enabled": True, "cookie_duration": group.sticky}


def _cross_zone(args: LoadBalancerArgs) -> str:
    """An ALB's own is always on, so that a target group either has it or says that it has none."""
    return "use_load_balancer_configuration" if args.cross_zone else "false"


def _health_check(group: TargetGroup) -> aws.lb.TargetGroupHealthCheckArgsDict:
    """Requests in the group's own protocol, in HTTP where the group passes connections through; or else a mere connection."""
    health = group.health
    check: aws.lb.TargetGroupHealthCheckArgsDict = {
        "protocol": "TCP",
        "port": "traffic-port" if health.port is None else str(health.port),
        "interval": health.interval,
        "timeout": health.timeout,
        "healthy_threshold": health.healthy,
        "unhealthy_threshold": health.unhealthy,
    }
    if health.path is not None:
        check["protocol"] = "HTTPS" if group.protocol == "https" else "HTTP"
        check["path"] = health.path
        check["matcher"] = ",".join(f"{code[0]}00-{code[0]}99" for code in sorted(health.codes))
    return check
