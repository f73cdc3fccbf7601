"""Volumes: what is mounted is a volume of the pod, and no two have the same name or place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..neighbours import Neighbours
from ..objects import Manifest
from ..pods import Pod, pod_of
from ..problem import Problem
from ..walking import found, get, items


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Mounts of what is no volume, and places that two are mounted to."""
    pod = pod_of(manifest)
    if pod is None:
        return
    names = _volumes(manifest, pod)
    for path, container in pod.containers():
        for field in ("volumeMounts", "volumeDevices"):
            for place, name in found(container, f"{field}[].name", path):
                if names is not None and isinstance(name, str) and name not in names:
                    there = f"there are {', '.join(sorted(names))}" if names else "there are none"
                    yield Problem(path=place, reason=f"{name!r} is no volume of this pod; {there}", fix="name one of its volumes")
        yield from _places(path, container)


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
        where = get(mount, "mountPath")
        if isinstance(where, str):
            if where in seen:
                yield Problem(
                    path=f"{place}.mountPath", reason=f"something is mounted to {where} before", fix="give it another place"
                )
            seen.add(where)
