"""What a load balancer is told on AWS, beside what every cloud is told of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pulumi

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
        access_logs: the name of a bucket, made elsewhere, that requests are recorded in; nothing is recorded by default.
        capacity_units: load balancer capacity units that are held ready, say for an event; 0 leaves it to AWS to follow the traffic
            (docs.aws.amazon.com/elasticloadbalancing/latest/application/capacity-unit-reservation.html).

    Raises:
        ArgumentsError: with every fault.
    """

    ssl_policy: str = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    zonal_shift: bool = True
    access_logs: pulumi.Input[str] | None = None
    capacity_units: int = 0

    capabilities: ClassVar[frozenset[str]] = frozenset({"zonal-shift"})

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_range(faults, "capacity_units", self.capacity_units, 0, 15_000)
