"""A site: one cloud in one region, and everything of the environment that stands there."""

from __future__ import annotations

from typing import Any, ClassVar

import pulumi

from components import contracts
from components.kubernetes.workload import Workload

from . import clouds
from .arguments import SiteArguments
from .buckets import buckets
from .environment import model
from .inside import Inside
from .tags import bounded, protected, tagged


class Site(pulumi.ComponentResource):
    """The network of a site, its clusters with their workloads, its fleets; nothing here depends on another site.

    Args:
        name: the site's name.
        arguments: what the site and its components are made from.
        opts: options, which reach every child; the site's provider among them.

    Attributes:
        site: what the environment says of the site.
        network, clusters, fleets, workloads: what it has, by name; workloads by cluster first.
        load_balancers: what stands in front of its fleets, by the fleet's name.
        buckets: its object storage, by name.
    """

    TYPE: ClassVar[str] = "nusantara:index:Site"

    def __init__(self, name: str, arguments: SiteArguments, opts: pulumi.ResourceOptions) -> None:
        environment = arguments.loaded.environment
        self.site: model.Site = environment.sites[name]
        self.tags = arguments.tags
        transformations = [tagged(self.tags), *([protected] if environment.deletion_protection else [])]
        if self.site.account is not None and self.site.account.boundary is not None:
            transformations.append(bounded(self.site.account))
        inherited = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(transformations=transformations))
        super().__init__(self.TYPE, name, self.site.model_dump(mode="json", exclude_none=True), inherited)
        self._arguments = arguments

        kind = clouds.network(self.site.cloud)
        self.network: contracts.Network = kind.component(name, arguments.network(), self._child())
        kind = clouds.bucket(self.site.cloud)
        self.buckets: dict[str, contracts.Bucket] = {
            key: kind.component(f"{name}-{key}", make(), self._child()) for key, make in buckets(arguments.loaded, name).items()
        }
        self._needed = self._service_roles()
        self.clusters = {key: self._cluster(key) for key, _ in arguments.clusters()}
        self.workloads = {key: self._workloads(key, cluster) for key, cluster in self.clusters.items()}
        self.load_balancers: dict[str, contracts.LoadBalancer] = {}
        self.fleets = {key: self._fleet(key) for key, _ in arguments.fleets()}
        self.register_outputs(self.outputs)

    @property
    def outputs(self) -> dict[str, Any]:
        """What a person needs next: where the site leaves from, and by what its parts are reached."""
        outputs: dict[str, Any] = {
            "network": self.network.id,
            "egress": dict(self.network.egress),
            "clusters": {key: {"name": cluster.name, "endpoint": cluster.endpoint} for key, cluster in self.clusters.items()},
            "fleets": {key: fleet.id for key, fleet in self.fleets.items()},
            "workloads": {
                key: {name: workload.address for name, workload in workloads.items()} for key, workloads in self.workloads.items()
            },
        }
        if self.buckets:
            outputs["buckets"] = {key: bucket.id for key, bucket in self.buckets.items()}
        if self.load_balancers:
            outputs["load_balancers"] = {key: _reached(front) for key, front in self.load_balancers.items()}
        return outputs

    def _child(self, **options: Any) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, **options)

    def _cluster(self, key: str) -> contracts.Cluster:
        kind = clouds.cluster(self.site.cloud)
        opts = self._child(depends_on=self._needed)
        return kind.component(f"{self._arguments.name}-{key}", self._arguments.cluster(key, self.network), opts)

    def _service_roles(self) -> list[pulumi.Resource]:
        """What the site's account must have before a cluster, where this site is to make it."""
        account, kind = self.site.account, clouds.service_roles(self.site.cloud)
        if account is None or kind is None or not account.service_roles:
            return []
        return [kind.component(f"{self._arguments.name}-ack", kind.args(tags=self._arguments.tags), self._child())]

    def _fleet(self, key: str) -> contracts.Fleet:
        name, targets = f"{self._arguments.name}-{key}", {}
        front = self._arguments.load_balancer(key, self.network)
        if front is not None:
            self.load_balancers[key] = clouds.load_balancer(self.site.cloud).component(name, front, self._child())
            targets = self.load_balancers[key].targets
        return clouds.fleet(self.site.cloud).component(name, self._arguments.fleet(key, self.network, targets), self._child())

    def _workloads(self, key: str, cluster: contracts.Cluster) -> dict[str, Workload]:
        opts = self._child(provider=cluster.kubernetes, depends_on=list(cluster.nodes_from_inside))
        inside = Inside(f"{self._arguments.name}-{key}", self.site, self.network, cluster, opts, buckets=self.buckets)
        return inside.run(self._arguments, key)


def _reached(front: contracts.LoadBalancer) -> dict[str, pulumi.Output[str]]:
    """By what a load balancer is reached: its name and, where records may be aliases, the hosted zone of that."""
    zone = {} if front.zone_id is None else {"zone_id": front.zone_id}
    return {"id": front.id, "dns_name": front.dns_name, **zone}
