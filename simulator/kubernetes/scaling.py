"""How many pods an object is to have: what the program says, or what an autoscaler has made of it since.

An autoscaler moves the number through the subresource `scale`, and owns it from then on. A program that leaves the number out
leaves it to that; one that gives another is told of a conflict. Without load an autoscaler stays at its lower bound.

Source: kubernetes.io/docs/concepts/workloads/controllers/deployment and
kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from .filling import at
from .kinds import DEFAULT_NAMESPACE, kind_of

if TYPE_CHECKING:
    from ..call import Call

AUTOSCALER: Final = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
SCALED: Final = frozenset({"Deployment", "ReplicaSet", "StatefulSet"})
"""Kinds whose number of pods is moved by others."""
PATH: Final = "spec.replicas"
MANAGER: Final = {"manager": "kube-controller-manager", "operation": "Update", "subresource": "scale"}
"""Who an autoscaler is to field management."""


def replicas(call: Call) -> int:
    """The number of pods that an object is to have after the operation."""
    if said(call):
        return int(call.get(PATH))
    live = at(call.old, "spec", "replicas")
    if call.cloud is None:
        return 1 if live is None else int(live)
    live, kept = _live(call)
    held = autoscaler_of(call)
    number = live if live is not None and (kept or held) else 1
    return clamped(number, held) if held else number


def said(call: Call) -> bool:
    """Whether the program gives the number itself."""
    return call.given(PATH) and PATH not in call.ignored


def autoscaler_of(call: Call) -> Mapping[str, Any] | None:
    """What an autoscaler says that moves the number of this object's pods; None where none does."""
    kind, name = kind_of(call.type), call.get("metadata.name")
    namespace = call.get("metadata.namespace") or DEFAULT_NAMESPACE
    for found in call.find(AUTOSCALER, **{"metadata.namespace": namespace}):
        spec = found.outputs.get("spec") or {}
        target = spec.get("scaleTargetRef") or {}
        if kind is not None and (target.get("kind"), target.get("name")) == (kind.name, name):
            return spec
    return None


def clamped(number: int, autoscaler: Mapping[str, Any]) -> int:
    """The number between an autoscaler's bounds."""
    least, most = int(autoscaler.get("minReplicas") or 1), autoscaler.get("maxReplicas")
    return max(least, number) if most is None else min(max(least, number), int(most))


def moved(call: Call) -> int | None:
    """The number that an autoscaler has set, where the program gives another; None where there is no such autoscaler."""
    if not call.old or not said(call) or (held := autoscaler_of(call)) is None:
        return None
    live, _ = _live(call)
    number = clamped(1 if live is None else live, held)
    return None if number == int(call.get(PATH)) else number


def _live(call: Call) -> tuple[int | None, bool]:
    """The number that the cluster has, and whether somebody else than the program set it."""
    found = next(iter(call.find(call.type, id=call.id)), None) if call.old else None
    if found is None:
        return None, False
    entries = at(found.outputs, "metadata", "managedFields") or ()
    owned = any("f:replicas" in (at(entry, "fieldsV1", "f:spec") or {}) for entry in entries)
    number = at(found.outputs, "spec", "replicas")
    return (None if number is None else int(number)), owned
