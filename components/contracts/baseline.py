"""What a namespace lets in: how much all of it may take, and how much each container."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from faults import nearest

from .. import arguments
from ..errors import Faults
from ..quantities import quantity

_OF_PODS: Final = frozenset({"pods", *(f"{kind}{name}" for kind in ("", "requests.", "limits.") for name in ("cpu", "memory"))})
_COUNTED: Final = frozenset(
    {
        *_OF_PODS,
        *(f"{kind}ephemeral-storage" for kind in ("", "requests.", "limits.")),
        "requests.storage",
        *("configmaps", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas", "secrets"),
        *("services", "services.loadbalancers", "services.nodeports"),
    }
)
_FURTHER: Final = re.compile(
    r"count/[a-z]+(\.[a-z0-9.-]+)?|requests\.([a-z0-9.-]+/[\w.-]+|hugepages-\w+)|limits\.hugepages-\w+"
    r"|[a-z0-9.-]+\.storageclass\.storage\.k8s\.io/(requests\.storage|persistentvolumeclaims)"
)
_RESOURCE: Final = re.compile(r"cpu|memory|ephemeral-storage|hugepages-\w+|[a-z0-9.-]+/[\w.-]+")


@dataclass(frozen=True, kw_only=True)
class Quota:
    """How much of a cluster one namespace may take.

    Args:
        hard: the most of each resource, by the names that a ResourceQuota has for them: "pods", "requests.cpu", "limits.memory",
            "persistentvolumeclaims", "count/deployments.apps". Once cpu or memory is among them, a pod that does not say its own
            is refused.
        by_priority: the same for the pods of one priority alone, by its name; of pods, cpu and memory, since a quota with a scope
            counts nothing else.

    Raises:
        ArgumentsError: with every fault.

    Source: kubernetes.io/docs/concepts/policy/resource-quotas.
    """

    hard: Mapping[str, str] = field(default_factory=dict)
    by_priority: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        faults.check(bool(self.hard or self.by_priority), "hard", None, "one resource at least", "write pods, say")
        for name, amount in self.hard.items():
            known = name in _COUNTED or bool(_FURTHER.fullmatch(name))
            near = nearest(name, _COUNTED)
            fix = f"write {near}" if near else "write pods, requests.cpu or count/deployments.apps, say"
            faults.check(known, f"hard.{name}", name, "what a quota counts", fix)
            arguments.check_quantity(faults, f"hard.{name}", amount)
        for priority, bounds in self.by_priority.items():
            arguments.check_label(faults, f"by_priority.{priority}", priority)
            for name, amount in bounds.items():
                at = f"by_priority.{priority}.{name}"
                expected = f"what a quota of a priority counts: {', '.join(sorted(_OF_PODS))}"
                faults.check(name in _OF_PODS, at, name, expected, "let the quota of all pods bound it")
                arguments.check_quantity(faults, at, amount)
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a container of one namespace gets that says nothing, and how much it may say; each by resource: cpu, memory.

    Args:
        default: the limit of a container that has none; `max` where it is not given.
        request: what a container asks for that does not say; its limit where it is not given.
        min: the least that one may ask for.
        max: the highest limit, which every container then has.
        ratio: how many times its request a limit may be.
        volume_min: the smallest claim of a disk.
        volume_max: the largest.

    Raises:
        ArgumentsError: with every fault.

    Source: kubernetes.io/docs/concepts/policy/limit-range, `ValidateLimitRange` in
    github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go.
    """

    default: Mapping[str, str] = field(default_factory=dict)
    request: Mapping[str, str] = field(default_factory=dict)
    min: Mapping[str, str] = field(default_factory=dict)
    max: Mapping[str, str] = field(default_factory=dict)
    ratio: Mapping[str, str] = field(default_factory=dict)
    volume_min: str | None = None
    volume_max: str | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        something = self.of_containers or self.of_volumes
        faults.check(bool(something), "max", None, "one bound or default at least", "write max: {memory: 8Gi}, say")
        for name in ("default", "request", "min", "max", "ratio"):
            for resource, amount in getattr(self, name).items():
                expected = "cpu, memory, ephemeral-storage, or a device like nvidia.com/gpu"
                faults.check(bool(_RESOURCE.fullmatch(resource)), f"{name}.{resource}", resource, expected, "write one of them")
                arguments.check_quantity(faults, f"{name}.{resource}", amount)
        for name in ("volume_min", "volume_max"):
            if (size := getattr(self, name)) is not None:
                arguments.check_bytes(faults, name, size)
        for resource in dict.fromkeys((*self.min, *self.request, *self.default, *self.max)):
            self._check_order(faults, resource)
        for resource, ratio in self.ratio.items():
            fits = (number := quantity(ratio)) is None or number >= 1
            faults.check(fits, f"ratio.{resource}", ratio, "1 or more", "write how many times the request a limit may be")
        rises = _rises(self.volume_min, self.volume_max)
        faults.check(rises, "volume_min", self.volume_min, f"at most the largest, {self.volume_max}", "lower it")
        faults.raise_any()

    @property
    def of_containers(self) -> dict[str, dict[str, str]]:
        """The bounds and defaults of containers, by their names in a LimitRange; what is empty is left out."""
        told = {
            "default": self.default,
            "default_request": self.request,
            "min": self.min,
            "max": self.max,
            "max_limit_request_ratio": self.ratio,
        }
        return {name: dict(amounts) for name, amounts in told.items() if amounts}

    @property
    def of_volumes(self) -> dict[str, dict[str, str]]:
        """The bounds of claims."""
        told = {"min": self.volume_min, "max": self.volume_max}
        return {name: {"storage": size} for name, size in told.items() if size is not None}

    def _check_order(self, faults: Faults, resource: str) -> None:
        """A resource's least, request, limit and most, each no more than the next that is given."""
        steps = [(name, told[resource]) for name, told in self._rising() if resource in told]
        for (low, amount), (high, bound) in itertools.pairwise(steps):
            faults.check(_rises(amount, bound), f"{low}.{resource}", amount, f"at most {high}, which is {bound}", "lower it")

    def _rising(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        yield from (("min", self.min), ("request", self.request), ("default", self.default), ("max", self.max))


def _rises(low: str | None, high: str | None) -> bool:
    """Whether one amount is no more than another; what cannot be read is told of elsewhere."""
    least: Decimal | None = quantity(low) if low is not None else None
    most: Decimal | None = quantity(high) if high is not None else None
    return least is None or most is None or least <= most
