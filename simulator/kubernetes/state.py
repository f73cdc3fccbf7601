"""What a cluster adds to an object: identity, defaults, status; as if its controllers had done their work at once.

Source of defaults: https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/apis, `*/v1/defaults.go`; those of parts, and those
that depend on others, are in `defaults.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from components.resource_quota import shown

from ..values import Properties, plain
from .addresses import cluster_ip, cluster_ips
from .admission import Room
from .amounts import canonical
from .awaiting import conditions, rolled_out
from .defaults import body
from .kinds import kind_of

if TYPE_CHECKING:
    from ..call import Call

CREATED: Final = "2026-01-01T00:00:00Z"
"""Every object's creation time: a simulated cluster has no clock, since the same program must give the same state."""

DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "CronJob": {
        "spec.concurrencyPolicy": "Allow",
        "spec.failedJobsHistoryLimit": 1,
        "spec.successfulJobsHistoryLimit": 3,
        "spec.suspend": False,
    },
    "DaemonSet": {"spec.revisionHistoryLimit": 10},
    "Deployment": {
        "spec.progressDeadlineSeconds": 600,
        "spec.replicas": 1,
        "spec.revisionHistoryLimit": 10,
    },
    "HorizontalPodAutoscaler": {"spec.minReplicas": 1},
    "Job": {
        "spec.backoffLimit": 6,
        "spec.completionMode": "NonIndexed",
        "spec.manualSelector": False,
        "spec.parallelism": 1,
        "spec.suspend": False,
    },
    "Namespace": {"spec": {"finalizers": ["kubernetes"]}},
    "PersistentVolumeClaim": {"spec.volumeMode": "Filesystem"},
    "PersistentVolume": {"spec.persistentVolumeReclaimPolicy": "Retain", "spec.volumeMode": "Filesystem"},
    "PriorityClass": {"preemptionPolicy": "PreemptLowerPriority"},
    "ReplicaSet": {"spec.replicas": 1},
    "Secret": {"type": "Opaque"},
    "Service": {"spec.type": "ClusterIP", "spec.sessionAffinity": "None"},
    "StorageClass": {"reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"},
    "StatefulSet": {"spec.podManagementPolicy": "OrderedReady", "spec.replicas": 1, "spec.revisionHistoryLimit": 10},
}


def _load_balancer(call: Call) -> dict[str, Any]:
    if call.get("kind") == "Service" and call.get("spec.type", "ClusterIP") != "LoadBalancer":
        return {"loadBalancer": {}}
    return {"loadBalancer": {"ingress": [{"hostname": f"{call.hex(16)}.elb.{call.get('metadata.name')}.example"}]}}


def _metadata(call: Call) -> Mapping[str, Any]:
    """The metadata before an update, {} for a new object."""
    return call.old.get("metadata") or {}


def _in_cluster(key: str, made: Callable[[Call], Any]) -> Callable[[Call], Any]:
    """A part of the metadata that the cluster makes; a preview shows the old one or none.

    It is not unknown in a preview, since one unknown part would make the whole of `metadata` unknown to the program, and with it
    the name that the preview does know.
    """
    return lambda call: made(call) if call.cloud is not None else _metadata(call).get(key)


def _contains(live: Any, given: Any) -> bool:
    """Whether an object holds all that is given, beside what the cluster added."""
    if isinstance(live, dict) and isinstance(given, dict):
        return all(key in live and _contains(live[key], value) for key, value in given.items())
    if isinstance(live, list) and isinstance(given, list):
        return len(live) == len(given) and all(map(_contains, live, given))
    return live == given


def _generation(call: Call) -> int:
    """A change of `spec` makes a new generation."""
    before, asked = _metadata(call).get("generation", 0), plain(dict(call.raw))
    if before and (kind := kind_of(call.type)) is not None:
        body(kind, asked)
    return before if before and _contains(call.old.get("spec"), asked.get("spec")) else before + 1


def _resource_version(call: Call) -> str:
    """Whatever changes makes a new version."""
    return str(int(_metadata(call).get("resourceVersion") or call.digits(6)) + 1)


def _rolled_out(call: Call) -> dict[str, Any]:
    wanted, ready, why = rolled_out(call)
    counts: dict[str, Any] = dict.fromkeys(("availableReplicas", "readyReplicas", "replicas", "updatedReplicas"), ready)
    if ready < wanted:
        counts["unavailableReplicas"] = wanted - ready
    return {**counts, "observedGeneration": _generation(call), **({"conditions": conditions(call, why)} if why else {})}


def _finished(call: Call) -> dict[str, Any]:
    _, _, why = rolled_out(call)
    done = {"succeeded": call.get("spec.completions", 1), "conditions": [{"type": "Complete", "status": "True"}]}
    return {"active": 0} if why else done


def _counted(call: Call) -> dict[str, Any]:
    """What a quota bounds, and what of it is used when the quota is made or changed."""
    quota = call.get("spec") or {}
    return _counts(quota, Room(call).used(quota))


def _counts(quota: Mapping[str, Any], used: Mapping[str, Decimal]) -> dict[str, Any]:
    hard = {key: canonical(bound) for key, bound in (quota.get("hard") or {}).items()}
    return {"hard": hard, "used": {key: shown(key, used.get(key, Decimal(0))) for key in sorted(hard)}}


def counted_now(call: Call, outputs: Properties) -> Properties:
    """A quota as it is found: what is used of it is what there is by now."""
    return {**outputs, "status": _counted(call)}


STATUS: Final[Mapping[str, Callable[[Call], dict[str, Any]]]] = {
    "CustomResourceDefinition": lambda _: {"conditions": [{"type": "Established", "status": "True"}]},
    "Deployment": _rolled_out,
    "HorizontalPodAutoscaler": lambda call: dict.fromkeys(("currentReplicas", "desiredReplicas"), call.get("spec.minReplicas", 1)),
    "Ingress": _load_balancer,
    "Job": _finished,
    "Namespace": lambda _: {"phase": "Active"},
    "PersistentVolumeClaim": lambda call: {"phase": "Bound", "accessModes": call.get("spec.accessModes", [])},
    "Pod": lambda _: {"phase": "Running"},
    "ReplicaSet": _rolled_out,
    "ResourceQuota": _counted,
    "Service": _load_balancer,
    "StatefulSet": _rolled_out,
}


COMPUTED: Final[Mapping[str, Mapping[str, Callable[[Call], Any]]]] = {
    "Service": {"spec.clusterIP": cluster_ip, "spec.clusterIPs": cluster_ips}
}

IDENTITY: Final[Mapping[str, Callable[[Call], Any]]] = {
    "metadata.uid": _in_cluster("uid", lambda call: _metadata(call).get("uid") or call.uuid()),
    "metadata.creationTimestamp": _in_cluster("creationTimestamp", lambda _: CREATED),
    "metadata.generation": _in_cluster("generation", _generation),
    "metadata.resourceVersion": _in_cluster("resourceVersion", _resource_version),
}
"""Derived, not computed: see `_in_cluster`."""

VOLATILE: Final[Mapping[str, frozenset[str]]] = {"status": frozenset({"spec"})}
"""A change of `spec` moves the status; the rest of what the cluster made stays as it is."""
