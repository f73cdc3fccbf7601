"""CDNs in front of names that several sites serve, as an environment's file says them.

The words are those of `components.contracts.EdgeArgs`, whose documentation says what each comes to. What one cloud alone
understands stands below that cloud's name.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from components.choices import Guard, TlsFloor
from components.naming import Cloud

from .base import Model
from .values import Country, HttpPath, Key, Seconds, Text, refuse

ORIGIN = "origin"
"""The label below a name at which its sites are answered, where CDNs stand in front of it."""
PAGE = "stand-in"
"""What the name of the stand-in page ends in, where it has one of its own."""
REQUESTED = "requested"
"""What is written in place of a certificate's ARN that is asked for with those of the name's sites."""
EVERY = ("all", "none")
"""What is written in place of a list of paths."""


class _Paths:
    """Paths, or one of the two words that stand for all of them and for none."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_Paths._read)

    @staticmethod
    def __get_pydantic_json_schema__(schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        paths = {"type": "array", "items": {"type": "string", "pattern": "^/"}, "minItems": 1}
        return {"anyOf": [{"enum": list(EVERY)}, paths]}

    @staticmethod
    def _read(value: Any) -> tuple[str, ...]:
        if value in EVERY:
            return ("/*",) if value == "all" else ()
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            raise refuse("a list of paths, all or none", 'write ["/api/*"], say, or none for a name that is only read')
        return tuple(value)


Paths: TypeAlias = Annotated[tuple[str, ...], _Paths]


class StandIn(Model):
    """The page that is shown where no origin answers."""

    page: Text | None = Field(
        None,
        description="an HTML file beside the environment's, 64 KiB at most, that needs nothing from elsewhere; ours by default",
    )
    retry: Seconds = Field(
        60, json_schema_extra={"default": "60s"}, description="after how long our page tries again by itself, which it says"
    )


class RateLimit(Model):
    """How many requests one address may make before it is refused for a while."""

    requests: int = Field(description="how many, 10 to 500000 (on AWS alone to 2000000000, on Alibaba Cloud alone from 2)")
    per: Seconds = Field(
        300,
        json_schema_extra={"default": "5m"},
        description="in how long a time: 1m, 2m, 5m or 10m; on Alibaba Cloud alone 5s to 30m",
    )
    path: HttpPath = Field("/*", description="the paths that count, say /api/login or /api/*")


class AwsEdge(Model):
    """What CloudFront is told."""

    price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"] = Field(
        "PriceClass_200", description="from where it serves: PriceClass_100 has no place in Asia"
    )
    rule_groups: tuple[Text, ...] = Field(
        (),
        description="AWS's managed rule groups of the firewall, in order; reputation, known bad inputs and common rules by default",
    )
    log_days: int | None = Field(
        None, description="how many days requests are recorded, 0 for not at all; by default as long as logs are kept"
    )


class AlicloudEdge(Model):
    """What DCDN is told."""

    scope: Literal["overseas", "domestic", "global"] = Field(
        "overseas", description="from where it serves: overseas is all but mainland China, which takes an ICP filing"
    )


class Edge(Model):
    """CDNs in front of a name of `traffic`, which become what the name is answered with."""

    clouds: dict[Cloud, int] = Field(
        min_length=1, description="whose CDNs answer, by their share in percent, 100 in sum: {aws: 60, alicloud: 40}"
    )
    certificates: dict[Cloud, Text] = Field(
        default_factory=dict,
        description="by cloud, the certificate of the name: an ARN of ACM in us-east-1 on AWS, or requested where "
        "traffic asks for certificates of the name; on Alibaba Cloud the id of one of "
        "Certificate Management Service with its region, 12345678-ap-southeast-1, which is for the stand-in page's name too",
    )
    second: Key | Literal["none"] | None = Field(
        None,
        description="the site that is asked at once where the first does not answer, for GET, HEAD and OPTIONS alone: POST and "
        "other writes have no such failover. By default the fallback of the name, else the site with the least share; none for no "
        "other",
    )
    writes: Paths = Field(
        description="the paths that take POST, PUT, PATCH and DELETE, which are passed on and never kept: a list, all, or none. "
        "They are never failed over at the edge, only by the answers of DNS",
    )
    cached: dict[HttpPath, Seconds] = Field(
        default_factory=dict,
        description="paths that are kept at the edge, and how long where the origin says nothing of it: {/static/*: 24h}; neither "
        "cookies nor logins go to the origin with them",
    )
    stand_in: StandIn = Field(default_factory=StandIn, description="the page that is shown where no origin answers")
    guard: Guard = Field(
        "block", description="what the firewall does with what its rules find: block, count or none for no firewall"
    )
    rate_limits: dict[Key, RateLimit] = Field(default_factory=dict, description="rate limits by name")
    only: tuple[Country, ...] = Field((), description="countries that are served, and no others")
    never: tuple[Country, ...] = Field((), description="countries that are not served")
    key: Text | None = Field(
        None,
        description="the configuration key of the secret that every request to an origin carries in the header X-Edge-Key, by "
        "which load balancers refuse whoever passes the CDNs by",
    )
    accepts: Text | None = Field(
        None,
        description="the configuration key of a second secret that load balancers take too, while one is exchanged for the other",
    )
    origins: Literal["closed", "open"] = Field(
        "closed",
        description="what load balancers do with requests that do not carry the key: closed refuses them (403), but for what "
        "health checks ask; open answers them",
    )
    tls: TlsFloor = Field("1.2", description="the least version of TLS that users may come with: 1.2 or 1.3, quoted")
    hsts_days: int = Field(365, ge=0, le=730, description="how long browsers come by HTTPS alone, in days; 0 for no such promise")
    ipv6: bool = Field(default=True, description="whether users may come by IPv6")
    http3: bool = Field(default=True, description="whether users may come by HTTP/3")
    ttl: Seconds = Field(60, json_schema_extra={"default": "60s"}, description="how long an answer that names a CDN may be kept")
    aws: AwsEdge = Field(default_factory=AwsEdge, description="what CloudFront is told")
    alicloud: AlicloudEdge = Field(default_factory=AlicloudEdge, description="what DCDN is told")
