"""Who may reach the pods of a workload, or be reached by them."""

from __future__ import annotations

from dataclasses import dataclass

from .. import arguments
from ..errors import Faults


@dataclass(frozen=True, kw_only=True)
class Peer:
    """Pods, or addresses, at the other end of connections that are let through.

    Args:
        app: the pods of the application so called.
        namespace: the namespace that these are in; by default that of the workload itself. Without `app`, all pods there.
        cidr: an IPv4 block instead, for what is no pod: a database, another site.
        ports: TCP ports. Of a caller those of the workload by default; of what is called every one.

    Raises:
        ArgumentsError: with every fault.
    """

    app: str | None = None
    namespace: str | None = None
    cidr: str | None = None
    ports: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults(self)
        pods = self.app is not None or self.namespace is not None
        fix = "write cidr, or app, namespace or both; for two peers write two entries"
        faults.check(pods != (self.cidr is not None), "cidr", self.cidr, "either a block or pods", fix)
        for name in ("app", "namespace"):
            if (text := getattr(self, name)) is not None:
                arguments.check_label(faults, name, text)
        if self.cidr is not None:
            arguments.check_block(faults, "cidr", self.cidr)
        arguments.check_ports(faults, "ports", self.ports)
        faults.raise_any()
