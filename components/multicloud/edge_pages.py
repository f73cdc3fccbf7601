"""What CloudFront caches and says of itself, by path: behaviors, cache policies, response headers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..traffic.edge import EVERY_METHOD, PATH_OF_OURS, READING

CACHING_DISABLED: Final = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER: Final = "216adef6-5c7f-47e4-b989-5492eafa07d3"
"""AWS's own policies: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide, using-managed-cache-policies.html and
using-managed-origin-request-policies.html."""
KEPT: Final = "kept"
"""What is said of answers that are kept, in names."""
_YEAR: Final = 31_536_000


def cache_policy(name: str, args: contracts.EdgeArgs, opts: pulumi.ResourceOptions) -> dict[int, aws.cloudfront.CachePolicy]:
    """The cache policies that paths need, by the seconds that they keep an answer of which the origin says nothing.

    The name that users came by is part of the key and so goes to the origin, which knows its own names alone; cookies and logins
    are not, and do not.
    """
    key: Any = {
        "cookies_config": {"cookie_behavior": "none"},
        "headers_config": {"header_behavior": "whitelist", "headers": {"items": ["Host"]}},
        "query_strings_config": {"query_string_behavior": "all"},
        "enable_accept_encoding_brotli": True,
        "enable_accept_encoding_gzip": True,
    }
    return {
        seconds: aws.cloudfront.CachePolicy(
            f"{name}-{KEPT}-{seconds}",
            comment=f"{args.host}: answers of which the origin says nothing are kept for {seconds} s",
            min_ttl=0,
            default_ttl=seconds,
            max_ttl=_YEAR,
            parameters_in_cache_key_and_forwarded_to_origin=key,
            opts=opts,
        )
        for seconds in sorted(set(args.cached.values()))
    }


def headers(
    name: str, args: contracts.EdgeArgs, opts: pulumi.ResourceOptions
) -> Mapping[bool, aws.cloudfront.ResponseHeadersPolicy]:
    """What browsers are told, by whether the answer is kept: a kept one sets no cookie, which would be everyone's."""
    security: Any = {
        "content_type_options": {"override": True},
        "frame_options": {"frame_option": "SAMEORIGIN", "override": False},
        "referrer_policy": {"referrer_policy": "strict-origin-when-cross-origin", "override": False},
    }
    if args.hsts:
        security["strict_transport_security"] = {"access_control_max_age_sec": args.hsts, "override": True}
    made = {}
    for kept in (False, True) if args.cached else (False,):
        removed: Any = {"items": [{"header": "Set-Cookie"}]} if kept else None
        made[kept] = aws.cloudfront.ResponseHeadersPolicy(
            f"{name}-headers{f'-{KEPT}' if kept else ''}",
            comment=f"{args.host}: what browsers are told{', without cookies' if kept else ''}",
            security_headers_config=security,
            remove_headers_config=removed,
            opts=opts,
        )
    return made


def behaviors(
    args: contracts.EdgeArgs,
    policies: Mapping[int, aws.cloudfront.CachePolicy],
    told: Mapping[bool, aws.cloudfront.ResponseHeadersPolicy],
    *,
    first: str,
    usual: str,
    page: str,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is done with requests, by path; the last is for all the others, with no path.

    Args:
        args: what the CDN is told.
        policies: what keeps answers, by seconds.
        told: what browsers are told, by whether answers are kept.
        first: the origin that takes writes.
        usual: what is asked otherwise: an origin, or a group of two.
        page: the origin that has the stand-in page.
    """
    common = {"viewer_protocol_policy": "redirect-to-https", "compress": True, "cached_methods": ["GET", "HEAD"]}
    passed = {
        "cache_policy_id": CACHING_DISABLED,
        "origin_request_policy_id": ALL_VIEWER,
        "response_headers_policy_id": told[False].id,
    }
    own = {"cache_policy_id": CACHING_DISABLED, "response_headers_policy_id": told[False].id}
    yield f"{PATH_OF_OURS}*", {**common, **own, "target_origin_id": page, "allowed_methods": ["GET", "HEAD"]}
    for path in args.paths:
        if path in args.writes:
            yield path, {**common, **passed, "target_origin_id": first, "allowed_methods": list(EVERY_METHOD)}
        else:
            kept = {"cache_policy_id": policies[args.cached[path]].id, "response_headers_policy_id": told[True].id}
            yield path, {**common, **kept, "target_origin_id": usual, "allowed_methods": list(READING)}
    allowed = list(EVERY_METHOD if usual == first else READING)
    yield "", {**common, **passed, "target_origin_id": usual, "allowed_methods": allowed}
