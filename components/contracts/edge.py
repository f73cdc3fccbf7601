"""What a CDN in front of a name is made from, and what every cloud gives for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from typing import ClassVar, Protocol, get_args, runtime_checkable

import pulumi

from .. import arguments
from ..choices import Guard, TlsFloor
from ..errors import ArgumentFault, Faults
from ..naming import Cloud, tag_faults
from ..traffic import edge, stand_in

DAY = 86_400
_YEAR = 365 * DAY


@dataclass(frozen=True, kw_only=True)
class RateLimit:
    """How many requests one address may make before it is refused for a while.

    Args:
        requests: how many, 10 to 500,000.
        per: in how many seconds they are counted: 60, 120, 300 or 600.
        path: the paths that are counted, "/api/login" or "/api/*"; all by default.

    Raises:
        ArgumentsError: with every fault.
    """

    requests: int
    per: int
    path: str = "/*"

    def __post_init__(self) -> None:
        faults = Faults(self)
        faults.add(edge.rate_faults(self.requests, self.per, get_args(Cloud)))
        faults.add(ArgumentFault("path", *fault) for _, *fault in map(astuple, edge.path_faults([self.path], "path")))
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class EdgeArgs:
    """What a CDN in front of a name is made from; a cloud's own arguments add what it alone understands.

    Nothing is kept at the edge but what `cached` names, and of that neither a cookie nor a login goes to the origin: so no answer
    that was made for one person is shown to another.

    Args:
        host: the name that users come by, which origins are asked under too.
        origin: the name that is asked first; what answers it may change at any time.
        second: the name that is asked at once where the first does not answer, or answers 500, 502, 503 or 504. On AWS that covers
            GET, HEAD and OPTIONS alone, and paths with `writes` not at all.
        writes: paths that take every method, say "/api/*": passed on to `origin` and nowhere else, never kept. Any other path is
            for reading while there is a `second`.
        cached: paths that are kept at the edge, with the seconds that they are where the origin says nothing: 1 to 31,536,000.
        certificate: the certificate of `host`, made elsewhere: an ARN of ACM in us-east-1 on AWS, on Alibaba Cloud the id of one of
            Certificate Management Service with its region, "12345678-ap-southeast-1".
        page: the HTML of the stand-in page, shown in place of 500, 502, 503 and 504.
        header: a header that every request to an origin carries, by which it knows the CDN; its name and its secret value.
        tls: the least version of TLS that users may come with: "1.2" or "1.3".
        hsts: seconds that browsers come by HTTPS alone; 0 for no such promise.
        guard: what a firewall does with what its rules find: "block", "count" or "none" for no firewall.
        rates: rate limits by name.
        only, never: countries (two capitals of ISO 3166) that are served alone, or not at all; one of the two.
        ipv6, http3: whether users may come by them.
        alarms: who is told while more than 5 % of answers are errors for five minutes, made elsewhere: ARNs of SNS topics in
            us-east-1 on AWS, where without any there is an alarm all the same; on Alibaba Cloud names of contact groups, without
            any of which there is none.
        tags: tags of every resource that carries tags.

    Raises:
        ArgumentsError: with every fault.
    """

    host: str
    origin: pulumi.Input[str]
    second: pulumi.Input[str] | None = None
    writes: tuple[str, ...] = ()
    cached: Mapping[str, int] = field(default_factory=dict)
    certificate: pulumi.Input[str]
    page: str
    header: tuple[str, pulumi.Input[str]] | None = None
    tls: TlsFloor = "1.2"
    hsts: int = _YEAR
    guard: Guard = "block"
    rates: Mapping[str, RateLimit] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    ipv6: bool = True
    http3: bool = True
    alarms: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    capabilities: ClassVar[frozenset[str]] = frozenset()
    """What the cloud can do of what clouds differ in; `Edge` lists it."""

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        faults.add(edge.path_faults(self.writes, "writes"))
        faults.add(edge.path_faults(self.cached, "cached"))
        for path, seconds in self.cached.items():
            arguments.check_range(faults, f"cached.{path}", seconds, 1, _YEAR)
            fix = "remove it from one of the two"
            faults.check(path not in self.writes, f"cached.{path}", path, "a path that takes no writes", fix)
        for name in self.rates:
            arguments.check_label(faults, f"rates.{name}", name)
        arguments.check_choice(faults, "tls", self.tls, get_args(TlsFloor))
        arguments.check_choice(faults, "guard", self.guard, get_args(Guard))
        arguments.check_range(faults, "hsts", self.hsts, 0, 2 * _YEAR)
        faults.check(not (self.only and self.never), "never", self.never, "nothing beside only", "write one of the two")
        unguarded = self.guard == "none" and self.rates
        faults.check(not unguarded, "rates", list(self.rates), "none without a guard", "write guard: block, or remove them")
        faults.add(stand_in.page_faults(self.page))
        faults.add(tag_faults(self.tags))

    @property
    def paths(self) -> list[str]:
        """Every path that something is said of, the more particular ones first."""
        return edge.ordered({*self.writes, *self.cached})


@runtime_checkable
class Edge(Protocol):
    """A CDN in front of a name as every cloud gives it.

    Capabilities, where the clouds differ:
        alias-records: its name has a hosted zone, which records at a zone's apex point to.
        methods: paths that take no writes refuse them at the edge; without it, an origin gets them.
        replayed: a request that one origin failed is sent to the second; without it the second is asked once the first refuses
            connections three times in a row, 7.5 seconds.
        replaced-answers: the stand-in page is the answer itself, with 503; without it the answer is a redirect to the page.
        request-logs: requests are recorded by the program; without it the cloud keeps them for 30 days in its console.
        rule-groups: which rules of the firewall are used can be chosen.
    """

    capabilities: ClassVar[frozenset[str]]
    host: str
    address: pulumi.Output[str]
    """The name that records of `host` lead to."""
    zone_id: pulumi.Output[str] | None
    """The hosted zone of that name, where `capabilities` hold "alias-records"."""
    extra: Mapping[str, pulumi.Output[str]]
    """Further names that it needs records of, with what each leads to."""
