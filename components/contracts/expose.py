"""Under which names requests from outside of the cluster reach a workload."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .. import arguments
from ..errors import Faults
from .edge_key import Fronted
from .entries import Entry, entries
from .front import Entrance

_HOST = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_LONGEST = 128
"""Characters of a path in a load balancer's rule (docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/
API_RuleCondition.html, api.alibabacloud.com/document/Alb/2020-06-16/CreateRule)."""


@dataclass(frozen=True, kw_only=True)
class Expose:
    """Under which names requests from outside of the cluster reach a workload.

    Args:
        host: the DNS name; "*.shop.example" stands for every one below that no other workload has.
        through: the IngressClass or Gateway that it is exposed by.
        path: what the paths of requests begin with.
        aliases: further names that it is reached by alike.
        fronted: of its names those that CDNs stand in front of, by what each is called; a Gateway cannot ask for what they send.

    Raises:
        ArgumentsError: with every fault.
    """

    host: str
    through: Entrance
    path: str = "/"
    aliases: tuple[str, ...] = ()
    fronted: Mapping[str, Fronted] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        fix = "write www.shop.example, say"
        for place, host in enumerate(self.hosts):
            field = f"aliases.{place - 1}" if place else "host"
            if faults.check(bool(_HOST.fullmatch(host)), field, host, "a DNS name in lower case", fix):
                faults.check(host not in self.hosts[:place], field, host, "each name once", "remove the second one")
        arguments.check_path(faults, "path", self.path)
        faults.check(len(self.path) <= _LONGEST, "path", self.path, f"{_LONGEST} characters at most", "shorten it")
        for name in self.fronted:
            arguments.check_label(faults, f"fronted.{name}", name)
        asked = not self.fronted or self.through.namespace is None
        faults.check(asked, "fronted", list(self.fronted), "an Ingress, which can ask for a header", "expose it via: ingress")
        faults.raise_any()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every name."""
        return (self.host, *self.aliases)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rules that its load balancer has of it."""
        return entries(self.hosts, self.path, self.fronted)
