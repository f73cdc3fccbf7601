"""What a LimitRange makes of a pod, and refuses of it; pure.

Source: `mergePodResourceRequirements` and `PodValidateLimitFunc` in
https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/limitranger/admission.go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from .quantities import quantity

_KINDS: Final = ("containers", "initContainers")


def defaulted(spec: Mapping[str, Any], ranges: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """A pod's specification with requests and limits filled in, first by the object itself: a limit is a request too."""
    items = [item for each in ranges for item in each.get("limits") or () if item.get("type") == "Container"]
    return {**spec, **{kind: [_filled(each, items) for each in spec.get(kind) or ()] for kind in _KINDS if spec.get(kind)}}


def completed(item: dict[str, Any]) -> dict[str, Any]:
    """An item with what it says of each resource that it says something of: `SetDefaults_LimitRangeItem` in pkg/apis/core/v1."""
    if item.get("type") != "Container":
        return item
    default = {**(item.get("max") or {}), **(item.get("default") or {})}
    asked = {**(item.get("min") or {}), **default, **(item.get("defaultRequest") or {})}
    return {**item, **({"default": default} if default else {}), **({"defaultRequest": asked} if asked else {})}


def _filled(container: Mapping[str, Any], items: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    resources = container.get("resources") or {}
    limits = dict(resources.get("limits") or {})
    requests = {**limits, **(resources.get("requests") or {})}
    for item in (completed(dict(each)) for each in items):
        for name, amount in (item.get("default") or {}).items():
            limits.setdefault(name, amount)
        for name, amount in (item.get("defaultRequest") or {}).items():
            requests.setdefault(name, amount)
    return {**container, "resources": {"limits": limits, "requests": requests}}


def outside(spec: Mapping[str, Any], ranges: Iterable[Mapping[str, Any]]) -> list[str]:
    """What of a pod is out of bounds, in the admission plug-in's words."""
    found: list[str] = []
    for item in (item for each in ranges for item in each.get("limits") or ()):
        if item.get("type") == "Container":
            for container in (each for kind in _KINDS for each in spec.get(kind) or ()):
                found += (_told(each, "Container") for each in breaches(item, container.get("resources") or {}))
        elif item.get("type") == "Pod":
            found += (_told(each, "Pod") for each in breaches(item, _summed(spec)))
    return list(dict.fromkeys(found))


def _summed(spec: Mapping[str, Any]) -> Mapping[str, Mapping[str, Decimal]]:
    total: dict[str, dict[str, Decimal]] = {"limits": {}, "requests": {}}
    for container in spec.get("containers") or ():
        for kind, amounts in total.items():
            for name, amount in ((container.get("resources") or {}).get(kind) or {}).items():
                amounts[name] = amounts.get(name, Decimal(0)) + (quantity(amount) or Decimal(0))
    return total


class Breach(NamedTuple):
    """A bound that a container or a pod breaks.

    Args:
        bound: its name in a LimitRange: max, min or maxLimitRequestRatio.
        resource: cpu, memory or another.
        allowed: the bound.
        given: what is there; None where nothing is.
    """

    bound: str
    resource: str
    allowed: Any
    given: Any = None


def breaches(item: Mapping[str, Any], resources: Mapping[str, Any]) -> Iterator[Breach]:
    """Every bound of an item of a LimitRange that requests and limits break, with its defaults filled in."""
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    for name, most in (item.get("max") or {}).items():
        given = limits.get(name)
        if given is None or _number(given) > _number(most):
            yield Breach("max", name, most, given)
    for name, least in (item.get("min") or {}).items():
        given = requests.get(name)
        if given is None or _number(given) < _number(least):
            yield Breach("min", name, least, given)
    for name, most in (item.get("maxLimitRequestRatio") or {}).items():
        limit, request = limits.get(name), requests.get(name)
        if limit is not None and request is not None and _number(request) and _number(limit) / _number(request) > _number(most):
            yield Breach("maxLimitRequestRatio", name, most, f"{float(_number(limit) / _number(request)):f}")


def _told(breach: Breach, of: str) -> str:
    """A breach in the admission plug-in's words."""
    _, name, allowed, given = breach
    match breach.bound:
        case "max":
            return f"maximum {name} usage per {of} is {allowed}" + (
                ".  No limit is specified" if given is None else f", but limit is {given}"
            )
        case "min":
            return f"minimum {name} usage per {of} is {allowed}" + (
                ".  No request is specified" if given is None else f", but request is {given}"
            )
        case _:
            return f"{name} max limit to request ratio per {of} is {allowed}, but provided ratio is {given}"


def _number(text: Any) -> Decimal:
    return quantity(text) or Decimal(0)
