"""Claims of storage: how they are mounted, and how much they ask for.

Source: kubernetes.io/docs/concepts/storage/persistent-volumes/#persistentvolumeclaims.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from components.quantities import quantity
from engine.values import UNKNOWN

from ..neighbours import Neighbours
from ..objects import Manifest
from ..problem import Problem
from ..walking import found, get

_WHERE: Final[Mapping[str, str]] = {"PersistentVolumeClaim": "spec", "StatefulSet": "spec.volumeClaimTemplates[].spec"}
_ALONE: Final = "ReadWriteOncePod"


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Claims that ask for nothing."""
    if manifest.builtin and manifest.kind in _WHERE:
        for path, claim in found(manifest.body, _WHERE[manifest.kind]):
            if isinstance(claim, Mapping):
                yield from _claim(path, claim)


def _claim(path: str, claim: Mapping[str, Any]) -> Iterator[Problem]:
    modes = claim.get("accessModes")
    if modes in (None, []):
        yield Problem(path=f"{path}.accessModes", reason="it is missing", fix="write [ReadWriteOnce], say")
    elif isinstance(modes, list) and _ALONE in modes and len(modes) > 1:
        yield Problem(path=f"{path}.accessModes", reason=f"{_ALONE} stands beside others", fix="leave it alone, or take it out")
    size = get(claim, "resources.requests.storage")
    place = f"{path}.resources.requests.storage"
    if size is None:
        yield Problem(path=place, reason="it is missing", fix="write 10Gi, say")
    elif size is not UNKNOWN and isinstance(size, str | int | float) and quantity(size) == 0:
        yield Problem(path=place, reason=f"given {size}, expected more than 0", fix="raise it")
