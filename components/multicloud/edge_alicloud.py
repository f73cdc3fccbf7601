"""A CDN in front of a name on Alibaba Cloud: DCDN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import pulumi
import pulumi_alicloud as alicloud

from .. import arguments, contracts
from ..errors import Faults
from ..inputs import inputs, outputs
from ..naming import physical_name
from ..traffic.edge import SCOPES
from ..traffic.stand_in import PATH
from .edge_alarms import alarm
from .edge_functions import common, delivery, page_functions
from .edge_waf import protect

_FIRST, _SECOND = "20", "30"
"""DCDN's words for what is asked first, and what is asked once that refuses connections."""
_BUCKET_LIMIT = 63
CAS_REGIONS: Final = ("cn-hangzhou", "ap-southeast-1")


@dataclass(frozen=True, kw_only=True)
class DcdnArgs(contracts.EdgeArgs):
    """What a CDN is made from on Alibaba Cloud.

    Args:
        page_host: a name of its own for the stand-in page, which needs a record and is in the certificate too.
        scope: from where it serves: "overseas" (outside of mainland China), "domestic" or "global"; the latter two take an ICP
            filing of the domain.
        resource_group: the id of the resource group; the account's default group by default.
    """

    page_host: str
    scope: str = "overseas"
    resource_group: str | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_choice(faults, "scope", self.scope, SCOPES)
        apart = self.page_host != self.host
        faults.check(apart, "page_host", self.page_host, "another name than host", "put stand-in before it")
        if isinstance(self.certificate, str):
            number, _, region = self.certificate.partition("-")
            known = number.isdecimal() and region in CAS_REGIONS
            expected = f"the id of a certificate with its region, one of {', '.join(CAS_REGIONS)}"
            faults.check(known, "certificate", self.certificate, expected, 'write "12345678-ap-southeast-1", say')


class Dcdn(pulumi.ComponentResource):
    """An accelerated domain with two origins, one of its own for the stand-in page, and WAF policies before it.

    What differs from AWS, by the cloud's own rules:
    - The second origin is asked, for requests of every method, once the first has refused connections three times in a row (each
      2.5 s); an origin that answers with an error is not left (docs: configure-an-origin-server).
    - An error is answered by a redirect to the page, which therefore has a domain of its own, served from a closed bucket.
    - What a domain does is said function by function (`dcdn.DomainConfig`), each an object of its own.
    - Requests are recorded by the cloud for 30 days; its provider declares nothing of that.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:Dcdn"
    capabilities: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, name: str, args: DcdnArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self)
        self.host = args.host
        sources = [_source(args.origin, _FIRST), *([_source(args.second, _SECOND)] if args.second is not None else [])]
        served = self._domain(f"{name}-domain", args.host, sources, args, child)
        page = self._page(f"{name}-stand-in", args, child)
        for key, (function, told) in delivery(args).items():
            _tell(f"{name}-{key}", served, function, told, child)
        if args.guard != "none":
            protect(name, args, served.domain_name, child)
        alarm(f"{name}-errors", served.domain_name, groups=args.alarms, tags=dict(args.tags), opts=child)
        self.address: pulumi.Output[str] = served.cname
        self.zone_id: pulumi.Output[str] | None = None
        self.extra: Mapping[str, pulumi.Output[str]] = {args.page_host: page.cname}
        self.register_outputs(outputs(self, contracts.Edge))

    def _page(self, name: str, args: DcdnArgs, child: pulumi.ResourceOptions) -> alicloud.dcdn.Domain:
        """The stand-in page: an object of a bucket that this account's CDN alone reads, and the domain that it is served by."""
        called = physical_name(args.page_host.replace(".", "-"), _BUCKET_LIMIT)
        bucket = alicloud.oss.Bucket(name, bucket=called, tags=dict(args.tags), opts=child)
        alicloud.oss.BucketPublicAccessBlock(name, bucket=bucket.id, block_public_access=True, opts=child)
        alicloud.oss.BucketServerSideEncryption(name, bucket=bucket.id, sse_algorithm="AES256", opts=child)
        alicloud.oss.BucketObject(
            name,
            bucket=bucket.id,
            key=PATH.removeprefix("/"),
            content=args.page,
            content_type="text/html; charset=utf-8",
            cache_control="no-cache",
            opts=child,
        )
        content = pulumi.Output.concat(bucket.id, ".", bucket.extranet_endpoint)
        source = alicloud.dcdn.DomainSourceArgs(type="oss", content=content, port=443, priority=_FIRST, weight="10")
        domain = self._domain(name, args.page_host, [source], args, child)
        for key, (function, told) in {**common(args), **page_functions()}.items():
            _tell(f"{name}-{key}", domain, function, told, child)
        return domain

    def _domain(
        self,
        name: str,
        host: str,
        sources: list[alicloud.dcdn.DomainSourceArgs],
        args: DcdnArgs,
        child: pulumi.ResourceOptions,
    ) -> alicloud.dcdn.Domain:
        certificate = pulumi.Output.from_input(args.certificate)
        return alicloud.dcdn.Domain(
            name,
            domain_name=host,
            scope=args.scope,
            sources=sources,
            ssl_protocol="on",
            cert_type="cas",
            cert_id=certificate.apply(lambda given: given.partition("-")[0]),
            cert_region=certificate.apply(lambda given: given.partition("-")[2]),
            resource_group_id=args.resource_group,
            tags=dict(args.tags),
            opts=child,
        )


def _source(host: pulumi.Input[str], priority: str) -> alicloud.dcdn.DomainSourceArgs:
    return alicloud.dcdn.DomainSourceArgs(type="domain", content=host, port=443, priority=priority, weight="10")


def _tell(
    name: str,
    domain: alicloud.dcdn.Domain,
    function: str,
    told: Mapping[str, pulumi.Input[str]],
    opts: pulumi.ResourceOptions,
) -> None:
    alicloud.dcdn.DomainConfig(
        name,
        domain_name=domain.domain_name,
        function_name=function,
        function_args=[
            alicloud.dcdn.DomainConfigFunctionArgArgs(arg_name=key, arg_value=value) for key, value in sorted(told.items())
        ],
        opts=opts,
    )
