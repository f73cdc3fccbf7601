"""What every part of a load balancer on Alibaba Cloud is made from, and what ALB and NLB have alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pulumi
import pulumi_alicloud as alicloud

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
        parent: the component.
    """

    balancer: str
    args: LoadBalancerArgs
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

    @property
    def address_type(self) -> str:
        """Whether it has public addresses."""
        return "Internet" if self.args.public else "Intranet"


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
