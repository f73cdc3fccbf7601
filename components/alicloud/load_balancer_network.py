"""A network load balancer (NLB) on Alibaba Cloud: server groups and listeners.

Sources, in registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources: nlb_load_balancer, nlb_server_group,
nlb_listener.
"""

from __future__ import annotations

import pulumi
import pulumi_alicloud as alicloud

from ..choices import Listening
from ..contracts import HealthCheck, Listener, TargetGroup
from .load_balancer_parts import Made, Parts, make_balancer, show_more

PROTOCOLS: dict[Listening, str] = {"tcp": "TCP", "udp": "UDP", "tls": "TCPSSL"}


def make_network(parts: Parts) -> Made:
    """The balancer over every zone, its server groups and its listeners."""
    args = parts.args
    balancer = make_balancer(parts, load_balancer_type="Network", payment_type="PayAsYouGo", cross_zone_enabled=args.cross_zone)
    groups = {key: _make_group(parts, key, group) for key, group in args.targets.items()}
    for listener in args.listeners.values():
        assert listener.to is not None, "a network load balancer redirects nothing"
        _make_listener(parts, listener, balancer.id, groups[listener.to])
    return Made(balancer.id, balancer.dns_name, groups)


def _make_group(parts: Parts, key: str, group: TargetGroup) -> pulumi.Output[str]:
    """A server group. Machines see the balancer's addresses, which lie in the network, and so need not be open to clients'."""
    args = parts.args
    return alicloud.nlb.ServerGroup(
        parts.name(f"targets-{key}"),
        server_group_name=parts.name(key),
        server_group_type="Instance",
        protocol=group.protocol.upper(),
        vpc_id=args.network.id,
        scheduler="Wrr",
        preserve_client_ip_enabled=False,
        connection_drain_enabled=group.drain > 0,
        connection_drain_timeout=group.drain or None,
        health_check=_health(group.health),
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=parts.options(),
    ).id


def _health(health: HealthCheck) -> alicloud.nlb.ServerGroupHealthCheckArgs:
    asks = health.path is not None
    return alicloud.nlb.ServerGroupHealthCheckArgs(
        health_check_enabled=True,
        health_check_type="HTTP" if asks else "TCP",
        health_check_url=health.path,
        http_check_method="GET" if asks else None,
        health_check_http_codes=[f"http_{code}" for code in health.codes] if asks else None,
        health_check_connect_port=health.port or 0,  # 0 is the machines' own
        health_check_interval=health.interval,
        health_check_connect_timeout=health.timeout,
        healthy_threshold=health.healthy,
        unhealthy_threshold=health.unhealthy,
    )


def _make_listener(parts: Parts, listener: Listener, balancer: pulumi.Output[str], group: pulumi.Output[str]) -> None:
    args = parts.args
    made = alicloud.nlb.Listener(
        parts.name(f"listener-{listener.key}"),
        load_balancer_id=balancer,
        listener_port=listener.port,
        listener_protocol=PROTOCOLS[listener.protocol],
        listener_description=parts.name(listener.key),
        server_group_id=group,
        certificate_ids=[listener.certificate] if listener.certificate is not None else None,
        security_policy_id=args.tls_policy if listener.certificate is not None else None,
        idle_timeout=args.idle_seconds if listener.protocol != "udp" else None,
        proxy_protocol_enabled=args.proxy_protocol,
        tags=args.tags,
        opts=parts.listening(),
    )
    show_more(parts, listener, made.id)
