"""Which inputs of which kinds replace the object, as the real provider has it.

Source: `forceNew` and `forceNewProperties` in
https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/provider/pkg/provider/diff.go, and `Diff` in provider.go beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from .kinds import Kind
from .naming import AUTONAMED

if TYPE_CHECKING:
    from ..call import Call

IDENTITY: Final = frozenset({"metadata.name", "metadata.namespace"})

_CONTAINER: Final = [
    "args",
    "command",
    "env",
    "image",
    "imagePullPolicy",
    "lifecycle",
    "livenessProbe",
    "ports",
    "readinessProbe",
    "resources",
    "securityContext",
    "stdin",
    "stdinOnce",
    "terminationMessagePath",
    "terminationMessagePolicy",
    "tty",
    "volumeDevices",
    "volumeMounts",
    "workingDir",
]
_POD: Final = [
    "affinity",
    "automountServiceAccountToken",
    "dnsConfig",
    "dnsPolicy",
    "enableServiceLinks",
    "hostAliases",
    "hostIPC",
    "hostNetwork",
    "hostPID",
    "hostname",
    "imagePullSecrets",
    "nodeName",
    "nodeSelector",
    "overhead",
    "preemptionPolicy",
    "priority",
    "priorityClassName",
    "readinessGates",
    "restartPolicy",
    "runtimeClassName",
    "schedulerName",
    "securityContext",
    "serviceAccount",
    "serviceAccountName",
    "shareProcessNamespace",
    "subdomain",
    "terminationGracePeriodSeconds",
    "volumes",
]
_VOLUME_SOURCES: Final = [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "glusterfs",
    "hostPath",
    "iscsi",
    "local",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
]


def _under(prefix: str, names: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{prefix}.{name}" for name in names)


_FIELDS: Final = {
    ("apps", "DaemonSet"): frozenset({"spec.selector"}),
    ("apps", "Deployment"): frozenset({"spec.selector"}),
    ("apps", "StatefulSet"): _under(
        "spec", ["podManagementPolicy", "revisionHistoryLimit", "selector", "serviceName", "volumeClaimTemplates"]
    ),
    ("batch", "Job"): _under("spec", ["completions", "parallelism", "selector", "template"]),
    ("", "PersistentVolume"): _under("spec", _VOLUME_SOURCES),
    ("", "PersistentVolumeClaim"): _under("spec", ["accessModes", "selector", "storageClassName", "volumeName"]),
    ("", "Pod"): _under("spec", _POD) | _under("spec.containers[*]", _CONTAINER) | _under("spec.initContainers[*]", _CONTAINER),
    ("", "ResourceQuota"): frozenset({"spec.scopes"}),
    ("", "Secret"): frozenset({"type"}),
    ("", "Service"): frozenset({"spec.clusterIP"}),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): frozenset({"roleRef"}),
    ("rbac.authorization.k8s.io", "RoleBinding"): frozenset({"roleRef"}),
    ("storage.k8s.io", "StorageClass"): frozenset({"parameters", "provisioner"}),
}


def replaces(kind: Kind, call: Call) -> frozenset[str]:
    """The paths whose change makes a new object.

    Data of a ConfigMap or a Secret replaces it, so that what mounts it is rolled, unless the provider is configured with
    `enableConfigMapMutable` or `enableSecretMutable` and the object is not `immutable`.
    """
    if kind.patch:
        return IDENTITY
    fields = IDENTITY | _FIELDS.get((kind.group, kind.name), frozenset())
    fixed = call.get("immutable") is True
    if (kind.group, kind.name) == ("", "ConfigMap") and (fixed or not call.config.get("enableConfigMapMutable")):
        return fields | {"data", "binaryData"}
    if (kind.group, kind.name) == ("", "Secret") and (fixed or not call.config.get("enableSecretMutable")):
        return fields | {"data", "stringData"}
    return fields


def deletes_first(call: Call) -> bool:
    """Whether the old object must go before its replacement comes: the program fixed the name, and it stays the same."""
    before = call.old.get("metadata") or {}
    name, namespace = call.get("metadata.name"), call.get("metadata.namespace", "")
    autonamed = call.get(f'metadata.annotations["{AUTONAMED}"]') == "true"
    return bool(name) and not autonamed and name == before.get("name") and namespace in ("", before.get("namespace", ""))
