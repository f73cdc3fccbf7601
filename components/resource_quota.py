"""What a ResourceQuota counts, and what it refuses; pure.

Source: https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/quota/v1/evaluator/core and, for the words, `CheckRequest` in
https://github.com/kubernetes/kubernetes/blob/v1.35.0/staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go.
One with scopes means some pods alone, and no other object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias

from .quantities import quantity

Amounts: TypeAlias = Mapping[str, Decimal]

_COUNTED: Final = frozenset(
    ["configmaps", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas", "secrets", "services"]
)
"""Kinds that a quota may also name without `count/`."""
_OF_PODS: Final = ("requests.", "limits.")
_PLAIN: Final = ("cpu", "memory", "ephemeral-storage")
_TO_BE_SAID: Final = ("cpu", "memory")
"""What each container has to say of itself once it is bounded."""
_UNITS: Final = ("Ti", "Gi", "Mi", "Ki")


def of_pod(spec: Mapping[str, Any]) -> dict[str, Decimal]:
    """What one pod counts for: the sum of its containers, or the largest of those that run before them, with its overhead."""
    counted: dict[str, Decimal] = {"pods": Decimal(1), "count/pods": Decimal(1)}
    for kind in ("requests", "limits"):
        total: dict[str, Decimal] = {}
        first: dict[str, Decimal] = {}
        for each in spec.get("containers") or ():
            _add(total, _amounts(each, kind))
        for each in spec.get("initContainers") or ():
            amounts = _amounts(each, kind)
            if each.get("restartPolicy") == "Always":
                _add(total, amounts)
            else:
                first = {name: max(first.get(name, Decimal(0)), amounts.get(name, Decimal(0))) for name in {*first, *amounts}}
        whole = {name: max(total.get(name, Decimal(0)), first.get(name, Decimal(0))) for name in {*total, *first}}
        _add(whole, {name: quantity(text) or Decimal(0) for name, text in (spec.get("overhead") or {}).items() if name in whole})
        for name, amount in whole.items():
            counted[f"{kind}.{name}"] = amount
            if kind == "requests" and name in _PLAIN:
                counted[name] = amount
    return counted


def of_claims(templates: Iterable[Mapping[str, Any]]) -> dict[str, Decimal]:
    """What the claims count for that a StatefulSet makes for each of its pods."""
    return summed(of_object("persistentvolumeclaims", each) for each in templates)


def of_object(plural: str, outputs: Mapping[str, Any]) -> dict[str, Decimal]:
    """What an object counts for by itself, beside its pods.

    Args:
        plural: its kind in the API's words, `deployments.apps`.
        outputs: the object.
    """
    counted = {f"count/{plural}": Decimal(1)}
    if plural in _COUNTED:
        counted[plural] = Decimal(1)
    spec = outputs.get("spec") or {}
    if plural == "services" and spec.get("type") in ("LoadBalancer", "NodePort"):
        counted["services.loadbalancers" if spec["type"] == "LoadBalancer" else "services.nodeports"] = Decimal(1)
    if plural == "persistentvolumeclaims":
        asked = quantity(((spec.get("resources") or {}).get("requests") or {}).get("storage")) or Decimal(0)
        counted["requests.storage"] = asked
        if kind := spec.get("storageClassName"):
            counted[f"{kind}.storageclass.storage.k8s.io/requests.storage"] = asked
            counted[f"{kind}.storageclass.storage.k8s.io/persistentvolumeclaims"] = Decimal(1)
    return counted


def times(amounts: Amounts, number: int) -> dict[str, Decimal]:
    """The same, so many times."""
    return {name: amount * number for name, amount in amounts.items()}


def summed(amounts: Iterable[Amounts]) -> dict[str, Decimal]:
    """All of them together."""
    total: dict[str, Decimal] = {}
    for each in amounts:
        _add(total, each)
    return total


def exceeded(name: str, hard: Mapping[str, Any], used: Amounts, asked: Amounts, *, missing: Iterable[str] = ()) -> str:
    """Why a quota refuses something; empty where it has room.

    Args:
        name: the quota's.
        hard: its bounds.
        used: what there is already.
        asked: what would come.
        missing: containers for which a bounded resource has to be given, and is not, as `resource for: container`.
    """
    if missing := sorted(missing):
        return f"failed quota: {name}: must specify {'; '.join(missing)}"
    over = sorted(
        key for key, amount in asked.items() if key in hard and amount and used.get(key, Decimal(0)) + amount > _bound(hard[key])
    )
    if not over:
        return ""
    columns = (
        ("requested", {key: shown(key, asked[key]) for key in over}),
        ("used", {key: shown(key, used.get(key, Decimal(0))) for key in over}),
        ("limited", {key: str(hard[key]) for key in over}),
    )
    told = ", ".join(f"{title}: {','.join(f'{key}={value}' for key, value in values.items())}" for title, values in columns)
    return f"exceeded quota: {name}, {told}"


def means(quota: Mapping[str, Any], pod: Mapping[str, Any] | None) -> bool:
    """Whether a quota counts a pod, or, where there is none, what is no pod.

    Args:
        quota: what the quota says.
        pod: the pod's specification.
    """
    terms = [{"scopeName": name, "operator": "Exists"} for name in quota.get("scopes") or ()]
    terms += (quota.get("scopeSelector") or {}).get("matchExpressions") or []
    return not terms if pod is None else all(_in_scope(term, pod) for term in terms)


def _in_scope(term: Mapping[str, Any], pod: Mapping[str, Any]) -> bool:
    """`podMatchesScopeFunc` in pkg/quota/v1/evaluator/core/pods.go."""
    scope, operator, values = term.get("scopeName"), term.get("operator"), term.get("values") or ()
    match scope:
        case "Terminating" | "NotTerminating":
            return (pod.get("activeDeadlineSeconds") is not None) is (scope == "Terminating")
        case "BestEffort" | "NotBestEffort":
            bounded = any(_amounts(each, kind) for each in _every_container(pod) for kind in ("requests", "limits"))
            return bounded is (scope == "NotBestEffort")
        case "PriorityClass":
            name = pod.get("priorityClassName") or ""
            if operator in ("Exists", "DoesNotExist"):
                return bool(name) is (operator == "Exists")
            return (name in values) is (operator != "NotIn")
    return False  # of other namespaces, which an affinity may name, nothing is looked at


def _every_container(pod: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*(pod.get("initContainers") or ()), *(pod.get("containers") or ())]


def unspecified(hard: Mapping[str, Any], spec: Mapping[str, Any]) -> list[str]:
    """What a pod in such a quota has to say of each container, and does not, as `resource for: container,container`."""
    found = []
    for key in sorted(hard):
        kind, _, name = f"requests.{key}".partition(".") if key in _PLAIN else key.partition(".")
        if (not key.startswith(_OF_PODS) and key not in _PLAIN) or name not in _TO_BE_SAID:
            continue
        bare = [str(each.get("name")) for each in spec.get("containers") or () if name not in _amounts(each, kind)]
        if bare:
            found.append(f"{key} for: {','.join(sorted(bare))}")
    return found


def shown(key: str, amount: Decimal) -> str:
    """An amount as quotas tell it: thousandths of what is no whole number, memory and disks in the largest unit that fits."""
    if amount != amount.to_integral_value():
        return f"{(amount * 1000).to_integral_value()}m"
    whole = int(amount)
    if whole and ("memory" in key or "storage" in key):
        for power, unit in zip(range(len(_UNITS), 0, -1), _UNITS, strict=True):
            if whole % 2 ** (10 * power) == 0:
                return f"{whole // 2 ** (10 * power)}{unit}"
    return str(whole)


def _amounts(container: Mapping[str, Any], kind: str) -> dict[str, Decimal]:
    found = (container.get("resources") or {}).get(kind) or {}
    return {name: number for name, text in found.items() if (number := quantity(text)) is not None}


def _add(total: dict[str, Decimal], amounts: Amounts) -> None:
    for name, amount in amounts.items():
        total[name] = total.get(name, Decimal(0)) + amount


def _bound(text: Any) -> Decimal:
    return quantity(text) or Decimal(0)
