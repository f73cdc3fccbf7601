"""A load balancer that the HTTPRoutes of a cluster share, by the Gateway API, under the same name on both clouds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..contracts import ClassParameters, Delivery, Entrance, Front
from ..errors import Faults
from ..inputs import inputs
from .ingress_class import check_front
from .network_policy import NAMESPACE_LABEL

GROUP: Final = "gateway.networking.k8s.io"
API: Final = f"{GROUP}/v1"
PLAIN: Final = "http"
"""The listener of plain HTTP."""


@dataclass(frozen=True, kw_only=True)
class GatewayArgs:
    """What a Gateway is made from.

    Args:
        called: its name inside the cluster, and its class's.
        namespace: the namespace that it is in, which nobody but those who run the cluster may write to.
        hosts: the names that it listens for, 63 at most, each with its certificate where the cloud's Gateways are told that by host
            (a TLS Secret in its namespace).
        namespaces: the namespaces whose routes it takes.
        front: what its load balancer is told, as the delivery's own `front`.
        subnets: the ids of the subnets that it stands in, by zone; two at least, as both clouds ask.
        delivery: how the cluster's cloud brings requests to pods.

    Raises:
        ArgumentsError: with every fault.
    """

    called: str
    namespace: pulumi.Input[str]
    hosts: Mapping[str, pulumi.Input[str] | None]
    namespaces: tuple[str, ...]
    front: Front
    subnets: Mapping[str, pulumi.Input[str]]
    delivery: Delivery

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_label(faults, "called", self.called)
        expected = f"1 to {arguments.GATEWAY_HOSTS} names, as a Gateway can listen for"
        fix = "expose some by an Ingress, or let a wildcard stand for several"
        faults.check(1 <= len(self.hosts) <= arguments.GATEWAY_HOSTS, "hosts", len(self.hosts), expected, fix)
        faults.check(bool(self.namespaces), "namespaces", None, "one at least, whose routes it takes", "name it")
        check_front(faults, self.front, self.subnets, self.delivery)
        faults.raise_any()


class Gateway(pulumi.ComponentResource):
    """A Gateway with a class of its own, and what says which load balancer it stands for.

    - A listener for each host, so that a route can be reached by no name but its own, from no namespace but those told.
    - Plain HTTP is redirected by a route of its own, served, or not listened to.
    - The definitions of the Gateway API's kinds must be in the cluster before it.

    Source: gateway-api.sigs.k8s.io/reference/spec.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child, `depends_on` too; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Gateway"

    name: pulumi.Output[str]
    """What routes name it by, known once it exists."""
    entrance: Entrance
    """What workloads are exposed through."""

    def __init__(self, name: str, args: GatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args, self._child = args, pulumi.ResourceOptions(parent=self)
        stands_for = args.delivery.gateway(name, args.front, args.subnets)
        parameters = kubernetes.apiextensions.CustomResource(
            f"{name}-parameters",
            api_version=f"{stands_for.group}/{stands_for.version}",
            kind=stands_for.kind,
            metadata={"name": self._parameters, **({"namespace": args.namespace} if stands_for.namespaced else {})},
            spec=dict(stands_for.spec),
            opts=pulumi.ResourceOptions(parent=self, depends_on=opts.depends_on if opts else None),
        )
        named = {} if stands_for.namespaced else {"parametersRef": self._reference(stands_for)}
        made_class = kubernetes.apiextensions.CustomResource(
            f"{name}-class",
            api_version=API,
            kind="GatewayClass",
            metadata={"name": args.called},
            spec={"controllerName": args.delivery.gateway_controller, **named},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[parameters]),
        )
        told = {"infrastructure": {"parametersRef": self._reference(stands_for)}} if stands_for.namespaced else {}
        made = kubernetes.apiextensions.CustomResource(
            f"{name}-gateway",
            api_version=API,
            kind="Gateway",
            metadata={"name": args.called, "namespace": args.namespace},
            spec={"gatewayClassName": args.called, **told, "listeners": self._listeners()},
            opts=pulumi.ResourceOptions(parent=self, depends_on=[parameters, made_class]),
        )
        self.name = made.urn.apply(lambda _: args.called)  # a custom resource's own outputs have no types
        if args.front.plain == "redirect":
            self._redirect(name)
        self.entrance = Entrance(name=self.name, namespace=args.namespace, plain=args.front.plain)
        self.register_outputs({"name": self.name})

    @property
    def _parameters(self) -> str:
        """A name apart from that of an IngressClass's, which may stand for a load balancer by the same kind."""
        return f"gateway-{self._args.called}"

    def _reference(self, parameters: ClassParameters) -> dict[str, str]:
        return {"group": parameters.group, "kind": parameters.kind, "name": self._parameters}

    def _listeners(self) -> list[dict[str, Any]]:
        args = self._args
        chosen = {"matchExpressions": [{"key": NAMESPACE_LABEL, "operator": "In", "values": sorted(args.namespaces)}]}
        routed = {"allowedRoutes": {"namespaces": {"from": "Selector", "selector": chosen}}}
        own = {"allowedRoutes": {"namespaces": {"from": "Same"}}}
        plain = {"name": PLAIN, "port": 80, "protocol": "HTTP", **(routed if args.front.plain == "serve" else own)}
        return [
            *([] if args.front.plain == "refuse" else [plain]),
            *(
                {
                    "name": section(host),
                    "hostname": host,
                    "port": 443,
                    "protocol": "HTTPS",
                    **args.delivery.shown(certificate),
                    **routed,
                }
                for host, certificate in sorted(args.hosts.items())
            ),
        ]

    def _redirect(self, name: str) -> None:
        kubernetes.apiextensions.CustomResource(
            f"{name}-redirect",
            api_version=API,
            kind="HTTPRoute",
            metadata={"name": f"{self._args.called}-redirect", "namespace": self._args.namespace},
            spec={
                "parentRefs": [{"group": GROUP, "kind": "Gateway", "name": self.name, "sectionName": PLAIN}],
                "rules": [
                    {
                        "filters": [
                            {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "port": 443, "statusCode": 301}}
                        ]
                    }
                ],
            },
            opts=self._child,
        )


def section(host: str) -> str:
    """The name of the listener for a host."""
    return host.replace("*", "any", 1)
