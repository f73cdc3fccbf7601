"""Rollouts and budgets: shares that are ones, and updates that can begin.

Source: kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment, …/daemonset/#updating-a-daemonset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.values import UNKNOWN

from ..neighbours import Neighbours
from ..objects import Manifest
from ..problem import Problem
from ..walking import get

_SHARE: Final = re.compile(r"[0-9]+%")
_STRATEGIES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "DaemonSet": ("spec.updateStrategy", ("OnDelete",)),
    "Deployment": ("spec.strategy", ("Recreate",)),
    "StatefulSet": ("spec.updateStrategy", ("OnDelete",)),
}
"""By kind, where it says how it updates, and the words beside which no rolling update stands."""
_UP_TO_ALL: Final = ("maxUnavailable", "minAvailable")
_PROGRESS: Final = 600
"""The seconds that a Deployment has for its update, where it does not say so."""


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Shares that are none, and updates that could not begin or end."""
    if not manifest.builtin:
        return
    if manifest.kind == "PodDisruptionBudget":
        yield from _shares(manifest, "spec", _UP_TO_ALL)
    if (strategy := _STRATEGIES.get(manifest.kind)) is None:
        return
    path, alone = f"{strategy[0]}.rollingUpdate", strategy[1]
    yield from _shares(manifest, path, ("maxSurge", "maxUnavailable"))
    chosen = get(manifest.body, f"{strategy[0]}.type")
    if isinstance(chosen, str) and chosen in alone and get(manifest.body, path) is not None and manifest.kind != "DaemonSet":
        yield Problem(path=path, reason=f"it stands beside the strategy {chosen}", fix="take it out")
    yield from _begins(manifest, path)
    if manifest.kind == "Deployment":
        yield from _ends(manifest)


def _shares(manifest: Manifest, path: str, fields: tuple[str, ...]) -> Iterator[Problem]:
    for field in fields:
        value = get(manifest.body, f"{path}.{field}")
        if isinstance(value, str) and value and not _SHARE.fullmatch(value):
            yield Problem(
                path=f"{path}.{field}", reason=f"given {value!r}, expected a number or a percentage", fix="write 25%, say"
            )
        elif isinstance(value, int) and value < 0:
            yield Problem(path=f"{path}.{field}", reason=f"given {value}, expected 0 or more", fix="raise it")
        elif isinstance(value, str) and field in _UP_TO_ALL and int(value.rstrip("%") or 0) > 100:
            yield Problem(path=f"{path}.{field}", reason=f"given {value!r}, expected 100% at most", fix="lower it")


def _begins(manifest: Manifest, path: str) -> Iterator[Problem]:
    """An update that may neither stop a pod before one more runs nor start one more; a DaemonSet's does one of the two."""
    surge, unavailable = (get(manifest.body, f"{path}.{field}") for field in ("maxSurge", "maxUnavailable"))
    if UNKNOWN in (surge, unavailable):
        return
    if manifest.kind == "Deployment" and _none(surge) and _none(unavailable):
        reason = "both maxSurge and maxUnavailable are none, so that no update could begin"
        yield Problem(path=path, reason=reason, fix="allow one pod more, or one less")
    if manifest.kind == "DaemonSet":
        surge, unavailable = 0 if surge is None else surge, 1 if unavailable is None else unavailable
        if _none(surge) is _none(unavailable):
            reason = "one of maxSurge and maxUnavailable must be 0, and not both; maxUnavailable is 1 where it is left out"
            yield Problem(path=path, reason=reason, fix="give maxSurge with maxUnavailable: 0, or maxUnavailable alone")


def _none(value: Any) -> bool:
    return value in (0, "0%") and not isinstance(value, bool)


def _ends(manifest: Manifest) -> Iterator[Problem]:
    within, ready = (get(manifest.body, f"spec.{field}") for field in ("progressDeadlineSeconds", "minReadySeconds"))
    limit = _PROGRESS if within is None else within
    if isinstance(limit, int) and isinstance(ready, int) and 0 < limit <= ready:
        reason = f"it is {ready}, and an update must be through in {limit} seconds"
        yield Problem(path="spec.minReadySeconds", reason=reason, fix="lower it, or raise progressDeadlineSeconds")
