"""An application load balancer (ALB) on Alibaba Cloud: server groups, listeners, and the rule that redirects.

What can be switched off again is always said: the provider leaves what it is not told as it is in the cloud (`Computed`).

Sources, in registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources: alb_load_balancer, alb_server_group,
alb_listener, alb_rule.
"""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_alicloud as alicloud

from ..choices import Distribution
from ..contracts import Listener, TargetGroup
from .load_balancer_args import Edition, LoadBalancerArgs
from .load_balancer_parts import Made, Parts, make_balancer, show_more

EDITIONS: dict[Edition, str] = {"basic": "Basic", "standard": "Standard", "waf": "StandardWithWaf"}
SCHEDULERS: dict[Distribution, str] = {"round_robin": "Wrr", "least_requests": "Wlc"}
MOVED_PERMANENTLY = "301"
USUAL_REQUEST_TIMEOUT = 60
"""Seconds (alb_listener, `request_timeout`)."""


def make_application(parts: Parts) -> Made:
    """The balancer over every zone, its server groups and its listeners."""
    args = parts.args
    balancer = make_balancer(
        parts,
        load_balancer_edition=EDITIONS[args.edition],
        load_balancer_billing_config={"pay_type": "PayAsYouGo"},
        access_log_config=_access_logs(args),
    )
    groups = {key: _make_group(parts, key, group) for key, group in args.targets.items()}
    for listener in args.listeners.values():
        _make_listener(parts, listener, balancer.id, groups)
    return Made(balancer.id, balancer.dns_name, groups)


def _access_logs(args: LoadBalancerArgs) -> alicloud.alb.LoadBalancerAccessLogConfigArgs | None:
    if args.access_logs is None:
        return None
    place = pulumi.Output.from_input(args.access_logs).apply(lambda written: written.split("/"))
    return alicloud.alb.LoadBalancerAccessLogConfigArgs(log_project=place[0], log_store=place[1])


def _make_group(parts: Parts, key: str, group: TargetGroup) -> pulumi.Output[str]:
    args, health = parts.args, group.health
    return alicloud.alb.ServerGroup(
        parts.name(f"targets-{key}"),
        server_group_name=parts.name(key),
        server_group_type="Instance",
        protocol=group.protocol.upper(),
        vpc_id=args.network.id,
        scheduler=SCHEDULERS[group.distribution],
        cross_zone_enabled=args.cross_zone,
        health_check_config={
            "health_check_enabled": True,
            "health_check_protocol": group.protocol.upper(),
            "health_check_method": "GET",
            "health_check_path": health.path,
            "health_check_connect_port": health.port or 0,  # 0 is the machines' own
            "health_check_codes": [f"http_{code}" for code in health.codes],
            "health_check_interval": health.interval,
            "health_check_timeout": health.timeout,
            "healthy_threshold": health.healthy,
            "unhealthy_threshold": health.unhealthy,
        },
        connection_drain_config=_drain(group.drain),
        slow_start_config=_slow_start(group.slow_start),
        sticky_session_config=_sticky(group.sticky),
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=parts.options(),
    ).id


def _drain(seconds: int) -> alicloud.alb.ServerGroupConnectionDrainConfigArgs:
    return alicloud.alb.ServerGroupConnectionDrainConfigArgs(
        connection_drain_enabled=seconds > 0, connection_drain_timeout=seconds or None
    )


def _slow_start(seconds: int) -> alicloud.alb.ServerGroupSlowStartConfigArgs:
    return alicloud.alb.ServerGroupSlowStartConfigArgs(slow_start_enabled=seconds > 0, slow_start_duration=seconds or None)


def _sticky(seconds: int) -> alicloud.alb.ServerGroupStickySessionConfigArgs:
    """A cookie of the balancer's own, or none."""
    if not seconds:
        return alicloud.alb.ServerGroupStickySessionConfigArgs(sticky_session_enabled=False)
    return alicloud.alb.ServerGroupStickySessionConfigArgs(
        sticky_session_enabled=True, sticky_session_type="Insert", cookie_timeout=seconds
    )


def _make_listener(
    parts: Parts, listener: Listener, balancer: pulumi.Output[str], groups: Mapping[str, pulumi.Output[str]]
) -> None:
    """A listener; one that redirects does it by a rule for every path, since the usual action of a listener can only forward."""
    args = parts.args
    secure = listener.certificate is not None
    made = alicloud.alb.Listener(
        parts.name(f"listener-{listener.key}"),
        load_balancer_id=balancer,
        listener_port=listener.port,
        listener_protocol=listener.protocol.upper(),
        listener_description=parts.name(listener.key),
        default_actions=[
            {
                "type": "ForwardGroup",
                "forward_group_config": {"server_group_tuples": [{"server_group_id": groups[_leads_to(parts, listener)]}]},
            }
        ],
        certificates={"certificate_id": listener.certificate} if listener.certificate is not None else None,
        security_policy_id=args.tls_policy if secure else None,
        idle_timeout=args.idle_seconds,
        request_timeout=args.request_timeout or USUAL_REQUEST_TIMEOUT,
        x_forwarded_for_config={"x_forwarded_for_enabled": True, "x_forwarded_for_proto_enabled": True},
        tags=args.tags,
        opts=parts.listening(),
    )
    show_more(parts, listener, made.id)
    if listener.redirect is not None:
        _redirect(parts, listener.key, made.id, listener.redirect)


def _leads_to(parts: Parts, listener: Listener) -> str:
    """The target group of a listener; of one that redirects, that of the listener which it sends clients to."""
    if listener.to is not None:
        return listener.to
    return next(other.to for other in parts.args.listeners.values() if other.port == listener.redirect and other.to is not None)


def _redirect(parts: Parts, key: str, listener: pulumi.Output[str], port: int) -> None:
    alicloud.alb.Rule(
        parts.name(f"redirect-{key}"),
        listener_id=listener,
        rule_name=parts.name(f"redirect-{key}"),
        priority=1,
        rule_conditions=[{"type": "Path", "path_config": {"values": ["/*"]}}],
        rule_actions=[
            {
                "order": 1,
                "type": "Redirect",
                "redirect_config": {
                    "protocol": "HTTPS",
                    "port": str(port),
                    "host": "${host}",
                    "path": "${path}",
                    "query": "${query}",
                    "http_code": MOVED_PERMANENTLY,
                },
            }
        ],
        opts=parts.options(),
    )
