"""A name that several sites serve as tests of both providers see it, and what each of them answers by what was registered."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Any

import pulumi

from components import contracts
from components.multicloud.alidns_zone import AlidnsZone, AlidnsZoneArgs
from components.multicloud.gtm_traffic import GtmTraffic
from components.multicloud.route53_traffic import Route53Traffic
from components.multicloud.route53_zone import Route53Zone
from components.naming import Cloud
from components.traffic.answer import Zone
from components.traffic.gtm import Address, Instance, Pool
from components.traffic.zone import Alias, Record
from tests.support.mocks import Recording, record

DOMAIN, NAME = "shop.example", "www.shop.example"
SITES: Mapping[str, tuple[Cloud, str]] = {
    "jakarta-aws": ("aws", "ap-southeast-3"),
    "jakarta-alicloud": ("alicloud", "ap-southeast-5"),
    "singapore-aws": ("aws", "ap-southeast-1"),
}
TAGS = {"owner": "platform"}
GTM = "alicloud:alidnscloudgtmaddress/"
ADDRESS, POOL = f"{GTM}alidnsCloudGtmAddress:AlidnsCloudGtmAddress", f"{GTM}pool:Pool"
INSTANCE = "alicloud:alidnscloudgtm/instanceConfig:InstanceConfig"
RECORD, CHECK, RUN = "aws:route53/record:Record", "aws:route53/healthCheck:HealthCheck", "alicloud:oos/execution:Execution"


def recorded(**told: Any) -> Recording:
    """The zones of both providers and the name in them; of what it is made from, what differs."""

    def program() -> None:
        sites = {
            site: contracts.Serving(host=pulumi.Output.from_input(f"{site}.balancers.example"), cloud=cloud, region=region)
            for site, (cloud, region) in SITES.items()
        }
        for zone, kind in (
            (Route53Zone("zone", contracts.PublicZoneArgs(domain=DOMAIN, tags=TAGS)), Route53Traffic),
            (AlidnsZone("zone", AlidnsZoneArgs(domain=DOMAIN, tags=TAGS)), GtmTraffic),
        ):
            usual: dict[str, Any] = {"name": NAME, "zone": zone, "sites": sites, "tags": TAGS, "ttl": 30}
            kind("www", contracts.TrafficArgs(**{**usual, **told}))

    return record(program)


def losses() -> Iterator[frozenset[str]]:
    """Every choice of sites that may be lost at once, none and all among them."""
    for number in range(len(SITES) + 1):
        yield from map(frozenset, itertools.combinations(sorted(SITES), number))


def by_route53(found: Recording, lost: AbstractSet[str]) -> dict[str, Fraction]:
    """What Route 53 answers while the checks of some sites fail: by host, its share."""
    records = [_record(each.inputs) for each in found.of(RECORD)]
    failing = frozenset(each.id for each in found.of(CHECK) for site in lost if each.name.startswith(f"www-{site}"))
    answers = Zone(records, failing=failing).ask(NAME, "CNAME")
    return {_host(answer.values[0]): answer.share for answer in answers}


def by_gtm(found: Recording, lost: AbstractSet[str]) -> dict[str, Fraction]:
    """What Alibaba Cloud's GTM answers then."""
    down = frozenset(each.inputs["address"] for each in found.of(ADDRESS) if _asked(each.inputs) and _site(each.inputs) in lost)
    return {_host(host): share for host, share in instance(found).ask(down).items()}


def instance(found: Recording) -> Instance:
    """The name in GTM, with what the run joins."""
    told = json.loads(found.one(RUN).inputs["parameters"])
    hosts = {each.id: each.inputs["address"] for each in found.of(ADDRESS)}
    made = {each.id: each for each in found.of(POOL)}
    filled = {told[f"Pool{number}"]: told[f"Addresses{number}"] for number in range(len(told["Pools"]))}
    pools = tuple(
        Pool(
            name=made[each["AddressPoolId"]].name,
            addresses=tuple(
                Address(value=hosts[one["AddressId"]], weight=one["WeightValue"], position=one["SerialNumber"])
                for one in filled[each["AddressPoolId"]]
            ),
            strategy=made[each["AddressPoolId"]].inputs["addressLbStrategy"],
            judgement=made[each["AddressPoolId"]].inputs["healthJudgement"],
            position=each["SerialNumber"],
        )
        for each in told["Pools"]
    )
    inputs = found.one(INSTANCE).inputs
    return Instance(name=NAME, ttl=inputs["ttl"], pools=pools, strategy=inputs["addressPoolLbStrategy"])


def _record(inputs: Mapping[str, Any]) -> Record:
    (weighted,) = inputs.get("weightedRoutingPolicies") or ({},)
    (failover,) = inputs.get("failoverRoutingPolicies") or ({},)
    alias = [Alias(each["name"], evaluate=each["evaluateTargetHealth"]) for each in inputs.get("aliases", ())]
    return Record(
        name=inputs["name"],
        type=inputs["type"],
        id=inputs.get("setIdentifier", ""),
        values=tuple(inputs.get("records", ())),
        ttl=inputs.get("ttl"),
        alias=alias[0] if alias else None,
        check=inputs.get("healthCheckId", ""),
        weight=weighted.get("weight"),
        failover=failover.get("type"),
    )


def _asked(address: Mapping[str, Any]) -> bool:
    return address["availableMode"] == "auto"


def _site(address: Mapping[str, Any]) -> str:
    return address["address"].partition(".")[0]


def _host(host: str) -> str:
    """The site behind a name of a load balancer or of a site; another host as it is."""
    return host.partition(".")[0] if host.partition(".")[0] in SITES else host
