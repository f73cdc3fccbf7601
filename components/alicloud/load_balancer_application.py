"""An application load balancer (ALB) on Alibaba Cloud: server groups, listeners, and the rule that redirects.

Sources, in registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources: alb_load_balancer, alb_server_group,
alb_listener, alb_rule, alb_listener_additional_certificate_attachment, alb_load_balancer_security_group_attachment,
alb_load_balancer_zone_shifted_attachment.
"""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_alicloud as alicloud

from ..choices import Distribution
from ..contracts import Listener, TargetGroup
from .load_balancer_args import Edition
from .load_balancer_parts import Made, Parts, make_clients

EDITIONS: dict[Edition, str] = {"basic": "Basic", "standard": "Standard", "waf": "StandardWithWaf"}
SCHEDULERS: dict[Distribution, str] = {"round_robin": "Wrr", "least_requests": "Wlc"}
MOVED_PERMANENTLY = "301"


def make_application(parts: Parts) -> Made:
    """The balancer over every zone, its server groups and its listeners."""
    args = parts.args
    balancer = alicloud.alb.LoadBalancer(
        parts.name("balancer"),
        load_balancer_name=parts.balancer,
        load_balancer_edition=EDITIONS[args.edition],
        load_balancer_billing_config={"pay_type": "PayAsYouGo"},
        address_type=parts.address_type,
        vpc_id=args.network.id,
        zone_mappings=[{"zone_id": zone, "vswitch_id": switch} for zone, switch in parts.zones.values()],
        deletion_protection_config={"enabled": args.deletion_protection},
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=parts.options(protect=True if args.deletion_protection else None),
    )
    if clients := make_clients(parts):
        alicloud.alb.LoadBalancerSecurityGroupAttachment(
            parts.name("clients"), load_balancer_id=balancer.id, security_group_id=clients, opts=parts.options()
        )
    for zone in args.shifted_zones:
        identity, switch = parts.zones[zone]
        alicloud.alb.LoadBalancerZoneShiftedAttachment(
            parts.name(f"shifted-{zone}"),
            load_balancer_id=balancer.id,
            zone_id=identity,
            vswitch_id=switch,
            opts=parts.options(),
        )
    groups = {key: _make_group(parts, key, group) for key, group in args.targets.items()}
    for key, listener in args.listeners.items():
        _make_listener(parts, key, listener, balancer.id, groups)
    return Made(balancer.id, balancer.dns_name, groups)


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
        slow_start_config={"slow_start_enabled": True, "slow_start_duration": group.slow_start} if group.slow_start else None,
        sticky_session_config=_sticky(group.sticky),
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=parts.options(),
    ).id


def _drain(seconds: int) -> alicloud.alb.ServerGroupConnectionDrainConfigArgs:
    return alicloud.alb.ServerGroupConnectionDrainConfigArgs(
        connection_drain_enabled=seconds > 0, connection_drain_timeout=seconds or None
    )


def _sticky(seconds: int) -> alicloud.alb.ServerGroupStickySessionConfigArgs:
    """A cookie of the balancer's own, or none."""
    if not seconds:
        return alicloud.alb.ServerGroupStickySessionConfigArgs(sticky_session_enabled=False)
    return alicloud.alb.ServerGroupStickySessionConfigArgs(
        sticky_session_enabled=True, sticky_session_type="Insert", cookie_timeout=seconds
    )


def _make_listener(
    parts: Parts, key: str, listener: Listener, balancer: pulumi.Output[str], groups: Mapping[str, pulumi.Output[str]]
) -> None:
    """A listener; one that redirects does it by a rule for every path, since the usual action of a listener can only forward."""
    args = parts.args
    secure = listener.certificate is not None
    made = alicloud.alb.Listener(
        parts.name(f"listener-{key}"),
        load_balancer_id=balancer,
        listener_port=listener.port,
        listener_protocol=listener.protocol.upper(),
        listener_description=key,
        default_actions=[
            {
                "type": "ForwardGroup",
                "forward_group_config": {"server_group_tuples": [{"server_group_id": groups[_leads_to(parts, listener)]}]},
            }
        ],
        certificates={"certificate_id": listener.certificate} if listener.certificate is not None else None,
        security_policy_id=args.tls_policy if secure else None,
        idle_timeout=args.idle_timeout,
        request_timeout=args.request_timeout,
        x_forwarded_for_config={"x_forwarded_for_enabled": True, "x_forwarded_for_proto_enabled": True},
        tags=args.tags,
        opts=parts.options(),
    )
    for name, certificate in listener.more_certificates.items():
        alicloud.alb.ListenerAdditionalCertificateAttachment(
            parts.name(f"listener-{key}-{name}"), listener_id=made.id, certificate_id=certificate, opts=parts.options()
        )
    if listener.redirect is not None:
        _redirect(parts, key, made.id, listener.redirect)


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
