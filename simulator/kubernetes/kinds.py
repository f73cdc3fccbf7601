"""Kinds of the Kubernetes API, from Pulumi's type tokens.

Which kinds live in a namespace: `Namespaced` in
https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/provider/pkg/kinds/kinds.go (`kubectl api-resources --namespaced=true`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

NAMESPACE: Final = "kubernetes:core/v1:Namespace"
CRD: Final = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
DEFAULT_NAMESPACE: Final = "default"
SYSTEM_NAMESPACES: Final = (DEFAULT_NAMESPACE, "kube-system", "kube-public", "kube-node-lease")
"""Namespaces that every cluster has from its first day."""

_NAMESPACED: Final = frozenset(
    [
        "Binding",
        "ConfigMap",
        "ControllerRevision",
        "CronJob",
        "CSIStorageCapacity",
        "DaemonSet",
        "Deployment",
        "Endpoints",
        "EndpointSlice",
        "Event",
        "HorizontalPodAutoscaler",
        "Ingress",
        "Job",
        "Lease",
        "LimitRange",
        "LocalSubjectAccessReview",
        "NetworkPolicy",
        "PersistentVolumeClaim",
        "Pod",
        "PodDisruptionBudget",
        "PodTemplate",
        "ReplicaSet",
        "ReplicationController",
        "ResourceClaim",
        "ResourceClaimTemplate",
        "ResourceQuota",
        "Role",
        "RoleBinding",
        "Secret",
        "Service",
        "ServiceAccount",
        "StatefulSet",
    ]
)
_OF_THE_CLUSTER: Final = frozenset(
    [
        "APIService",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "ClusterTrustBundle",
        "CSIDriver",
        "CSINode",
        "CustomResourceDefinition",
        "DeviceClass",
        "FlowSchema",
        "IngressClass",
        "IPAddress",
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PodSecurityPolicy",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "ResourceSlice",
        "RuntimeClass",
        "ServiceCIDR",
        "StorageClass",
        "StorageVersionMigration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
        "VolumeAttributesClass",
    ]
)
_GROUPS: Final = frozenset(
    f"{name}.k8s.io"
    for name in (
        "admissionregistration",
        "apiextensions",
        "apiregistration",
        "certificates",
        "coordination",
        "discovery",
        "events",
        "flowcontrol.apiserver",
        "networking",
        "node",
        "rbac.authorization",
        "resource",
        "scheduling",
        "storage",
        "storagemigration",
    )
)
"""Kubernetes' own groups that have a dot in their names."""


def _own(group: str) -> bool:
    return "." not in group or group in _GROUPS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind as its type token names it; `group` is empty for the core API, as in an `apiVersion`."""

    token: str
    group: str
    version: str
    name: str
    patch: bool

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def called(self) -> str:
        """The kind with its group, as the API server calls it where an object is invalid ("Deployment.apps")."""
        return f"{self.name}.{self.group}" if self.group else self.name

    @property
    def builtin(self) -> bool:
        """Whether it is Kubernetes' own, not a custom one that may bear the same name."""
        return _own(self.group) and self.name in _NAMESPACED | _OF_THE_CLUSTER

    @property
    def namespaced(self) -> bool | None:
        """Whether its objects live in a namespace; None for a custom kind, which its definition tells."""
        return self.name in _NAMESPACED if self.builtin else None

    @property
    def is_list(self) -> bool:
        """Whether it is a list of another kind, which the SDK has for manifests but no cluster can make."""
        return _own(self.group) and self.name.endswith("List") and self.name.removesuffix("List") in _NAMESPACED | _OF_THE_CLUSTER

    @property
    def plural(self) -> str:
        """The resource's name in the API server's messages ("deployments.apps")."""
        name = self.name.lower()
        if name.endswith(("s", "x", "ch")) and not name.endswith("endpoints"):
            name += "es"
        elif name.endswith("y") and name[-2:-1] not in "aeiou":
            name = f"{name[:-1]}ies"
        elif not name.endswith("endpoints"):
            name += "s"
        return f"{name}.{self.group}" if self.group else name


@lru_cache(maxsize=1024)
def kind_of(token: str) -> Kind | None:
    """The kind of a token like `kubernetes:apps/v1:Deployment`; None where it is none, as `kubernetes:helm.sh/v3:Release`."""
    _, module, name = token.split(":", 2)
    group, slash, version = module.rpartition("/")
    if not slash or group == "helm.sh":
        return None
    group, base = "" if group == "core" else group, name.removesuffix("Patch")
    patch = base != name and _own(group) and base in _NAMESPACED | _OF_THE_CLUSTER
    return Kind(token, group, version, base if patch else name, patch)
