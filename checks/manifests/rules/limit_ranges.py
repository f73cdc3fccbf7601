"""Containers and the limit ranges of their namespace: what these give by default, and what they allow.

Source: kubernetes.io/docs/concepts/policy/limit-range.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from components.quantities import quantity
from engine.values import UNKNOWN

from ..neighbours import Neighbours, within
from ..objects import Manifest
from ..pods import pod_of
from ..problem import Problem
from ..walking import get, items, join


def problems(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    """Containers that the limit ranges of their namespace would not let in."""
    pod, here = pod_of(manifest), within(manifest)
    if pod is None or here is UNKNOWN:
        return
    ranges = [each for each in near.of("", "LimitRange") if within(each) == here]
    for path, container in pod.containers():
        for each in ranges:
            for _, limit in items(get(each.body, "spec.limits"), ""):
                if get(limit, "type") == "Container":
                    yield from _held(f"{path}.resources", container.get("resources") or {}, limit, str(each.name))


def _held(path: str, resources: Any, limit: Mapping[str, Any], called: str) -> Iterator[Problem]:
    given_by = [amounts for field in ("default", "min", "max") if isinstance(amounts := get(limit, field), Mapping)]
    names = {name for amounts in given_by for name in amounts}
    for name in sorted(names):
        own, given = _amount(resources, "limits", name), _amount(resources, "requests", name)
        most, least = _amount(limit, "max", name), _amount(limit, "min", name)
        default = _amount(limit, "default", name) or most
        if given is not None and default is not None and given > default and not _told(resources, name):
            reason = f"it asks for {_said(resources, 'requests', name)}, above the limit that {called} gives by default"
            yield Problem(path=join(f"{path}.requests", name), reason=reason, fix="give the container a limit of its own")
        if own is not None and most is not None and own > most:
            reason = f"it is {_said(resources, 'limits', name)}, above what {called} allows, which is {_said(limit, 'max', name)}"
            yield Problem(path=join(f"{path}.limits", name), reason=reason, fix="lower it, or raise the limit range")
        if given is not None and least is not None and given < least:
            reason = (
                f"it asks for {_said(resources, 'requests', name)}, below what {called} wants, which is {_said(limit, 'min', name)}"
            )
            yield Problem(path=join(f"{path}.requests", name), reason=reason, fix="raise it, or lower the limit range")


def _amount(held: Any, field: str, name: str) -> Decimal | None:
    """An amount in a map of a map; None where there is none, or it is not known."""
    amounts = get(held, field)
    amount = amounts.get(name) if isinstance(amounts, Mapping) else None
    return quantity(amount) if isinstance(amount, str | int | float) else None


def _told(resources: Any, name: str) -> bool:
    """Whether a container says its own limit, or may: it may not be known yet."""
    limits = get(resources, "limits")
    return limits is UNKNOWN or (isinstance(limits, Mapping) and limits.get(name) is not None)


def _said(held: Any, field: str, name: str) -> Any:
    return get(held, field)[name]
