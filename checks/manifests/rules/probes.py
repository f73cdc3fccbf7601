"""Probes and Services: a port that is called by its name is declared, and a probe asks in one way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.values import UNKNOWN

from ...finding import Severity
from ..neighbours import Neighbours, within
from ..objects import Manifest
from ..pods import Pod, pod_of
from ..problem import Problem
from ..walking import found, get, items

_PROBES: Final = ("startupProbe", "readinessProbe", "livenessProbe")
_WAYS: Final = ("exec", "grpc", "httpGet", "tcpSocket")
_ONCE: Final = ("startupProbe", "livenessProbe")
"""Probes of which one success must be enough."""


def problems(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    """Probes that cannot ask, and names of ports that nobody declares."""
    if manifest.builtin and manifest.kind == "Service":
        yield from _service(manifest, near)
    if (pod := pod_of(manifest)) is None:
        return
    for path, container in pod.containers():
        for name in _PROBES:
            probe = container.get(name)
            if isinstance(probe, Mapping):
                yield from _probe(f"{path}.{name}", probe, container, once=name in _ONCE)


def _probe(path: str, probe: Mapping[str, Any], container: Mapping[str, Any], *, once: bool) -> Iterator[Problem]:
    ways = [way for way in _WAYS if probe.get(way) is not None]
    if len(ways) != 1:
        reason = f"it asks by {' and '.join(ways)}" if ways else "it asks in no way"
        yield Problem(path=path, reason=reason, fix=f"give one of {', '.join(_WAYS)}")
    declared = _declared(container)
    for way in ("httpGet", "tcpSocket"):
        for place, port in found(probe, f"{way}.port", path):
            if isinstance(port, str) and declared is not None and port not in declared:
                there = f"there are {', '.join(sorted(declared))}" if declared else "none has a name"
                yield Problem(path=place, reason=f"{port!r} is no port of this container; {there}", fix="declare the port")
    for field in ("initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold", "successThreshold"):
        value = probe.get(field)
        if isinstance(value, int) and value < 0:
            yield Problem(
                path=f"{path}.{field}", reason=f"given {value}, expected 0, which is the default, or more", fix="raise it"
            )
    if once and isinstance(probe.get("successThreshold"), int) and probe["successThreshold"] > 1:
        reason = f"given {probe['successThreshold']}, expected 1"
        yield Problem(path=f"{path}.successThreshold", reason=reason, fix="take it out")


def _declared(container: Mapping[str, Any]) -> set[str] | None:
    """The names of a container's ports; None where they are not all known."""
    ports = container.get("ports")
    names = [get(port, "name") for _, port in items(ports, "")]
    return None if ports is UNKNOWN or UNKNOWN in names else {name for name in names if isinstance(name, str)}


def _service(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    selector = get(manifest.body, "spec.selector")
    if not isinstance(selector, Mapping) or not selector:
        return
    behind = [pod for _, pod in near.selected({"matchLabels": selector}, within(manifest))]
    for path, target in found(manifest.body, "spec.ports[].targetPort"):
        if isinstance(target, str) and behind and not any(_has(pod, target) for pod in behind):
            reason = f"none of the pods behind it declares a port {target!r}"
            yield Problem(path=path, reason=reason, fix="name a port of theirs", severity=Severity.WARNING)


def _has(pod: Pod, port: str) -> bool:
    names = [_declared(container) for _, container in pod.containers()]
    return None in names or any(port in declared for declared in names if declared is not None)
