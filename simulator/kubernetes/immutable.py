"""Fields of live objects that the API server lets nobody change, and that the provider does not replace the object for.

Sources: `Validate…Update` in `*/validation/validation.go` of https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/apis;
what the provider replaces is in `replacement.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from .claims import CLAIM, resized
from .kinds import Kind

if TYPE_CHECKING:
    from ..call import Call

_IMMUTABLE: Final = "field is immutable"
_FAMILIES: Final = "spec.ipFamilies"
FIELDS: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("batch", "Job"): {
        "spec.backoffLimitPerIndex": f"Invalid value: {_IMMUTABLE}",
        "spec.completionMode": f"Invalid value: {_IMMUTABLE}",
        "spec.managedBy": f"Invalid value: {_IMMUTABLE}",
        "spec.podFailurePolicy": f"Invalid value: {_IMMUTABLE}",
        "spec.successPolicy": f"Invalid value: {_IMMUTABLE}",
    },
    ("", "PersistentVolumeClaim"): {
        "spec.volumeMode": "Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName "
        "for bound claims"
    },
    ("networking.k8s.io", "IngressClass"): {"spec.controller": f"Invalid value: {_IMMUTABLE}"},
    ("node.k8s.io", "RuntimeClass"): {"handler": f"Invalid value: {_IMMUTABLE}"},
    ("scheduling.k8s.io", "PriorityClass"): {
        "value": "Forbidden: may not be changed in an update.",
        "preemptionPolicy": f"Invalid value: {_IMMUTABLE}",
    },
    ("storage.k8s.io", "StorageClass"): {
        "reclaimPolicy": "Forbidden: updates to reclaimPolicy are forbidden.",
        "volumeBindingMode": f"Invalid value: {_IMMUTABLE}",
    },
}


def changed(kind: Kind, call: Call) -> Iterator[str]:
    """Why an update of an object is refused: each such field that would change, and storage that would shrink."""
    if not call.old or kind.patch:
        return
    name = call.get("metadata.name")
    for path, why in FIELDS.get((kind.group, kind.name), {}).items():
        usual = call.rule.defaults.get(path) if call.rule else None
        if _at(call.old, path, usual) != call.get(path):
            yield f'{kind.called} "{name}" is invalid: {path}: {why}'
    if kind.group == "" and kind.name in ("ConfigMap", "Secret") and call.old.get("immutable") is True:
        yield from _sealed(kind, call)
    if (kind.group, kind.name) == ("", "Service"):
        before, now = (found if found and found[0] else None for found in (_at(call.old, _FAMILIES), call.get(_FAMILIES)))
        if before and now and before[0] != now[0]:
            yield f'Service "{name}" is invalid: {_FAMILIES}[0]: Invalid value: "{now[0]}": may not change once set'
    if kind.token == CLAIM:
        yield from resized(call)


def _sealed(kind: Kind, call: Call) -> Iterator[str]:
    """Of what was said to be immutable, nothing changes any more, and that neither."""
    said = "Forbidden: field is immutable when `immutable` is set"
    if call.get("immutable") is not True:
        yield f'{kind.called} "{call.get("metadata.name")}" is invalid: immutable: {said}'
    for path in ("data", "binaryData", "stringData"):
        if (call.old.get(path) or {}) != (call.get(path) or {}) and call.given(path):
            yield f'{kind.called} "{call.get("metadata.name")}" is invalid: {path}: {said}'


def _at(value: Any, path: str, usual: Any = None) -> Any:
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return usual if value is None else value
