"""A load balancer that the Ingresses of a cluster share, under the same name on both clouds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..contracts import Delivery, Entrance, Front
from ..errors import Faults
from ..inputs import inputs

_ZONES = 2


@dataclass(frozen=True, kw_only=True)
class IngressClassArgs:
    """What an IngressClass is made from.

    Args:
        called: its name inside the cluster.
        front: what its load balancer is told, as the delivery's own `front`.
        subnets: the ids of the subnets that it stands in, by zone; two at least, as both clouds ask.
        delivery: how the cluster's cloud brings requests to pods.

    Raises:
        ArgumentsError: with every fault.
    """

    called: str
    front: Front
    subnets: Mapping[str, pulumi.Input[str]]
    delivery: Delivery

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_label(faults, "called", self.called)
        check_front(faults, self.front, self.subnets, self.delivery)
        faults.raise_any()


class IngressClass(pulumi.ComponentResource):
    """An IngressClass and what says which load balancer it stands for.

    The load balancer itself is made, and kept, by the controller in the cluster, once the first Ingress of the class is there.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child, `depends_on` too; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:IngressClass"

    name: pulumi.Output[str]
    """What Ingresses name it by, known once it exists."""
    entrance: Entrance
    """What workloads are exposed through."""

    def __init__(self, name: str, args: IngressClassArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        stands_for = args.delivery.load_balancer(name, args.front, args.subnets)
        parameters = kubernetes.apiextensions.CustomResource(
            f"{name}-parameters",
            api_version=f"{stands_for.group}/{stands_for.version}",
            kind=stands_for.kind,
            metadata={"name": args.called},
            spec=dict(stands_for.spec),
            opts=pulumi.ResourceOptions(parent=self, depends_on=opts.depends_on if opts else None),
        )
        made = kubernetes.networking.v1.IngressClass(
            f"{name}-class",
            metadata={"name": args.called},
            spec={
                "controller": args.delivery.controller,
                "parameters": {"api_group": stands_for.group, "kind": stands_for.kind, "name": args.called},
            },
            opts=pulumi.ResourceOptions(parent=self, depends_on=[parameters]),
        )
        self.name = made.metadata.apply(lambda metadata: metadata.name or args.called)
        self.entrance = Entrance(name=self.name, plain=args.front.plain)
        self.register_outputs({"name": self.name})


def check_front(faults: Faults, front: Front, subnets: Mapping[str, pulumi.Input[str]], delivery: Delivery) -> None:
    """Whether a load balancer can stand in some subnets and be told what it is, on the delivery's cloud."""
    enough = len(subnets) >= _ZONES
    faults.check(enough, "subnets", len(subnets), f"{_ZONES} zones at least", "add a zone to the site")
    own = delivery.front
    expected = f"an {own.__name__}, as the cluster's cloud has it"
    faults.check(isinstance(front, own), "front", type(front).__name__, expected, "give one")
