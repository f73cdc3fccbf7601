"""The Helm charts of a cluster: those that its file names, and those that something in it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

import pulumi

from components import contracts
from components.kubernetes.chart import Chart
from components.kubernetes.chart_values import Surroundings
from components.kubernetes.charts import DNS, GATEWAY_KINDS, KINDS, LOAD_BALANCERS, METRICS
from components.kubernetes.namespace import PodSecurity

from . import clouds
from .chart_site import ChartSite

_ROUTED = (LOAD_BALANCERS, DNS)
"""The charts that look for the kinds of the Gateway API when they start."""


class Rooms(Protocol):
    """Gives charts what they share with whatever else runs in a cluster."""

    def namespace(self, name: str, security: PodSecurity) -> pulumi.Input[str]:
        """A namespace that is there, at a Pod Security Standard, and open."""
        ...

    def disks(self) -> pulumi.Input[str]:
        """The storage class of encrypted disks."""
        ...


class Charts:
    """Installs the charts of a cluster.

    Args:
        prefix: what the names of all of it begin with.
        place: where they are installed.
        network: the site's network.
        cluster: the cluster.
        tags: tags of what they have in their cloud.
        opts: options of all of it: the site as the parent, the cluster's provider.
    """

    def __init__(
        self,
        prefix: str,
        place: ChartSite,
        *,
        network: contracts.Network,
        cluster: contracts.Cluster,
        tags: Mapping[str, str],
        opts: pulumi.ResourceOptions,
    ) -> None:
        self._prefix, self._place = prefix, place
        self._network, self._cluster, self._tags, self._opts = network, cluster, tags, opts
        self._made: dict[str, Chart] = {}

    def install(self, rooms: Rooms) -> None:
        """Install what is wanted, each after what it needs."""
        wanted, levels = self._place.wanted(), self._place.levels()
        namespaces = {name: rooms.namespace(name, level) for name, level in sorted(levels.items())}
        around = Surroundings(
            cluster=self._cluster.name,
            region=self._place.environment.sites[self._place.site].region,
            network=self._network.id,
            owner=f"{contracts.scope()}-{self._prefix}",
            domain=self._place.environment.domain,
            monitored=METRICS in wanted,
            disks=rooms.disks() if METRICS in wanted else None,
            gpu_pools=self._place.gpu_pools,
            measured=self._place.measured,
            gateways=self._place.arguments(GATEWAY_KINDS, "any").version if GATEWAY_KINDS in wanted else "",
        )
        for name, told in wanted.items():
            known = KINDS.get(name)
            namespace = namespaces[known.namespace if known else told.namespace or ""]
            here = self._acting(name, around)
            args = self._place.arguments(name, namespace, here)
            self._made[name] = Chart(f"{self._prefix}-chart-{name}", args, self.after(*self._before(name)))

    def after(self, *names: str) -> pulumi.ResourceOptions:
        """Options of what comes after charts, and goes before them; after nothing where the team brings its own."""
        there = [self._made[name].release for name in names if name in self._made]
        return pulumi.ResourceOptions.merge(self._opts, pulumi.ResourceOptions(depends_on=there)) if there else self._opts

    def name(self, chart: str) -> pulumi.Input[str]:
        """The name of a chart's release, known once it is there; empty where the team brings its own."""
        return self._made[chart].name if chart in self._made else ""

    def _before(self, name: str) -> tuple[str, ...]:
        """What must be there: what it asks, and the kinds by which it has itself measured."""
        asked = KINDS[name].after if name in KINDS else ()
        return asked if name == METRICS else tuple(dict.fromkeys((*asked, METRICS, *((GATEWAY_KINDS,) if name in _ROUTED else ()))))

    def _acting(self, name: str, around: Surroundings) -> Surroundings:
        """What a chart is told, with the role that it acts under and what it has beside that in its cloud."""
        access = self._place.access(name, self._cluster.name, self._tags)
        if access is None:
            return around
        kind, known = clouds.chart_access(self._place.cloud), KINDS[name]
        assert kind is not None
        own = pulumi.ResourceOptions(parent=self._opts.parent)
        made = kind.component(f"{self._prefix}-chart-{name}", access, own)
        annotations = self._cluster.bind(
            f"chart-{known.role}", namespace=known.namespace, service_account=known.account, policies=made.policies
        )
        return replace(around, annotations=annotations, log_group=made.log_group)
