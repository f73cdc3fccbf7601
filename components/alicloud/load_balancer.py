"""A load balancer on Alibaba Cloud: an ALB or an NLB over the zones of a network, its server groups and its listeners."""

from __future__ import annotations

from typing import ClassVar

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts
from ..inputs import inputs, outputs
from .load_balancer_application import make_application
from .load_balancer_args import LoadBalancerArgs
from .load_balancer_network import make_network
from .load_balancer_parts import Parts

__all__ = ["LoadBalancer", "LoadBalancerArgs"]


class LoadBalancer(pulumi.ComponentResource):
    """An application or a network load balancer, closed but for its listeners' ports to those who may reach it.

    What differs from AWS, by the cloud's own rules:
    - It comes to its machines from addresses of its vSwitches, and from no security group: a fleet behind it opens its ports to
      the network's own ranges.
    - A zone is shifted away by a resource (`shifted_zones`), and so by the program.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:LoadBalancer"
    capabilities: ClassVar[frozenset[str]] = LoadBalancerArgs.capabilities

    def __init__(self, name: str, args: LoadBalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        application = args.kind == "application"
        package = alicloud.alb if application else alicloud.nlb
        parts = Parts(balancer=name, args=args, package=package, parent=self)
        made = make_application(parts) if application else make_network(parts)
        self.id, self.dns_name = made.id, made.dns_name
        self.zone_id: pulumi.Output[str] | None = None
        self.targets = {
            key: args.targets[key].made(identity, args.kind, label=identity if application else None)
            for key, identity in made.groups.items()
        }
        self.register_outputs(outputs(self, contracts.LoadBalancer))
