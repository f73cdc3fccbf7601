"""What the operators are told that bring secrets of the cloud's store into a cluster.

They act as the accounts that stores in workloads' own namespaces name, and have no permission in the cloud themselves.
"""

from __future__ import annotations

from typing import Any

from .chart_parts import CRITICAL, ZONE, requests, spread


def external_secrets_values(*, called: str, monitored: bool) -> dict[str, Any]:
    """Two pods each of what reads and what admits, and nothing of what serves all namespaces alike or writes into a store.

    Source: external-secrets.io/latest/guides/security-best-practices.
    """

    def of(part: str) -> dict[str, Any]:
        labels = {"app.kubernetes.io/name": f"{called}{part}", "app.kubernetes.io/instance": called}
        return {
            "replicaCount": 2,
            "podDisruptionBudget": {"enabled": True, "maxUnavailable": 1},
            "priorityClassName": CRITICAL,
            "topologySpreadConstraints": spread(labels),
            "resources": requests("50m", "128Mi"),
        }

    everywhere = ("ClusterExternalSecret", "ClusterPushSecret", "ClusterStore", "ClusterGenerator", "PushSecret")
    return {
        **of(""),
        "leaderElect": True,
        **{f"process{kind}": False for kind in everywhere},
        "webhook": of("-webhook"),
        "certController": {"priorityClassName": CRITICAL, "resources": requests("50m", "128Mi")},
        "serviceMonitor": {"enabled": monitored},
    }


def secret_manager_values(*, called: str, region: str) -> dict[str, Any]:
    """Two pods, one of which reads, in the region given: another is the chart's default. Nodes' own role reads nothing.

    Source: github.com/AliyunContainerService/ack-secret-manager/blob/master/docs/auth_guide.md.
    """
    labels = {"app.kubernetes.io/name": called, "app.kubernetes.io/instance": called}
    apart = {"weight": 100, "podAffinityTerm": {"topologyKey": ZONE, "labelSelector": {"matchLabels": labels}}}
    return {
        "command": {
            "region": region,
            "enableWorkerRole": False,
            "enableCrossNamespaceSecretStore": False,
            "enableCrossNamespaceAuthRef": False,
            "cleanupSecretOnFailure": False,
        },
        "replicaCount": 2,
        "affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [apart]}},
        "resources": requests("100m", "256Mi"),
    }
