"""What each account must be allowed in each region so that everything an environment has there may run at its maximum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from components.naming import Cloud
from components.quotas import Quota, quota, vcpus
from components.spot import parts

from .environment import Environment
from .environment.fleet import AwsMachines, Fleet
from .environment.values import stands


class Machines(NamedTuple):
    """Machines that one quota counts: how many there may be, of which type at the largest, and their vCPUs, None if not known."""

    name: str
    type: str
    spot: bool
    most: int
    vcpus: int | None
    quota: Quota | None


def quotas(environment: Environment) -> Iterator[dict[str, Any]]:
    """The quotas as plain data: `cloud`, `account`, `region`; `code` and `name`, where known; `vcpus`, and what they are `of`.

    Where a group may take types that different quotas count, each of them is asked for as if all machines were of those.
    """
    asked: dict[tuple[Cloud, str, str, Quota | None], list[dict[str, Any]]] = {}
    for name, site in environment.sites.items():
        account = site.account.id if site.account else ""
        for machines in _machines(environment, name):
            told = {key: value for key, value in machines._asdict().items() if key != "quota"}
            asked.setdefault((site.cloud, account, site.region, machines.quota), []).append({"site": name, **told})
    for (cloud, account, region, known), counted in asked.items():
        yield {
            "cloud": cloud,
            "account": account or None,
            "region": region,
            "code": known and known.code,
            "name": known and known.name,
            "vcpus": sum(part["vcpus"] or 0 for part in counted),
            "of": counted,
        }


def _machines(environment: Environment, site: str) -> Iterator[Machines]:
    cloud = environment.sites[site].cloud
    for name, fleet in environment.fleets.items():
        if stands(fleet.sites, site):
            yield from _of_fleet(cloud, name, fleet)
    for name, cluster in environment.clusters.items():
        for key, pool in cluster.pools.items() if stands(cluster.sites, site) else ():
            types = pool.aws if cloud == "aws" else pool.alicloud
            groups = len(environment.sites[site].zones) if pool.per_zone else 1
            for part in parts(key, pool.capacity.value, pool.spot) if types else ():
                assert types is not None
                yield from _of_types(cloud, f"{name}-{part.key}", types.types, groups * part.capacity.max, spot=part.spot)


def _of_fleet(cloud: Cloud, name: str, fleet: Fleet) -> Iterator[Machines]:
    machines = fleet.aws if cloud == "aws" else fleet.alicloud
    if machines is None:
        return
    most = fleet.capacity.value.max
    shared = max(0, most - fleet.on_demand_base)
    on_demand = most - shared * fleet.spot // 100
    for count, spot in ((on_demand, False), (most - on_demand, True)):
        if not count:
            continue
        if machines.types is not None:
            yield from _of_types(cloud, name, machines.types, count, spot=spot, weights=machines.weights)
        elif isinstance(machines, AwsMachines) and machines.attributes is not None:
            least, largest = machines.attributes.vcpus
            of = f"any of {least} to {largest} vCPUs" if largest is not None else f"any of {least} vCPUs or more"
            yield Machines(name, of, spot, count, count * largest if largest is not None else None, None)


def _of_types(
    cloud: Cloud, name: str, types: Sequence[str], most: int, *, spot: bool, weights: Mapping[str, int] | None = None
) -> Iterator[Machines]:
    """The largest of the types that each quota counts; of a type with a weight, so many fewer."""
    for known in dict.fromkeys(quota(cloud, type_, spot=spot) for type_ in types):
        counted = [type_ for type_ in types if quota(cloud, type_, spot=spot) == known]
        needs = {type_: -(-most // (weights or {}).get(type_, 1)) for type_ in counted}
        largest = max(counted, key=lambda type_: needs[type_] * (vcpus(cloud, type_) or 0))
        sure = all(vcpus(cloud, type_) is not None for type_ in counted)
        yield Machines(name, largest, spot, needs[largest], needs[largest] * (vcpus(cloud, largest) or 0) if sure else None, known)
