"""Names that Alibaba Cloud's GTM 3.0 answers, read from addresses, pools, names, and what joins them.

The provider joins none of them: a run of CloudOps Orchestration Service does, whose parameters are those of the calls
(help.aliyun.com/zh/dns/api-alidns-2015-01-09-replacecloudgtmaddresspooladdress and
api-alidns-2015-01-09-replacecloudgtminstanceconfigaddresspool). Inputs of the others as in
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/alidns_cloud_gtm_address, alidns_cloud_gtm_address_pool,
alidns_cloud_gtm_instance_config and alidns_cloud_gtm_monitor_template.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from components.traffic.checks import Check
from components.traffic.gtm import NEEDED, Address, Instance, Pool

from .declared import Declarations, Declared
from .served import Probe, Shares

ADDRESS: Final = "alicloud:alidnscloudgtmaddress/alidnsCloudGtmAddress:AlidnsCloudGtmAddress"
POOL: Final = "alicloud:alidnscloudgtmaddress/pool:Pool"
NAME: Final = "alicloud:alidnscloudgtm/instanceConfig:InstanceConfig"
TEMPLATE: Final = "alicloud:alidnscloudgtm/monitorTemplate:MonitorTemplate"
RUN: Final = "alicloud:oos/execution:Execution"
RECORD: Final = "alicloud:dns/alidnsRecord:AlidnsRecord"

_EVERYBODY: Final = "default"


@dataclass(frozen=True)
class Name:
    """A name in GTM.

    Args:
        name: the whole name.
        ttl: seconds that an answer may be kept.
        instances: what it answers, by who asks.
        sites: where addresses lead.
        probes: the checks of its addresses; the id of each is the address.
    """

    name: str
    ttl: int
    instances: Mapping[str, Instance]
    sites: Mapping[str, str]
    probes: tuple[Probe, ...]
    cloud: str = "alicloud"

    def shares(self, lost: AbstractSet[str]) -> dict[str, Shares]:
        found: dict[str, Shares] = {}
        for label, instance in self.instances.items():
            told: dict[str, Fraction] = {}
            for address, share in instance.ask(lost).items():
                target = self.sites.get(address) or address
                told[target] = told.get(target, Fraction(0)) + share
            found[label] = told
        return found


def names(declared: Declarations) -> Iterator[Name]:
    """Every name of GTM that is joined with pools, in the order of the state."""
    runs = [run for each in declared.of_type(RUN) if (run := _parameters(each))]
    for config in declared.of_type(NAME):
        run = next((run for run in runs if run.get("ConfigId") == (config.text("configId") or config.id.rpartition(":")[2])), None)
        if run is None or config.text("enableStatus") == "disable":
            continue
        name = _name(config)
        pools = dict(_pools(run, declared))
        used = [address.value for pool, _ in pools.values() for address in pool.addresses]
        probes = tuple(_probes(used, declared))
        instances = _instances(name, config, pools)
        yield Name(name, config.number("ttl"), instances, {value: _site(value, declared) for value in used}, probes)


def declared_names(declared: Declarations) -> frozenset[str]:
    """Every name of GTM, joined with pools or not."""
    return frozenset(_name(config) for config in declared.of_type(NAME))


def _name(config: Declared) -> str:
    return ".".join(filter(None, (config.text("scheduleHostName"), config.text("scheduleZoneName")))).removeprefix("@.")


def _parameters(run: Declared) -> dict[str, Any]:
    """What a run was told; nothing of one that joins no name."""
    try:
        told = json.loads(run.text("parameters"))
    except ValueError:
        return {}
    return told if isinstance(told, dict) and "ConfigId" in told else {}


def _pools(run: Mapping[str, Any], declared: Declarations) -> Iterator[tuple[str, tuple[Pool, tuple[str, ...]]]]:
    """The pools of a name by their ids, each with the lines of whoever it is for."""
    known = {each.id: each for each in declared.of_type(POOL)}
    addresses = {each.id: each for each in declared.of_type(ADDRESS)}
    filled = {
        run[key]: run.get(key.replace("Pool", "Addresses", 1)) or () for key in run if key.startswith("Pool") and key != "Pools"
    }
    for told in run.get("Pools") or ():
        made = known.get(told["AddressPoolId"])
        if made is None:
            continue
        inside = [(addresses[each["AddressId"]], each) for each in filled.get(made.id, ()) if each["AddressId"] in addresses]
        pool = Pool(
            name=made.text("addressPoolName"),
            addresses=tuple(_address(address, each) for address, each in inside),
            strategy=made.text("addressLbStrategy") or "round_robin",  # ty: ignore[invalid-argument-type] - the cloud's own word
            judgement=made.text("healthJudgement") or "any_ok",  # ty: ignore[invalid-argument-type] - likewise
            weight=int(told.get("WeightValue") or 1),
            position=int(told.get("SerialNumber") or 1),
            enabled=made.text("enableStatus") != "disable",
        )
        yield made.id, (pool, tuple(told.get("RequestSource") or (_EVERYBODY,)))


def _address(made: Declared, told: Mapping[str, Any]) -> Address:
    manual = made.text("availableMode") == "manual" and made.text("manualAvailableStatus") == "unavailable"
    return Address(
        value=made.text("address"),
        weight=int(told.get("WeightValue") or 1),
        position=int(told.get("SerialNumber") or 1),
        enabled=made.text("enableStatus") != "disable" and not manual,
    )


def _instances(name: str, config: Declared, pools: Mapping[str, tuple[Pool, tuple[str, ...]]]) -> dict[str, Instance]:
    """What a name answers by who asks; by nearness, those for whom no pool is available get what everybody else does."""
    ttl, preemptive = config.number("ttl"), config.text("sequenceLbStrategyMode") != "non_preemptive"
    strategy = config.text("addressPoolLbStrategy") or "sequence"
    if strategy != "source_nearest":
        every = tuple(pool for pool, _ in pools.values())
        return {
            "everybody": Instance(name=name, ttl=ttl, pools=every, strategy=strategy, preemptive=preemptive)  # ty: ignore[invalid-argument-type] - the cloud's own word
        }
    lines = dict.fromkeys(line for _, lines in pools.values() for line in lines)
    return {
        "everybody else" if line == _EVERYBODY else line: Instance(name=name, ttl=ttl, pools=_in_turn(line, pools.values()))
        for line in lines
    }


def _in_turn(line: str, pools: Iterable[tuple[Pool, tuple[str, ...]]]) -> tuple[Pool, ...]:
    """The pools of a line, then those of everybody else, in sequence."""
    own = [pool for pool, lines in pools if line in lines]
    others = [pool for pool, lines in pools if _EVERYBODY in lines and pool not in own]
    return tuple(replace(pool, position=place) for place, pool in enumerate((*own, *others)))


def _probes(used: Sequence[str], declared: Declarations) -> Iterator[Probe]:
    """A check for each address that is asked: the one of its templates by which it turns."""
    templates = {each.id: each for each in declared.of_type(TEMPLATE)}
    for each in declared.of_type(ADDRESS):
        value = each.text("address")
        asked = [templates[task["templateId"]] for task in each.each("healthTasks") if task.get("templateId") in templates]
        if value not in used or not asked or each.text("availableMode") == "manual":
            continue
        checks = sorted((_check(value, template) for template in asked), key=lambda check: check.detection)
        # It is available while as many pass as are needed: so many have to fail before it is not.
        needed = NEEDED.get(each.text("healthJudgement"), 100)
        failing = len(checks) - max(1, -(-needed * len(checks) // 100)) + 1
        yield Probe(check=checks[failing - 1], site=_site(value, declared))


def _check(address: str, template: Declared) -> Check:
    return Check(
        id=address,
        endpoint=address,
        interval=template.number("interval"),
        threshold=template.number("evaluationCount", 1),
        timeout=-(-template.number("timeout") // 1000),
    )


def _site(address: str, declared: Declarations) -> str:
    """The site that an address leads to, also by a record of its name."""
    direct = declared.place_at(address)
    if direct:
        return direct
    for record in declared.of_type(RECORD):
        name = ".".join(filter(None, (record.text("rr").removeprefix("@"), record.text("domainName"))))
        if name == address:
            return declared.place_from(record, "value") or declared.place_at(record.text("value"))
    return ""
