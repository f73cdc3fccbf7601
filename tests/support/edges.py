"""CDNs of both clouds as their tests see them: a shop's name with two origins, writes, pages that are kept, rates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.contracts import RateLimit
from components.multicloud.edge_alicloud import Dcdn, DcdnArgs
from components.multicloud.edge_aws import CloudFront, CloudFrontArgs
from components.traffic.stand_in import page
from tests.support.mocks import Recording, record

HOST, PAGE_HOST = "www.shop.example", "www-stand-in.shop.example"
ACM = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012"
CAS = "12345678-ap-southeast-1"
TOLD: Mapping[str, Any] = {
    "host": HOST,
    "origin": "origin.www.shop.example",
    "second": "singapore-aws.www.shop.example",
    "writes": ("/api/*", "/cart"),
    "cached": {"/static/*": 86_400, "/static/logo.svg": 60, "/news/*": 60},
    "page": page(HOST, 60),
    "header": ("X-Edge-Key", "secret-of-the-edge"),
    "rates": {"everyone": RateLimit(requests=2_000, per=300), "login": RateLimit(requests=100, per=60, path="/api/login")},
    "tags": {"owner": "platform"},
}


def cloudfront(**changes: Any) -> CloudFront:
    """The one on AWS."""
    told: dict[str, Any] = {**TOLD, "certificate": ACM, "account": "111122223333", **changes}
    return CloudFront("www-aws", CloudFrontArgs(**told))


def dcdn(**changes: Any) -> Dcdn:
    """The one on Alibaba Cloud."""
    told: dict[str, Any] = {**TOLD, "certificate": CAS, "page_host": PAGE_HOST, "alarms": ("pager",), **changes}
    return Dcdn("www-alicloud", DcdnArgs(**told))


def both(**changes: Any) -> Recording:
    """What both register."""
    return record(lambda: (cloudfront(**changes), dcdn(**changes)))


def functions(found: Recording, domain: str = HOST) -> dict[str, list[dict[str, str]]]:
    """What a domain of DCDN is told, by function."""
    told: dict[str, list[dict[str, str]]] = {}
    for each in found.of("alicloud:dcdn/domainConfig:DomainConfig"):
        if each.inputs["domainName"] == domain:
            given = {one["argName"]: one["argValue"] for one in each.inputs["functionArgs"]}
            told.setdefault(each.inputs["functionName"], []).append(given)
    return told


DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
WEB_ACL = "aws:wafv2/webAcl:WebAcl"
WAF_RULE = "alicloud:dcdn/wafRule:WafRule"
DOMAIN = "alicloud:dcdn/domain:Domain"
