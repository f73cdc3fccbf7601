"""Volumes: each is of one kind, what is mounted is one of the pod's, and no two are mounted to the same place.

Source: kubernetes.io/docs/concepts/storage/volumes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..neighbours import Neighbours
from ..objects import Manifest
from ..pods import Pod, pod_of
from ..problem import Problem
from ..walking import found, get, items

_NAMED: Final[Mapping[str, str]] = {
    "configMap": "name",
    "hostPath": "path",
    "persistentVolumeClaim": "claimName",
    "secret": "secretName",
}
"""By kind of volume, what it cannot do without."""
_FILES: Final = ("configMap", "downwardAPI", "projected", "secret")
_MODES: Final = (*(f"{kind}.defaultMode" for kind in _FILES), *(f"{kind}.items[].mode" for kind in _FILES))
_PATHS: Final = tuple(f"{kind}.items[].path" for kind in _FILES)
_HIGHEST_MODE: Final = 0o777


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Mounts of what is no volume, and places that two are mounted to."""
    pod = pod_of(manifest)
    if pod is None:
        return
    for path, volume in items(pod.spec.get("volumes"), f"{pod.path}.volumes"):
        if isinstance(volume, Mapping):
            yield from _volume(path, volume)
    names = _volumes(manifest, pod)
    for path, container in pod.containers():
        for field in ("volumeMounts", "volumeDevices"):
            for place, name in found(container, f"{field}[].name", path):
                if names is not None and isinstance(name, str) and name not in names:
                    there = f"there are {', '.join(sorted(names))}" if names else "there are none"
                    yield Problem(path=place, reason=f"{name!r} is no volume of this pod; {there}", fix="name one of its volumes")
        yield from _places(path, container)


def _volume(path: str, volume: Mapping[str, Any]) -> Iterator[Problem]:
    kinds = sorted(name for name, held in volume.items() if name != "name" and held is not None)
    if len(kinds) > 1:
        yield Problem(path=path, reason=f"it is of {len(kinds)} kinds: {' and '.join(kinds)}", fix="leave one of them")
    for kind, field in _NAMED.items():
        held = volume.get(kind)
        if isinstance(held, Mapping) and held.get(field) in (None, ""):
            yield Problem(path=f"{path}.{kind}.{field}", reason="it is missing", fix="give it")
    for pattern in _MODES:
        for place, mode in found(volume, pattern, path):
            if isinstance(mode, int) and not 0 <= mode <= _HIGHEST_MODE:
                yield Problem(
                    path=place, reason=f"given {mode}, expected 0 to {_HIGHEST_MODE}, octal 0777", fix="write it in octal: 0444"
                )
    for pattern in _PATHS:
        for place, inside in found(volume, pattern, path):
            yield from _relative(place, inside)


def _relative(path: str, inside: Any) -> Iterator[Problem]:
    if isinstance(inside, str) and (inside.startswith("/") or ".." in inside.split("/")):
        yield Problem(path=path, reason=f"given {inside!r}, expected a path below the volume", fix="take the slash or dots out")


def _volumes(manifest: Manifest, pod: Pod) -> set[str] | None:
    """The names of the pod's volumes, those that claims bring among them; None where they are not all known."""
    given: list[Any] = [get(volume, "name") for volume in _listed(pod.spec.get("volumes"))]
    given += [get(claim, "metadata.name") for claim in _listed(get(manifest.body, "spec.volumeClaimTemplates"))]
    return set(given) if all(isinstance(name, str) for name in given) else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [None]


def _places(path: str, container: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, mount in items(container.get("volumeMounts"), f"{path}.volumeMounts"):
        yield from _relative(f"{place}.subPath", get(mount, "subPath"))
        where = get(mount, "mountPath")
        if where == "":
            yield Problem(path=f"{place}.mountPath", reason="it is empty", fix="give the place in the container")
        if isinstance(where, str):
            if where in seen:
                yield Problem(
                    path=f"{place}.mountPath", reason=f"something is mounted to {where} before", fix="give it another place"
                )
            seen.add(where)
