"""What a load balancer is told on AWS, beside what every cloud is told of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .. import arguments, contracts
from ..errors import Faults


@dataclass(frozen=True, kw_only=True)
class LoadBalancerArgs(contracts.LoadBalancerArgs):
    """What a load balancer on AWS is made from.

    Args:
        ssl_policy: the TLS versions and ciphers offered; by default TLS 1.3 and 1.2 with forward secrecy
            (docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html).
        zonal_shift: let traffic be sent away from a zone by hand (docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.html);
            it changes nothing until somebody does.
        capacity_units: load balancer capacity units that are held ready, say for an event; 0 leaves AWS to follow the traffic. None
            for TLS listeners (docs.aws.amazon.com/elasticloadbalancing/latest, application/capacity-unit-reservation.html and
            network/request-capacity-unit-reservation.html).

    Raises:
        ArgumentsError: with every fault.
    """

    ssl_policy: str = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    zonal_shift: bool = True
    capacity_units: int = 0

    capabilities: ClassVar[frozenset[str]] = frozenset(
        {"alias-records", "network-access-logs", "own-source", "reserved-capacity", "zonal-shift"}
    )

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_pinned(faults, "ssl_policy", self.ssl_policy, "write the policy's name")
        arguments.check_range(faults, "capacity_units", self.capacity_units, 0, 15_000)
        tls = any(listener.protocol == "tls" for listener in self.listeners.values())
        fix = "leave it out, or listen to tcp"
        faults.check(not (tls and self.capacity_units), "capacity_units", self.capacity_units, "0 beside listeners of tls", fix)
        self._check_codes(faults)

    def _check_codes(self, faults: Faults) -> None:
        """An ALB counts no answer above 499 as healthy, where an NLB does.

        Source: docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html (`HttpCode`).
        """
        for name, group in self.targets.items():
            known = self.kind != "application" or "5xx" not in group.health.codes
            expected, fix = "2xx, 3xx or 4xx behind an application load balancer", "leave 5xx out"
            faults.check(known, f"targets.{name}.health.codes", group.health.codes, expected, fix)
