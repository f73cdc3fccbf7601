"""Numbers that bound each other: no minimum above its maximum, nothing below what it may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from components.quantities import quantity

from ..neighbours import Neighbours
from ..objects import Manifest
from ..pods import pod_of
from ..problem import Problem
from ..walking import found, get, items, join

_PAIRS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "HorizontalPodAutoscaler": (("spec.minReplicas", "spec.maxReplicas"),),
}
"""By kind, a field that may not be above another."""
_LEAST: Final[Mapping[str, Mapping[str, int]]] = {
    "CronJob": {
        "spec.startingDeadlineSeconds": 0,
        "spec.successfulJobsHistoryLimit": 0,
        "spec.failedJobsHistoryLimit": 0,
        **{
            f"spec.jobTemplate.spec.{field}": 0
            for field in ("backoffLimit", "parallelism", "completions", "ttlSecondsAfterFinished")
        },
        "spec.jobTemplate.spec.activeDeadlineSeconds": 0,
    },
    "DaemonSet": {"spec.minReadySeconds": 0, "spec.revisionHistoryLimit": 0},
    "Deployment": {
        "spec.replicas": 0,
        "spec.minReadySeconds": 0,
        "spec.revisionHistoryLimit": 0,
        "spec.progressDeadlineSeconds": 1,
    },
    "HorizontalPodAutoscaler": {
        "spec.minReplicas": 1,  # none takes HPAScaleToZero, which no cloud turns on
        "spec.maxReplicas": 1,
        "spec.metrics[].resource.target.averageUtilization": 1,
        **{f"spec.behavior.scale{way}.policies[].{field}": 1 for way in ("Up", "Down") for field in ("value", "periodSeconds")},
    },
    "Job": {
        "spec.backoffLimit": 0,
        "spec.parallelism": 0,
        "spec.completions": 0,
        "spec.ttlSecondsAfterFinished": 0,
        "spec.activeDeadlineSeconds": 0,
    },
    "StatefulSet": {
        "spec.replicas": 0,
        "spec.minReadySeconds": 0,
        "spec.revisionHistoryLimit": 0,
        "spec.updateStrategy.rollingUpdate.partition": 0,
    },
}
_LEAST_IN_PODS: Final[Mapping[str, int]] = {
    "activeDeadlineSeconds": 1,
    "topologySpreadConstraints[].maxSkew": 1,
    **{f"securityContext.{field}": 0 for field in ("runAsUser", "runAsGroup", "fsGroup", "supplementalGroups[]")},
}
_MOST: Final[Mapping[str, Mapping[str, int]]] = {
    "HorizontalPodAutoscaler": {
        f"spec.behavior.scale{way}.{field}": most
        for way in ("Up", "Down")
        for field, most in (("stabilizationWindowSeconds", 3600), ("policies[].periodSeconds", 1800))
    },
}
_HIGHEST_PRIORITY: Final = 1_000_000_000
"""What no class of a user's may be above (kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption)."""


def problems(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    """Bounds that contradict each other, and numbers below or above what they may be."""
    if not manifest.builtin:
        return
    for low, high in _PAIRS.get(manifest.kind, ()):
        yield from _pair(low, get(manifest.body, low), high, get(manifest.body, high))
    for pattern, least in _LEAST.get(manifest.kind, {}).items():
        yield from _least(found(manifest.body, pattern), least)
    if (pod := pod_of(manifest)) is not None:
        for pattern, least in _LEAST_IN_PODS.items():
            yield from _least(found(pod.spec, pattern, pod.path), least)
    for pattern, most in _MOST.get(manifest.kind, {}).items():
        for path, value in found(manifest.body, pattern):
            if isinstance(value, int) and value > most:
                yield Problem(path=path, reason=f"given {value}, expected {most} or less", fix="lower it")
    if manifest.kind == "LimitRange":
        yield from _limit_range(manifest)
    if manifest.kind == "PriorityClass":
        yield from _priority(manifest, near)


def _pair(low: str, lowest: Any, high: str, highest: Any) -> Iterator[Problem]:
    if isinstance(lowest, int) and isinstance(highest, int) and lowest > highest:
        name = high.rpartition(".")[2]
        yield Problem(path=low, reason=f"it is {lowest}, above {name}, which is {highest}", fix=f"lower it, or raise {name}")


def _least(places: Iterator[tuple[str, Any]], least: int) -> Iterator[Problem]:
    for path, value in places:
        if isinstance(value, int) and not isinstance(value, bool) and value < least:
            yield Problem(path=path, reason=f"given {value}, expected {least} or more", fix="raise it")


def _limit_range(manifest: Manifest) -> Iterator[Problem]:
    for path, limit in items(get(manifest.body, "spec.limits"), "spec.limits"):
        for low, high in (
            ("min", "max"),
            ("min", "default"),
            ("defaultRequest", "default"),
            ("default", "max"),
            ("defaultRequest", "max"),
            ("min", "defaultRequest"),
        ):
            lowest, highest = (get(limit, field) for field in (low, high))
            for name in sorted(set(lowest) & set(highest)) if isinstance(lowest, Mapping) and isinstance(highest, Mapping) else ():
                one, other = quantity(lowest[name]), quantity(highest[name])
                if one is not None and other is not None and one > other:
                    reason = f"it is {lowest[name]}, above {high}, which is {highest[name]}"
                    yield Problem(path=join(f"{path}.{low}", name), reason=reason, fix=f"lower it, or raise {high}")
        yield from _of_its_type(path, limit)


def _of_its_type(path: str, limit: Any) -> Iterator[Problem]:
    kind = get(limit, "type")
    for field in ("default", "defaultRequest") if kind == "Pod" else ():
        if get(limit, field):
            yield Problem(path=f"{path}.{field}", reason="a limit of pods has none, only one of containers has", fix="take it out")
    if kind == "PersistentVolumeClaim" and not any(get(limit, f"{bound}.storage") for bound in ("min", "max")):
        yield Problem(path=path, reason="it bounds no claim", fix="give min.storage or max.storage")


def _priority(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    value = manifest.body.get("value")
    if isinstance(value, int) and value > _HIGHEST_PRIORITY and not str(manifest.name).startswith("system-"):
        yield Problem(path="value", reason=f"given {value}, expected {_HIGHEST_PRIORITY} or less", fix="lower it")
    if manifest.body.get("globalDefault") is True:
        others = (each for each in near.of(manifest.group, "PriorityClass") if each.urn != manifest.urn)
        if (other := next((each for each in others if each.body.get("globalDefault") is True), None)) is not None:
            yield Problem(
                path="globalDefault", reason=f"{other.name} is the default of all pods too", fix="leave it to one of them"
            )
