"""A CDN in front of a name on AWS: CloudFront."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import pulumi
import pulumi_aws as aws

from .. import arguments, contracts
from ..errors import Faults
from ..inputs import inputs, outputs
from ..traffic.edge import FAILED, PRICE_CLASSES, group_faults
from ..traffic.stand_in import PATH
from .edge_firewall import web_acl
from .edge_logs import alarm, record
from .edge_pages import behaviors, cache_policy, headers
from .edge_storage import readable, stand_in

_TLS: Final = {"1.2": "TLSv1.2_2021", "1.3": "TLSv1.3_2025"}
"""docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html."""
_SHOWN_FOR = 10
"""Seconds that a failed path is answered by the page without asking again: long enough to spare an origin that comes back."""
_AWAITED = "15m"
FIRST, SECOND, BOTH, PAGE = "first", "second", "both", "stand-in"


@dataclass(frozen=True, kw_only=True)
class CloudFrontArgs(contracts.EdgeArgs):
    """What a CDN is made from on AWS.

    Args:
        account: the account's id.
        awaited: wait until the certificate is issued, at most a quarter of an hour: of one that is asked for in the same update.
        price_class: from where it serves: "PriceClass_200" has Asia, "PriceClass_100" has not, "PriceClass_All" is everywhere.
        rule_groups: AWS's managed rule groups, in the order that they are asked; the reputation list, known bad inputs and the
            common rules by default.
        log_days: how long requests are recorded, in days; 0 for not at all.
    """

    account: pulumi.Input[str]
    awaited: bool = False
    price_class: str = "PriceClass_200"
    rule_groups: tuple[str, ...] = ()
    log_days: int = 90

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_choice(faults, "price_class", self.price_class, PRICE_CLASSES)
        faults.add(group_faults(self.rule_groups, "rule_groups"))
        arguments.check_range(faults, "log_days", self.log_days, 0, 3_650)
        if isinstance(self.certificate, str):
            there = ":acm:us-east-1:" in self.certificate
            expected = "the ARN of a certificate of ACM in us-east-1, where CloudFront looks for them"
            faults.check(there, "certificate", self.certificate, expected, "name one there")


class CloudFront(pulumi.ComponentResource):
    """A distribution with two origins and the stand-in page behind them, a web ACL before it and its records beside it.

    What differs from Alibaba Cloud, by the cloud's own rules:
    - An origin group has two members, and a behavior that leads to one takes GET, HEAD and OPTIONS alone. So there are no writes
      but on the paths that say so, and those ask the first origin and nobody else.
    - The page is in a bucket that this distribution alone reads (origin access control), and is the answer itself, with 503.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the provider is one of us-east-1, where web ACLs and records of CloudFront are.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:CloudFront"
    capabilities: ClassVar[frozenset[str]] = frozenset(
        {"alias-records", "methods", "replaced-answers", "replayed", "request-logs", "rule-groups"}
    )

    def __init__(self, name: str, args: CloudFrontArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child, tags = pulumi.ResourceOptions(parent=self), dict(args.tags)
        self.host = args.host
        acl = web_acl(f"{name}-firewall", args, args.rule_groups, child) if args.guard != "none" else None
        page = stand_in(f"{name}-stand-in", args.page, tags, child)
        access = aws.cloudfront.OriginAccessControl(
            f"{name}-stand-in",
            description=f"{args.host}: reads the stand-in page",
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=child,
        )
        told = headers(name, args, child)
        usual = BOTH if args.second is not None else FIRST
        by_path: dict[str, Any] = dict(behaviors(args, cache_policy(name, args, child), told, first=FIRST, usual=usual, page=PAGE))
        distribution = aws.cloudfront.Distribution(
            f"{name}-distribution",
            enabled=True,
            comment=f"{args.host}",
            aliases=[args.host],
            origins=[*_origins(args), _page_origin(page, access)],
            origin_groups=_groups() if args.second is not None else None,
            default_cache_behavior=by_path.pop(""),
            ordered_cache_behaviors=[{"path_pattern": path, **behavior} for path, behavior in by_path.items()],
            custom_error_responses=[
                {"error_code": code, "response_code": 503, "response_page_path": PATH, "error_caching_min_ttl": _SHOWN_FOR}
                for code in FAILED
            ],
            viewer_certificate={
                "acm_certificate_arn": self._issued(name, args),
                "minimum_protocol_version": _TLS[args.tls],
                "ssl_support_method": "sni-only",
            },
            restrictions={"geo_restriction": _countries(args)},
            http_version="http2and3" if args.http3 else "http2",
            is_ipv6_enabled=args.ipv6,
            price_class=args.price_class,
            web_acl_id=acl.arn if acl else None,
            tags=tags,
            opts=child,
        )
        readable(f"{name}-stand-in", page, distribution.arn, child)
        if args.log_days:
            record(name, distribution, acl, account=args.account, days=args.log_days, tags=tags, opts=child)
        alarm(f"{name}-errors", args.host, distribution, topics=args.alarms, tags=tags, opts=child)
        self.address: pulumi.Output[str] = distribution.domain_name
        self.zone_id: pulumi.Output[str] | None = distribution.hosted_zone_id
        self.extra: Mapping[str, pulumi.Output[str]] = {}
        self.register_outputs(outputs(self, contracts.Edge))

    def _issued(self, name: str, args: CloudFrontArgs) -> pulumi.Input[str]:
        """The certificate, once a distribution can show it: CloudFront takes none that is not issued."""
        if not args.awaited:
            return args.certificate
        timeouts = pulumi.CustomTimeouts(create=_AWAITED)
        opts = pulumi.ResourceOptions(parent=self, custom_timeouts=timeouts)
        return aws.acm.CertificateValidation(f"{name}-certificate", certificate_arn=args.certificate, opts=opts).certificate_arn


def _origins(args: CloudFrontArgs) -> list[Any]:
    """One attempt of three seconds at each, so that the second is asked while the user still waits."""
    header = [{"name": args.header[0], "value": args.header[1]}] if args.header else []
    spoken = {
        "http_port": 80,
        "https_port": 443,
        "origin_protocol_policy": "https-only",
        "origin_ssl_protocols": ["TLSv1.2"],
    }
    return [
        {
            "origin_id": key,
            "domain_name": host,
            "connection_attempts": 1 if args.second is not None else 3,
            "connection_timeout": 3,
            "custom_headers": header,
            "custom_origin_config": spoken,
        }
        for key, host in ((FIRST, args.origin), (SECOND, args.second))
        if host is not None
    ]


def _page_origin(page: aws.s3.Bucket, access: aws.cloudfront.OriginAccessControl) -> Any:
    return {"origin_id": PAGE, "domain_name": page.bucket_regional_domain_name, "origin_access_control_id": access.id}


def _groups() -> Any:
    members = [{"origin_id": FIRST}, {"origin_id": SECOND}]
    return [{"origin_id": BOTH, "failover_criteria": {"status_codes": list(FAILED)}, "members": members}]


def _countries(args: CloudFrontArgs) -> Any:
    if args.only:
        return {"restriction_type": "whitelist", "locations": sorted(args.only)}
    if args.never:
        return {"restriction_type": "blacklist", "locations": sorted(args.never)}
    return {"restriction_type": "none", "locations": []}
