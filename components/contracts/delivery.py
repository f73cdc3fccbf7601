"""What of a workload differs by cloud, as data: whoever makes the objects asks for it and knows no cloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol, runtime_checkable

import pulumi


class ClassParameters(NamedTuple):
    """The object that says what load balancer an IngressClass stands for.

    Args:
        group: its API group.
        version: that group's version.
        kind: its kind.
        spec: its specification.
    """

    group: str
    version: str
    kind: str
    spec: Mapping[str, Any]


class Disks(NamedTuple):
    """What makes disks for pods.

    Args:
        provisioner: the CSI driver's name.
        parameters: what it is told: the type, and to encrypt.
    """

    provisioner: str
    parameters: Mapping[str, pulumi.Input[str]]


@runtime_checkable
class Delivery(Protocol):
    """How a cloud brings requests and disks to pods."""

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

    def ingress(self, health_path: str, drain: int) -> Mapping[str, str]:
        """The annotations of an Ingress: HTTPS with a redirect, pods as targets, their health, and how long one is drained.

        Args:
            health_path: the HTTP path that pods answer while they are ready.
            drain: seconds for which a pod that goes still answers.
        """
        ...

    def load_balancer(self, name: str, *, public: bool, subnets: Mapping[str, pulumi.Input[str]]) -> ClassParameters:
        """The load balancer that an IngressClass stands for.

        Args:
            name: its name, where the cloud lets it have one.
            public: whether the internet reaches it, or the network alone.
            subnets: the ids of the subnets that it stands in, by zone; two at least.
        """
        ...
