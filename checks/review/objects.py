"""The objects of Kubernetes that a plan begins or ends with, changed or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine import urn
from engine.properties import unwrap

from ..plan import Plan

_KUBERNETES: Final = "kubernetes"
_ADDED: Final = frozenset({"gateway.networking.k8s.io", "snapshot.storage.k8s.io", "autoscaling.k8s.io", "metrics.k8s.io"})
"""Groups in Kubernetes' name whose kinds no cluster has by itself."""


def group_of(token: str) -> str:
    """The API group of a type, empty for the core's: `apps` of `kubernetes:apps/v1:Deployment`."""
    group = token.split(":")[1].partition("/")[0]
    return "" if group == "core" else group


def own(group: str) -> bool:
    """Whether a group is Kubernetes' own, whose kinds a custom one may share its name with."""
    return "." not in group or (group.endswith(".k8s.io") and group not in _ADDED)


def objects_of(plan: Plan, kind: str, provider: str, *, after: bool = False) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a kind of Kubernetes' own in one cluster: their URNs, and what they were told.

    Args:
        plan: the plan.
        kind: the kind.
        provider: the URN of the cluster's provider.
        after: as they are to be, not as they are.
    """
    for of, standing in plan.standing.items():
        if of not in plan.by_urn and standing.provider == provider and _is(of, kind):
            yield of, unwrap(dict(standing.inputs))
    for change in plan.changes:
        inputs = change.new if after else change.old
        if inputs and change.provider == provider and _is(change.urn, kind):
            yield change.urn, unwrap(dict(inputs))


def _is(of: str, kind: str) -> bool:
    token = urn.type_of(of)
    return urn.package_of(token) == _KUBERNETES and token.rpartition(":")[2] == kind and own(group_of(token))
