"""What is refused of claims for volumes: to shrink, to grow where their class cannot, and to go while pods have them.

Sources: https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/storage/persistentvolume/resize/admission.go,
`ValidatePersistentVolumeClaimUpdate` in pkg/apis/core/validation/validation.go, and, for `kubernetes.io/pvc-protection`,
kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from components.quantities import quantity

from .admission import pods_of, template_of
from .filling import at, each
from .kinds import DEFAULT_NAMESPACE, kind_of

if TYPE_CHECKING:
    from ..call import Call

CLAIM: Final = "kubernetes:core/v1:PersistentVolumeClaim"
_CLASS: Final = "kubernetes:storage.k8s.io/v1:StorageClass"
_STORAGE: Final = ("spec", "resources", "requests", "storage")


def resized(call: Call) -> Iterator[str]:
    """Why another size of a claim is refused; a class that is not known here may be able to."""
    name = call.get("metadata.name")
    before, now = quantity(at(call.old, *_STORAGE)), quantity(call.get(".".join(_STORAGE)))
    if before is None or now is None or now == before:
        return
    if now < before:
        said = "Forbidden: field can not be less than status.capacity"
        yield f'PersistentVolumeClaim "{name}" is invalid: {".".join(_STORAGE)}: {said}'
        return
    for found in call.find(_CLASS, **{"metadata.name": call.get("spec.storageClassName") or ""}):
        if not found.outputs.get("allowVolumeExpansion"):
            yield (
                f'persistentvolumeclaims "{name}" is forbidden: only dynamically provisioned pvc can be resized and the '
                "storageclass that provisions the pvc must support resize"
            )


def used(call: Call) -> Iterator[str]:
    """Why a claim does not go: pods have it, and its finalizer keeps it until they have ended."""
    namespace, name = (at(call.old, "metadata", key) for key in ("namespace", "name"))
    for found in call.find("", **{"metadata.namespace": namespace or DEFAULT_NAMESPACE}):
        kind = kind_of(found.type)
        if kind is None or kind.patch or not pods_of(kind, found):
            continue
        volumes: Any = {"volumes": (template_of(kind, found.outputs) or {}).get("volumes")}
        if any(at(volume, "persistentVolumeClaim", "claimName") == name for volume in each(volumes, "volumes")):
            yield (
                f'persistentvolumeclaims "{name}" is not gone: pods of {kind.name} {found.id} have it, and its finalizer '
                "kubernetes.io/pvc-protection keeps it until they have ended: timed out waiting for the condition"
            )
