"""What the provider fills in before an object goes to the cluster: its kind, a name, the provider's namespace.

Source: `Check` and metadata/naming.go in https://github.com/pulumi/pulumi-kubernetes/tree/v4.34.2/provider/pkg.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ..values import UNKNOWN, Secret
from .kinds import DEFAULT_NAMESPACE, Kind

if TYPE_CHECKING:
    from ..call import Call

AUTONAMED: Final = "pulumi.com/autonamed"


def prepared(kind: Kind, call: Call) -> Mapping[str, Any]:
    """The inputs as Check gives them back.

    An object without a name gets `<resource name>-<8 hex digits>` and is marked by an annotation, by which a later run knows the
    name for its own and keeps it. What is unknown as a whole cannot be filled in.
    """
    inputs = {"apiVersion": kind.api_version, "kind": kind.name, **call.raw}
    metadata = inputs.get("metadata")
    if metadata is UNKNOWN:
        return inputs
    bare = metadata.value if isinstance(metadata, Secret) else metadata
    if bare is UNKNOWN:
        return inputs
    filled = _metadata(kind, call, dict(bare) if isinstance(bare, dict) else {})
    inputs["metadata"] = Secret(filled) if isinstance(metadata, Secret) else filled
    return inputs


def _metadata(kind: Kind, call: Call, metadata: dict[str, Any]) -> dict[str, Any]:
    before: Mapping[str, Any] = call.old.get("metadata") or {}
    if kind.namespaced is not False:
        _namespace(call, metadata, before)
    if metadata.get("name") in (None, "") and metadata.get("generateName") is None and not kind.patch:
        kept = before.get("name") if (before.get("annotations") or {}).get(AUTONAMED) == "true" else None
        metadata["name"] = kept or f"{call.name}-{call.hex(8)}"
        _mark(metadata)
    return metadata


def _namespace(call: Call, metadata: dict[str, Any], before: Mapping[str, Any]) -> None:
    """The provider's namespace where none is given. None at all is the namespace "default", so the two are no difference."""
    if metadata.get("namespace") in (None, "") and (configured := call.config.get("namespace")):
        metadata["namespace"] = configured
    was, now = before.get("namespace") or "", metadata.get("namespace") or ""
    if before and was != now and {was, now} == {"", DEFAULT_NAMESPACE}:
        metadata["namespace"] = was
        if not was:
            del metadata["namespace"]


def _mark(metadata: dict[str, Any]) -> None:
    annotations = metadata.get("annotations")
    if annotations is None or isinstance(annotations, dict):
        metadata["annotations"] = {**(annotations or {}), AUTONAMED: "true"}
    elif isinstance(annotations, Secret) and isinstance(annotations.value, dict):
        metadata["annotations"] = Secret({**annotations.value, AUTONAMED: "true"})
