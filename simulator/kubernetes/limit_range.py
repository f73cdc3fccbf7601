"""What a LimitRange makes of a pod, and refuses of it.

Source: `mergePodResourceRequirements` and `PodValidateLimitFunc` in
https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/limitranger/admission.go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from components.quantities import quantity

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
                found += _bounds(item, container.get("resources") or {}, "Container")
        elif item.get("type") == "Pod":
            found += _bounds(item, _summed(spec), "Pod")
    return list(dict.fromkeys(found))


def _summed(spec: Mapping[str, Any]) -> Mapping[str, Mapping[str, Decimal]]:
    total: dict[str, dict[str, Decimal]] = {"limits": {}, "requests": {}}
    for container in spec.get("containers") or ():
        for kind, amounts in total.items():
            for name, amount in ((container.get("resources") or {}).get(kind) or {}).items():
                amounts[name] = amounts.get(name, Decimal(0)) + (quantity(amount) or Decimal(0))
    return total


def _bounds(item: Mapping[str, Any], resources: Mapping[str, Any], of: str) -> Iterator[str]:
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    for name, most in (item.get("max") or {}).items():
        given = limits.get(name)
        if given is None:
            yield f"maximum {name} usage per {of} is {most}.  No limit is specified"
        elif _number(given) > _number(most):
            yield f"maximum {name} usage per {of} is {most}, but limit is {given}"
    for name, least in (item.get("min") or {}).items():
        given = requests.get(name)
        if given is None:
            yield f"minimum {name} usage per {of} is {least}.  No request is specified"
        elif _number(given) < _number(least):
            yield f"minimum {name} usage per {of} is {least}, but request is {given}"
    for name, most in (item.get("maxLimitRequestRatio") or {}).items():
        limit, request = limits.get(name), requests.get(name)
        if limit is not None and request is not None and _number(request) and _number(limit) / _number(request) > _number(most):
            ratio = float(_number(limit) / _number(request))
            yield f"{name} max limit to request ratio per {of} is {most}, but provided ratio is {ratio:f}"


def _number(text: Any) -> Decimal:
    return quantity(text) or Decimal(0)
