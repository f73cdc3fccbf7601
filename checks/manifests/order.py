"""The order in which objects are applied, and what of them may be shown."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any, Final

from .objects import SECRET, Manifest
from .walking import join

_FIRST: Final = (
    "Namespace",
    "CustomResourceDefinition",
    "PriorityClass",
    "RuntimeClass",
    "StorageClass",
    "IngressClass",
    "ResourceQuota",
    "LimitRange",
    "NetworkPolicy",
    "ServiceAccount",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Service",
    "Deployment",
    "StatefulSet",
)
"""What others need, each before what needs it; the rest follows."""
_ENCODED: Final = base64.b64encode(SECRET.encode()).decode()
"""In place of a secret where Base64 is expected: an API server that is asked takes it."""


def ordered(objects: Iterable[Manifest]) -> list[Manifest]:
    """The objects in the order in which they are applied: what is Kubernetes' own first, custom objects last."""
    return sorted(objects, key=_place)


def _place(manifest: Manifest) -> tuple[bool, int, str, str, str]:
    place = _FIRST.index(manifest.kind) if manifest.kind in _FIRST else len(_FIRST)
    return not manifest.builtin, place, manifest.kind, str(manifest.namespace), str(manifest.name)


def masked(manifest: Manifest) -> bool:
    """Whether something of an object is secret, and so not shown."""
    return bool(manifest.hidden) or (manifest.kind == "Secret" and manifest.builtin)


def shown(manifest: Manifest) -> dict[str, Any]:
    """What is sent of an object, without its secrets."""
    body = {key: _shown(manifest, value, key) for key, value in manifest.body.items()}
    if manifest.kind == "Secret" and manifest.builtin:
        for field, mask in (("data", _ENCODED), ("stringData", SECRET)):
            if isinstance(body.get(field), Mapping):
                body[field] = dict.fromkeys(body[field], mask)
    return body


def _shown(manifest: Manifest, value: Any, path: str) -> Any:
    if path in manifest.hidden:
        return SECRET
    if isinstance(value, Mapping):
        return {key: _shown(manifest, item, join(path, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_shown(manifest, item, f"{path}[{index}]") for index, item in enumerate(value)]
    return value
