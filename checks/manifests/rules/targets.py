"""References: what an object names in its cluster is there.

What is named may be there by somebody else's doing, so that this is told and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ...finding import Severity
from ..neighbours import SYSTEM, Neighbours, within
from ..objects import Manifest
from ..pods import pod_of
from ..problem import Problem
from ..walking import found, get

_IN_PODS: Final[Mapping[str, str]] = {
    "serviceAccountName": "ServiceAccount",
    "volumes[].configMap.name": "ConfigMap",
    "volumes[].persistentVolumeClaim.claimName": "PersistentVolumeClaim",
}
_IN_CONTAINERS: Final[Mapping[str, str]] = {
    "env[].valueFrom.configMapKeyRef.name": "ConfigMap",
    "envFrom[].configMapRef.name": "ConfigMap",
}
_BY_KIND: Final[Mapping[str, Mapping[str, str]]] = {
    "Ingress": {
        "spec.defaultBackend.service.name": "Service",
        "spec.rules[].http.paths[].backend.service.name": "Service",
    },
    "StatefulSet": {"spec.serviceName": "Service"},
}
_BY_ITSELF: Final[Mapping[str, frozenset[str]]] = {
    "ServiceAccount": frozenset({"default"}),
    "ConfigMap": frozenset({"kube-root-ca.crt"}),
    "PriorityClass": frozenset({"system-cluster-critical", "system-node-critical"}),
}
"""What every cluster, or namespace, has by itself."""
_ROLES: Final = frozenset({"admin", "cluster-admin", "edit", "view"})
_SYSTEM_ROLES: Final = "system:"


def problems(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    """References to what is not there."""
    if not manifest.builtin:
        return
    space = within(manifest)
    if isinstance(space, str) and space not in SYSTEM and near.lacks("Namespace", space):
        yield _missing("metadata.namespace", "Namespace", space)
    for pattern, kind in _BY_KIND.get(manifest.kind, {}).items():
        yield from _lacking(found(manifest.body, pattern), kind, near, space)
    if manifest.kind == "HorizontalPodAutoscaler":
        yield from _scaled(manifest, near, space)
    elif manifest.kind in ("RoleBinding", "ClusterRoleBinding"):
        yield from _bound(manifest, near, space)
    if (pod := pod_of(manifest)) is None:
        return
    yield from _lacking(found(pod.spec, "priorityClassName", pod.path), "PriorityClass", near, None)
    for pattern, kind in _IN_PODS.items():
        yield from _lacking(found(pod.spec, pattern, pod.path), kind, near, space)
    for path, container in pod.containers():
        for pattern, kind in _IN_CONTAINERS.items():
            for place, reference in found(container, pattern.rpartition(".")[0], path):
                if get(reference, "optional") is not True:
                    yield from _lacking(found(reference, "name", place), kind, near, space)


def _lacking(places: Iterator[tuple[str, Any]], kind: str, near: Neighbours, space: Any) -> Iterator[Problem]:
    for path, name in places:
        if isinstance(name, str) and name and name not in _BY_ITSELF.get(kind, ()) and near.lacks(kind, name, space):
            yield _missing(path, kind, name)


def _scaled(manifest: Manifest, near: Neighbours, space: Any) -> Iterator[Problem]:
    target = get(manifest.body, "spec.scaleTargetRef")
    kind, name, version = (get(target, field) for field in ("kind", "name", "apiVersion"))
    if not isinstance(kind, str) or not isinstance(version, str):
        return
    if version.rpartition("/")[0] not in ("", "apps"):
        return  # a custom kind, whose objects may be another's
    if kind and near.lacks(kind, name, space):
        yield _missing("spec.scaleTargetRef", kind, name)
    for each in near.named(kind, name, space) if isinstance(name, str) else ():
        if each.name == name and get(each.body, "spec.replicas") is not None:
            reason = f"{kind} {name} says replicas itself, which every update sets back"
            fix = "take replicas out there: the autoscaler owns it"
            yield Problem(path="spec.scaleTargetRef", reason=reason, fix=fix, severity=Severity.WARNING)


def _bound(manifest: Manifest, near: Neighbours, space: Any) -> Iterator[Problem]:
    kind, name = get(manifest.body, "roleRef.kind"), get(manifest.body, "roleRef.name")
    usual = isinstance(name, str) and (name in _ROLES or name.startswith(_SYSTEM_ROLES))
    if isinstance(kind, str) and not usual and near.lacks(kind, name, space if kind == "Role" else None):
        yield _missing("roleRef", kind, name)
    for path, subject in found(manifest.body, "subjects[]"):
        if get(subject, "kind") == "ServiceAccount":
            name, where = get(subject, "name"), get(subject, "namespace")
            yield from _lacking(iter([(path, name)]), "ServiceAccount", near, space if where is None else where)


def _missing(path: str, kind: str, name: Any) -> Problem:
    return Problem(
        path=path,
        reason=f"this stack makes no {kind} {name} there",
        fix="name one that there is, or see to it that somebody else makes it",
        severity=Severity.WARNING,
    )
