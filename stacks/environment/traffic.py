"""Names that several sites serve, as an environment's file says them.

What Route 53 and Alibaba Cloud's GTM make of them is said in `components.multicloud.route53_traffic` and `gtm_traffic`; what must
hold, in `traffic_rules`.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from components.choices import AllUnhealthy, CheckProtocol, Failover, Policy

from .base import Model
from .sizes import Port
from .values import Domain, HttpPath, Key, Matches, OrNone, Percent, Seconds, Text

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
NAME = rf"{_LABEL}(?:\.{_LABEL})*"
"""A name as traffic calls it: without the domain."""
TrafficName: TypeAlias = Annotated[
    str,
    Matches(
        NAME,
        "labels of lower-case letters, digits and hyphens, joined by dots; the domain itself takes no CNAME",
        "rename it; for the domain itself write www, and redirect from there",
    ),
]
Node: TypeAlias = Annotated[str, Matches(r"\d+-\d+", "a city's and a carrier's code", 'write "738-465", say')]
_LISTED = False
"""Where the word none may stand instead of a mapping, what is in it was read from JSON already, and its lists are no tuples."""


class AlicloudCheck(Model):
    """What Alibaba Cloud's checks are told, whose times and places are others than Route 53's."""

    interval: Seconds = Field(
        60,
        json_schema_extra={"default": "1m"},
        description="how often it is asked: 1m, or 15s by an instance of the ultimate edition",
    )
    threshold: int = Field(2, ge=1, le=3, description="how many failures in a row count, 1 to 3")
    nodes: tuple[Node, ...] = Field(
        ("357-465", "738-465"),
        strict=_LISTED,
        min_length=1,
        description="where it is asked from: the codes of city and carrier that ListCloudGtmMonitorNodes tells, say 738-465",
    )
    failing: Percent = Field(
        50,
        json_schema_extra={"default": "50%"},
        description="the share of those that must see a failure: 20%, 50%, 80% or 100%",
    )


class Check(Model):
    """How a site that serves is told from one that does not."""

    protocol: CheckProtocol = Field("https", description="what is asked: https, http, or tcp for a mere connection")
    port: Port | None = Field(None, description="the port; 443, with http 80, by default")
    paths: tuple[HttpPath, ...] = Field(
        ("/",),
        strict=_LISTED,
        min_length=1,
        description="the paths that are asked, each by a check of its own; none of them with tcp",
    )
    healthy: Literal["all", "any"] = Field("all", description="how many of several paths must answer: all or any")
    contains: Text | None = Field(
        None, description="a text that each answer has in its first 5,120 bytes; Route 53 alone can look for it"
    )
    interval: Seconds = Field(
        10, json_schema_extra={"default": "10s"}, description="how often each of Route 53's checkers asks: 10s or 30s"
    )
    threshold: int = Field(3, ge=1, le=10, description="how many failures in a row count on Route 53")
    regions: tuple[str, ...] = Field(
        ("ap-northeast-1", "ap-southeast-1", "ap-southeast-2"),
        strict=_LISTED,
        description="the regions of AWS that Route 53 asks from, three at least; none of them is in Indonesia",
    )
    alicloud: AlicloudCheck = Field(default_factory=AlicloudCheck, description="what Alibaba Cloud's checks are told")


class Traffic(Model):
    """A public name that several sites serve."""

    to: Key = Field(description="what serves it: a workload, or a fleet behind a load balancer; reachable from the internet")
    policy: Policy = Field(
        "weighted",
        description="which site is answered: by weights, by latency, by geo (where who asks is), or the first that can by failover",
    )
    weights: dict[Key, int] = Field(
        default_factory=dict, description="by site, its share of the answers in percent, 100 in sum; weighted alone"
    )
    places: dict[Key, tuple[str, ...]] = Field(
        default_factory=dict,
        description="by site, whom it is for: countries (ID), continents (AS), and default for everybody else; geo alone",
    )
    primary: Key | None = Field(None, description="the site that is answered while it serves; failover alone")
    fallback: Key | None = Field(
        None, description="the site that is answered once none of the others serves; with weighted and failover"
    )
    ttl: Seconds = Field(60, json_schema_extra={"default": "60s"}, description="how long an answer may be kept, 10s to 1h")
    within: Seconds | None = Field(
        None, description="how soon after its loss a site is no longer answered, at most; by default the objective of a lost site"
    )
    check: Annotated[Check | Literal["none"], OrNone("check: {paths: [/healthz]}")] = Field(
        default_factory=Check,
        description="how a site that serves is told from one that does not; none for a name that nobody fails over",
    )
    failover: Failover = Field(
        "automatic",
        description="who takes a site out of the answers: its check by itself (automatic), or a person who moves weights (manual)",
    )
    all_unhealthy: AllUnhealthy = Field(
        "keep",
        description="what is answered once no site serves: keep answers as if all did, since the checkers may be what is lost; "
        "stand_in answers a host that says so",
    )
    stand_in: Domain | None = Field(None, description="that host, with all_unhealthy: stand_in, say sorry.shop.example")
    drained: tuple[Key, ...] = Field((), description="sites that are not answered for now, whatever their checks say")
    certificate: Literal["requested", "named"] = Field(
        "named",
        description="requested asks for a certificate of the name and of its sites' where each site is; named leaves it to what "
        "load balancers are told",
    )
