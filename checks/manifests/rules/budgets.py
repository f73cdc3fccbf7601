"""Disruption budgets that leave no eviction: a node under them is never drained, and no update of its pool ends.

Source: kubernetes.io/docs/tasks/run-application/configure-pdb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil
from typing import Any, Final

from ..counts import fewest
from ..neighbours import Neighbours, matches, within
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
        least_of_all = fewest(each, near)
        if least_of_all is None or least_of_all < 1:
            continue
        stay = least if isinstance(least, int) else ceil(least_of_all * int(least.removesuffix("%")) / 100)
        if stay >= least_of_all:
            reason = f"{stay} must stay of {each.kind} {each.name}, which has {least_of_all} at the fewest, so that it lets none go"
            yield _blocking("spec.minAvailable", reason)


def _blocking(path: str, reason: str) -> Problem:
    return Problem(
        path=path,
        reason=f"{reason}: no node that they are on can be drained",
        fix="let one go at least, say maxUnavailable: 25%",
    )
