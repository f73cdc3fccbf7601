"""The firewall in front of a distribution: a web ACL of AWS WAF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..traffic.edge import USUAL_GROUPS

LOG_PREFIX = "aws-waf-logs-"
"""What a bucket's name begins with that WAF records into.

Source: docs.aws.amazon.com/waf/latest/developerguide/logging-s3.html.
"""


def web_acl(name: str, args: contracts.EdgeArgs, groups: tuple[str, ...], opts: pulumi.ResourceOptions) -> aws.wafv2.WebAcl:
    """What requests pass before anything else: rates first, which cost least, then AWS's groups in the order that is given.

    Args:
        name: the web ACL's.
        args: what the CDN is told.
        groups: AWS's managed rule groups.
        opts: its options; its provider is one of us-east-1, where the web ACLs of CloudFront are.
    """
    rules: Any = [*_rates(args), *_groups(args, groups or USUAL_GROUPS, len(args.rates))]
    return aws.wafv2.WebAcl(
        name,
        scope="CLOUDFRONT",
        description=f"What requests to {args.host} pass",
        default_action={"allow": {}},
        rules=rules,
        visibility_config=_seen(name),
        tags=dict(args.tags),
        opts=opts,
    )


def _rates(args: contracts.EdgeArgs) -> Iterator[dict[str, Any]]:
    for place, (key, rate) in enumerate(sorted(args.rates.items())):
        counted: dict[str, Any] = {"limit": rate.requests, "evaluation_window_sec": rate.per, "aggregate_key_type": "IP"}
        if rate.path != "/*":
            counted["scope_down_statement"] = {"byte_match_statement": _path(rate.path)}
        blocks = {"block": {}} if args.guard == "block" else {"count": {}}
        yield _rule(f"rate-{key}", place, {"rate_based_statement": counted}, {"action": blocks})


def _groups(args: contracts.EdgeArgs, groups: tuple[str, ...], first: int) -> Iterator[dict[str, Any]]:
    for place, group in enumerate(groups):
        statement = {"managed_rule_group_statement": {"name": group, "vendor_name": "AWS"}}
        override = {"none": {}} if args.guard == "block" else {"count": {}}
        yield _rule(group, first + place, statement, {"override_action": override})


def _rule(name: str, priority: int, statement: dict[str, Any], action: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "priority": priority, "statement": statement, "visibility_config": _seen(name), **action}


def _path(path: str) -> dict[str, Any]:
    """A path by itself, or all that begin alike; upper case, and what is written in another way, count too."""
    alike = "STARTS_WITH" if path.endswith("*") else "EXACTLY"
    transformed = [{"priority": 0, "type": "URL_DECODE"}, {"priority": 1, "type": "LOWERCASE"}]
    return {
        "field_to_match": {"uri_path": {}},
        "positional_constraint": alike,
        "search_string": path.removesuffix("*").lower(),
        "text_transformations": transformed,
    }


def _seen(name: str) -> Any:
    return {"cloudwatch_metrics_enabled": True, "metric_name": name, "sampled_requests_enabled": True}
