"""What containers and claims ask for: quantities, and no request above its limit.

Source: kubernetes.io/docs/concepts/configuration/manage-resources-containers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from components.quantities import quantity

from ..neighbours import Neighbours
from ..objects import Manifest
from ..pods import pod_of
from ..problem import Problem
from ..walking import found, join

_FIELDS: Final = ("requests", "limits")
_WHOLE: Final = ("pods", "count/", "nvidia.com/", "services", "configmaps", "secrets", "persistentvolumeclaims")
_OF_CONTAINERS: Final = ("cpu", "memory", "ephemeral-storage")
_PAGES: Final = "hugepages-"
_AMOUNTS: Final[Mapping[str, tuple[str, ...]]] = {
    "PersistentVolumeClaim": tuple(f"spec.resources.{field}" for field in _FIELDS),
    "ResourceQuota": ("spec.hard",),
    "StatefulSet": tuple(f"spec.volumeClaimTemplates[].spec.resources.{field}" for field in _FIELDS),
    "LimitRange": tuple(f"spec.limits[].{field}" for field in ("min", "max", "default", "defaultRequest")),
}


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Amounts that are none, and requests above their limits."""
    if not manifest.builtin:
        return
    for pattern in _AMOUNTS.get(manifest.kind, ()):
        for path, amounts in found(manifest.body, pattern):
            yield from _amounts(path, amounts)
    if (pod := pod_of(manifest)) is None:
        return
    for path, resources in found(pod.spec, "resources", pod.path):
        yield from _resources(path, resources)
    for path, container in pod.containers():
        for place, resources in found(container, "resources", path):
            yield from _resources(place, resources)
    for path, size in found(pod.spec, "volumes[].emptyDir.sizeLimit", pod.path):
        yield from _amount(path, size)


def _resources(path: str, resources: Any) -> Iterator[Problem]:
    if not isinstance(resources, Mapping):
        return
    for field in _FIELDS:
        yield from _amounts(f"{path}.{field}", resources.get(field))
    requests, limits = (resources.get(field) for field in _FIELDS)
    yield from _kinds(path, requests, limits)
    if not isinstance(requests, Mapping) or not isinstance(limits, Mapping):
        return
    for name in sorted(set(requests) & set(limits)):
        wanted, allowed = quantity(requests[name]), quantity(limits[name])
        place = join(f"{path}.requests", name)
        if wanted is not None and allowed is not None and wanted > allowed:
            reason = f"it asks for {requests[name]}, above its limit, which is {limits[name]}"
            yield Problem(path=place, reason=reason, fix="lower it, or raise the limit")
        elif "/" in name and wanted != allowed and None not in (wanted, allowed):
            reason = f"it asks for {requests[name]}, and its limit is {limits[name]}: of {name} the two must be the same"
            yield Problem(path=place, reason=reason, fix="give the limit alone")


def _kinds(path: str, requests: Any, limits: Any) -> Iterator[Problem]:
    """Resources that containers have none of, and those that cannot be overcommitted without their limit."""
    for field, amounts in zip(_FIELDS, (requests, limits), strict=True):
        for name in amounts if isinstance(amounts, Mapping) else ():
            if name not in _OF_CONTAINERS and "/" not in name and not name.startswith(_PAGES):
                expected = f"{', '.join(_OF_CONTAINERS)}, {_PAGES}SIZE or a name with a domain"
                yield Problem(path=join(f"{path}.{field}", name), reason=f"given {name!r}, expected {expected}", fix="rename it")
    if not isinstance(requests, Mapping) or not (limits is None or isinstance(limits, Mapping)):
        return  # for the schema to tell, or not known yet
    for name in requests:
        if ("/" in name or name.startswith(_PAGES)) and name not in (limits or ()):
            reason = f"it has no limit, and {name} cannot be shared"
            yield Problem(path=join(f"{path}.requests", name), reason=reason, fix="give its limit, which is its request too")


def _amounts(path: str, amounts: Any) -> Iterator[Problem]:
    for name, amount in amounts.items() if isinstance(amounts, Mapping) else ():
        yield from _amount(join(path, name), amount, whole=name.startswith(_WHOLE))


def _amount(path: str, amount: Any, *, whole: bool = False) -> Iterator[Problem]:
    if not isinstance(amount, str | int | float) or isinstance(amount, bool):
        return  # for the schema to tell, or not known yet
    number = quantity(amount)
    if number is None:
        reason = f"given {amount!r}, expected an amount as Kubernetes spells it"
        yield Problem(path=path, reason=reason, fix="write 250m or 512Mi, say")
    elif number < 0 or (whole and number != int(number)):
        expected = "a whole number" if whole else "0 or more"
        yield Problem(path=path, reason=f"given {amount!r}, expected {expected}", fix="write another amount")
