"""GTM 3.0 of Alibaba Cloud DNS: names, pools, addresses and templates of checks. The service is global to the account.

Limits: www.alibabacloud.com/help/en/dns/gtm3-restrictions-on-use. What joins them, no resource of the provider does (see `oos`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Rule, Unique, as_json, refer, table
from .alidns import DOMAIN, RECORD
from .shapes import CREATED, PROVIDER, checks, one_of

if TYPE_CHECKING:
    from ..call import Call

NAME: Final = "alicloud:alidnscloudgtm/instanceConfig:InstanceConfig"
TEMPLATE: Final = "alicloud:alidnscloudgtm/monitorTemplate:MonitorTemplate"
ADDRESS: Final = "alicloud:alidnscloudgtmaddress/alidnsCloudGtmAddress:AlidnsCloudGtmAddress"
POOL: Final = "alicloud:alidnscloudgtmaddress/pool:Pool"

_STRATEGIES: Final = ("round_robin", "sequence", "source_nearest", "weight")
_MODES: Final = ("nonPreemptive", "preemptive")
_JUDGED: Final = ("all_ok", "any_ok", "p30_ok", "p50_ok", "p70_ok")


def _name_conflicts(call: Call) -> Iterator[str]:
    """A name of GTM is in the zone what a record would be."""
    zone, rr = call.get("scheduleZoneName"), call.get("scheduleHostName")
    for domain in call.find(DOMAIN, domainName=zone):
        for record in call.users(domain, RECORD, "domainName"):
            if record.outputs.get("rr") == rr and record.outputs.get("type") in {"A", "AAAA", "CNAME"}:
                yield f"ScheduleHostname.Conflict: {rr}.{zone} has the record {record.id}, of type {record.outputs['type']}"


def _template_faults(call: Call) -> Iterator[tuple[str, str]]:
    if not call.get("ispCityNodes"):
        yield "ispCityNodes", "Not enough list items: attribute isp_city_nodes requires 1 item minimum"
    for name, allowed in (("evaluationCount", (1, 2, 3)), ("failureRate", (20, 50, 80, 100))):
        value = call.get(name)
        if value is not None and value not in allowed:
            yield name, f"expected {name} to be one of {list(allowed)}, got {value}"


def _asked(call: Call) -> str:
    """What is asked where nothing is said."""
    web = {"code": 500, "followRedirect": True, "path": "/"}
    return json.dumps(web if call["protocol"] in {"http", "https"} else {}, sort_keys=True)


RULES = table(
    Rule(
        type=NAME,
        source=f"{PROVIDER}resource_alicloud_alidns_cloud_gtm_instance_config.go",
        id=lambda call: f"config-{call.digits(12)}:gtm-cn-{call.letters(11)}",
        replaces=frozenset({"scheduleRrType", "scheduleZoneMode"}),
        computed={
            "configId": lambda call: call.id.partition(":")[0],
            "instanceId": lambda call: call.id.partition(":")[2],
        },
        references={"scheduleZoneName": refer(DOMAIN, by="domainName")},
        unique=(
            Unique(
                ("scheduleZoneName", "scheduleHostName", "scheduleRrType"),
                "ScheduleHostname.Exists: {scheduleHostName}.{scheduleZoneName} is a name of GTM already",
            ),
        ),
        check=checks(
            one_of("addressPoolLbStrategy", *_STRATEGIES),
            one_of("enableStatus", "enable", "disable"),
            one_of("scheduleRrType", "A", "AAAA", "CNAME"),
            one_of("scheduleZoneMode", "custom"),
            one_of("sequenceLbStrategyMode", *_MODES),
        ),
        refuses=_name_conflicts,
        everywhere=True,
        not_found="InstanceConfig.NotExists: the name '{id}' does not exist",
    ),
    Rule(
        type=TEMPLATE,
        source=f"{PROVIDER}resource_alicloud_alidns_cloud_gtm_monitor_template.go",
        id=lambda call: f"mtp-{call.digits(17)}",
        replaces=frozenset({"ipVersion", "protocol"}),
        canonical={"extendInfo": as_json},
        derived={"extendInfo": _asked},
        check=checks(
            one_of("protocol", "http", "https", "ping", "tcp"),
            one_of("ipVersion", "IPv4", "IPv6"),
            one_of("interval", "15", "60", "300", "900", "1800", "3600"),
            one_of("timeout", "2000", "3000", "5000", "10000"),
            _template_faults,
        ),
        everywhere=True,
        not_found="MonitorTemplate.NotExists: the template '{id}' does not exist",
        in_use="MonitorTemplate.InUse: addresses are asked by the template '{id}'",
    ),
    Rule(
        type=ADDRESS,
        source=f"{PROVIDER}resource_alicloud_alidns_cloud_gtm_address.go",
        id=lambda call: f"addr-{call.digits(17)}",
        replaces=frozenset({"type"}),
        computed={"createTime": lambda _: CREATED},
        references={"healthTasks[*].templateId": refer(TEMPLATE)},
        check=checks(
            one_of("availableMode", "auto", "manual"),
            one_of("manualAvailableStatus", "available", "unavailable"),
            one_of("enableStatus", "enable", "disable"),
            one_of("healthJudgement", *_JUDGED),
            one_of("type", "IPv4", "IPv6", "domain"),
        ),
        everywhere=True,
        not_found="Address.NotExists: the address '{id}' does not exist",
    ),
    Rule(
        type=POOL,
        source=f"{PROVIDER}resource_alicloud_alidns_cloud_gtm_address_pool.go",
        id=lambda call: f"pool-{call.digits(17)}",
        replaces=frozenset({"addressPoolType"}),
        computed={"createTime": lambda _: CREATED},
        check=checks(
            one_of("addressLbStrategy", *_STRATEGIES),
            one_of("sequenceLbStrategyMode", *_MODES),
            one_of("enableStatus", "enable", "disable"),
            one_of("healthJudgement", *_JUDGED),
            one_of("addressPoolType", "IPv4", "IPv6", "domain"),
        ),
        everywhere=True,
        not_found="AddressPool.NotExists: the pool '{id}' does not exist",
    ),
)
