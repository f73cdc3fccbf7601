"""How many pods an object makes at the fewest."""

from __future__ import annotations

from .neighbours import Neighbours, may_be, within
from .objects import Manifest
from .walking import get


def fewest(maker: Manifest, near: Neighbours) -> int | None:
    """The least number of pods that something makes; None where it is not known."""
    for scaler in near.of("autoscaling", "HorizontalPodAutoscaler"):
        target = get(scaler.body, "spec.scaleTargetRef")
        if get(target, "kind") == maker.kind and may_be(get(target, "name"), maker.name) and may_be(within(scaler), within(maker)):
            lowest = get(scaler.body, "spec.minReplicas")
            return 1 if lowest is None else lowest if isinstance(lowest, int) else None
    replicas = get(maker.body, "spec.replicas")
    if replicas is None and maker.kind in ("Deployment", "ReplicaSet", "StatefulSet"):
        return 1
    return replicas if isinstance(replicas, int) else None
