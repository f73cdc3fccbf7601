"""CloudFront: distributions, what they read their origins with, and the policies that they refer to. The service is global.

Quotas and rules: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html and
high_availability_origin_failover.html. Messages: the service's error codes, as in
docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import AutoName, Quota, Unique, as_set, refer, table
from .regions import partition
from .shapes import CREATED, lists, row

if TYPE_CHECKING:
    from ..call import Call

DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
ACCESS_CONTROL: Final = "aws:cloudfront/originAccessControl:OriginAccessControl"
CACHE_POLICY: Final = "aws:cloudfront/cachePolicy:CachePolicy"
HEADERS_POLICY: Final = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"
WEB_ACL: Final = "aws:wafv2/webAcl:WebAcl"

ZONE: Final = "Z2FDTNDATAQYW2"
"""The hosted zone of every distribution's name, for records that are aliases.

Source: docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html.
"""
_MANAGED: Final = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_UPPER: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_CLASSES: Final = ("PriceClass_100", "PriceClass_200", "PriceClass_All", "None")
_VERSIONS: Final = ("http1.1", "http2", "http2and3", "http3")
_SAFE: Final = {"GET", "HEAD", "OPTIONS"}


def _behaviors(call: Call) -> Iterator[tuple[str, Any]]:
    yield "defaultCacheBehavior", call.get("defaultCacheBehavior") or {}
    for place, behavior in enumerate(call.get("orderedCacheBehaviors") or ()):
        yield f"orderedCacheBehaviors[{place}]", behavior


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    for path, known in (("priceClass", _CLASSES), ("httpVersion", _VERSIONS)):
        value = call.get(path)
        if value is not None and value not in known:
            yield path, f'expected {path} to be one of {", ".join(known)}, got "{value}"'
    for place, group in enumerate(call.get("originGroups") or ()):
        if len(group.get("members") or ()) != 2:
            yield f"originGroups[{place}].members", "an origin group has two members, the primary and the secondary"
    for place, origin in enumerate(call.get("origins") or ()):
        for name, least, most in (("connectionAttempts", 1, 3), ("connectionTimeout", 1, 10)):
            value = origin.get(name)
            if isinstance(value, int | float) and not least <= value <= most:
                yield f"origins[{place}].{name}", f"expected {name} to be in the range ({least} - {most}), got {value:g}"


def _refused(call: Call) -> Iterator[str]:
    origins = {str(each.get("originId")) for each in call.get("origins") or ()}
    groups = {str(each.get("originId")): each for each in call.get("originGroups") or ()}
    for group in groups.values():
        for member in group.get("members") or ():
            named = member.get("originId")
            if named not in origins:
                yield f"InvalidOrigin: the origin group {group['originId']} has a member {named}, which is no origin"
    for path, behavior in _behaviors(call):
        target = behavior.get("targetOriginId")
        if target not in origins | groups.keys():
            yield f"NoSuchOrigin: one or more of your origins or origin groups do not exist: {target} ({path})"
        # high_availability_origin_failover.html: a behavior with an origin group cannot allow what failover does not cover.
        unsafe = set(behavior.get("allowedMethods") or ()) - _SAFE
        if target in groups and unsafe:
            yield (
                "InvalidArgument: The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior "
                f"associated with an origin group ({path})."
            )
    aliases, own = set(call.get("aliases") or ()), call.id if call.old else ""
    for other in call.find(DISTRIBUTION):
        for alias in sorted(aliases & set(other.outputs.get("aliases") or ())) if other.id != own else ():
            yield f"CNAMEAlreadyExists: {alias} is an alias of the distribution {other.id} already"
    yield from _certificate(call, named=bool(aliases))
    acl = call.get("webAclId")
    if acl and ":global/webacl/" not in acl:
        yield f"InvalidWebACLId: {acl} is none of the scope CLOUDFRONT"


def _certificate(call: Call, *, named: bool) -> Iterator[str]:
    shown = call.get("viewerCertificate") or {}
    arn = shown.get("acmCertificateArn")
    if named and not arn and not shown.get("iamCertificateId"):
        yield "InvalidViewerCertificate: To add an alternate domain name, you must attach a trusted certificate that covers it."
    if arn and arn.split(":")[3] != "us-east-1":
        yield f"InvalidViewerCertificate: The specified SSL certificate isn't in us-east-1 region: {arn}"


def _identity(call: Call) -> str:
    return f"E{call.letters(13, _UPPER)}"


def _policy(token: str, source: str, **fields: Any) -> Any:
    """A policy that behaviors refer to; its name, which an update may change, is one of a kind in the account."""
    kind = token.rpartition(":")[2]
    code = f"{kind}AlreadyExists"
    return row(
        token,
        f"cloudfront/{source}",
        tagged=False,
        regional=False,
        name=AutoName(),
        unique=(Unique(("name",), f"{code}: a {kind} of the name {{name}} exists already"),),
        not_found=f"NoSuch{kind}: the {kind} {{id}} does not exist",
        in_use=f"{kind}InUse: the {kind} {{id}} is attached to a distribution",
        **fields,
    )


RULES = table(
    row(
        DISTRIBUTION,
        "cloudfront/distribution.go",
        regional=False,
        id=_identity,
        replaces=frozenset({"staging"}),
        canonical={"aliases": as_set, "origins": as_set, "originGroups": as_set, "customErrorResponses": as_set}
        | {"defaultCacheBehavior.allowedMethods": as_set, "orderedCacheBehaviors[*].allowedMethods": as_set},
        defaults={"httpVersion": "http2", "isIpv6Enabled": False, "priceClass": "PriceClass_All", "retainOnDelete": False}
        | {"staging": False, "waitForDeployment": True},
        computed={
            "arn": lambda call: f"arn:{partition(call.region)}:cloudfront::{call.account}:distribution/{call.id}",
            "callerReference": lambda call: f"terraform-{call.hex(26)}",
            "continuousDeploymentPolicyId": lambda _: "",
            "domainName": lambda call: f"d{call.letters(13)}.cloudfront.net",
            "etag": _identity,
            "hostedZoneId": lambda _: ZONE,
            "inProgressValidationBatches": lambda _: 0,
            "lastModifiedTime": lambda _: CREATED,
            "loggingV1Enabled": lambda call: bool(call.get("loggingConfig")),
            "status": lambda call: "Deployed" if call.get("waitForDeployment", True) else "InProgress",
            **lists("trustedKeyGroups", "trustedSigners"),
        },
        volatile={"etag": frozenset()},
        references={
            "origins[*].originAccessControlId": refer(ACCESS_CONTROL),
            "defaultCacheBehavior.cachePolicyId": refer(CACHE_POLICY, outside=_MANAGED),
            "orderedCacheBehaviors[*].cachePolicyId": refer(CACHE_POLICY, outside=_MANAGED),
            "defaultCacheBehavior.responseHeadersPolicyId": refer(HEADERS_POLICY, outside=_MANAGED),
            "orderedCacheBehaviors[*].responseHeadersPolicyId": refer(HEADERS_POLICY, outside=_MANAGED),
            "webAclId": refer(WEB_ACL, by="arn", anywhere=True),
        },
        quotas=(Quota(500, "TooManyDistributions: Processing your request will cause you to exceed the maximum number."),),
        check=_faults,
        refuses=_refused,
        not_found="NoSuchDistribution: The specified distribution does not exist: {id}",
    ),
    row(
        ACCESS_CONTROL,
        "cloudfront/origin_access_control.go",
        tagged=False,
        regional=False,
        id=_identity,
        defaults={"description": "Managed by Pulumi"},
        computed={
            "arn": lambda call: f"arn:{partition(call.region)}:cloudfront::{call.account}:origin-access-control/{call.id}",
            "etag": _identity,
        },
        volatile={"etag": frozenset()},
        name=AutoName(longest=64),
        unique=(Unique(("name",), "OriginAccessControlAlreadyExists: an origin access control of the name {name} exists already"),),
        not_found="NoSuchOriginAccessControl: the origin access control {id} does not exist",
        in_use="OriginAccessControlInUse: the origin access control {id} is attached to a distribution",
    ),
    _policy(
        CACHE_POLICY,
        "cache_policy.go",
        id=lambda call: call.uuid(),
        defaults={"defaultTtl": 86400, "maxTtl": 31536000, "minTtl": 0},
        computed={
            "arn": lambda call: f"arn:{partition(call.region)}:cloudfront::{call.account}:cache-policy/{call.id}",
            "etag": _identity,
        },
        volatile={"etag": frozenset()},
        quotas=(Quota(20, "TooManyCachePolicies: You have reached the maximum number of cache policies for this account."),),
    ),
    _policy(
        HEADERS_POLICY,
        "response_headers_policy.go",
        id=lambda call: call.uuid(),
        computed={
            "arn": lambda call: f"arn:{partition(call.region)}:cloudfront::{call.account}:response-headers-policy/{call.id}",
            "etag": _identity,
        },
        volatile={"etag": frozenset()},
        quotas=(Quota(20, "TooManyResponseHeadersPolicies: You have reached the maximum number for this account."),),
    ),
)
