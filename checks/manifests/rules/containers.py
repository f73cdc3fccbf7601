"""Containers: environments, handlers of their life, and what those that come first may not have.

Source: kubernetes.io/docs/concepts/workloads/pods/init-containers, …/containers/container-lifecycle-hooks,
…/tasks/inject-data-application/environment-variable-expose-pod-information.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..neighbours import Neighbours
from ..objects import Manifest
from ..pods import Pod, pod_of
from ..problem import Problem
from ..walking import found, get, items

_SOURCES: Final = ("configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef")
_WAYS: Final = ("exec", "httpGet", "sleep", "tcpSocket")
_FIELDS: Final = re.compile(
    r"metadata\.(name|namespace|uid|(labels|annotations)\['.+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?)"
)
_OF_LONG_RUNNING: Final = ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
_GRACE: Final = 30


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Environments and handlers that are none."""
    if (pod := pod_of(manifest)) is None:
        return
    if pod.spec.get("containers") == []:
        yield Problem(path=f"{pod.path}.containers", reason="it has none", fix="give one")
    for path, container in items(pod.spec.get("initContainers"), f"{pod.path}.initContainers"):
        if isinstance(container, Mapping) and container.get("restartPolicy") is None:
            for field in _OF_LONG_RUNNING:
                if container.get(field) is not None:
                    reason = "a container that ends before the others begin has none"
                    yield Problem(path=f"{path}.{field}", reason=reason, fix="take it out, or write restartPolicy: Always")
    for path, container in pod.containers():
        for place, variable in found(container, "env[]", path):
            if isinstance(variable, Mapping):
                yield from _variable(place, variable)
        for moment in ("postStart", "preStop"):
            for place, handler in found(container, f"lifecycle.{moment}", path):
                if isinstance(handler, Mapping):
                    yield from _handler(place, handler, pod)
        for place, command in found(container, "livenessProbe.exec", path):
            if isinstance(command, Mapping) and command.get("command") in (None, []):
                yield Problem(path=f"{place}.command", reason="it is missing", fix="give what is run")


def _variable(path: str, variable: Mapping[str, Any]) -> Iterator[Problem]:
    name = variable.get("name")
    if isinstance(name, str) and (not name or "=" in name or not name.isascii() or not name.isprintable()):
        expected = "printable ASCII characters other than ="
        yield Problem(path=f"{path}.name", reason=f"given {name!r}, expected {expected}", fix="rename it")
    source = variable.get("valueFrom")
    if not isinstance(source, Mapping):
        return
    if variable.get("value"):
        yield Problem(path=path, reason="it has a value and a place where its value comes from", fix="take one of them out")
    elif not any(source.get(each) is not None for each in _SOURCES):
        yield Problem(path=f"{path}.valueFrom", reason="it comes from nowhere", fix=f"give one of {', '.join(_SOURCES)}")
    field = get(source, "fieldRef.fieldPath")
    if isinstance(field, str) and not _FIELDS.fullmatch(field):
        reason = f"given {field!r}, which a pod is not told"
        yield Problem(path=f"{path}.valueFrom.fieldRef.fieldPath", reason=reason, fix="write metadata.name or status.podIP, say")


def _handler(path: str, handler: Mapping[str, Any], pod: Pod) -> Iterator[Problem]:
    ways = [way for way in _WAYS if handler.get(way) is not None]
    if len(ways) != 1:
        reason = f"it acts by {' and '.join(ways)}" if ways else "it acts in no way"
        yield Problem(path=path, reason=reason, fix=f"give one of {', '.join(_WAYS)}")
    pause, grace = get(handler, "sleep.seconds"), pod.spec.get("terminationGracePeriodSeconds")
    longest = _GRACE if grace is None else grace
    if isinstance(pause, int) and isinstance(longest, int) and path.endswith("preStop") and pause > max(longest, 1):
        reason = f"it is {pause}, and the pod is killed after {longest} seconds"
        yield Problem(path=f"{path}.sleep.seconds", reason=reason, fix="lower it, or raise terminationGracePeriodSeconds")
