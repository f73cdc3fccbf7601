"""From an environment to the arguments of its components; nothing is made here."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar, cast

import pulumi

from components import contracts
from components.capacity import Capacity, autoscaled
from components.choices import Via
from components.kubernetes.addons import AddonsArgs
from components.schedule import Calendar, Timeline, floor_schedule, room_schedule
from components.schedule.calendar import Kind

from . import clouds, edge_keys
from .baseline import addons_args, baseline_parts
from .chart_site import ChartSite, rehearsed_charts
from .clusters import cluster_args, cluster_parts, pool_args
from .environment import Loaded
from .environment.cluster import Cluster
from .environment.fleet import Fleet
from .environment.job import Job
from .environment.model import Site
from .environment.problems import Steps
from .environment.workload import Pods, Workload
from .events import calendar
from .exposures import Tier, exposed, front_args, front_parts, tier
from .fleets import fleet_args, fleet_parts, ports_from
from .load_balancers import load_balancer_args, load_balancer_parts, stand_in
from .migrations import at_least_one, kept, of_nodes
from .networks import network_args, network_parts
from .peers import callers, calls, peer_parts
from .secrets import READER, secret_parts, secrets
from .tags import site_tags
from .workloads import ANY, job_args, workload_args, workload_parts

Placed = TypeVar("Placed", Cluster, Fleet, Workload, Job)


class Place(NamedTuple):
    """What arguments ask of a network, known before there is one."""

    region: str
    zones: tuple[str, ...]
    cidr: str
    pods: str


KEEPING = contracts.FloorKeeping(namespace="", account="", priority_class="", image="", lead=0)
"""Stands for what keeps floors, before it is there."""


@dataclass(frozen=True)
class SiteArguments:
    """The arguments of one site's components.

    Args:
        loaded: the environment.
        name: the site's name.
    """

    loaded: Loaded
    name: str

    def clusters(self) -> Iterator[tuple[str, Cluster]]:
        """The clusters that this site has."""
        return self._here(self.loaded.environment.clusters)

    def fleets(self) -> Iterator[tuple[str, Fleet]]:
        """The fleets that this site has."""
        return self._here(self.loaded.environment.fleets)

    def workloads(self, cluster: str) -> Iterator[str]:
        """The workloads that a cluster of this site runs."""
        return (name for name, workload in self._here(self.loaded.environment.workloads) if workload.cluster == cluster)

    def jobs(self, cluster: str) -> Iterator[str]:
        """The jobs that a cluster of this site runs."""
        return (name for name, job in self._here(self.loaded.environment.jobs) if job.cluster == cluster)

    def network(self) -> contracts.NetworkArgs:
        return network_args(self.loaded.environment, self.name, self.tags, **self._resource_group)

    def load_balancer(self, fleet: str, network: contracts.Network) -> contracts.LoadBalancerArgs | None:
        """The arguments of what stands in front of a fleet; None where nothing does."""
        told = self.loaded.environment.fleets[fleet].load_balancer
        if told is None:
            return None
        return load_balancer_args(
            told,
            self._site.cloud,
            self.name,
            network=network,
            asks=edge_keys.asked(self.loaded.environment, fleet),
            deletion_protection=self.loaded.environment.deletion_protection,
            tags=self.tags,
            **self._resource_group,
        )

    def fleet(
        self, name: str, network: contracts.Network, targets: Mapping[str, contracts.Target] | None = None
    ) -> contracts.FleetArgs:
        """The arguments of a fleet; `targets` are those of what stands in front of it."""
        return fleet_args(
            self.loaded.environment.fleets[name],
            self._site.cloud,
            self._site.region,
            self.name,
            network=network,
            ports_from=ports_from(self.loaded.environment, self.name, name),
            targets=targets or {},
            capacity=self._fleet_capacity(name),
            schedule=self._timeline("fleets", name),
            deletion_protection=self.loaded.environment.deletion_protection,
            tags=self.tags,
            **self._resource_group,
        )

    def cluster(self, name: str, network: contracts.Network) -> contracts.ClusterArgs:
        return cluster_args(
            self.loaded.environment.clusters[name],
            self._site.cloud,
            self.name,
            self._site.account,
            needed=self.charts(name).addons,
            **of_nodes(self.loaded.environment, name, self.name),
            network=network,
            log_retention_days=self.loaded.environment.log_retention_days,
            deletion_protection=self.loaded.environment.deletion_protection,
            tags=self.tags,
            **self._resource_group,
        )

    def addons(self, cluster: str) -> AddonsArgs:
        """The baseline of a cluster, as its file declares it."""
        workloads = self.loaded.environment.workloads
        exposing = {workloads[name].namespace for name in self.workloads(cluster) if workloads[name].expose is not None}
        return addons_args(self.loaded.environment.clusters[cluster], self._site.cloud, self.name, exposing)

    def charts(self, cluster: str) -> ChartSite:
        """Where the Helm charts of a cluster are installed."""
        return ChartSite(self.loaded.environment, cluster, self.name, tuple(self.workloads(cluster)), tuple(self.jobs(cluster)))

    def floor_keeper(self, cluster: str, namespace: pulumi.Input[str]) -> contracts.FloorKeeperArgs:
        told = self.loaded.environment.clusters[cluster].event_floors
        image = {"image": told.image} if told.image is not None else {}
        return contracts.FloorKeeperArgs(namespace=namespace, lead=told.lead, **image)

    def keeps_floors(self, cluster: str) -> bool:
        """Whether an event moves the floor of a workload that a cluster of this site runs."""
        return any(self._timeline("workloads", name) for name in self.workloads(cluster))

    def workload(
        self,
        name: str,
        namespace: pulumi.Input[str],
        keeping: contracts.FloorKeeping | None,
        through: contracts.Entrance = ANY,
    ) -> contracts.WorkloadArgs:
        """The arguments of a workload.

        Args:
            name: the workload's.
            namespace: the namespace that is there for it.
            keeping: what keeps the floors of its cluster.
            through: what it is exposed by, where it is.
        """
        workload, timeline = self.loaded.environment.workloads[name], self._timeline("workloads", name)
        replicas = autoscaled(min=workload.replicas.min, max=workload.replicas.max)
        replicas = at_least_one(replicas.kept(kept(self.loaded.environment, "workloads", name, self.name)))
        floors = None
        if timeline and keeping:
            room = room_schedule(timeline, timedelta(seconds=keeping.lead)) if keeping.lead else {}
            floors = contracts.Floors(schedule=floor_schedule(timeline), keeping=keeping, room=room)
        return workload_args(
            workload,
            image=self.loaded.images[name],
            replicas=replace(replicas, owner="schedule") if floors else replicas,
            app=name,
            namespace=namespace,
            tolerations=self.tolerations(workload),
            callers=(
                *callers(self.loaded.environment, name),
                *self._balancers(workload),
                *self.charts(workload.cluster).asking(name),
            ),
            expose=exposed(workload, through, edge_keys.fronted(self.loaded.environment, name)),
            **self._read(workload),
            calls=calls(self.loaded.environment, name),
            floors=floors,
        )

    def front(self, cluster: str, which: Tier, via: Via = "ingress") -> contracts.Front:
        """What the load balancer is told that workloads of a cluster share."""
        return front_args(self.loaded.environment, cluster, which, self.name, via)

    def job(self, name: str, namespace: pulumi.Input[str]) -> contracts.JobArgs:
        """The arguments of a job."""
        job = self.loaded.environment.jobs[name]
        return job_args(
            job,
            image=self.loaded.images[name],
            app=name,
            namespace=namespace,
            tolerations=self.tolerations(job),
            **self._read(job),
            calls=calls(self.loaded.environment, name),
        )

    def _read(self, told: Pods) -> dict[str, Any]:
        """What a workload or job reads of its cloud's store, and what differs by cloud where it needs that."""
        found, exposed = secrets(told, self._site.cloud), isinstance(told, Workload) and told.expose is not None
        delivery = clouds.delivery(self._site.cloud) if exposed or found else None
        return {"secrets": found, "reader": READER if found else None, "delivery": delivery}

    def _balancers(self, workload: Workload) -> Iterator[contracts.Peer]:
        """The addresses that load balancers call an exposed workload from: those of the subnets that they stand in."""
        if (which := tier(workload)) is not None:
            yield from (contracts.Peer(cidr=block) for _, block in sorted(self.network().blocks[which].items()))

    def tolerations(self, told: Pods) -> tuple[contracts.Taint, ...]:
        """The taints of the pool that pods are kept to."""
        pools = self.loaded.environment.clusters[told.cluster].pools
        return pool_args(pools[told.pool], self._site.cloud).node_taints if told.pool in pools else ()

    @property
    def tags(self) -> dict[str, str]:
        """The tags of the site's resources."""
        return site_tags(self.loaded.environment, self.loaded.name, self.name)

    def rehearsed(self) -> Iterator[tuple[Steps, Callable[[], object]]]:
        """Every component's arguments as a call that makes them, with the path in the environment that they come from."""
        environment, site = self.loaded.environment, self._site
        network = cast("contracts.Network", Place(site.region, site.zones, site.network.cidr, site.network.pods))
        here: Steps = ("sites", self.name, "network")
        yield from (((*here, *path), make) for path, make in network_parts(environment, site))
        yield here, self.network
        for key, cluster in self.clusters():
            yield from ((("clusters", key, *path), make) for path, make in cluster_parts(cluster, site.cloud))
            yield ("clusters", key), lambda key=key: self.cluster(key, network)
            yield from ((("clusters", key, *path), make) for path, make in front_parts(environment, key, self.name))
            yield from ((("clusters", key, *path), make) for path, make in baseline_parts(cluster, site.cloud, self.name))
            yield from ((("clusters", key, "charts", name), make) for name, make in rehearsed_charts(self.charts(key)))
            keeper = ("clusters", key, "event_floors")
            yield keeper, lambda key=key: self.floor_keeper(key, contracts.KEEPER_NAMESPACE)
            for name in self.workloads(key):
                told = environment.workloads[name]
                parts = (*workload_parts(told), *peer_parts(told), *secret_parts(told, site.cloud))
                yield from ((("workloads", name, *path), make) for path, make in parts)
                yield ("workloads", name), lambda name=name: self.workload(name, environment.workloads[name].namespace, KEEPING)
            for name in self.jobs(key):
                parts = (*peer_parts(environment.jobs[name]), *secret_parts(environment.jobs[name], site.cloud))
                yield from ((("jobs", name, *path), make) for path, make in parts)
                yield ("jobs", name), lambda name=name: self.job(name, environment.jobs[name].namespace)
        for key, fleet in self.fleets():
            yield from ((("fleets", key, *path), make) for path, make in fleet_parts(fleet, site.cloud, self.name))
            front = fleet.load_balancer
            if front is not None:
                before: Steps = ("fleets", key, "load_balancer")
                yield from (((*before, *path), make) for path, make in load_balancer_parts(front, self.name))
                yield before, lambda key=key: self.load_balancer(key, network)
            targets = stand_in(front) if front is not None else {}
            yield ("fleets", key), lambda key=key, targets=targets: self.fleet(key, network, targets)

    def _here(self, chosen: Mapping[str, Placed]) -> Iterator[tuple[str, Placed]]:
        return ((key, each) for key, each in chosen.items() if each.sites == "all" or self.name in each.sites)

    def _fleet_capacity(self, name: str) -> Capacity:
        """Owned by the schedule where an event raises its floor; less of it while it is drained."""
        capacity = self.loaded.environment.fleets[name].capacity.value
        if self._timeline("fleets", name):
            return replace(capacity, owner="schedule")
        return capacity.kept(kept(self.loaded.environment, "fleets", name, self.name))

    def _timeline(self, kind: Kind, name: str) -> Timeline | None:
        """The floor of a fleet or a workload over time; None where no event moves it, and where it is being drained."""
        group = self._calendar.group(kind, name)
        found = self._calendar.timeline(group, self.name)
        return found if found and self._calendar.moves(group, self.name) else None

    @functools.cached_property
    def _calendar(self) -> Calendar:
        return calendar(self.loaded.environment)

    @property
    def _site(self) -> Site:
        return self.loaded.environment.sites[self.name]

    @property
    def _resource_group(self) -> dict[str, str]:
        account = self._site.account
        return {"resource_group": account.resource_group} if account and account.resource_group else {}
