"""What measures a cluster: Prometheus, and what lets an autoscaler ask it for requests per second."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulumi

from . import charts
from .chart_parts import CRITICAL, one_away, requests, spread

PORT = 9090
PROMETHEUS = "prometheus"
"""What the pods of Prometheus are called by their label app.kubernetes.io/name."""

_SERVICE = f"http://{charts.METRICS}-prometheus.monitoring.svc"
_COUNTED = "http_requests_total"
_WINDOW = "2m"
_DISK_GIB = 50
_BUDGET = {"enabled": True}
"""One of two pods stays, as the chart has it: a budget takes no second number beside that."""


def prometheus_values(*, disks: pulumi.Input[str] | None, measured: Sequence[str]) -> dict[str, Any]:
    """What kube-prometheus-stack is told.

    - Two Prometheus, each of which measures everything, and two that send alarms.
    - What a managed control plane hides (etcd, scheduler, controller manager) is not asked, nor kube-proxy, which answers its own
      node alone: else an alarm for each would never end.
    - Whatever names itself to Prometheus is measured, from any release and any namespace.
    - Grafana is left out: it asks for a password, which is a person's to choose (`grafana.admin.existingSecret`).

    Args:
        disks: the storage class of what is kept; the cluster's default where it is None.
        measured: the workloads whose requests are counted, which show their number under /metrics.
    """
    claim = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": f"{_DISK_GIB}Gi"}}}
    chosen = {} if disks is None else {"storageClassName": disks}
    hidden = {name: {"enabled": False} for name in ("kubeEtcd", "kubeScheduler", "kubeControllerManager", "kubeProxy")}
    found = {
        f"{kind}SelectorNilUsesHelmValues": False for kind in ("serviceMonitor", "podMonitor", "rule", "probe", "scrapeConfig")
    }
    return {
        **hidden,
        "grafana": {"enabled": False},
        "prometheus": {
            "podDisruptionBudget": _BUDGET,
            "prometheusSpec": {
                **found,
                "replicas": 2,
                "retention": "15d",
                "retentionSize": f"{_DISK_GIB * 9 // 10}GB",
                "storageSpec": {"volumeClaimTemplate": {"spec": {**claim, **chosen}}},
                "topologySpreadConstraints": spread({"app.kubernetes.io/name": PROMETHEUS}),
                "resources": requests("500m", "2Gi"),
            },
            "additionalPodMonitors": [_counting(measured)] if measured else [],
        },
        "alertmanager": {
            "podDisruptionBudget": _BUDGET,
            "alertmanagerSpec": {
                "replicas": 2,
                "topologySpreadConstraints": spread({"app.kubernetes.io/name": "alertmanager"}),
                "resources": requests("50m", "128Mi"),
            },
        },
        "prometheusOperator": {"priorityClassName": CRITICAL, "resources": requests("100m", "256Mi")},
        "prometheus-node-exporter": {
            "priorityClassName": "system-node-critical",
            "tolerations": [{"operator": "Exists"}],
            "resources": requests("50m", "64Mi"),
        },
        "kube-state-metrics": {"resources": requests("50m", "256Mi")},
    }


def _counting(measured: Sequence[str]) -> dict[str, Any]:
    """Which pods show how many requests they have answered."""
    chosen = {"key": "app.kubernetes.io/name", "operator": "In", "values": sorted(measured)}
    return {
        "name": "requests-per-second",
        "namespaceSelector": {"any": True},
        "selector": {"matchExpressions": [chosen]},
        "podMetricsEndpoints": [{"port": "http", "path": "/metrics", "interval": "15s"}],
    }


def adapter_values() -> dict[str, Any]:
    """What prometheus-adapter is told: the metric http_requests_per_second of pods, by the rise of http_requests_total.

    Source of the rule: github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/walkthrough.md.
    """
    series = f'{_COUNTED}{{namespace!="",pod!=""}}'
    overrides = {kind: {"resource": kind} for kind in ("namespace", "pod")}
    return {
        "prometheus": {"url": _SERVICE, "port": PORT},
        "rules": {
            "default": False,
            "custom": [
                {
                    "seriesQuery": series,
                    "resources": {"overrides": overrides},
                    "name": {"matches": "^(.*)_total$", "as": "${1}_per_second"},
                    "metricsQuery": f"sum(rate(<<.Series>>{{<<.LabelMatchers>>}}[{_WINDOW}])) by (<<.GroupBy>>)",
                }
            ],
        },
        "metricsRelistInterval": _WINDOW,
        "replicas": 2,
        "podDisruptionBudget": {"enabled": True, **one_away()},
        "priorityClassName": CRITICAL,
        "topologySpreadConstraints": spread({"app.kubernetes.io/name": charts.METRICS_API}),
        "resources": requests("100m", "256Mi"),
    }
