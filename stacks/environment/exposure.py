"""How workloads are reached from outside of their cluster, and the load balancers that they share there.

The words are those of `components.contracts.Expose` and `components.contracts.Front`, whose documentation says what each comes
to. What one cloud alone understands stands below that cloud's name.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from components.choices import Plain, Via

from .base import Model
from .values import DNS_FIX, HttpPath, Key, Matches, Seconds, Text

Host: TypeAlias = Annotated[
    str,
    Matches(
        r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", "a DNS name in lower case, say shop.example", DNS_FIX
    ),
]


class Expose(Model):
    """Under which names requests from outside of a cluster reach a workload, by HTTPS."""

    host: Host = Field(description="the DNS name, say www.shop.example, or *.shop.example for whatever no other workload has")
    aliases: tuple[Host, ...] = Field((), description="further names that it is reached by alike")
    path: HttpPath = Field("/", description="what the paths of requests begin with; of several that fit, the longest counts")
    public: bool = Field(default=True, description="whether the internet reaches it, or the site's network alone")
    via: Via = Field("ingress", description="by which interface of Kubernetes: ingress or gateway (the Gateway API)")
    certificates: dict[Key, Text] = Field(
        default_factory=dict,
        description="by site, the certificate for its names: an ARN on AWS, on Alibaba Cloud the id with its region, say "
        "12345678-ap-southeast-1; by default the one that the cloud's certificate service has for them. By a gateway on Alibaba "
        "Cloud the name of a TLS Secret in the namespace gateways",
    )


class AwsFront(Model):
    """What a shared load balancer is told on AWS alone."""

    ssl_policy: Text = Field(
        "ELBSecurityPolicy-TLS13-1-2-2021-06", description="the TLS versions and ciphers offered, by the name of a policy"
    )
    web_acls: dict[Key, Text] = Field(
        default_factory=dict, description="by site, the ARN of the WAFv2 web ACL that requests pass; none by default"
    )


class AlicloudFront(Model):
    """What a shared load balancer is told on Alibaba Cloud alone."""

    tls_policy: Text = Field(
        "tls_cipher_policy_1_2_strict_with_1_3", description="the TLS versions and ciphers offered, by the id of a policy"
    )
    edition: Literal["basic", "standard", "waf"] = Field("standard", description="the edition of the ALB: basic, standard or waf")
    request_timeout: Seconds = Field(
        60, json_schema_extra={"default": "1m"}, description="how long it waits for a pod's answer, 10m at most"
    )


class Front(Model):
    """A load balancer that workloads of a cluster share, in each of the cluster's sites."""

    allowed: tuple[str, ...] = Field((), description="the IPv4 blocks that may reach it; whoever finds a way to it by default")
    plain_http: Plain = Field(
        "redirect", description="what becomes of plain HTTP: redirect (to HTTPS), serve (as HTTPS is) or refuse (nobody listens)"
    )
    idle_timeout: Seconds = Field(
        60, json_schema_extra={"default": "1m"}, description="how long a connection may be silent, 10m at most"
    )
    certificates: dict[Key, Text] = Field(
        default_factory=dict,
        description="by site, the certificate that whoever asks for no name is shown, say a wildcard; with one, or one of a "
        "workload, none is looked for in the cloud's certificate service",
    )
    more_certificates: dict[Key, dict[Key, Text]] = Field(
        default_factory=dict, description="further ones, shown to who asks for their names: by a name of yours, then by site"
    )
    access_logs: dict[Key, Text] = Field(
        default_factory=dict,
        description="by site, where requests are recorded: a bucket on AWS, project/store of Simple Log Service on Alibaba Cloud",
    )
    aws: AwsFront = Field(default_factory=AwsFront, description="what it is told on AWS alone")
    alicloud: AlicloudFront = Field(default_factory=AlicloudFront, description="what it is told on Alibaba Cloud alone")


class Fronts(Model):
    """The load balancers that a cluster's workloads are exposed by; each is made once a workload is."""

    public: Front = Field(default_factory=Front, description="the one that the internet reaches")
    private: Front = Field(default_factory=Front, description="the one that the site's network alone reaches")
