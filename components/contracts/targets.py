"""Groups of machines that a load balancer sends to: what one is made from, and what a fleet needs to join it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

import pulumi

from .. import arguments
from ..choices import Balancing, Distribution, Serving
from ..errors import ArgumentFault, Faults

SERVES: Mapping[Balancing, tuple[Serving, ...]] = {"application": ("http", "https"), "network": ("tcp", "udp")}
"""What the machines behind each kind are spoken to in."""


@dataclass(frozen=True, kw_only=True)
class HealthCheck:
    """How a load balancer tells which machines can serve; the bounds are those of both clouds.

    Args:
        path: the HTTP path that is asked; None (behind a network load balancer alone) for a mere connection.
        port: the port; the target group's own by default.
        interval: seconds between two checks, 5 to 50.
        timeout: seconds that an answer may take, 2 to 50 and less than `interval`.
        healthy: answers in a row that make a machine healthy, 2 to 10.
        unhealthy: failures in a row that make it unhealthy, 2 to 10.
        codes: the classes of HTTP answers that count, say ("2xx", "3xx"); no "5xx" behind an application load balancer on AWS.

    Raises:
        ArgumentsError: with every fault.
    """

    path: str | None = "/healthz"
    port: int | None = None
    interval: int = 10
    timeout: int = 5
    healthy: int = 2
    unhealthy: int = 3
    codes: tuple[str, ...] = ("2xx",)

    def __post_init__(self) -> None:
        faults = Faults(self)
        if self.path is not None:
            fits = self.path.startswith("/") and len(self.path) <= 80
            faults.check(fits, "path", self.path, "a path that begins with /, 80 characters at most", "write /healthz, say")
            arguments.check_each_once(faults, "codes", self.codes)
            for place, code in enumerate(self.codes):
                arguments.check_choice(faults, f"codes.{place}", code, ("2xx", "3xx", "4xx", "5xx"))
            faults.check(bool(self.codes), "codes", None, "one class of answers at least", "write 2xx")
        if self.port is not None:
            arguments.check_range(faults, "port", self.port, 1, 65535)
        arguments.check_range(faults, "interval", self.interval, 5, 50)
        arguments.check_range(faults, "timeout", self.timeout, 2, 50)
        fix = "shorten the timeout, or ask less often"
        faults.check(self.timeout < self.interval, "timeout", self.timeout, f"less than the interval, {self.interval}", fix)
        arguments.check_range(faults, "healthy", self.healthy, 2, 10)
        arguments.check_range(faults, "unhealthy", self.unhealthy, 2, 10)
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class TargetGroup:
    """Machines that serve the same, and how they are told from those that do not.

    Args:
        port: the port that they serve on.
        protocol: "http" or "https" behind an application load balancer, "tcp" or "udp" behind a network one.
        health: how a machine's health is known.
        drain: seconds that a machine which leaves may take to end its requests, 0 to 900.
        slow_start: seconds over which a new machine is given its full share, 30 to 900; 0 gives it at once. Behind an application
            load balancer alone.
        sticky: seconds that a client is kept with the same machine (by a cookie), 1 to 86400; 0 for not at all. Likewise.
        distribution: "round_robin" or "least_requests". Likewise.

    Raises:
        ArgumentsError: with every fault.
    """

    port: int
    protocol: Serving = "http"
    health: HealthCheck = HealthCheck()
    drain: int = 60
    slow_start: int = 0
    sticky: int = 0
    distribution: Distribution = "round_robin"

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_range(faults, "port", self.port, 1, 65535)
        arguments.check_choice(faults, "protocol", self.protocol, get_args(Serving))
        arguments.check_range(faults, "drain", self.drain, 0, 900)
        if self.slow_start:
            arguments.check_range(faults, "slow_start", self.slow_start, 30, 900)
        arguments.check_range(faults, "sticky", self.sticky, 0, 86_400)
        arguments.check_choice(faults, "distribution", self.distribution, get_args(Distribution))
        fix = "leave slow_start out, or choose round_robin"
        both = self.slow_start > 0 and self.distribution == "least_requests"
        faults.check(not both, "slow_start", self.slow_start, "0 with least_requests, which knows none", fix)
        faults.raise_any()

    @property
    def health_port(self) -> int:
        """The port that health is asked on."""
        return self.health.port or self.port

    def faults_behind(self, kind: Balancing, where: str) -> Iterator[ArgumentFault]:
        """What of it a load balancer of a kind does not know."""
        known = SERVES.get(kind, ())
        if self.protocol not in known:
            expected = f"one of {', '.join(known)}, which {kind} load balancers know"
            yield ArgumentFault(f"{where}.protocol", f'"{self.protocol}"', expected, "choose one of them")
        if kind == "application" and self.health.path is None:
            yield ArgumentFault(f"{where}.health.path", "nothing", "a path, since it knows requests", "write /healthz, say")
        for name, usual in {"slow_start": 0, "sticky": 0, "distribution": "round_robin"}.items():
            if kind == "network" and getattr(self, name) != usual:
                given, fix = str(getattr(self, name)), "leave it out, or choose kind application"
                yield ArgumentFault(f"{where}.{name}", given, "nothing behind a network load balancer", fix)

    def made(
        self,
        identity: pulumi.Output[str],
        kind: Balancing,
        *,
        source: pulumi.Output[str] | None = None,
        label: pulumi.Output[str] | None = None,
    ) -> Target:
        """What a fleet needs to join it, once a load balancer of a kind has made it; the arguments are those of `Target`."""
        return Target(
            id=identity,
            port=self.port,
            health_port=self.health_port,
            protocol=self.protocol,
            kind=kind,
            drain=self.drain,
            source=source,
            label=label,
        )


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a fleet needs to join a target group: `LoadBalancer.targets` has it.

    Args:
        id: the target group's id (AWS: its ARN).
        port: the port that its machines serve on.
        health_port: the port that their health is asked on.
        protocol: as `TargetGroup.protocol`.
        kind: the load balancer's.
        drain: as `TargetGroup.drain`.
        source: the security group that traffic comes from; None where it comes from the network's own ranges instead.
        label: how metrics name it, where requests are counted.
    """

    id: pulumi.Output[str]
    port: int
    health_port: int
    protocol: Serving
    kind: Balancing
    drain: int = 0
    source: pulumi.Output[str] | None = None
    label: pulumi.Output[str] | None = None
