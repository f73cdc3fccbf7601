"""What an application in a cluster is made from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import get_args

from .. import arguments
from ..capacity import Capacity
from ..choices import Controller
from ..errors import Faults
from .delivery import Health
from .expose import Expose
from .floors import Floors
from .peer import Peer
from .pods import PodArgs
from .workload_parts import Probes, Volume

_PERCENT = re.compile(r"([1-9]\d?|100)%")


@dataclass(frozen=True, kw_only=True)
class WorkloadArgs(PodArgs):
    """What a workload is made from; what its pods are made from, `PodArgs` says.

    Args:
        replicas: how many pods run, between min and max or `fixed`. A HorizontalPodAutoscaler owns the number in any case, so an
            initial one is refused; `scheduled` leaves the lower bound to whatever raises it for an event.
        kind: "Deployment" (pods are alike) or "StatefulSet" (each has a name and, where wanted, a disk of its own that it keeps).
        volume: the disk of each pod of a StatefulSet.
        port: the TCP port that the container listens on.
        target_cpu: average CPU utilisation that scaling aims at, percent of the request.
        target_memory: average memory utilisation likewise, percent of the request; not looked at by default.
        target_rps: average requests per second and pod likewise, by the metric `http_requests_per_second` of the pods, which the
            cluster's metrics API must know, say by prometheus-adapter
            (kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis); not looked at by default.
        health_path: the HTTP path that the probes ask.
        probes: how long the start may take, and how readiness and liveness are found out.
        drain: seconds that a pod goes on answering once it is to end, until every load balancer has heard; less than `grace`.
        disruptions: how many pods may be away at a time because their nodes are drained: a share, which is rounded up to whole
            pods, or a number. Never none: a drain would wait forever
            (kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages).
        callers: who may reach its pods.
        expose: under which name requests from outside of the cluster reach it; they do not by default. It needs `delivery`.
        floors: how events move the lower bound, for `replicas` that are `scheduled`; while these are enforced, nothing does.

    Raises:
        ArgumentsError: with every fault.
    """

    replicas: Capacity
    kind: Controller = "Deployment"
    volume: Volume | None = None
    port: int = 8080
    target_cpu: int = 60
    target_memory: int | None = None
    target_rps: int | None = None
    health_path: str = "/healthz"
    probes: Probes = field(default_factory=Probes)
    drain: int = 15
    disruptions: int | str = "25%"
    callers: tuple[Peer, ...] = ()
    expose: Expose | None = None
    floors: Floors | None = None

    @property
    def health(self) -> Health:
        """What a load balancer asks of its pods: what readiness does, as nearly as both clouds' can be told."""
        asked = self.probes.readiness
        interval = min(max(asked.period, 5), 50)
        timeout = min(max(asked.timeout, 2), interval - 1)
        return Health(asked.path or self.health_path, interval, timeout, min(max(asked.failures, 2), 10))

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        self._check_replicas(faults)
        arguments.check_choice(faults, "kind", self.kind, get_args(Controller))
        fix = "write kind: StatefulSet, or leave the volume out; pods of a Deployment would have to share it"
        faults.check(self.volume is None or self.kind == "StatefulSet", "volume", "a volume", "none for a Deployment", fix)
        arguments.check_ports(faults, "port", (self.port,))
        arguments.check_range(faults, "target_cpu", self.target_cpu, 1, 100)
        if self.target_memory is not None:
            arguments.check_range(faults, "target_memory", self.target_memory, 1, 100)
        if self.target_rps is not None:
            arguments.check_range(faults, "target_rps", self.target_rps, 1, 1_000_000)
        arguments.check_path(faults, "health_path", self.health_path)
        expected, fix = f"less than the {self.grace} s of grace, and 0 or more", "lower drain or raise grace"
        faults.check(0 <= self.drain < self.grace, "drain", self.drain, expected, fix)
        self._check_disruptions(faults)
        fix = "give that of the cluster's cloud, say kubernetes.on_eks.OnEks()"
        faults.check(self.expose is None or self.delivery is not None, "delivery", None, "one, since it is exposed", fix)

    def _check_replicas(self, faults: Faults) -> None:
        least, initial = self.replicas.min, self.replicas.initial
        faults.check(least >= 1, "replicas.min", least, "1 or more", "write min: 1; no metric wakes a workload without pods")
        fix = "leave it out, or raise min; the autoscaler owns the number"
        faults.check(initial is None, "replicas.initial", initial, "no initial number", fix)
        owned = self.floors is None or self.replicas.scheduled
        faults.check(owned, "replicas.owner", self.replicas.owner, "schedule, since floors are given", "make replicas scheduled")

    def _check_disruptions(self, faults: Faults) -> None:
        given = self.disruptions
        some = given >= 1 if isinstance(given, int) else bool(_PERCENT.fullmatch(given))
        expected = "1 or more, or 1% to 100%, so that a node can always be drained"
        faults.check(some, "disruptions", given, expected, "write 25% or 1, say; a share is rounded up to whole pods")
