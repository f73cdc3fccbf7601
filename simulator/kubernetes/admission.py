"""Which pods a namespace lets in: by limit ranges, accounts and priorities, its security level and quotas, as the API server asks.

Objects that bring pods are taken as they are; it is their pods that are refused, which is what a rollout then waits for in vain.
Of these a simulated cluster makes none: how many there would be follows from the objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from components.limit_range import defaulted, outside
from components.resource_quota import Amounts, exceeded, means, of_claims, of_object, of_pod, summed, times, unspecified

from ..call import Object
from .definitions import RELEASE
from .kinds import DEFAULT_NAMESPACE, NAMESPACE, Kind, kind_of
from .pod_security import ENFORCE, broken

if TYPE_CHECKING:
    from ..call import Call

ACCOUNT: Final = "kubernetes:core/v1:ServiceAccount"
PRIORITY_CLASS: Final = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
LIMIT_RANGE: Final = "kubernetes:core/v1:LimitRange"
QUOTA: Final = "kubernetes:core/v1:ResourceQuota"
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
        self.quotas = call.find(QUOTA, **here)
        self._sums: dict[str, Amounts] = {}

    def refused(self, spec: Mapping[str, Any]) -> str:
        """Why a pod of this specification is never let in; empty where it may be."""
        filled = defaulted(spec, self.ranges)
        if bounds := outside(filled, self.ranges):
            return f"[{', '.join(bounds)}]" if len(bounds) > 1 else bounds[0]
        return self._strange(spec) or broken(self._level, spec)

    def admitted(self, spec: Mapping[str, Any], number: int, claims: Iterable[Mapping[str, Any]] = ()) -> tuple[int, str]:
        """How many of so many pods are let in, each with what it claims, and why the next one is not."""
        if number == 0 or (why := self.refused(spec)):
            return 0, "" if number == 0 else why
        filled, claimed = defaulted(spec, self.ranges), of_claims(claims)
        amounts = of_pod(filled)
        for count in range(number) if self.quotas else ():
            if why := self._exceeded(claimed, times(claimed, count), None) if claimed else "":
                return count, why
            if why := self._exceeded(amounts, times(amounts, count), filled):
                return count, why
        return number, ""

    def object_refused(self, plural: str, outputs: Mapping[str, Any]) -> str:
        """Why an object is refused for what it counts by itself; empty where it is not."""
        return self._exceeded(of_object(plural, outputs), {}, None) if self.quotas else ""

    def used(self, quota: Mapping[str, Any]) -> Amounts:
        """What there is in the namespace of what a quota counts."""
        return summed(amounts for pod, amounts in self._amounts if means(quota, pod))

    @property
    def _level(self) -> str:
        found = self._call.find(NAMESPACE, **{"metadata.name": self.namespace})
        labels = (found[0].outputs.get("metadata") or {}).get("labels") or {} if found else {}
        return str(labels.get(ENFORCE) or "privileged")

    def _strange(self, spec: Mapping[str, Any]) -> str:
        """What a pod names that there is not: its account, unless a release may have brought it, and its priority class."""
        here = {"metadata.namespace": self.namespace}
        account = spec.get("serviceAccountName") or spec.get("serviceAccount") or "default"
        known = self.namespace == "kube-system" or self._call.find(RELEASE, namespace=self.namespace)
        if account != "default" and not known and not self._call.find(ACCOUNT, **here, **{"metadata.name": account}):
            return f'error looking up service account {self.namespace}/{account}: serviceaccount "{account}" not found'
        priority = str(spec.get("priorityClassName") or "")
        if not priority or priority.startswith("system-") or self._call.find(RELEASE):
            return ""
        found = self._call.find(PRIORITY_CLASS, **{"metadata.name": priority})
        return "" if found else f"no PriorityClass with name {priority} was found"

    def _exceeded(self, asked: Amounts, beside: Amounts, pod: Mapping[str, Any] | None) -> str:
        for quota in self.quotas:
            told = quota.outputs.get("spec") or {}
            if not means(told, pod):
                continue
            hard, name = told.get("hard") or {}, (quota.outputs.get("metadata") or {}).get("name")
            missing = unspecified(hard, pod) if pod is not None else ()
            if quota.id not in self._sums:
                self._sums[quota.id] = self.used(told)
            if why := exceeded(str(name), hard, summed((self._sums[quota.id], beside)), asked, missing=missing):
                return why
        return ""

    @cached_property
    def _amounts(self) -> list[tuple[Mapping[str, Any] | None, Amounts]]:
        """What each object counts for, and the pods that it brings, with the specification of these."""
        return list(self._counted())

    def _counted(self) -> Iterator[tuple[Mapping[str, Any] | None, Amounts]]:
        for found in self._call.find("", **{"metadata.namespace": self.namespace}):
            kind = kind_of(found.type)
            if kind is None or kind.patch or (found.type, found.id) == (self._call.type, self._own):
                continue
            yield None, of_object(kind.plural, found.outputs)
            if (number := pods_of(kind, found)) and (spec := template_of(kind, found.outputs)) is not None:
                filled = defaulted(spec, self.ranges)
                yield filled, times(of_pod(filled), number)
                yield None, times(of_claims(claims_of(kind, found.outputs)), number)

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


def claims_of(kind: Kind, properties: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What an object claims for each of its pods."""
    found = (properties.get("spec") or {}).get("volumeClaimTemplates") if kind.builtin and kind.name == "StatefulSet" else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
