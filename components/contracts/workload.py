"""What an application in a cluster is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from .. import arguments
from ..capacity import Capacity
from ..errors import Faults
from .floors import Floors

RRSA_ANNOTATION = "pod-identity.alibabacloud.com/role-name"
"""Names a service account's RAM role on ACK, whose webhook asks for a label on the pods besides."""


@dataclass(frozen=True, kw_only=True)
class WorkloadArgs:
    """What a workload is made from.

    Args:
        image: the container image by digest, "repository@sha256:<64 hex>"; a tag is refused.
        replicas: how many pods run, between min and max or `fixed`. A HorizontalPodAutoscaler owns the number in any case, so an
            initial one is refused; `scheduled` leaves the lower bound to whatever raises it for an event.
        app: the workload's name inside the cluster: of its Deployment, its Service and its service account. The same on every
            site, so that callers find it by one name; by default the component's own name.
        port: the TCP port that the container listens on.
        cpu: CPU request, in Kubernetes' spelling.
        memory: memory request and limit, in Kubernetes' spelling.
        target_cpu: average CPU utilisation that scaling aims at, percent of the request.
        health_path: the HTTP path that the probes ask.
        namespace: the namespace it is made in. Workloads share namespaces, so each is made once, by
            `components.kubernetes.namespace.Namespace`, whose `name` is given here; "default" is always there.
        user: number of the user that the container runs as, never 0 (root).
        annotations: annotations of the service account, as `Cluster.bind` returns them.
        environment: environment variables of the container.
        floors: how events move the lower bound, for `replicas` that are `scheduled`; while these are enforced, nothing does.

    Raises:
        ArgumentsError: with every fault.
    """

    image: str
    replicas: Capacity
    app: str | None = None
    port: int = 8080
    cpu: str = "250m"
    memory: str = "512Mi"
    target_cpu: int = 60
    health_path: str = "/healthz"
    namespace: pulumi.Input[str] = "default"
    user: int = 65534
    annotations: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    floors: Floors | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_digest(faults, "image", self.image)
        least, initial = self.replicas.min, self.replicas.initial
        faults.check(least >= 1, "replicas.min", least, "1 or more", "write min: 1; no metric wakes a workload without pods")
        fix = "leave it out, or raise min; the autoscaler owns the number"
        faults.check(initial is None, "replicas.initial", initial, "no initial number", fix)
        owned = self.floors is None or self.replicas.scheduled
        faults.check(owned, "replicas.owner", self.replicas.owner, "schedule, since floors are given", "make replicas scheduled")
        if self.app is not None:
            arguments.check_label(faults, "app", self.app)
        arguments.check_ports(faults, "port", (self.port,))
        arguments.check_quantity(faults, "cpu", self.cpu)
        arguments.check_quantity(faults, "memory", self.memory)
        arguments.check_range(faults, "target_cpu", self.target_cpu, 1, 100)
        fix = "write the path alone, say /healthz"
        faults.check(self.health_path.startswith("/"), "health_path", self.health_path, "a path that begins with /", fix)
        if isinstance(self.namespace, str):
            arguments.check_label(faults, "namespace", self.namespace)
        arguments.check_range(faults, "user", self.user, 1, 2**31 - 1)
        for name in self.environment:
            arguments.check_variable(faults, "environment", name)
        faults.raise_any()
