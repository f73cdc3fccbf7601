"""Target groups of an ALB or an NLB."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contracts import TargetGroup
from ..naming import named
from .load_balancer_args import LoadBalancerArgs


def make_target_group(name: str, args: LoadBalancerArgs, group: TargetGroup, opts: pulumi.ResourceOptions) -> aws.lb.TargetGroup:
    """A target group of instances, without members: a fleet brings them."""
    application = args.kind == "application"
    sticky: aws.lb.TargetGroupStickinessArgsDict | None = None
    if group.sticky:
        sticky = {"type": "lb_cookie", "enabled": True, "cookie_duration": group.sticky}
    return aws.lb.TargetGroup(
        name,
        port=group.port,
        protocol=group.protocol.upper(),
        target_type="instance",
        vpc_id=args.network.id,
        deregistration_delay=group.drain,
        slow_start=group.slow_start or None,
        stickiness=sticky,
        load_balancing_algorithm_type="least_outstanding_requests" if group.distribution == "least_requests" else None,
        load_balancing_cross_zone_enabled="false" if application and not args.cross_zone else None,
        health_check=_health_check(group),
        tags=named(args.tags, name),
        opts=opts,
    )


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
