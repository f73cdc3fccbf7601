"""What of a workload differs by cloud, as data: whoever makes the objects asks for it and knows no cloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, Protocol, runtime_checkable

import pulumi

from ..choices import Plain
from .edge_key import EdgeKey
from .front import Front
from .secret import Reader, Secret


class CustomObject(NamedTuple):
    """An object of a custom kind, whose metadata whoever makes it knows.

    Args:
        api_version: its API group and version.
        kind: its kind.
        spec: its specification.
    """

    api_version: str
    kind: str
    spec: Mapping[str, Any]


class ClassParameters(NamedTuple):
    """An object of a cloud's own kind that says what load balancer, or what part of one, something stands for.

    Args:
        group: its API group.
        version: that group's version.
        kind: its kind.
        spec: its specification.
        namespaced: whether it is in a namespace.
    """

    group: str
    version: str
    kind: str
    spec: Mapping[str, Any]
    namespaced: bool = False


class Disks(NamedTuple):
    """What makes disks for pods.

    Args:
        provisioner: the CSI driver's name.
        parameters: what it is told: the type, and to encrypt.
    """

    provisioner: str
    parameters: Mapping[str, pulumi.Input[str]]


class Health(NamedTuple):
    """What a load balancer asks of a pod, within what both clouds' can be told.

    Args:
        path: the HTTP path that a pod answers with 2xx while it is ready.
        interval: seconds from one question to the next, 5 to 50.
        timeout: seconds in which it must be answered, 2 or more and less than the interval.
        failures: how many failures in a row count, 2 to 10; as many answers make a pod healthy again as 2.
    """

    path: str
    interval: int
    timeout: int
    failures: int


class Route(NamedTuple):
    """What a load balancer is told of one workload behind it.

    Args:
        health: what it asks of a pod.
        drain: seconds for which a pod that goes still answers.
        order: where its rules stand among those of others, 1 to 1000; the first that fits is taken.
        plain: what becomes of plain HTTP.
    """

    health: Health
    drain: int
    order: int
    plain: Plain


@runtime_checkable
class Delivery(Protocol):
    """How a cloud brings requests, disks and secrets to pods.

    Capabilities, where the clouds differ:
        gateway-listeners: a Gateway's load balancer is told what an Ingress's is: who is allowed, time-outs, TLS, the cloud's own
            certificates; without it, it shows TLS Secrets of the cluster, and the rest is as its controller has it.
        gateway-health: a Gateway's load balancer asks what readiness asks, and drains pods; without it, as its controller has it.
    """

    capabilities: ClassVar[frozenset[str]]
    """What this cloud can of what differs."""

    @property
    def controller(self) -> str:
        """What serves an IngressClass; it must run in the cluster before an update that exposes a workload."""
        ...

    @property
    def namespace_labels(self) -> Mapping[str, str]:
        """What a namespace with exposed workloads bears."""
        ...

    @property
    def disks(self) -> Disks:
        """What makes encrypted disks for pods, by an add-on that every cluster has."""
        ...

    @property
    def front(self) -> type[Front]:
        """What a load balancer of this cloud is told."""
        ...

    @property
    def secrets_ready(self) -> str:
        """What an update waits for of an object that brings secrets, as the annotation `pulumi.com/waitFor` says it."""
        ...

    def ingress(self, route: Route) -> Mapping[str, str]:
        """The annotations of an Ingress: what its class's load balancer is told of this workload alone."""
        ...

    def asked(self, service: str, key: EdgeKey) -> Mapping[str, pulumi.Input[str]]:
        """The annotation by which what leads to a Service must carry what CDNs send.

        Args:
            service: the Service's name.
            key: what it must carry.
        """
        ...

    def refused(self, service: str) -> Mapping[str, str]:
        """The annotation by which what leads to a Service is refused (403)."""
        ...

    def load_balancer(self, name: str, front: Front, subnets: Mapping[str, pulumi.Input[str]]) -> ClassParameters:
        """The load balancer that an IngressClass stands for.

        Args:
            name: its name, where the cloud lets it have one.
            front: what it is told, as `front` of this cloud.
            subnets: the ids of the subnets that it stands in, by zone; two at least.
        """
        ...

    def store(self, account: pulumi.Input[str], reader: Reader) -> CustomObject:
        """Where secrets are read, and as whom.

        Args:
            account: the name of the service account that reads them, in the object's own namespace.
            reader: its role, and where the secrets are.
        """
        ...

    def external(self, store: pulumi.Input[str], secrets: Mapping[str, Secret], every: int) -> CustomObject:
        """What makes a Secret, under its own name, of what is in the cloud's store.

        Args:
            store: the name of the store, in the object's own namespace.
            secrets: what is read, by the Secret's keys.
            every: seconds from one look into the store to the next.
        """
        ...

    @property
    def gateway_controller(self) -> str:
        """What serves a GatewayClass."""
        ...

    def gateway(self, name: str, front: Front, subnets: Mapping[str, pulumi.Input[str]]) -> ClassParameters:
        """The load balancer that a Gateway stands for; a Gateway names it where it is in a namespace, else its class does.

        Args:
            name: its name, where the cloud lets it have one.
            front: what it is told, as `front` of this cloud.
            subnets: the ids of the subnets that it stands in, by zone; two at least.
        """
        ...

    def shown(self, certificate: pulumi.Input[str] | None) -> Mapping[str, Any]:
        """What an HTTPS listener of a Gateway is told of the certificate for its host."""
        ...

    def behind(self, service: pulumi.Input[str], route: Route) -> ClassParameters | None:
        """What a Gateway's load balancer is told of one workload behind it, where there is a way to tell it.

        Args:
            service: the name of the workload's Service.
            route: what it is told.
        """
        ...
