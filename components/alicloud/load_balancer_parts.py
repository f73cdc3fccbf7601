"""What every part of a load balancer on Alibaba Cloud is made from, and what ALB and NLB have alike.

Sources, in registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources, of alb_ as of nlb_: load_balancer,
load_balancer_security_group_attachment, load_balancer_zone_shifted_attachment, listener_additional_certificate_attachment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, NamedTuple

import pulumi
import pulumi_alicloud as alicloud

from ..contracts import Listener
from ..naming import zone_id
from .load_balancer_args import LoadBalancerArgs

_ANYWHERE = "0.0.0.0/0"


class Made(NamedTuple):
    """A load balancer: its id, the name that clients reach it by, and the ids of its server groups."""

    id: pulumi.Output[str]
    dns_name: pulumi.Output[str]
    groups: Mapping[str, pulumi.Output[str]]


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A load balancer while its parts are made.

    Args:
        balancer: the component's name, which each child's name begins with.
        args: what it is made from.
        package: the SDK's part that its kind is from, `alicloud.alb` or `alicloud.nlb`; what is made of either goes by one name.
        parent: the component.
    """

    balancer: str
    args: LoadBalancerArgs
    package: ModuleType
    parent: pulumi.ComponentResource

    def name(self, key: str) -> str:
        """The name of the child with this key."""
        return f"{self.balancer}-{key}"

    def options(self, *, protect: bool | None = None) -> pulumi.ResourceOptions:
        """The options of a child."""
        return pulumi.ResourceOptions(parent=self.parent, protect=protect)

    @property
    def zones(self) -> dict[str, tuple[str, pulumi.Output[str]]]:
        """The cloud's id of each zone, and the vSwitch there that the load balancer stands in."""
        network = self.args.network
        switches = network.subnets[self.args.tier]
        return {zone: (zone_id("alicloud", network.region, zone), switches[zone]) for zone in sorted(switches)}

    def listening(self) -> pulumi.ResourceOptions:
        """The options of a listener, which goes before another takes its port: what it speaks cannot be changed."""
        return pulumi.ResourceOptions(parent=self.parent, delete_before_replace=True)


def make_balancer(parts: Parts, **special: Any) -> Any:
    """The load balancer over every zone, who reaches it, and the zones that nothing is sent to for now.

    Args:
        parts: the load balancer while its parts are made.
        special: what its kind alone is told.

    Returns:
        `alicloud.alb.LoadBalancer` or `alicloud.nlb.LoadBalancer`.
    """
    args, package = parts.args, parts.package
    balancer = package.LoadBalancer(
        parts.name("balancer"),
        load_balancer_name=parts.balancer,
        address_type="Internet" if args.public else "Intranet",
        vpc_id=args.network.id,
        zone_mappings=[{"zone_id": zone, "vswitch_id": switch} for zone, switch in parts.zones.values()],
        deletion_protection_config={"enabled": args.deletion_protection},
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=parts.options(protect=True if args.deletion_protection else None),
        **special,
    )
    if clients := make_clients(parts):
        package.LoadBalancerSecurityGroupAttachment(
            parts.name("clients"), load_balancer_id=balancer.id, security_group_id=clients, opts=parts.options()
        )
    for zone in args.shifted_zones:
        identity, switch = parts.zones[zone]
        package.LoadBalancerZoneShiftedAttachment(
            parts.name(f"shifted-{zone}"),
            load_balancer_id=balancer.id,
            zone_id=identity,
            vswitch_id=switch,
            opts=parts.options(),
        )
    return balancer


def show_more(parts: Parts, listener: Listener, made: pulumi.Output[str]) -> None:
    """The certificates that a listener shows beside its usual one."""
    for name, certificate in listener.more_certificates.items():
        parts.package.ListenerAdditionalCertificateAttachment(
            parts.name(f"listener-{listener.key}-{name}"), listener_id=made, certificate_id=certificate, opts=parts.options()
        )


def make_clients(parts: Parts) -> pulumi.Output[str] | None:
    """A security group that lets in who may come, and nobody else; none where everyone may.

    Once in a group, a load balancer still takes what no rule drops, so a rule of the lowest priority drops it all. What it says to
    its machines is let through by a group of its own, which the cloud keeps.

    Source: www.alibabacloud.com/help/en/slb/network-load-balancer/use-cases, "Configure an NLB security group".
    """
    args = parts.args
    if _ANYWHERE in args.clients.values():
        return None
    group = alicloud.ecs.SecurityGroup(
        parts.name("clients"),
        security_group_name=parts.name("clients"),
        description=f"Clients of {parts.balancer}",
        vpc_id=args.network.id,
        security_group_type="normal",
        inner_access_policy="Drop",
        resource_group_id=args.resource_group,
        tags=args.tags,
        opts=parts.options(),
    ).id
    for listener in args.listeners.values():
        protocol = "udp" if listener.protocol == "udp" else "tcp"
        for key, block in args.clients.items():
            let_in = _Rule(f"{listener.port}-{protocol}-from-{key}", protocol, f"{listener.port}/{listener.port}", block)
            _make_rule(parts, group, let_in)
    _make_rule(parts, group, _Rule("no-other-clients", "all", "-1/-1", _ANYWHERE, policy="drop", priority=100))
    return group


class _Rule(NamedTuple):
    key: str
    protocol: str
    ports: str
    block: str
    policy: str = "accept"
    priority: int = 1


def _make_rule(parts: Parts, group: pulumi.Output[str], rule: _Rule) -> None:
    alicloud.ecs.SecurityGroupRule(
        parts.name(rule.key),
        security_group_id=group,
        type="ingress",
        ip_protocol=rule.protocol,
        port_range=rule.ports,
        cidr_ip=rule.block,
        nic_type="intranet",
        policy=rule.policy,
        priority=rule.priority,
        opts=parts.options(),
    )
