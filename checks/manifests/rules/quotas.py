"""Quotas that hold less than the pods of their namespace ask for at the fewest: the last of them are never made.

Source: kubernetes.io/docs/concepts/policy/resource-quotas; what a pod asks for is what its containers ask for together, or one of
those that come first, if that is more (kubernetes.io/docs/concepts/workloads/pods/init-containers).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from components.quantities import quantity

from ..counts import fewest
from ..neighbours import Neighbours, within
from ..objects import Manifest
from ..pods import Pod, pod_of
from ..problem import Problem
from ..walking import get

_MAKERS: Final = ("Deployment", "StatefulSet")
_PLAIN: Final = {"cpu": "requests.cpu", "memory": "requests.memory"}
"""What a quota means by a resource's name alone."""
_COUNTED: Final = ("requests.cpu", "requests.memory", "limits.cpu", "limits.memory")
_PODS: Final = "pods"


def problems(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    """Amounts that are too small; a quota of some pods alone is not judged."""
    if not manifest.builtin or manifest.kind != "ResourceQuota":
        return
    if get(manifest.body, "spec.scopes") or get(manifest.body, "spec.scopeSelector"):
        return
    makers = [each for each in near.objects if each.builtin and each.kind in _MAKERS and within(each) == within(manifest)]
    for name, amount in (get(manifest.body, "spec.hard") or {}).items():
        held, asked = quantity(amount), _asked(makers, near, _PLAIN.get(name, name))
        if held is not None and asked > held:
            yield Problem(
                path=f'spec.hard["{name}"]',
                reason=f"it holds {amount}, and what the pods of its namespace ask for at the fewest is {_said(asked)}",
                fix="let it hold that, and what more an update or an autoscaler asks for, or have fewer pods ask for less",
            )


def _asked(makers: list[Manifest], near: Neighbours, name: str) -> Decimal:
    """What all pods of some makers ask for, as far as it is known."""
    if name != _PODS and name not in _COUNTED:
        return Decimal(0)
    total = Decimal(0)
    for maker in makers:
        pod, number = pod_of(maker), fewest(maker, near)
        if pod is not None and number:
            total += number * (Decimal(1) if name == _PODS else _of_pod(pod, name))
    return total


def _of_pod(pod: Pod, name: str) -> Decimal:
    together, first = Decimal(0), Decimal(0)
    for path, container in pod.containers():
        amount: Any = quantity(get(container, f"resources.{name}")) or Decimal(0)
        if ".initContainers[" in path:
            first = max(first, amount)
        else:
            together += amount
    return max(together, first)


def _said(amount: Decimal) -> str:
    mebibytes = amount / 2**20
    return f"{mebibytes:f}Mi" if amount >= 2**20 and mebibytes == mebibytes.to_integral_value() else f"{amount.normalize():f}"
