"""Words of which the API server knows a few only, where schemas have any text.

Source: the types' documentation, kubernetes.io/docs/reference/kubernetes-api.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from faults import nearest

from ..neighbours import Neighbours
from ..objects import Manifest
from ..pods import pod_of
from ..problem import Problem
from ..walking import found

_PROTOCOLS: Final = ("TCP", "UDP", "SCTP")
_EFFECTS: Final = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_TERMS: Final = ("In", "NotIn", "Exists", "DoesNotExist")
_IN_PODS: Final[Mapping[str, tuple[str, ...]]] = {
    "dnsPolicy": ("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
    "preemptionPolicy": ("Never", "PreemptLowerPriority"),
    "securityContext.seccompProfile.type": ("Localhost", "RuntimeDefault", "Unconfined"),
    "tolerations[].effect": _EFFECTS,
    "tolerations[].operator": ("Equal", "Exists", "Gt", "Lt"),
    "topologySpreadConstraints[].whenUnsatisfiable": ("DoNotSchedule", "ScheduleAnyway"),
}
_HANDLERS: Final = ("startupProbe", "readinessProbe", "livenessProbe", "lifecycle.postStart", "lifecycle.preStop")
_IN_CONTAINERS: Final[Mapping[str, tuple[str, ...]]] = {
    **{f"{handler}.httpGet.scheme": ("HTTP", "HTTPS") for handler in _HANDLERS},
    "imagePullPolicy": ("Always", "IfNotPresent", "Never"),
    "ports[].protocol": _PROTOCOLS,
    "securityContext.seccompProfile.type": ("Localhost", "RuntimeDefault", "Unconfined"),
    "terminationMessagePolicy": ("FallbackToLogsOnError", "File"),
}
_RESTARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Pod": ("Always", "Never", "OnFailure"),
    "Job": ("Never", "OnFailure"),
    "CronJob": ("Never", "OnFailure"),
}
_ALWAYS: Final = ("Always",)
_JOB: Final[Mapping[str, tuple[str, ...]]] = {
    "spec.completionMode": ("Indexed", "NonIndexed"),
    "spec.podReplacementPolicy": ("Failed", "TerminatingOrFailed"),
}
_SUBJECTS: Final = ("Group", "ServiceAccount", "User")
_GRANTED: Final[Mapping[str, tuple[str, ...]]] = {"RoleBinding": ("ClusterRole", "Role"), "ClusterRoleBinding": ("ClusterRole",)}
_BY_KIND: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    **{kind: {"roleRef.kind": kinds, "subjects[].kind": _SUBJECTS} for kind, kinds in _GRANTED.items()},
    "CronJob": {
        "spec.concurrencyPolicy": ("Allow", "Forbid", "Replace"),
        **{f"spec.jobTemplate.{field}": words for field, words in _JOB.items()},
    },
    "Deployment": {"spec.strategy.type": ("Recreate", "RollingUpdate")},
    "DaemonSet": {"spec.updateStrategy.type": ("OnDelete", "RollingUpdate")},
    "HorizontalPodAutoscaler": {
        "spec.metrics[].type": ("ContainerResource", "External", "Object", "Pods", "Resource"),
        "spec.metrics[].resource.target.type": ("AverageValue", "Utilization", "Value"),
        **{f"spec.behavior.scale{way}.selectPolicy": ("Disabled", "Max", "Min") for way in ("Up", "Down")},
        **{f"spec.behavior.scale{way}.policies[].type": ("Percent", "Pods") for way in ("Up", "Down")},
    },
    "Ingress": {"spec.rules[].http.paths[].pathType": ("Exact", "ImplementationSpecific", "Prefix")},
    "Job": _JOB,
    "LimitRange": {"spec.limits[].type": ("Container", "PersistentVolumeClaim", "Pod")},
    "NetworkPolicy": {
        "spec.policyTypes[]": ("Egress", "Ingress"),
        "spec.ingress[].ports[].protocol": _PROTOCOLS,
        "spec.egress[].ports[].protocol": _PROTOCOLS,
        "spec.podSelector.matchExpressions[].operator": _TERMS,
    },
    "PersistentVolumeClaim": {
        "spec.accessModes[]": ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"),
        "spec.volumeMode": ("Block", "Filesystem"),
    },
    "PodDisruptionBudget": {"spec.unhealthyPodEvictionPolicy": ("AlwaysAllow", "IfHealthyBudget")},
    "PriorityClass": {"preemptionPolicy": ("Never", "PreemptLowerPriority")},
    "Service": {
        "spec.type": ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"),
        "spec.ports[].protocol": _PROTOCOLS,
        "spec.externalTrafficPolicy": ("Cluster", "Local"),
        "spec.internalTrafficPolicy": ("Cluster", "Local"),
        "spec.sessionAffinity": ("ClientIP", "None"),
        "spec.trafficDistribution": ("PreferClose", "PreferSameNode", "PreferSameZone"),
    },
    "StatefulSet": {
        "spec.podManagementPolicy": ("OrderedReady", "Parallel"),
        "spec.updateStrategy.type": ("OnDelete", "RollingUpdate"),
        **{f"spec.persistentVolumeClaimRetentionPolicy.when{when}": ("Delete", "Retain") for when in ("Deleted", "Scaled")},
        "spec.volumeClaimTemplates[].spec.accessModes[]": (
            "ReadOnlyMany",
            "ReadWriteMany",
            "ReadWriteOnce",
            "ReadWriteOncePod",
        ),
    },
    "StorageClass": {
        "reclaimPolicy": ("Delete", "Retain"),
        "volumeBindingMode": ("Immediate", "WaitForFirstConsumer"),
    },
}


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Words that the API server does not know."""
    if not manifest.builtin:
        return
    for pattern, allowed in _BY_KIND.get(manifest.kind, {}).items():
        yield from _other(manifest, found(manifest.body, pattern), allowed)
    if (pod := pod_of(manifest)) is None:
        return
    restarts = _RESTARTS.get(manifest.kind, _ALWAYS)
    yield from _other(manifest, found(pod.spec, "restartPolicy", pod.path), restarts)
    if manifest.kind in ("Job", "CronJob") and pod.spec.get("restartPolicy") is None:
        reason = "it is missing, and Always, which it then is, is not for Jobs"
        yield Problem(path=f"{pod.path}.restartPolicy", reason=reason, fix=f"write {' or '.join(restarts)}")
    for pattern, allowed in _IN_PODS.items():
        yield from _other(manifest, found(pod.spec, pattern, pod.path), allowed)
    for path, container in pod.containers():
        for pattern, allowed in _IN_CONTAINERS.items():
            yield from _other(manifest, found(container, pattern, path), allowed)


def _other(manifest: Manifest, places: Iterator[tuple[str, object]], allowed: tuple[str, ...]) -> Iterator[Problem]:
    for path, word in places:
        # None at all is the default; and a name with a slash is somebody's own, as the resource of a limit range.
        if isinstance(word, str) and word and "/" not in word and word not in allowed:
            near = nearest(word, allowed)
            expected = " or ".join(allowed)
            fix = f"did you mean {near}?" if near else "write one of these" if len(allowed) > 1 else "write that"
            yield Problem(path=path, reason=f"given {manifest.shown(path, word)}, expected {expected}", fix=fix)
