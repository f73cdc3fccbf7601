"""What a name that several sites serve is made from, at whichever provider of DNS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

import pulumi

from .. import arguments, dns
from ..choices import CheckProtocol, Failover, Policy
from ..errors import Faults
from ..naming import Cloud, tag_faults
from ..traffic.capabilities import ALICLOUD_TIMEOUT, CHECKERS, FAILING, INTERVALS, LEAST_CHECKERS
from ..traffic.served import Share, shares
from ..traffic.weights import weight_faults
from .public_zone import PublicZone

PORTS: Mapping[CheckProtocol, int] = {"https": 443, "tcp": 443, "http": 80}


@dataclass(frozen=True, kw_only=True)
class GtmCheck:
    """What Alibaba Cloud's checks are told.

    Args:
        interval: seconds between two checks: 15 (instances of the ultimate edition), 60 or 300.
        threshold: failures in a row that count, 1 to 3.
        nodes: where it is asked from: codes of city and carrier, "738-465".
        failing: the share of those that must see a failure, in percent: 20, 50, 80 or 100.
        timeout: seconds that each waits: 2, 3, 5 or 10.
    """

    interval: int = 60
    threshold: int = 2
    nodes: tuple[str, ...] = ("357-465", "738-465")
    failing: int = 50
    timeout: int = ALICLOUD_TIMEOUT


@dataclass(frozen=True, kw_only=True)
class SiteCheck:
    """How a site that serves is told from one that does not; by HTTP it is asked under its own name, with that name's SNI.

    Args:
        protocol: what is asked: "https", "http", or "tcp" for a mere connection.
        port: the port; 443, with http 80, by default.
        paths: the paths that are asked, each by a check of its own; of no meaning with tcp.
        healthy: how many of several paths must answer: "all" or "any".
        contains: a text that each answer has in its first 5,120 bytes, at most 255 characters; Route 53 alone.
        interval: seconds between two checks of one of Route 53's checkers: 10 or 30.
        threshold: failures in a row that count on Route 53, 1 to 10.
        regions: the regions of AWS that Route 53 asks from, three at least.
        gtm: what Alibaba Cloud's checks are told.

    Raises:
        ArgumentsError: with every fault.
    """

    protocol: CheckProtocol = "https"
    port: int | None = None
    paths: tuple[str, ...] = ("/",)
    healthy: Literal["all", "any"] = "all"
    contains: str | None = None
    interval: int = 10
    threshold: int = 3
    regions: tuple[str, ...] = ("ap-northeast-1", "ap-southeast-1", "ap-southeast-2")
    gtm: GtmCheck = field(default_factory=GtmCheck)

    def __post_init__(self) -> None:
        faults = Faults(self)
        for where, given, allowed in (
            ("interval", self.interval, INTERVALS["aws"]),
            ("gtm.interval", self.gtm.interval, INTERVALS["alicloud"]),
            ("gtm.failing", self.gtm.failing, FAILING),
        ):
            faults.check(given in allowed, where, given, f"one of {', '.join(map(str, allowed))}", "choose one of them")
        arguments.check_range(faults, "threshold", self.threshold, 1, 10)
        arguments.check_range(faults, "gtm.threshold", self.gtm.threshold, 1, 3)
        for place, region in enumerate(self.regions):
            arguments.check_choice(faults, f"regions.{place}", region, CHECKERS)
        enough = len(set(self.regions)) >= LEAST_CHECKERS
        faults.check(enough, "regions", self.regions, f"{LEAST_CHECKERS} different ones at least", "add one")
        faults.check(bool(self.paths), "paths", None, "one path at least", "write /")
        faults.raise_any()

    @property
    def asked(self) -> tuple[str, ...]:
        """The paths that are asked, each once; a single empty one of a mere connection."""
        return ("",) if self.protocol == "tcp" else tuple(dict.fromkeys(self.paths))

    @property
    def on(self) -> int:
        """The port that is asked."""
        return self.port or PORTS[self.protocol]


@dataclass(frozen=True, kw_only=True)
class Serving:
    """A site that serves a name.

    Args:
        host: the name of its load balancer, known once that is there.
        cloud, region: where it is.
    """

    host: pulumi.Input[str]
    cloud: Cloud
    region: str


@dataclass(frozen=True, kw_only=True)
class TrafficArgs:
    """What a name that several sites serve is made from, at one provider; equal arguments come to equal answers at each.

    Args:
        name: the whole name, in the zone's domain or below it.
        zone: the zone that serves it.
        sites: the sites of what serves it, by name.
        policy: which site is answered: "weighted", "latency", "geo" or "failover".
        weights: by site, its share of the answers in percent, 100 in sum; a site with none has no record.
        places: by site, whom it is for: "ID", "AS", "default".
        primary: the site that is answered while it serves.
        fallback: the site that is answered once none of the others does.
        ttl: seconds that an answer may be kept.
        check: how a site that serves is told from one that does not; None for a name that nobody fails over.
        failover: whether a check takes a site out of the answers ("automatic"), or a person who moves weights ("manual").
        stand_in: a host that is answered once no site serves; without one answers stay as if all did.
        drained: sites that are not answered for now.
        alarms: where alarms go, made elsewhere: ARNs of SNS topics in us-east-1, names of contact groups of CloudMonitor.
        below: a label below the name at which sites are answered, where something else stands at the name itself.
        tags: tags of every resource that carries tags.

    Raises:
        ArgumentsError: with every fault.
    """

    name: str
    zone: PublicZone
    sites: Mapping[str, Serving]
    policy: Policy = "weighted"
    weights: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    primary: str | None = None
    fallback: str | None = None
    ttl: int = 60
    check: SiteCheck | None = field(default_factory=SiteCheck)
    failover: Failover = "automatic"
    stand_in: str | None = None
    drained: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    below: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        inside = self.name != self.zone.domain and dns.within(self.name, self.zone.domain)
        faults.check(inside, "name", self.name, f"a name below {self.zone.domain}, the zone's domain", "write one there")
        if self.policy == "weighted":
            faults.add(weight_faults(self.weights))
        named = {"primary": self.primary, "fallback": self.fallback}
        for where, site in [*named.items(), *((f"weights.{each}", each) for each in self.weights)]:
            known = site is None or site in self.sites
            faults.check(known, where, site, f"one of {', '.join(self.sites)}", "name a site that serves it")
        faults.check(self.policy != "failover" or None not in named.values(), "primary", self.primary, "primary and fallback", "")
        arguments.check_range(faults, "ttl", self.ttl, 10, 3600)
        faults.add(tag_faults(self.tags))
        faults.raise_any()

    @property
    def shares(self) -> tuple[Share, ...]:
        """The sites that are answered, which each provider has alike."""
        return shares(
            self.policy,
            sorted(self.sites),
            weights=self.weights,
            places=self.places,
            primary=self.primary,
            fallback=self.fallback,
            drained=self.drained,
        )

    @property
    def decides(self) -> SiteCheck | None:
        """The check that takes sites out of the answers; None where none does."""
        return self.check if self.failover == "automatic" else None

    @property
    def answered(self) -> str:
        """The whole name that sites are answered at."""
        return self.name if self.below is None else f"{self.below}.{self.name}"

    @property
    def label(self) -> str:
        """The name inside the zone."""
        return dns.inside(self.name, self.zone.domain)

    def host(self, site: str) -> str:
        """The name of one site alone, which answers lead to, and checks ask."""
        return f"{site}.{self.name}"


@runtime_checkable
class ServedName(Protocol):
    """A name that several sites serve, as every provider gives it."""

    name: str
    checks: Mapping[str, pulumi.Output[str]]
    """By site, the id of what tells whether it serves; empty where nothing does."""

    def standing(self) -> Sequence[pulumi.Resource]:
        """What has the name for itself, and must have another before something else is answered by this one."""
        ...
