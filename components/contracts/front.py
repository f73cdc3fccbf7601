"""The load balancer that exposed workloads of a cluster share, and what they are exposed by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import pulumi

from .. import arguments
from ..choices import Plain
from ..errors import Faults


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """What workloads are exposed by, as `kubernetes.ingress_class.IngressClass` or `kubernetes.gateway.Gateway` gives it.

    Args:
        name: its name inside the cluster.
        namespace: where it is, of a Gateway; an IngressClass is in none.
        plain: what becomes of plain HTTP there.
    """

    name: pulumi.Input[str]
    namespace: pulumi.Input[str] | None = None
    plain: Plain = "redirect"


@dataclass(frozen=True, kw_only=True)
class Front:
    """The load balancer that exposed workloads of a cluster share; what one cloud alone understands, that cloud's own adds.

    Args:
        public: whether the internet reaches it, or the network alone.
        allowed: IPv4 blocks that may reach it; by default whoever finds a way to it.
        plain: what becomes of plain HTTP on port 80: "redirect" (to HTTPS), "serve" (as HTTPS is) or "refuse" (nobody listens).
        idle_timeout: seconds that a connection may be silent, 1 to 600.
        certificates: what it shows, by the cloud's ids (ARNs), the first to who asks for no name; without any, those that the
            cloud's certificate service has for the hosts. On both clouds one that is named puts an end to looking for others.
        access_logs: where requests are recorded, as the cloud spells it; they are not by default.

    Raises:
        ArgumentsError: with every fault.
    """

    public: bool = True
    allowed: tuple[str, ...] = ()
    plain: Plain = "redirect"
    idle_timeout: int = 60
    certificates: tuple[pulumi.Input[str], ...] = ()
    access_logs: pulumi.Input[str] | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        for place, block in enumerate(self.allowed):
            arguments.check_block(faults, f"allowed.{place}", block)
        arguments.check_choice(faults, "plain", self.plain, get_args(Plain))
        arguments.check_range(faults, "idle_timeout", self.idle_timeout, 1, 600)
