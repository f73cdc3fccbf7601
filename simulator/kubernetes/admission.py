"""Which pods a namespace lets in: its limit ranges, its security level and its quotas, in the API server's order.

Objects that bring pods are taken as they are; it is their pods that are refused, which is what a rollout then waits for in vain.
Of these a simulated cluster makes none: how many there would be follows from the objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from components.limit_range import defaulted, outside
from components.resource_quota import Amounts, exceeded, of_object, of_pod, summed, times, unspecified

from ..call import Object
from .kinds import DEFAULT_NAMESPACE, NAMESPACE, Kind, kind_of
from .pod_security import ENFORCE, broken

if TYPE_CHECKING:
    from ..call import Call

PRIORITY_CLASS: Final = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
LIMIT_RANGE: Final = "kubernetes:core/v1:LimitRange"
QUOTA: Final = "kubernetes:core/v1:ResourceQuota"
AUTOSCALER: Final = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
OWNERS: Final = frozenset({"Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"})
"""Kinds that keep a number of pods."""


class Room:
    """What a namespace lets in, beside the object that asks.

    Args:
        call: the operation on the object.
    """

    def __init__(self, call: Call) -> None:
        self._call = call
        self.namespace = call.get("metadata.namespace") or DEFAULT_NAMESPACE
        here = {"metadata.namespace": self.namespace}
        self.ranges = [each.outputs.get("spec") or {} for each in call.find(LIMIT_RANGE, **here)]
        self.quotas = [each for each in call.find(QUOTA, **here) if _whole(each)]

    def refused(self, spec: Mapping[str, Any]) -> str:
        """Why a pod of this specification is never let in; empty where it may be."""
        filled = defaulted(spec, self.ranges)
        if bounds := outside(filled, self.ranges):
            return f"[{', '.join(bounds)}]" if len(bounds) > 1 else bounds[0]
        return broken(self._level, spec)

    def admitted(self, spec: Mapping[str, Any], number: int) -> tuple[int, str]:
        """How many of so many pods are let in, and why the next one is not."""
        if number == 0 or (why := self.refused(spec)):
            return 0, "" if number == 0 else why
        filled = defaulted(spec, self.ranges)
        amounts = of_pod(filled)
        for count in range(number) if self.quotas else ():
            if why := self._exceeded(amounts, times(amounts, count), unspecified_in=filled):
                return count, why
        return number, ""

    def object_refused(self, plural: str, outputs: Mapping[str, Any]) -> str:
        """Why an object is refused for what it counts by itself; empty where it is not."""
        return self._exceeded(of_object(plural, outputs), {}) if self.quotas else ""

    @cached_property
    def used(self) -> Amounts:
        """What there is in the namespace, as quotas count it."""
        return summed(self._amounts())

    @property
    def _level(self) -> str:
        found = self._call.find(NAMESPACE, **{"metadata.name": self.namespace})
        labels = (found[0].outputs.get("metadata") or {}).get("labels") or {} if found else {}
        return str(labels.get(ENFORCE) or "privileged")

    def _exceeded(self, asked: Amounts, beside: Amounts, *, unspecified_in: Mapping[str, Any] | None = None) -> str:
        used = summed((self.used, beside))
        for quota in self.quotas:
            hard, name = (quota.outputs.get("spec") or {}).get("hard") or {}, (quota.outputs.get("metadata") or {}).get("name")
            missing = unspecified(hard, unspecified_in) if unspecified_in is not None else ()
            if why := exceeded(str(name), hard, used, asked, missing=missing):
                return why
        return ""

    def _amounts(self) -> Iterator[Amounts]:
        for found in self._call.find("", **{"metadata.namespace": self.namespace}):
            kind = kind_of(found.type)
            if kind is None or kind.patch or (found.type, found.id) == (self._call.type, self._own):
                continue
            yield of_object(kind.plural, found.outputs)
            if (number := pods_of(kind, found)) and (spec := template_of(kind, found.outputs)) is not None:
                yield times(of_pod(defaulted(spec, self.ranges)), number)

    @property
    def _own(self) -> str:
        return f"{self.namespace}/{self._call.get('metadata.name')}"


def pods_of(kind: Kind, found: Object) -> int:
    """How many pods a live object has: those that were let in, of those that keep a number."""
    if not kind.builtin:
        return 0
    if kind.name in OWNERS:
        return int((found.outputs.get("status") or {}).get("replicas") or 0)
    return int(kind.name in ("Pod", "DaemonSet"))  # of how many nodes there are, a simulated cluster knows nothing


def template_of(kind: Kind, properties: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The specification of an object's pods; None for what brings none."""
    if not kind.builtin:
        return None
    spec = properties.get("spec") or {}
    if kind.name == "Pod":
        return spec
    template = spec.get("template") if kind.name in OWNERS | {"DaemonSet", "Job"} else None
    return (template.get("spec") or {}) if isinstance(template, dict) else None


def _whole(quota: Object) -> bool:
    """Whether a quota means everything in its namespace."""
    spec = quota.outputs.get("spec") or {}
    return not spec.get("scopes") and not spec.get("scopeSelector")
