"""A load balancer in front of a fleet as its file says it: listeners and the machines' port are all it needs.

The words are those of `components.contracts.LoadBalancerArgs`, whose documentation says what each comes to. What one cloud alone
understands stands below that cloud's name.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from components.choices import Balancing, Distribution, Listening, Serving

from .base import Model
from .sizes import Port
from .values import HttpPath, Key, Seconds, Text, refuse

PORTS: dict[str, int] = {"http": 80, "https": 443, "tls": 443}
"""What is listened on where no port is said."""


def _named(value: Any) -> Any:
    """A listener by its name; other tools ask for its port here."""
    if isinstance(value, int):
        raise refuse("the name of an https listener, whose port is known", "write its name, say https")
    return value


class Listener(Model):
    """A port that is listened on; what comes in goes to the machines, unless it is redirected."""

    protocol: Listening | None = Field(None, description="http, https, tcp, tls or udp; the listener's name by default")
    port: Port | None = Field(None, description="the port; 80 for http and 443 for https and tls by default")
    redirect: Annotated[Key | None, BeforeValidator(_named)] = Field(
        None, description="the https listener that clients are sent to for good (301)"
    )
    certificates: dict[Key, Text] = Field(
        default_factory=dict,
        description="by site, the certificate that https and tls show: an ARN on AWS, on Alibaba Cloud the id with its region, "
        "say 12345678-ap-southeast-1",
    )
    more_certificates: dict[Key, dict[Key, Text]] = Field(
        default_factory=dict,
        description="further ones, shown to who asks for their names: by a name of yours, then by site",
    )


class Health(Model):
    """How machines that can serve are told from those that cannot."""

    path: HttpPath | None = Field(
        None, description="the HTTP path that is asked: by default /healthz, behind a network load balancer a mere connection"
    )
    port: Port | None = Field(None, description="the port; the machines' own by default")
    interval: Seconds = Field(10, json_schema_extra={"default": "10s"}, description="how often it is asked, 5s to 50s")
    timeout: Seconds = Field(5, json_schema_extra={"default": "5s"}, description="how long an answer may take, less than interval")
    healthy: int = Field(2, ge=2, le=10, description="how many answers in a row make a machine healthy")
    unhealthy: int = Field(3, ge=2, le=10, description="how many failures in a row make it unhealthy")
    codes: tuple[Literal["2xx", "3xx", "4xx", "5xx"], ...] = Field(
        ("2xx",),
        min_length=1,
        description="the classes of answers that are healthy; 5xx not behind an application one on AWS",
    )


class AwsLoadBalancer(Model):
    """What a load balancer is told on AWS alone."""

    ssl_policy: Text = Field(
        "ELBSecurityPolicy-TLS13-1-2-2021-06", description="the TLS versions and ciphers offered, by the name of a policy"
    )
    zonal_shift: bool = Field(default=True, description="let traffic be sent away from a zone by hand")
    capacity_units: int = Field(
        0, ge=0, le=15_000, description="load balancer capacity units held ready; 0 leaves it to follow the traffic"
    )


class AlicloudLoadBalancer(Model):
    """What a load balancer is told on Alibaba Cloud alone."""

    edition: Literal["basic", "standard", "waf"] = Field("standard", description="the edition of an ALB: basic, standard or waf")
    tls_policy: Text = Field(
        "tls_cipher_policy_1_2_strict_with_1_3", description="the TLS versions and ciphers offered, by the id of a policy"
    )
    request_timeout: Seconds | None = Field(
        None, description="how long an ALB waits for a machine's answer, 10m at most; 1m by default"
    )
    proxy_protocol: bool = Field(
        default=False, description="let a network load balancer tell machines the client's address by the Proxy protocol"
    )
    shifted_zones: dict[Key, tuple[str, ...]] = Field(
        default_factory=dict, description="by site, zones that no traffic is sent to for now"
    )


class LoadBalancer(Model):
    """A load balancer in front of a fleet, in each of the fleet's sites."""

    kind: Balancing = Field("application", description="application (HTTP) or network (TCP, TLS, UDP)")
    public: bool = Field(default=False, description="reachable from the internet; otherwise from networks alone")
    listen: dict[Key, Listener] = Field(min_length=1, description="what is listened on, by name: https, http, …")
    port: Port = Field(description="the port that the machines serve on")
    protocol: Serving | None = Field(
        None,
        description="what machines speak: http or https, behind a network load balancer tcp or udp; http, or as it listens",
    )
    health: Health = Field(default_factory=Health, description="how machines that can serve are told from those that cannot")
    allowed: tuple[str, ...] = Field(
        (), description="the blocks that may reach it; by default the site's own network, and everyone where it is public"
    )
    drain: Seconds = Field(
        60, json_schema_extra={"default": "60s"}, description="how long a machine that leaves may end its requests, 15m at most"
    )
    slow_start: Seconds | None = Field(None, description="over how long a new machine is given its full share, 30s to 15m")
    sticky: Seconds | None = Field(
        None, description="how long a cookie keeps a client with the same machine; not at all by default"
    )
    distribution: Distribution = Field("round_robin", description="how a machine is chosen: round_robin or least_requests")
    idle_timeout: Seconds | None = Field(
        None, description="how long a connection may be silent: 1s to 10m (60s by default), of a network one 1m to 15m (350s)"
    )
    cross_zone: bool = Field(default=True, description="send to machines of every zone, not only of the one it came in by")
    access_logs: dict[Key, Text] = Field(
        default_factory=dict,
        description="by site, where requests are recorded: a bucket on AWS, project/store of Simple Log Service on Alibaba Cloud",
    )
    aws: AwsLoadBalancer | None = Field(None, description="what it is told on AWS alone")
    alicloud: AlicloudLoadBalancer | None = Field(None, description="what it is told on Alibaba Cloud alone")
