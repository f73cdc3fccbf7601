"""What a network tells the machines in it."""

from __future__ import annotations

from dataclasses import dataclass

from .. import arguments
from ..errors import Faults


@dataclass(frozen=True, kw_only=True)
class Dhcp:
    """What a network tells machines that ask for an address; what is left out stays the cloud's own.

    Args:
        domain: the domain that short names are completed with.
        name_servers: DNS servers by IPv4 address, four at most; the cloud's resolver by default.

    Raises:
        ArgumentsError: with every fault.
    """

    domain: str | None = None
    name_servers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults(self)
        given = self.domain is not None or bool(self.name_servers)
        faults.check(given, "domain", None, "a domain or name servers", "write one of them, or leave dhcp out")
        for place, server in enumerate(self.name_servers):
            arguments.check_address(faults, f"name_servers.{place}", server)
        faults.check(len(self.name_servers) <= 4, "name_servers", len(self.name_servers), "four at most", "remove some")
        faults.raise_any()
