"""Whether the fewest pods that run in a cluster, also while events last, can be scheduled at all.

They are held to what its pools have at their maximum, at the largest of their types and with nothing taken off for the system: what
is beyond that waits forever. Where the size of a type is not known, nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final, Literal, TypeAlias, TypeVar, get_args

from components.capacity import autoscaled
from components.naming import Cloud
from components.nodes import Amount, asked, largest
from components.schedule import Calendar, Timeline
from components.traffic.steps import WHOLE

from .environment import Environment
from .environment import workload as written
from .environment.cluster import Cluster
from .environment.problems import Problem
from .environment.values import stands
from .events import calendar
from .migrations import at_least_one, kept, nodes_kept

Kind: TypeAlias = Literal["cpu", "memory"]
Run = TypeVar("Run", bound=written.Pods)
_UNITS: Final[Mapping[Kind, str]] = {"cpu": "vCPUs", "memory": "GiB of memory"}


@dataclass(frozen=True)
class _Pods:
    """The pods of a workload: what each asks for, how many there are at least, and the pool that they are kept to."""

    each: Amount
    base: int
    timeline: Timeline | None
    pool: str | None = None

    def at(self, moment: datetime | None) -> int:
        """How many at a moment; at none, outside of events."""
        return self.timeline.at(moment).floor if self.timeline and moment else self.base

    @property
    def most(self) -> int:
        """How many while the largest of its events lasts."""
        return max((self.base, *(self.timeline.asked.values() if self.timeline else ())))


@dataclass(frozen=True)
class _Placed:
    """A cluster in one site, with the pods of the workloads that it runs there, and of its jobs, which wait for room."""

    name: str
    cluster: Cluster
    site: str
    cloud: Cloud
    zones: int
    kept: int
    pods: Mapping[str, _Pods]
    jobs: Mapping[str, _Pods]

    @property
    def nodes(self) -> dict[str, tuple[int, Amount]]:
        """How many there are at most, and the largest that there can be, by pool that any pod can run on."""
        found: dict[str, tuple[int, Amount]] = {}
        for key, pool in self.cluster.pools.items():
            types = pool.aws if self.cloud == "aws" else pool.alicloud
            if types and any(self.takes(key, pods) for pods in (*self.pods.values(), *self.jobs.values())):
                groups = self.zones if pool.per_zone else 1
                found[key] = nodes_kept(pool.capacity.value, self.kept, pool.spot).max * groups, largest(self.cloud, types.types)
        return found

    def takes(self, pool: str, pods: _Pods) -> bool:
        """Whether pods can run on a pool: they are kept to it, or to none, and nothing keeps them off."""
        return pods.pool == pool or (pods.pool is None and self.cluster.pools[pool].open)

    def needed(self, kind: Kind, moment: datetime | None) -> Fraction:
        """What the pods ask for at a moment."""
        return sum((each.at(moment) * _of(each.each, kind) for each in self.pods.values()), Fraction())

    def worst(self, kind: Kind) -> datetime | None:
        """The moment at which they ask for the most; none where that is outside of events."""
        timelines = [each.timeline for each in self.pods.values() if each.timeline]
        changes = sorted({step.at for timeline in timelines for step in timeline.steps})
        return max((None, *changes), key=lambda moment: self.needed(kind, moment))


def lacking_nodes(environment: Environment) -> Iterator[Problem]:
    """A problem for each workload whose pods are larger than any node, and for each cluster whose nodes are too few for all."""
    told: set[tuple[str | int, ...]] = set()
    for placed in _placed(environment, calendar(environment)):
        for kind in get_args(Kind):
            for problem in (*_too_large(placed, kind), *_too_few(placed, kind)):
                if problem.path not in told:  # of several sites the first; of a cluster CPUs before memory
                    told.add(problem.path)
                    yield problem


def _placed(environment: Environment, found: Calendar) -> Iterator[_Placed]:
    for name, cluster in environment.clusters.items():
        for site in (site for site in environment.sites if stands(cluster.sites, site)):
            run = {
                key: _Pods(
                    asked(each.cpu, each.memory),
                    _least(environment, key, site),
                    found.timeline(found.group("workloads", key), site),
                    each.pool,
                )
                for key, each in _here(environment.workloads, name, site)
            }
            waiting = _here(environment.jobs, name, site)
            jobs = {key: _Pods(asked(each.cpu, each.memory), 0, None, each.pool) for key, each in waiting}
            place = environment.sites[site]
            share = kept(environment, "clusters", name, site)
            yield _Placed(name, cluster, site, place.cloud, len(place.zones), share, run, jobs)


def _here(told: Mapping[str, Run], cluster: str, site: str) -> Iterator[tuple[str, Run]]:
    return ((key, each) for key, each in told.items() if each.cluster == cluster and stands(each.sites, site))


def _least(environment: Environment, workload: str, site: str) -> int:
    """How many pods of a workload run there at least, outside of events."""
    replicas = environment.workloads[workload].replicas
    whole = autoscaled(min=replicas.min, max=replicas.max)
    return at_least_one(whole.kept(kept(environment, "workloads", workload, site))).min


def _too_large(placed: _Placed, kind: Kind) -> Iterator[Problem]:
    sizes = {key: getattr(size, kind) for key, (_, size) in placed.nodes.items()}
    run = {
        **{("workloads", name): pods for name, pods in placed.pods.items()},
        **{("jobs", key): job for key, job in placed.jobs.items()},
    }
    for path, pods in run.items():
        there = [size for key, size in sizes.items() if placed.takes(key, pods)]
        if there and None not in there and _of(pods.each, kind) > max(there):
            given = f"a pod that asks for {_said(_of(pods.each, kind))} {_UNITS[kind]}"
            of = f"pool {pods.pool} of {placed.name}" if pods.pool else placed.name
            expected = f"at most what the largest node of {of} has on {placed.cloud}, {_said(max(there))}"
            yield Problem((*path, kind), given, expected, "ask for less, or choose larger types for a pool")


def _too_few(placed: _Placed, kind: Kind) -> Iterator[Problem]:
    sizes = {key: (most, getattr(size, kind)) for key, (most, size) in placed.nodes.items()}
    if not sizes or any(size is None for _, size in sizes.values()):
        return
    there = sum(most * size for most, size in sizes.values())
    if sum(each.most * _of(each.each, kind) for each in placed.pods.values()) <= there:
        return
    moment = placed.worst(kind)
    needed = placed.needed(kind, moment)
    if needed <= there:
        return
    events = sorted({name for each in placed.pods.values() if each.timeline and moment for name in each.timeline.at(moment).events})
    asking = " and ".join(f"{each.at(moment)} pods of {name}" for name, each in placed.pods.items())
    when = f" while {' and '.join(events)} lasts" if events else ""
    more = math.ceil((needed - there) / max(size for _, size in sizes.values()))
    path = ("clusters", placed.name, "pools", *([*sizes, "capacity"] if len(sizes) == 1 else ()))
    given = f"{sum(most for most, _ in sizes.values())} nodes at most, with {_said(there)} {_UNITS[kind]} in {placed.site}"
    less = "keep more of it there" if placed.kept < WHOLE else "expect less" if events else "lower min"
    yield Problem(
        path,
        f"{given}, drained to {placed.kept}%" if placed.kept < WHOLE else given,
        f"{_said(needed)}, what {asking} ask for{when}; {_said(needed - there)} missing",
        f"raise max by {more}, choose larger types, or {less}",
    )


def _of(amount: Amount, kind: Kind) -> Fraction:
    """How much of it a pod asks for, which is always known."""
    return getattr(amount, kind) or Fraction()


def _said(number: Fraction) -> str:
    return f"{float(number):,.10g}"
