"""Selectors: those of what makes pods mean these pods, and others mean some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.values import UNKNOWN

from ...finding import Severity
from ..neighbours import Neighbours, matches, within
from ..objects import Manifest
from ..pods import pod_of
from ..problem import Problem
from ..walking import get

_MAKERS: Final = ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet")
_POINTING: Final[Mapping[str, tuple[str, str]]] = {
    "NetworkPolicy": ("spec.podSelector", "holds of no pod"),
    "PodDisruptionBudget": ("spec.selector", "protects no pod"),
    "Service": ("spec.selector", "has no pod behind it"),
}
"""By kind, where it selects pods, and what it does if there are none."""


def problems(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    """Selectors that leave out what they are for."""
    if not manifest.builtin:
        return
    if manifest.kind in _MAKERS:
        yield from _own(manifest)
    elif manifest.kind in _POINTING:
        yield from _others(manifest, near)


def _own(manifest: Manifest) -> Iterator[Problem]:
    selector = get(manifest.body, "spec.selector")
    if selector is UNKNOWN or (pod := pod_of(manifest)) is None:
        return
    if not selector:
        yield Problem(path="spec.selector", reason="it is empty", fix="name a label of the template")
    elif matches(selector, pod.labels) is False:
        labels = ", ".join(f"{key}={value}" for key, value in sorted(pod.labels.items())) or "none"
        reason = f"it does not mean the template's own pods, whose labels are {labels}"
        yield Problem(path="spec.selector", reason=reason, fix="give the template the labels that are selected")


def _others(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    path, then = _POINTING[manifest.kind]
    given = get(manifest.body, path)
    if not isinstance(given, Mapping) or not given or near.open:
        return  # all pods; or those that nothing is known of
    if any(near.selected(_selector(manifest.kind, given), within(manifest))):
        return
    yield Problem(
        path=path,
        reason=f"no pod of this stack has these labels in its namespace, so that it {then}",
        fix="select the labels of a pod template, or take it out",
        severity=Severity.WARNING,
    )


def _selector(kind: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"matchLabels": given} if kind == "Service" else given
