"""Which Helm charts a cluster has in a site, and what they are made from; nothing is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pulumi

from components import contracts
from components.contracts.addon import laid_over
from components.contracts.chart_access import ChartAccessArgs
from components.errors import ArgumentFault, ArgumentsError
from components.kubernetes import charts
from components.kubernetes.chart import ChartArgs
from components.kubernetes.chart_metrics import PROMETHEUS
from components.kubernetes.chart_values import Surroundings, values
from components.kubernetes.charts import KINDS
from components.kubernetes.namespace import PodSecurity
from components.naming import Cloud

from . import clouds
from .environment import charts as written
from .environment.cluster import Cluster
from .environment.model import Environment
from .environment.values import NONE
from .environment.workload import Workload
from .secrets import reads

_STRICTEST_FIRST: Final[tuple[PodSecurity, ...]] = ("restricted", "baseline", "privileged")
_BY_ITSELF: Final = ("BOTTLEROCKET", "NEURON")
"""Images whose nodes offer their devices by themselves, or have none of NVIDIA's
(docs.aws.amazon.com/eks/latest/userguide/ml-eks-k8s-device-plugin.html)."""


@dataclass(frozen=True)
class ChartSite:
    """Where charts are installed: a cluster of the environment in one of its sites.

    Args:
        environment: the environment.
        key: the cluster's name.
        site: the site's name.
        workloads: the names of the workloads that it runs there.
        jobs: the names of the jobs likewise.
    """

    environment: Environment
    key: str
    site: str
    workloads: tuple[str, ...]
    jobs: tuple[str, ...] = ()

    @property
    def cloud(self) -> Cloud:
        return self.environment.sites[self.site].cloud

    @property
    def cluster(self) -> Cluster:
        return self.environment.clusters[self.key]

    @property
    def running(self) -> dict[str, Workload]:
        """The workloads by name."""
        return {name: self.environment.workloads[name] for name in self.workloads}

    @property
    def measured(self) -> tuple[str, ...]:
        """The workloads that are scaled by their requests per second."""
        return tuple(name for name, workload in self.running.items() if workload.target_rps is not None)

    @property
    def gpu_pools(self) -> tuple[str, ...]:
        """The pools whose nodes need something to offer their GPUs."""
        images = {name: pool.aws.image or "" for name, pool in self.cluster.pools.items() if pool.gpu and pool.aws is not None}
        return tuple(name for name, image in images.items() if not any(word in image for word in _BY_ITSELF))

    @property
    def addons(self) -> tuple[str, ...]:
        """The add-ons of the cloud that something in the cluster needs, where they do what a chart does elsewhere."""
        if self.cloud == "aws" or not self._exposed:
            return ()
        return ("alb-ingress-controller", *(("gateway-api",) if "gateway" in self._exposed else ()))

    def asking(self, workload: str) -> Iterator[contracts.Peer]:
        """The pods of charts that a workload answers: Prometheus, where its requests are counted."""
        if workload in self.measured and charts.METRICS in self.wanted():
            yield contracts.Peer(namespace=KINDS[charts.METRICS].namespace, app=PROMETHEUS)

    def wanted(self) -> dict[str, written.Chart]:
        """What is installed, each after what it needs; what is turned off is not, whoever needs it."""
        told = {**dict.fromkeys(self._needed(), written.Chart()), **self.cluster.charts}
        for name in list(told):
            for before in KINDS[name].after if name in KINDS and told[name] != NONE else ():
                told.setdefault(before, written.Chart())
        here = {name: chart for name, chart in told.items() if chart != NONE and self._known_here(name)}
        return {name: here[name] for name in _ordered(here)}

    def levels(self) -> dict[str, PodSecurity]:
        """The namespaces of charts, each at the loosest level that one of them needs."""
        found: dict[str, PodSecurity] = {}
        for name, chart in self.wanted().items():
            known = KINDS.get(name)
            namespace, level = (known.namespace, known.security) if known else (chart.namespace or "", chart.security)
            found[namespace] = max(level, found.get(namespace, level), key=_STRICTEST_FIRST.index)
        return found

    def arguments(self, name: str, namespace: pulumi.Input[str], here: Surroundings | None = None) -> ChartArgs:
        """The arguments of a chart: what is written of it is laid over what makes it right here, once that is known."""
        known, told = KINDS.get(name), self.wanted()[name]
        on_cloud = told.aws if self.cloud == "aws" else told.alicloud
        return ChartArgs(
            chart=told.chart or name,
            release=name,
            repository=told.repository or (known.repository if known else ""),
            version=told.version or (known.version if known else ""),
            namespace=namespace,
            values=laid_over(laid_over(values(name, here) if here else {}, told.values), on_cloud.values),
        )

    def access(self, name: str, cluster: pulumi.Input[str], tags: Mapping[str, str]) -> ChartAccessArgs | None:
        """What a chart has in its cloud; None for what does nothing there, or can do without and has nothing to be bound by.

        Raises:
            ArgumentsError: where it does something, and the cluster has no way to give it a role.
        """
        known, zones = KINDS.get(name), self.wanted()[name].aws.zones
        if known is None or not known.account or clouds.chart_access(self.cloud) is None:
            return None
        if not self._binds:
            if not known.called:
                return None
            expected = f"true, since {name} has its role by it"
            fault = ArgumentFault("issuer", "false", expected, "write issuer: true, or aws: {identity: pod-identity}")
            raise ArgumentsError("ClusterArgs", (fault,))
        return ChartAccessArgs(
            chart=name,
            cluster=cluster,
            domain=self.environment.domain,
            zones=tuple(zones),
            log_retention_days=self.environment.log_retention_days,
            tags=tags,
        )

    @property
    def _binds(self) -> bool:
        return self.cluster.issuer or (self.cloud == "aws" and self.cluster.aws.identity == "pod-identity")

    def _needed(self) -> Iterator[str]:
        """What something in the file does not work without."""
        if self.cloud == "aws" and self._exposed:
            yield charts.LOAD_BALANCERS
        if self.cloud == "aws" and "gateway" in self._exposed:
            yield charts.GATEWAY_KINDS
        if self.measured:
            yield charts.METRICS_API
        if self._reads:
            yield charts.READERS[self.cloud]
        if self.cloud == "aws" and self.gpu_pools:
            yield charts.GPUS

    @property
    def _reads(self) -> bool:
        """Whether a workload or job reads a secret of this cloud's store."""
        run = (*self.running.values(), *(self.environment.jobs[name] for name in self.jobs))
        return any(reads(each, self.cloud) for each in run)

    @property
    def _exposed(self) -> frozenset[str]:
        """By what workloads are exposed: ingress, gateway."""
        return frozenset(workload.expose.via for workload in self.running.values() if workload.expose is not None)

    def _known_here(self, name: str) -> bool:
        return name not in KINDS or self.cloud in KINDS[name].clouds


def _ordered(names: Mapping[str, object]) -> list[str]:
    """Names in an order that the file does not decide, each after what it needs."""
    found: list[str] = []

    def add(name: str) -> None:
        if name in names and name not in found:
            for before in KINDS[name].after if name in KINDS else ():
                add(before)
            found.append(name)

    for name in (charts.GATEWAY_KINDS, charts.METRICS, *sorted(names)):
        add(name)
    return found


def rehearsed_charts(place: ChartSite) -> Iterator[tuple[str, Callable[[], object]]]:
    """The arguments of every chart, each as a call that makes them, by the chart's name."""
    for name in place.wanted():
        yield name, lambda name=name: (place.arguments(name, "any"), place.access(name, "any", {}))
