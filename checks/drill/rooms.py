"""Whether clusters that are left have room for the pods that they are asked for while an event lasts.

Held to what their pools have at their maximum, at the largest of their types and with nothing taken off for the system: what is
beyond that waits for ever. Where the size of a type is not known, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from components.nodes import Amount, asked, largest
from components.schedule import Calendar, Group

from .carrying import Carried


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What pods ask for in a cluster at a site while an event lasts, and what its nodes have at most.

    Args:
        cluster: the cluster.
        site: the site.
        event: the event.
        asked: vCPUs and GiB of memory.
        there: the same of its nodes.
    """

    cluster: str
    site: str
    event: str
    asked: Amount
    there: Amount

    @property
    def lacking(self) -> str:
        """What it has too little of; empty where all fits, or nothing is known."""
        for kind, wanted, most in (
            ("vCPUs", self.asked.cpu, self.there.cpu),
            ("GiB of memory", self.asked.memory, self.there.memory),
        ):
            if wanted is not None and most is not None and wanted > most:
                return kind
        return ""


def rooms(said: Mapping[str, Any], calendar: Calendar, carried: Iterable[Carried]) -> Iterator[Room]:
    """Every cluster at every site of which workloads are asked for more.

    Args:
        said: what the environment says.
        calendar: its events.
        carried: what is asked of each site that is left.
    """
    units = {(each.event, each.site, each.group): each.units for each in carried if each.kind == "workloads"}
    for event, site in sorted({(event, site) for event, site, _ in units}):
        for cluster, told in sorted((said.get("clusters") or {}).items()):
            here = [group for group in calendar.groups if group.cluster == cluster and site in group.sites]
            if not any((event, site, group.name) in units for group in here):
                continue
            pods = {
                group.name: max(_floor(calendar, group, event, site), units.get((event, site, group.name), 0)) for group in here
            }
            wanted = [_times(pods[group.name], _each(said["workloads"][group.name])) for group in here]
            yield Room(cluster=cluster, site=site, event=event, asked=_sum(wanted), there=_nodes(told, said["sites"][site]))


def _floor(calendar: Calendar, group: Group, event: str, site: str) -> int:
    return calendar.floors(group).get(event, {}).get(site, group.base)


def _each(workload: Mapping[str, Any]) -> Amount:
    known = "cpu" in workload and "memory" in workload
    return asked(workload["cpu"], workload["memory"]) if known else Amount(None, None)


def _nodes(cluster: Mapping[str, Any], site: Mapping[str, Any]) -> Amount:
    """What the nodes of all pools have together, as many as there may be."""
    found = []
    for pool in (cluster.get("pools") or {}).values():
        types = (pool.get(site["cloud"]) or {}).get("types") or ()
        capacity = pool.get("capacity") or {}
        most = int((capacity.get("autoscaled") or {}).get("max") or capacity.get("fixed") or 0)
        groups = len(site.get("zones") or "a") if pool.get("per_zone") else 1
        if types:
            found.append(_times(most * groups, largest(site["cloud"], types)))
    return _sum(found) if found else Amount(None, None)


def _times(number: int, amount: Amount) -> Amount:
    return Amount(*(None if each is None else number * each for each in amount))


def _sum(amounts: Iterable[Amount]) -> Amount:
    cpus, memories = zip(*amounts, strict=True)
    return Amount(*(None if None in each else sum(each, Fraction()) for each in (cpus, memories)))
