"""What Kubernetes no longer serves, since when, and what to write instead.

Source: kubernetes.io/docs/reference/using-api/deprecation-guide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from .objects import Manifest
from .problem import Problem


class Removed(NamedTuple):
    """An API version of some kinds that is gone.

    Args:
        since: the first minor version without it.
        instead: the API version that has them now; empty for none.
        kinds: the kinds.
    """

    since: int
    instead: str
    kinds: frozenset[str]


def _removed(since: int, instead: str, *kinds: str) -> Removed:
    return Removed(since, instead, frozenset(kinds))


REMOVED: Final[Mapping[str, tuple[Removed, ...]]] = {
    "flowcontrol.apiserver.k8s.io/v1beta3": (
        _removed(32, "flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "PriorityLevelConfiguration"),
    ),
    "flowcontrol.apiserver.k8s.io/v1beta2": (
        _removed(29, "flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "PriorityLevelConfiguration"),
    ),
    "flowcontrol.apiserver.k8s.io/v1beta1": (
        _removed(26, "flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "PriorityLevelConfiguration"),
    ),
    "storage.k8s.io/v1beta1": (
        _removed(27, "storage.k8s.io/v1", "CSIStorageCapacity"),
        _removed(22, "storage.k8s.io/v1", "CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"),
    ),
    "autoscaling/v2beta2": (_removed(26, "autoscaling/v2", "HorizontalPodAutoscaler"),),
    "autoscaling/v2beta1": (_removed(25, "autoscaling/v2", "HorizontalPodAutoscaler"),),
    "batch/v1beta1": (_removed(25, "batch/v1", "CronJob"),),
    "discovery.k8s.io/v1beta1": (_removed(25, "discovery.k8s.io/v1", "EndpointSlice"),),
    "events.k8s.io/v1beta1": (_removed(25, "events.k8s.io/v1", "Event"),),
    "policy/v1beta1": (_removed(25, "policy/v1", "PodDisruptionBudget"), _removed(25, "", "PodSecurityPolicy")),
    "node.k8s.io/v1beta1": (_removed(25, "node.k8s.io/v1", "RuntimeClass"),),
    "admissionregistration.k8s.io/v1beta1": (
        _removed(22, "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"),
    ),
    "apiextensions.k8s.io/v1beta1": (_removed(22, "apiextensions.k8s.io/v1", "CustomResourceDefinition"),),
    "apiregistration.k8s.io/v1beta1": (_removed(22, "apiregistration.k8s.io/v1", "APIService"),),
    "certificates.k8s.io/v1beta1": (_removed(22, "certificates.k8s.io/v1", "CertificateSigningRequest"),),
    "coordination.k8s.io/v1beta1": (_removed(22, "coordination.k8s.io/v1", "Lease"),),
    "networking.k8s.io/v1beta1": (_removed(22, "networking.k8s.io/v1", "Ingress", "IngressClass"),),
    "rbac.authorization.k8s.io/v1beta1": (
        _removed(22, "rbac.authorization.k8s.io/v1", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"),
    ),
    "scheduling.k8s.io/v1beta1": (_removed(22, "scheduling.k8s.io/v1", "PriorityClass"),),
    "extensions/v1beta1": (
        _removed(22, "networking.k8s.io/v1", "Ingress"),
        _removed(16, "networking.k8s.io/v1", "NetworkPolicy"),
        _removed(16, "apps/v1", "DaemonSet", "Deployment", "ReplicaSet"),
        _removed(16, "", "PodSecurityPolicy"),
    ),
    "apps/v1beta2": (_removed(16, "apps/v1", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),),
    "apps/v1beta1": (_removed(16, "apps/v1", "Deployment", "ReplicaSet", "StatefulSet"),),
}
"""By API version."""


def removed(manifest: Manifest) -> Iterator[Problem]:
    """That the version of the object's cluster no longer has its kind."""
    minor = int(manifest.cluster.version.partition(".")[2])
    for entry in REMOVED.get(manifest.api_version, ()):
        if manifest.kind in entry.kinds and minor >= entry.since:
            fix = f"write {entry.instead}" if entry.instead else "take it out: nothing has come in its place"
            reason = f"Kubernetes has no {manifest.api_version} {manifest.kind} since 1.{entry.since}"
            yield Problem(path="apiVersion", reason=f"{reason}, and this cluster has {manifest.cluster.version}", fix=fix)
