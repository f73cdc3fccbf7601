"""The simulated Alibaba Cloud: its rules, and the account and region that a provider's configuration means."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..rules import Cloud, Place
from . import (
    alb,
    alidns,
    cen,
    cms,
    cs_access,
    cs_addons,
    cs_clusters,
    cs_pools,
    dcdn,
    ecs,
    endpoints,
    ess,
    ess_scaling,
    filters,
    gateways,
    gtm,
    kms,
    log,
    nlb,
    oos,
    oss,
    peering,
    pvtz,
    ram,
    resource_manager,
    routes,
    vpc,
    vpn,
)
from .forcing import rule_of
from .lookups import LOOKUPS
from .regions import REGIONS

DEFAULT_REGION: Final = "cn-beijing"
"""The provider's own: https://github.com/aliyun/terraform-provider-alicloud/blob/v1.289.0/alicloud/common.go."""
DEFAULT_ACCOUNT: Final = "5123456789012345"
"""The account of a provider that names none; real ones have 16 digits too."""

_ROLE: Final = re.compile(r"acs:ram::(\d{16}):role/.+")


def _role(config: Mapping[str, Any]) -> str:
    for key in ("assumeRole", "assumeRoleWithOidc"):
        given = config.get(key)
        if isinstance(given, Mapping) and isinstance(given.get("roleArn"), str):
            return given["roleArn"]
    return ""


def _place(config: Mapping[str, Any], _inputs: Mapping[str, Any]) -> Place:
    """The account by its id, else by the role that is assumed."""
    role = _ROLE.fullmatch(_role(config))
    account = config.get("accountId") or (role[1] if role else DEFAULT_ACCOUNT)
    return Place(str(account), str(config.get("region") or os.environ.get("ALICLOUD_REGION") or DEFAULT_REGION))


def _check_config(config: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    region, role = config.get("region"), _role(config)
    if region is not None and region not in REGIONS:
        yield "region", f'"{region}" is not a region of Alibaba Cloud; known: {", ".join(REGIONS)}'
    if role and not _ROLE.fullmatch(role):
        yield "assumeRole", f'expected a role ARN "acs:ram::<16 digits>:role/<name>", got "{role}"'


CLOUD = Cloud(
    package="alicloud",
    place=_place,
    rules={
        **vpc.RULES,
        **gateways.RULES,
        **vpn.RULES,
        **peering.RULES,
        **cen.RULES,
        **routes.RULES,
        **endpoints.RULES,
        **filters.RULES,
        **ecs.RULES,
        **alb.RULES,
        **nlb.RULES,
        **ess.RULES,
        **ess_scaling.RULES,
        **cs_clusters.RULES,
        **cs_pools.RULES,
        **cs_addons.RULES,
        **cs_access.RULES,
        **ram.RULES,
        **kms.RULES,
        **log.RULES,
        **pvtz.RULES,
        **cms.RULES,
        **alidns.RULES,
        **gtm.RULES,
        **oos.RULES,
        **oss.RULES,
        **dcdn.RULES,
        **resource_manager.RULES,
    },
    lookups=LOOKUPS,
    # A bridged provider replaces nothing when its configuration changes, unless the bridge marks the key; this one marks none:
    # https://github.com/pulumi/pulumi-alicloud/blob/v4.0.0/provider/resources.go. Resources then answer from the new region.
    replaces=lambda _old, _new: (),
    check_config=_check_config,
    rule_of=rule_of,
)
