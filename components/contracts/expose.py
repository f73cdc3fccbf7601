"""Under which names requests from outside of the cluster reach a workload."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import arguments
from ..errors import Faults
from .front import Entrance

_HOST = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_LONGEST = 128
"""Characters of a path in a load balancer's rule (docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/
API_RuleCondition.html, api.alibabacloud.com/document/Alb/2020-06-16/CreateRule)."""
_BAND = 500


@dataclass(frozen=True, kw_only=True)
class Expose:
    """Under which names requests from outside of the cluster reach a workload.

    Args:
        host: the DNS name; "*.shop.example" stands for every one below that no other workload has.
        through: the IngressClass or Gateway that it is exposed by.
        path: what the paths of requests begin with.
        aliases: further names that it is reached by alike.

    Raises:
        ArgumentsError: with every fault.
    """

    host: str
    through: Entrance
    path: str = "/"
    aliases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults(self)
        fix = "write www.shop.example, say"
        for place, host in enumerate(self.hosts):
            field = f"aliases.{place - 1}" if place else "host"
            if faults.check(bool(_HOST.fullmatch(host)), field, host, "a DNS name in lower case", fix):
                faults.check(host not in self.hosts[:place], field, host, "each name once", "remove the second one")
        arguments.check_path(faults, "path", self.path)
        faults.check(len(self.path) <= _LONGEST, "path", self.path, f"{_LONGEST} characters at most", "shorten it")
        faults.raise_any()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every name."""
        return (self.host, *self.aliases)

    @property
    def ranked(self) -> dict[int, tuple[str, ...]]:
        """Its names by where their rules stand among those of others, from 1 to 1000: a load balancer takes the first that fits.

        So longer paths come before shorter ones, and names before wildcards; left to the controllers, it would be the order of
        namespaces and names on EKS, and of names on ACK.
        """
        length = len(self.path.rstrip("/"))
        wild = tuple(host for host in self.hosts if host.startswith("*."))
        plain = tuple(host for host in self.hosts if host not in wild)
        return {_BAND * band - length: hosts for band, hosts in ((1, plain), (2, wild)) if hosts}
