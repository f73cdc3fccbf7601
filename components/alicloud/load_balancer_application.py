"""An application load balancer (ALB) on Alibaba Cloud: server groups, listeners, and rules that redirect or refuse.

What can be switched off again is always said: the provider leaves what it is not told as it is in the cloud (`Computed`).

Sources, in registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources: alb_load_balancer, alb_server_group,
alb_listener, alb_rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pulumi
import pulumi_alicloud as alicloud

from ..choices import Distribution
from ..contracts import EdgeKey, Listener, TargetGroup
from ..contracts.edge_key import REFUSAL
from ..dns import value_key
from .load_balancer_args import Edition, LoadBalancerArgs
from .load_balancer_parts import Made, Parts, make_balancer, show_more

EDITIONS: dict[Edition, str] = {"basic": "Basic", "standard": "Standard", "waf": "StandardWithWaf"}
SCHEDULERS: dict[Distribution, str] = {"round_robin": "Wrr", "least_requests": "Wlc"}
MOVED_PERMANENTLY = "301"
USUAL_REQUEST_TIMEOUT = 60
"""Seconds (alb_listener, `request_timeout`)."""
_LAST = 10_000
"""The last priority that a rule can have (alb_rule, `priority`)."""
_EVERYTHING: Final = {"type": "Path", "path_config": {"values": ["/*"]}}


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
    elif args.asks is not None:
        _ask(parts, listener.key, args.asks, made.id, groups[_leads_to(parts, listener)])


def _leads_to(parts: Parts, listener: Listener) -> str:
    """The target group of a listener; of one that redirects, that of the listener which it sends clients to."""
    if listener.to is not None:
        return listener.to
    return next(other.to for other in parts.args.listeners.values() if other.port == listener.redirect and other.to is not None)


def _redirect(parts: Parts, key: str, listener: pulumi.Output[str], port: int) -> None:
    sent = {
        "protocol": "HTTPS",
        "port": str(port),
        "host": "${host}",
        "path": "${path}",
        "query": "${query}",
        "http_code": MOVED_PERMANENTLY,
    }
    _rule(parts, f"redirect-{key}", listener, 1, _EVERYTHING, {"order": 1, "type": "Redirect", "redirect_config": sent})


def _ask(parts: Parts, key: str, asks: EdgeKey, listener: pulumi.Output[str], group: pulumi.Output[str]) -> None:
    """Refuse what does not carry what CDNs send, but for what health checks ask; what refuses is there last, and goes first."""
    header = {"type": "Header", "header_config": {"key": asks.header, "values": asks.accepted}}
    checks = {
        f"check-{value_key(path.removeprefix('/') or path)}": {"type": "Path", "path_config": {"values": [path]}}
        for path in asks.open
    }
    forward = {"order": 1, "type": "ForwardGroup", "forward_group_config": {"server_group_tuples": [{"server_group_id": group}]}}
    answer = {"content": REFUSAL, "content_type": "text/plain", "http_code": "403"}
    let_in = [
        _rule(parts, f"{name}-{key}", listener, priority, condition, forward)
        for priority, (name, condition) in enumerate({"edge": header, **checks}.items(), 1)
    ]
    refusal = {"order": 1, "type": "FixedResponse", "fixed_response_config": answer}
    _rule(parts, f"refused-{key}", listener, _LAST, _EVERYTHING, refusal, after=let_in)


def _rule(  # noqa: PLR0917 - what a rule is: where, when and what
    parts: Parts,
    name: str,
    listener: pulumi.Output[str],
    priority: int,
    condition: Any,
    action: Any,
    after: Sequence[pulumi.Resource] = (),
) -> alicloud.alb.Rule:
    return alicloud.alb.Rule(
        parts.name(name),
        listener_id=listener,
        rule_name=parts.name(name),
        priority=priority,
        rule_conditions=[condition],
        rule_actions=[action],
        opts=pulumi.ResourceOptions.merge(parts.options(), pulumi.ResourceOptions(depends_on=list(after))),
    )
