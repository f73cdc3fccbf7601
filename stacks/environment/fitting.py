"""Whether a site's subnets have room for all that may stand in them, read from raw data that may be wrong anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from components.capacity import Capacity, capacity_faults
from components.fit import ClusterDemand, Demand, Machines, fit_faults, node_groups, refreshed, rolled_out
from components.naming import Cloud

from .addresses import sound_site
from .fleet import Refresh
from .placement import placed
from .pool import Pool
from .problems import Cursor, Problem, translated

_UNAVAILABLE: int = Pool.model_fields["unavailable"].default
_FLEET_SURGE: int = Refresh.model_fields["surge"].default


def problems(environment: Cursor) -> Iterator[Problem]:
    """A problem for each block that is too small for what the environment declares."""
    for name, entry in environment["sites"].items():
        if (site := sound_site(entry)) is not None:
            network = entry["network"]
            faults = fit_faults(site, demand(environment, name))
            yield from translated(faults, lambda field, network=network: (*network.path, *field.split(".")))


def demand(environment: Cursor, name: str) -> Demand:
    """What stands in a site at most; what cannot be read of it counts for nothing.

    Args:
        environment: the environment, with the defaults of its tier.
        name: the site's name.
    """
    site = environment["sites"][name]
    cloud = cast("Cloud", site["cloud"].text)
    zones = sum(1 for _ in site["zones"].each())
    clusters = {key: cluster for key, cluster in environment["clusters"].items() if _has(environment, cluster, name)}
    pods = dict.fromkeys(clusters, 0)
    for workload in environment["workloads"].values():
        runs_in = workload["cluster"].text
        if runs_in in pods and _has(environment, workload, name):
            pods[runs_in] += rolled_out(workload["replicas"]["max"].number or 0)
    for job in environment["jobs"].values():
        runs_in = job["cluster"].text
        if runs_in in pods and _has(environment, job, name):
            pods[runs_in] += job["parallelism"].number or 1
    return Demand(
        cloud=cloud,
        zones=zones,
        clusters=tuple(
            ClusterDemand(groups=tuple(_groups(cluster, cloud, zones)), pods=pods[key]) for key, cluster in clusters.items()
        ),
        fleets=tuple(_fleets(environment, name)),
        endpoints=sum(1 for _ in site["network"][cloud]["endpoints"].each()),
        nat=site["network"]["nat"].text != "none",
    )


def _groups(cluster: Cursor, cloud: Cloud, zones: int) -> Iterator[Machines]:
    for pool in cluster["pools"].values():
        if (capacity := _capacity(pool["capacity"])) is not None:
            yield from node_groups(
                cloud,
                zones,
                capacity,
                _percent(pool["spot"], 0),
                unavailable=_percent(pool["unavailable"], _UNAVAILABLE),
                surge=pool["aws"]["surge"].value is not False,
                per_zone=pool["per_zone"].value is True,
                karpenter=pool["aws"]["provisioner"].text == "karpenter",
            )


def _fleets(environment: Cursor, site: str) -> Iterator[Machines]:
    for fleet in environment["fleets"].values():
        capacity = _capacity(fleet["capacity"])
        if capacity is not None and _has(environment, fleet, site):
            yield refreshed(capacity.max, _percent(fleet["refresh"]["surge"], _FLEET_SURGE))


def _has(environment: Cursor, owner: Cursor, site: str) -> bool:
    return any(name == site for name, _, _ in placed(environment, owner["sites"]))


def _capacity(size: Cursor) -> Capacity | None:
    bounds, fixed = size["autoscaled"], size["fixed"].number
    low, high, start = (fixed, fixed, None) if fixed is not None else (bounds[each].number for each in ("min", "max", "initial"))
    return None if low is None or high is None or capacity_faults(low, high, start) else Capacity(min=low, max=high, initial=start)


def _percent(share: Cursor, default: int) -> int:
    written = re.fullmatch(r"(\d{1,3})%", share.text or "")
    return min(int(written[1]), 100) if written else default
