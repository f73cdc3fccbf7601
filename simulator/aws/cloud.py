"""The simulated AWS: its tables, and how its provider is configured."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..rules import Cloud, Place, table
from . import (
    access,
    account,
    acl,
    alarms,
    balancers,
    bucket_replication,
    buckets,
    certificates,
    cloudfront,
    databases,
    deliveries,
    dhcp,
    eks,
    eks_addons,
    endpoints,
    events,
    fleet,
    gateways,
    health_checks,
    iam,
    keys,
    listener_rules,
    network,
    peering,
    queues,
    route53,
    routes,
    scaling,
    security,
    target_groups,
    transit,
    vpn,
    wafv2,
)
from .forcing import rule_of
from .lookups import LOOKUPS
from .regions import ZONES

ACCOUNT: Final = "123456789012"
"""The account of a provider whose configuration names none: the one of AWS's own documentation."""


def _region(config: Mapping[str, Any]) -> str:
    return config.get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or ""


def _account(config: Mapping[str, Any]) -> str:
    """The account of the role that the provider assumes, else the one it is allowed to use."""
    roles = [*(config.get("assumeRoles") or ()), config.get("assumeRole"), config.get("assumeRoleWithWebIdentity")]
    for role in roles[::-1]:
        if isinstance(role, Mapping) and (found := re.match(r"arn:aws[\w-]*:iam::(\d{12}):", str(role.get("roleArn", "")))):
            return found[1]
    allowed = config.get("allowedAccountIds") or ()
    return str(allowed[0]) if allowed else ACCOUNT


def _place(config: Mapping[str, Any], properties: Mapping[str, Any]) -> Place:
    """The region that a resource's own argument names, else the provider's."""
    own = properties.get("region")
    return Place(_account(config), own if isinstance(own, str) and own in ZONES else _region(config))


def _replaces(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if _region(old) != _region(new):
        yield "region"
    if _account(old) != _account(new):
        yield from (
            key for key in ("assumeRoles", "assumeRoleWithWebIdentity", "allowedAccountIds") if old.get(key) != new.get(key)
        )


def _check(config: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    region = _region(config)
    if not region:
        yield (
            "region",
            "Missing region information. Make sure you have set your AWS region, e.g. `pulumi config set aws:region us-west-2`.",
        )
    elif region not in ZONES:
        yield "region", f"invalid AWS Region: {region}"
    forbidden, allowed = config.get("forbiddenAccountIds") or (), config.get("allowedAccountIds") or ()
    account = _account(config)
    if account in forbidden or (allowed and account not in map(str, allowed)):
        yield "allowedAccountIds", f"AWS account ID not allowed: {account}"


_SERVICES = (
    *(
        network,
        gateways,
        routes,
        peering,
        transit,
        vpn,
        security,
        acl,
        dhcp,
        endpoints,
        bucket_replication,
        buckets,
        databases,
        iam,
        keys,
        eks,
        eks_addons,
        access,
        route53,
        health_checks,
        certificates,
        account,
    ),
    *(cloudfront, deliveries, wafv2),
    *(fleet, scaling, balancers, listener_rules, target_groups, alarms, queues, events),
)

CLOUD: Final = Cloud(
    package="aws",
    place=_place,
    rules=table(
        *(rule for rules in _SERVICES for rule in rules.RULES.values()),
    ),
    lookups=LOOKUPS,
    rule_of=rule_of,
    replaces=_replaces,
    check_config=_check,
)
