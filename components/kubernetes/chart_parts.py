"""Parts of values that several charts are told alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CRITICAL = "system-cluster-critical"
"""The priority of what the whole cluster leans on; Kubernetes makes it itself."""

ZONE = "topology.kubernetes.io/zone"


def one_away() -> dict[str, Any]:
    """A disruption budget: a drain takes one pod at a time, and those that are down never hold it."""
    return {"maxUnavailable": 1, "unhealthyPodEvictionPolicy": "AlwaysAllow"}


def spread(labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """Pods with these labels in different zones, where there are some."""
    chosen = {"matchLabels": dict(labels)}
    return [{"maxSkew": 1, "topologyKey": ZONE, "whenUnsatisfiable": "ScheduleAnyway", "labelSelector": chosen}]


def requests(cpu: str, memory: str) -> dict[str, Any]:
    """What a pod asks for; its memory is its limit too, since memory cannot be taken back."""
    return {"requests": {"cpu": cpu, "memory": memory}, "limits": {"memory": memory}}
