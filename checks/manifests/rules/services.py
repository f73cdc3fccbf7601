"""Services: ports that can be told apart, and fields that only some types have.

Source: kubernetes.io/docs/concepts/services-networking/service.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.values import UNKNOWN

from ..neighbours import Neighbours
from ..objects import Manifest
from ..problem import Problem
from ..walking import found, items

_BALANCED: Final = ("LoadBalancer",)
_OUTSIDE: Final = ("LoadBalancer", "NodePort")
_ONLY: Final[Mapping[str, tuple[str, ...]]] = {
    "externalTrafficPolicy": _OUTSIDE,
    "loadBalancerClass": _BALANCED,
    "loadBalancerSourceRanges": _BALANCED,
}
"""By field, the types that have it."""


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Ports without names, and fields of another type."""
    spec = manifest.body.get("spec")
    if not manifest.builtin or manifest.kind != "Service" or not isinstance(spec, Mapping):
        return
    kind = spec.get("type") or "ClusterIP"
    if isinstance(kind, str):
        yield from _of_its_type(spec, kind)
    yield from _names(spec.get("ports"))
    address = spec.get("clusterIP")
    if isinstance(address, str) and address not in ("", "None") and not _is_address(address):
        yield Problem(path="spec.clusterIP", reason=f"given {address!r}, expected an address or None", fix="take it out")


def _of_its_type(spec: Mapping[str, Any], kind: str) -> Iterator[Problem]:
    if kind == "ExternalName":
        if not spec.get("externalName"):
            yield Problem(path="spec.externalName", reason="it is missing", fix="give the name that it leads to")
        return
    if spec.get("ports") in (None, []) and spec.get("clusterIP") not in ("None", UNKNOWN):
        yield Problem(path="spec.ports", reason="it has none", fix="give one, or clusterIP: None")
    for field, types in _ONLY.items():
        if spec.get(field) and kind not in types and not (types is _OUTSIDE and spec.get("externalIPs")):
            expected = " or ".join(types)
            yield Problem(path=f"spec.{field}", reason=f"only type {expected} has it, and this is {kind}", fix="take it out")
    for path, port in found(spec, "ports[].nodePort", "spec"):
        if port and kind not in _OUTSIDE:
            yield Problem(path=path, reason=f"only type NodePort or LoadBalancer has it, and this is {kind}", fix="take it out")


def _names(ports: Any) -> Iterator[Problem]:
    seen: set[str] = set()
    every = items(ports, "spec.ports")
    for path, port in every:
        name = port.get("name") if isinstance(port, Mapping) else UNKNOWN
        if not name and len(every) > 1:
            yield Problem(path=f"{path}.name", reason="it is missing, and there are other ports", fix="give each port a name")
        elif isinstance(name, str) and name:
            if name in seen:
                yield Problem(path=f"{path}.name", reason=f"another port is called {name!r}", fix="rename one of them")
            seen.add(name)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
