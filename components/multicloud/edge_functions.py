"""What a domain of DCDN is told, function by function.

Source: www.alibabacloud.com/help/en/edge-security-acceleration/dcdn/developer-reference/
parameters-for-configuring-features-for-domain-names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import pulumi

from ..traffic.edge import FAILED, path_keys
from ..traffic.stand_in import PATH

if TYPE_CHECKING:
    from .edge_alicloud import DcdnArgs

Functions: TypeAlias = "dict[str, tuple[str, Mapping[str, pulumi.Input[str]]]]"
"""By a key that stays, the function and its arguments."""

_WEIGHTS = 99
"""The most that a rule may weigh: of several that fit a path, the one that weighs most counts."""


def common(args: DcdnArgs) -> Functions:
    """What both domains are told: how users come."""
    told: Functions = {
        "https": ("https_force", {"enable": "on", "https_rewrite": "308"}),
        "http2": ("https_option", {"http2": "on", "ocsp_stapling": "on"}),
        "tls": ("https_tls_version", _versions(args.tls)),
        "gzip": ("gzip", {"enable": "on"}),
        "brotli": ("brotli", {"enable": "on"}),
        "nosniff": ("set_resp_header", _answered("X-Content-Type-Options", "nosniff")),
    }
    if args.ipv6:
        told["ipv6"] = ("ipv6", {"switch": "on", "region": "*"})
    if args.http3:
        told["http3"] = ("iquic", {"iquic_enable": "on"})
    if args.hsts:
        told["hsts"] = ("HSTS", {"enabled": "on", "https_hsts_max_age": str(args.hsts), "https_hsts_include_subdomains": "off"})
    return told


def delivery(args: DcdnArgs) -> Functions:
    """What the domain in front of the origins is told: how they are asked, what is kept, and what is shown where they fail."""
    told = common(args)
    told |= {
        "host": ("set_req_host_header", {"domain_name": args.host}),
        "sni": ("https_origin_sni", {"enabled": "on", "https_origin_sni": args.host}),
        "scheme": ("forward_scheme", {"enable": "on", "scheme_origin": "https", "scheme_origin_port": "443"}),
        "dynamic": ("dynamic", _dynamic(args)),
        "frames": ("set_resp_header", _answered("X-Frame-Options", "SAMEORIGIN")),
        "referrer": ("set_resp_header", _answered("Referrer-Policy", "strict-origin-when-cross-origin")),
    }
    if args.header is not None:
        name, value = args.header
        added = {"header_operation_type": "add", "header_name": name, "header_value": value, "duplicate": "off"}
        told["known-by"] = ("origin_request_header", added)
    if args.only or args.never:
        listed, kind = (args.only, "white") if args.only else (args.never, "black")
        told["countries"] = ("ali_location", {"location": " ".join(sorted(listed)), "type": kind})
    kept = [path for path in args.paths if path in args.cached]
    keys = path_keys(kept)
    for place, path in enumerate(kept):
        told[f"kept-{keys[path]}"] = ("path_based_ttl_set", _kept(path, args.cached[path], _WEIGHTS - place))
    for code in FAILED:
        told[f"failed-{code}"] = ("error_page", {"error_code": str(code), "rewrite_page": f"https://{args.page_host}{PATH}"})
    return told


def page_functions() -> Functions:
    """What the domain of the stand-in page is told beside: it reads a closed bucket, and whatever it is asked is the page."""
    whatever = {"source_url": f"^(?!{PATH.replace('.', chr(92) + '.')}$).*", "target_url": PATH, "flag": "break"}
    return {
        "bucket": ("l2_oss_key", {"private_oss_auth": "on"}),
        "whatever": ("back_to_origin_url_rewrite", whatever),
    }


def _versions(least: str) -> dict[str, pulumi.Input[str]]:
    old = "on" if least == "1.2" else "off"
    return {"tls10": "off", "tls11": "off", "tls12": old, "tls13": "on", "ciphersuitegroup": "strict"}


def _answered(header: str, value: str) -> dict[str, pulumi.Input[str]]:
    return {"header_operation_type": "add", "key": header, "value": value, "duplicate": "off"}


def _dynamic(args: DcdnArgs) -> dict[str, pulumi.Input[str]]:
    """Whatever is not named as kept is asked of an origin each time."""
    told: dict[str, pulumi.Input[str]] = {"enable": "on", "dynamic_route_origin": "https"}
    if args.cached:
        told["static_route_path"] = ",".join(path for path in args.paths if path in args.cached)
    return told


def _kept(path: str, seconds: int, weight: int) -> dict[str, pulumi.Input[str]]:
    """What an origin says of its answers comes first, so that what it marks as one person's is not kept."""
    return {"path": path.removesuffix("*"), "ttl": str(seconds), "weight": str(weight), "swift_origin_cache_high": "on"}
