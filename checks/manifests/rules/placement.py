"""Where pods go: tolerations, affinities, spread and node selectors that mean something.

Source: kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration, …/assign-pod-node, …/topology-spread-constraints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..neighbours import Neighbours
from ..objects import Manifest
from ..pods import pod_of
from ..problem import Problem
from ..walking import found, get
from .names import label_value

_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED: Final = "preferredDuringSchedulingIgnoredDuringExecution"
_AFFINITIES: Final = ("podAffinity", "podAntiAffinity")
_TERMS: Final = tuple(
    f"affinity.{affinity}.{way}" for affinity in _AFFINITIES for way in (f"{_REQUIRED}[]", f"{_PREFERRED}[].podAffinityTerm")
)
_WEIGHTS: Final = tuple(f"affinity.{affinity}.{_PREFERRED}[].weight" for affinity in (*_AFFINITIES, "nodeAffinity"))


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Tolerations and affinities that contradict themselves."""
    if (pod := pod_of(manifest)) is None:
        return
    for path, toleration in found(pod.spec, "tolerations[]", pod.path):
        if isinstance(toleration, Mapping):
            yield from _toleration(path, toleration)
    for path, spread in found(pod.spec, "topologySpreadConstraints[]", pod.path):
        if get(spread, "minDomains") is not None and get(spread, "whenUnsatisfiable") == "ScheduleAnyway":
            reason = "only a constraint with DoNotSchedule has it"
            yield Problem(path=f"{path}.minDomains", reason=reason, fix="take it out")
    for pattern in _TERMS:
        for path, term in found(pod.spec, pattern, pod.path):
            if isinstance(term, Mapping) and term.get("topologyKey") in (None, ""):
                yield Problem(path=f"{path}.topologyKey", reason="it is empty", fix="write topology.kubernetes.io/zone, say")
    for pattern in _WEIGHTS:
        for path, weight in found(pod.spec, pattern, pod.path):
            if isinstance(weight, int) and not 1 <= weight <= 100:
                yield Problem(path=path, reason=f"given {weight}, expected 1 to 100", fix="write another weight")
    for path, terms in found(pod.spec, f"affinity.nodeAffinity.{_REQUIRED}.nodeSelectorTerms", pod.path):
        if terms == []:
            yield Problem(path=path, reason="it has none, so that no node will do", fix="give one, or take it out")
    for path, value in found(pod.spec, "nodeSelector{}", pod.path):
        if isinstance(value, str) and not label_value(value):
            yield Problem(path=path, reason=f"given {value!r}, which no label is", fix="write the label of a node")


def _toleration(path: str, toleration: Mapping[str, Any]) -> Iterator[Problem]:
    operator, value, key = toleration.get("operator") or "Equal", toleration.get("value"), toleration.get("key")
    if operator == "Exists" and isinstance(value, str) and value:
        yield Problem(path=f"{path}.value", reason="it stands beside the operator Exists", fix="take it out, or write Equal")
    elif key in (None, "") and operator == "Equal":
        yield Problem(path=path, reason="it has no key, and its operator is Equal", fix="give the key, or write Exists")
    effect = toleration.get("effect")
    if toleration.get("tolerationSeconds") is not None and effect in ("NoSchedule", "PreferNoSchedule"):
        yield Problem(path=f"{path}.tolerationSeconds", reason=f"{effect} has none, only NoExecute has", fix="take it out")
