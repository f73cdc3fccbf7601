"""Disruption budgets that leave no eviction: a node under them is never drained, and no update of its pool ends.

Source: kubernetes.io/docs/tasks/run-application/configure-pdb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil
from typing import Any, Final

from ..neighbours import Neighbours, matches, may_be, within
from ..objects import Manifest
from ..problem import Problem
from ..walking import get

_SHARE: Final = re.compile(r"\d{1,3}%")


def problems(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    """Budgets that are none, or that let no pod go."""
    if not manifest.builtin or manifest.kind != "PodDisruptionBudget":
        return
    most, least = get(manifest.body, "spec.maxUnavailable"), get(manifest.body, "spec.minAvailable")
    if most is not None and least is not None:
        reason = "it says both maxUnavailable and minAvailable"
        yield Problem(path="spec", reason=reason, fix="take one of them out")
        return
    if most in (0, "0%"):
        yield _blocking("spec.maxUnavailable", "it lets no pod go")
    elif least == "100%":
        yield _blocking("spec.minAvailable", "it wants every pod, and lets none go")
    elif (isinstance(least, int) and not isinstance(least, bool)) or (isinstance(least, str) and _SHARE.fullmatch(least)):
        yield from _of_all(manifest, near, least)


def _of_all(manifest: Manifest, near: Neighbours, least: Any) -> Iterator[Problem]:
    """Whether as many pods must stay as there are at the fewest."""
    selector = get(manifest.body, "spec.selector")
    for each, pod in near.selected(selector, within(manifest)):
        if not matches(selector, pod.labels):
            continue
        fewest = _fewest(each, near)
        if fewest is None or fewest < 1:
            continue
        stay = least if isinstance(least, int) else ceil(fewest * int(least.removesuffix("%")) / 100)
        if stay >= fewest:
            reason = f"{stay} must stay of {each.kind} {each.name}, which has {fewest} at the fewest, so that it lets none go"
            yield _blocking("spec.minAvailable", reason)


def _fewest(maker: Manifest, near: Neighbours) -> int | None:
    """The least number of pods that something makes; None where it is not known."""
    for scaler in near.of("autoscaling", "HorizontalPodAutoscaler"):
        target = get(scaler.body, "spec.scaleTargetRef")
        if get(target, "kind") == maker.kind and may_be(get(target, "name"), maker.name) and may_be(within(scaler), within(maker)):
            lowest = get(scaler.body, "spec.minReplicas")
            return 1 if lowest is None else lowest if isinstance(lowest, int) else None
    replicas = get(maker.body, "spec.replicas")
    if replicas is None and maker.kind in ("Deployment", "ReplicaSet", "StatefulSet"):
        return 1
    return replicas if isinstance(replicas, int) else None


def _blocking(path: str, reason: str) -> Problem:
    return Problem(
        path=path,
        reason=f"{reason}: no node that they are on can be drained",
        fix="let one go at least, say maxUnavailable: 25%",
    )
