"""What each known chart is told so that it is right in its cluster; a team's own values are laid over it.

Two pods of whatever the cluster leans on, in different zones, of which a drain takes one at a time; no image without a fixed tag,
no credential; facts that a pod would else ask the node's metadata for, which answers no pod (IMDSv2 with a single hop). Keys are
those of each chart's own values.yaml at the version in `charts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pulumi

from ..contracts.identity import rolling
from ..contracts.pool import POOL_LABEL
from . import charts
from .chart_logs import log_values
from .chart_metrics import adapter_values, prometheus_values
from .chart_parts import CRITICAL, one_away, requests, spread
from .chart_secrets import external_secrets_values, secret_manager_values

GATEWAYS_ANNOTATION = "nusantara/gateway-api"
"""The annotation of pods that start again with other kinds of the Gateway API."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What charts are told of their cluster.

    Args:
        cluster: the cluster's name in its cloud.
        region: the cloud's own name of the region.
        network: the id of its network.
        owner: what no other cluster is called that shares a DNS zone with it.
        domain: the name under which hosts are.
        annotations: annotations of a chart's service account, as `Cluster.bind` returns them.
        monitored: whether the kinds by which Prometheus is told what to ask are there.
        disks: the storage class of what a chart keeps; the cluster's default where it is None.
        log_group: where logs are sent.
        gpu_pools: the pools with GPUs.
        measured: the workloads whose requests per second are asked for.
        gateways: the version of the Gateway API's kinds, where a chart brings them.
    """

    cluster: pulumi.Input[str]
    region: str
    network: pulumi.Input[str]
    owner: str
    domain: str
    annotations: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    monitored: bool = False
    disks: pulumi.Input[str] | None = None
    log_group: pulumi.Input[str] = ""
    gpu_pools: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    gateways: str = ""


Values: TypeAlias = dict[str, Any]


def values(chart: str, here: Surroundings) -> Values:
    """What a known chart is told; nothing of one that is told nothing."""
    made = _VALUES.get(chart)
    return made(here) if made else {}


def _load_balancers(here: Surroundings) -> Values:
    """The webhook that would make this controller the one of every Service is off: while its pods are away, no Service could be
    made in the whole cluster. IngressClasses are declared beside the workloads that they serve.
    """
    labels = {"app.kubernetes.io/name": charts.LOAD_BALANCERS, "app.kubernetes.io/instance": charts.LOAD_BALANCERS}
    account = _account(charts.LOAD_BALANCERS, here)
    if here.gateways:  # the controller looks for the Gateway API's kinds when it starts, and then alone
        account["podAnnotations"] = {**account["podAnnotations"], GATEWAYS_ANNOTATION: here.gateways}
    return {
        "clusterName": here.cluster,
        "region": here.region,
        "vpcId": here.network,
        "defaultTargetType": "ip",
        "createIngressClassResource": False,
        "ingressClassParams": {"create": False},
        "enableServiceMutatorWebhook": False,
        "keepTLSSecret": True,  # an upgrade would else make another certificate, which running pods do not serve yet
        **account,
        "replicaCount": 2,
        "podDisruptionBudget": one_away(),
        "priorityClassName": CRITICAL,
        "topologySpreadConstraints": spread(labels),
        "resources": requests("100m", "256Mi"),
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "runAsNonRoot": True,
            "capabilities": {"drop": ["ALL"]},
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "serviceMonitor": {"enabled": here.monitored},
    }


def _dns(here: Surroundings) -> Values:
    """One pod: it elects no leader, and two would write against each other. What it made is known by a record beside each
    (docs/registry/txt.md), so that `sync` takes away nothing of anybody else's.
    """
    return {
        "provider": {"name": "aws"},
        "env": [{"name": "AWS_DEFAULT_REGION", "value": here.region}],
        "sources": ["ingress", "service", *(["gateway-httproute"] if here.gateways else [])],
        "domainFilters": [here.domain],
        "policy": "sync",
        "registry": "txt",
        "txtOwnerId": here.owner,
        "txtPrefix": "external-dns-%{record_type}.",
        "interval": "1m",
        "triggerLoopOnEvent": True,
        "extraArgs": {"aws-zones-cache-duration": "1h"},  # Route 53 answers an account five times a second, all clusters together
        **_account(charts.DNS, here),
        "priorityClassName": CRITICAL,
        "resources": requests("50m", "128Mi"),
        "serviceMonitor": {"enabled": here.monitored},
    }


def _certificates(here: Surroundings) -> Values:
    """Its kinds stay when the chart goes: with them, every certificate would."""

    def of(component: str) -> Values:
        labels = {"app.kubernetes.io/instance": charts.CERTIFICATES, "app.kubernetes.io/component": component}
        return {
            "replicaCount": 2,
            "podDisruptionBudget": {"enabled": True, **one_away()},
            "topologySpreadConstraints": spread(labels),
            "resources": requests("50m", "128Mi"),
        }

    return {
        "crds": {"enabled": True, "keep": True},
        "global": {"priorityClassName": CRITICAL, "leaderElection": {"namespace": charts.CERTIFICATES}},
        **of("controller"),
        **_account(charts.CERTIFICATES, here),
        "webhook": of("webhook"),
        "cainjector": of("cainjector"),
        "prometheus": {"servicemonitor": {"enabled": here.monitored}},
    }


def _gpus(here: Surroundings) -> Values:
    """On the nodes of the pools with GPUs, by their label; what would find such nodes by itself is two more daemons."""
    term = {"matchExpressions": [{"key": POOL_LABEL, "operator": "In", "values": sorted(here.gpu_pools)}]}
    chosen = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}}
    return {
        "affinity": {"nodeAffinity": chosen},
        "tolerations": [{"operator": "Exists"}],
        "priorityClassName": "system-node-critical",
        "resources": requests("50m", "128Mi"),
    }


def _account(name: str, here: Surroundings) -> Values:
    """A service account of a fixed name, which a role trusts, and pods that start again when it gets another."""
    return {
        "serviceAccount": {"create": True, "name": name, "annotations": dict(here.annotations)},
        "podAnnotations": rolling(here.annotations),
    }


_VALUES: Mapping[str, Callable[[Surroundings], Values]] = {
    charts.LOAD_BALANCERS: _load_balancers,
    charts.DNS: _dns,
    charts.CERTIFICATES: _certificates,
    charts.METRICS: lambda here: prometheus_values(disks=here.disks, measured=here.measured),
    charts.METRICS_API: lambda _: adapter_values(),
    charts.LOGS: lambda here: {**log_values(region=here.region, group=here.log_group), **_account(charts.LOGS, here)},
    charts.EXTERNAL_SECRETS: lambda here: external_secrets_values(called=charts.EXTERNAL_SECRETS, monitored=here.monitored),
    charts.KMS_READER: lambda here: secret_manager_values(called=charts.KMS_READER, region=here.region),
    charts.GPUS: _gpus,
}
