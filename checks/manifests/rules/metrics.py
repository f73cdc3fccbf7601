"""Autoscalers: metrics that come from somewhere, with a target, and a target of the scale.

Source: kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from components.quantities import quantity

from ..neighbours import Neighbours
from ..objects import Manifest
from ..problem import Problem
from ..walking import found, get

_SOURCES: Final[Mapping[str, str]] = {
    "ContainerResource": "containerResource",
    "External": "external",
    "Object": "object",
    "Pods": "pods",
    "Resource": "resource",
}
_VALUES: Final = ("averageUtilization", "averageValue", "value")


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Metrics without a source or a target, and scales of nothing."""
    if not manifest.builtin or manifest.kind != "HorizontalPodAutoscaler" or manifest.version != "v2":
        return
    for path, metric in found(manifest.body, "spec.metrics[]"):
        if isinstance(metric, Mapping) and (field := _SOURCES.get(str(metric.get("type")))) is not None:
            yield from _metric(f"{path}.{field}", metric.get(field))
    for path, policies in found(manifest.body, "spec.behavior{}.policies"):
        if policies == []:
            yield Problem(path=path, reason="it has none", fix="give one, or take it out")
    reference = get(manifest.body, "spec.scaleTargetRef")
    if isinstance(reference, Mapping):
        for field in ("apiVersion", "kind", "name"):
            if reference.get(field) in (None, ""):
                yield Problem(path=f"spec.scaleTargetRef.{field}", reason="it is missing", fix="give it")


def _metric(path: str, source: Any) -> Iterator[Problem]:
    if source is None:
        yield Problem(path=path, reason="it is missing, and its metric is of that type", fix="give it")
    target = get(source, "target")
    if not isinstance(target, Mapping):
        return  # for the schema to tell, or not known yet
    if all(target.get(field) is None for field in _VALUES):
        yield Problem(path=f"{path}.target", reason="it has no value", fix=f"give one of {', '.join(_VALUES)}")
    for field in _VALUES[1:]:
        amount = target.get(field)
        if isinstance(amount, str | int | float) and not quantity(amount):
            reason = f"given {amount!r}, expected an amount above 0"
            yield Problem(path=f"{path}.target.{field}", reason=reason, fix="write 100 or 250m, say")
