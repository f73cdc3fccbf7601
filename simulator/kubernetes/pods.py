"""What an API server refuses in a pod's specification: names, images, ports, resources, volumes.

Source: `ValidatePodSpec` in https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from components.quantities import PATTERN, quantity

from .. import paths
from ..values import Secret

if TYPE_CHECKING:
    from ..call import Call

LABEL: Final = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
"""DNS-1123 label: names of containers and namespaces."""


def port_faults(path: str, port: Any, *, required: bool = False) -> Iterator[tuple[str, str]]:
    """Faults of a port number."""
    if port is None and required:
        yield path, f"{path}: Required value"
    elif isinstance(port, int) and not 1 <= port <= 65535:
        yield path, f"{path}: Invalid value: {port}: must be between 1 and 65535, inclusive"


def pod_faults(path: str, claims: str = "") -> Callable[[Call], Iterator[tuple[str, str]]]:
    """Faults of the pod specification at `path`; containers may also mount what the claims at the path `claims` bring."""

    def faults(call: Call) -> Iterator[tuple[str, str]]:
        if not call.given(f"{path}.containers") or call.get(f"{path}.containers") == []:
            yield f"{path}.containers", f"{path}.containers: Required value"
            return
        volumes = {volume.get("name") for volume in call.get(f"{path}.volumes") or ()}
        volumes |= {claim.get("metadata", {}).get("name") for claim in (call.get(claims) if claims else None) or ()}
        sources = [f"{path}.volumes", *([claims] if claims else [])]
        volumes_known = all(call.given(source) == (call.get(source) is not None) for source in sources)
        seen: set[str] = set()
        for kind in ("containers", "initContainers"):
            for index in _items(call, f"{path}.{kind}"):
                where = f"{path}.{kind}[{index}]"
                yield from _container_faults(call, where, seen)
                if volumes_known:
                    yield from _mount_faults(call, where, volumes)

    return faults


def _items(call: Call, path: str) -> range:
    """The indexes of the list at `path`, whether its elements are known or not."""
    for _, value in paths.values(call.raw, paths.parse(path)):
        elements = value.value if isinstance(value, Secret) else value
        return range(len(elements)) if isinstance(elements, list) else range(0)
    return range(0)


def _container_faults(call: Call, where: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    name = call.get(f"{where}.name")
    if not call.given(f"{where}.name"):
        yield f"{where}.name", f"{where}.name: Required value"
    elif name is not None and not LABEL.fullmatch(name):
        yield f"{where}.name", f'{where}.name: Invalid value: "{name}": a container name must match {LABEL.pattern}'
    elif name in seen:
        yield f"{where}.name", f'{where}.name: Duplicate value: "{name}"'
    seen.add(name or where)
    image = call.get(f"{where}.image")
    if not call.given(f"{where}.image") or (image is not None and not image.strip()):
        yield f"{where}.image", f"{where}.image: Required value"
    for index in _items(call, f"{where}.ports"):
        at = f"{where}.ports[{index}].containerPort"
        yield from port_faults(at, call.get(at), required=not call.given(at))
    yield from _resource_faults(call, f"{where}.resources")


def _resource_faults(call: Call, where: str) -> Iterator[tuple[str, str]]:
    requests: Mapping[str, Any] = call.get(f"{where}.requests") or {}
    limits: Mapping[str, Any] = call.get(f"{where}.limits") or {}
    for kind, amounts in (("requests", requests), ("limits", limits)):
        for name, amount in amounts.items():
            if quantity(amount) is None:
                yield f"{where}.{kind}.{name}", f"{where}.{kind}.{name}: quantities must match {PATTERN.pattern}, got {amount!r}"
    for name, amount in requests.items():
        wanted, allowed = quantity(amount), quantity(limits.get(name))
        if wanted is not None and allowed is not None and wanted > allowed:
            yield (
                f"{where}.requests",
                f'{where}.requests: Invalid value: "{amount}": must be less than or equal to {name} limit of {limits[name]}',
            )


def _mount_faults(call: Call, where: str, volumes: set[Any]) -> Iterator[tuple[str, str]]:
    for index in _items(call, f"{where}.volumeMounts"):
        at = f"{where}.volumeMounts[{index}].name"
        name = call.get(at)
        if name is not None and name not in volumes:
            yield at, f'{at}: Not found: "{name}"'
