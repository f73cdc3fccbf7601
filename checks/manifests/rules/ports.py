"""Ports: numbers from 1 to 65535, and names that are a port's; 0, and no name, leave it to the cluster where it chooses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ..neighbours import Neighbours
from ..objects import Manifest
from ..pods import pod_of
from ..problem import Problem
from ..walking import found, items

_HIGHEST: Final = 65535
_NODE_PORTS: Final = (30000, 32767)
_NAME: Final = re.compile(r"(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")
"""An IANA service name, as kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports asks for it."""
_PROBE_PORTS: Final = tuple(
    f"{probe}Probe.{handler}.port" for probe in ("startup", "readiness", "liveness") for handler in ("httpGet", "tcpSocket", "grpc")
)
_IN_CONTAINERS: Final = ("ports[].containerPort", *_PROBE_PORTS)
_CHOSEN: Final = "ports[].hostPort"
_BY_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "Service": ("spec.ports[].port",),
    "NetworkPolicy": tuple(f"spec.{way}[].ports[].{port}" for way in ("ingress", "egress") for port in ("port", "endPort")),
    "Ingress": (
        "spec.defaultBackend.service.port.number",
        "spec.rules[].http.paths[].backend.service.port.number",
    ),
}


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Ports that are none."""
    if not manifest.builtin:
        return
    for pattern in _BY_KIND.get(manifest.kind, ()):
        for path, port in found(manifest.body, pattern):
            yield from _port(path, port)
    if manifest.kind == "Service":
        yield from _chosen(found(manifest.body, "spec.ports[].targetPort"))
        for path, port in found(manifest.body, "spec.ports[].nodePort"):
            if isinstance(port, int) and port and not _NODE_PORTS[0] <= port <= _NODE_PORTS[1]:
                yield _outside(path, port, *_NODE_PORTS)
    if manifest.kind == "NetworkPolicy":
        yield from _ranges(manifest)
    if (pod := pod_of(manifest)) is None:
        return
    for path, container in pod.containers():
        for pattern in _IN_CONTAINERS:
            for place, port in found(container, pattern, path):
                yield from _port(place, port)
        yield from _chosen(found(container, _CHOSEN, path))
        yield from _names(path, container)


def _chosen(places: Iterable[tuple[str, Any]]) -> Iterator[Problem]:
    for path, port in places:
        if port not in (0, ""):
            yield from _port(path, port)


def _port(path: str, port: Any) -> Iterator[Problem]:
    if isinstance(port, int) and not isinstance(port, bool) and not 1 <= port <= _HIGHEST:
        yield _outside(path, port, 1, _HIGHEST)
    elif isinstance(port, str) and not _NAME.fullmatch(port):
        expected = "a port's name: 15 lower-case letters, digits and single hyphens at most, a letter among them"
        yield Problem(path=path, reason=f"given {port!r}, expected {expected}", fix="rename the port, or give its number")


def _outside(path: str, port: int, lowest: int, highest: int) -> Problem:
    return Problem(path=path, reason=f"given {port}, expected {lowest} to {highest}", fix="give a port of that range")


def _ranges(manifest: Manifest) -> Iterator[Problem]:
    for way in ("ingress", "egress"):
        for path, rule in found(manifest.body, f"spec.{way}[].ports[]"):
            first, last = (rule.get("port"), rule.get("endPort")) if isinstance(rule, Mapping) else (None, None)
            if isinstance(last, int) and isinstance(first, int) and last < first:
                yield Problem(path=f"{path}.endPort", reason=f"it is {last}, below port, which is {first}", fix="swap the two")
            elif last is not None and (first is None or isinstance(first, str)):
                yield Problem(
                    path=f"{path}.endPort", reason="it stands beside no port number", fix="give port a number, or take it out"
                )


def _names(path: str, container: Mapping[str, Any]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, port in items(container.get("ports"), f"{path}.ports"):
        name = port.get("name") if isinstance(port, Mapping) else None
        if not isinstance(name, str) or not name:
            continue
        yield from _port(f"{place}.name", name)
        if name in seen:
            yield Problem(path=f"{place}.name", reason=f"{name!r} is the name of {seen[name]} too", fix="rename one of them")
        seen[name] = place
