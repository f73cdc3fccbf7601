"""The firewall in front of a domain of DCDN: its web rules, and rate limits.

Source: www.alibabacloud.com/help/en/dcdn/developer-reference/api-dcdn-2018-01-15-batchcreatedcdnwafrules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pulumi
import pulumi_alicloud as alicloud

if TYPE_CHECKING:
    from .edge_alicloud import DcdnArgs

_REFUSED_FOR = 600
"""Seconds that an address is refused once it has made too many requests."""
_CORE_RULES = "1012"
"""The group of rules that the cloud keeps against what is common: SQL injection, cross-site scripting, inclusion of files, …"""


def protect(name: str, args: DcdnArgs, domain: pulumi.Output[str], opts: pulumi.ResourceOptions) -> None:
    """Put policies before a domain: one of the cloud's own rules and, where there are rate limits, one of those.

    Args:
        name: what the names of all parts begin with.
        args: what the CDN is told.
        domain: the accelerated domain.
        opts: options of every part.
    """
    protected = alicloud.dcdn.WafDomain(f"{name}-firewall", domain_name=domain, opts=opts)
    action = "block" if args.guard == "block" else "monitor"
    rules = _policy(f"{name}-rules", args.host, "rules", "waf_group", opts)
    alicloud.dcdn.WafRule(
        f"{name}-rules",
        policy_id=rules.id,
        rule_name="core_rules",
        action=action,
        status="on",
        waf_group_ids=_CORE_RULES,
        opts=opts,
    )
    policies = {"rules": rules}
    if args.rates:
        policies["rates"] = _policy(f"{name}-rates", args.host, "rates", "custom_acl", opts)
    for key, rate in sorted(args.rates.items()):
        alicloud.dcdn.WafRule(
            f"{name}-rate-{key}",
            policy_id=policies["rates"].id,
            rule_name=_plain(key),
            action=action,
            status="on",
            cc_status="on",
            effect="rule",
            conditions=[_counted(rate.path)],
            rate_limit=alicloud.dcdn.WafRuleRateLimitArgs(
                target="IP", interval=rate.per, threshold=rate.requests, ttl=_REFUSED_FOR
            ),
            opts=opts,
        )
    for key, policy in policies.items():
        alicloud.dcdn.WafPolicyDomainAttachment(f"{name}-{key}", policy_id=policy.id, domain_name=protected.domain_name, opts=opts)


def _policy(name: str, host: str, kind: str, scene: str, opts: pulumi.ResourceOptions) -> alicloud.dcdn.WafPolicy:
    return alicloud.dcdn.WafPolicy(
        name,
        policy_name=_plain(f"{host}_{kind}")[-64:],
        policy_type="custom",
        defense_scene=scene,
        status="on",
        opts=opts,
    )


def _counted(path: str) -> alicloud.dcdn.WafRuleConditionArgs:
    begins = path.endswith("*")
    return alicloud.dcdn.WafRuleConditionArgs(key="URI", op_value="prefix-match" if begins else "eq", values=path.removesuffix("*"))


def _plain(text: str) -> str:
    """Letters, digits and underscores, all that such names take."""
    return re.sub(r"[^A-Za-z0-9]+", "_", text)
