"""Routes of the Gateway API: the Gateway that they name listens for them, and takes routes from their namespace.

Told of Gateways that the same stack makes; those of others are others' to know.

Source: gateway-api.sigs.k8s.io/reference/spec (ParentReference, Listener, AllowedRoutes).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.values import UNKNOWN

from ...finding import Severity
from ..neighbours import Neighbours, matches, may_be, within
from ..objects import Manifest
from ..problem import Problem
from ..walking import found, get

GROUP: Final = "gateway.networking.k8s.io"
_ROUTES: Final = ("HTTPRoute", "GRPCRoute")
_NAMESPACE: Final = "kubernetes.io/metadata.name"


def problems(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    """Routes that no Gateway takes, and that lead to no Service."""
    if manifest.group != GROUP or manifest.kind not in _ROUTES:
        return
    space = within(manifest)
    for path, parent in found(manifest.body, "spec.parentRefs[]"):
        if isinstance(parent, Mapping) and parent.get("kind", "Gateway") == "Gateway":
            yield from _attached(path, parent, space, near)
    for path, backend in found(manifest.body, "spec.rules[].backendRefs[]"):
        name, where = get(backend, "name"), get(backend, "namespace")
        if get(backend, "kind") in (None, "Service") and near.lacks("Service", name, space if where is None else where):
            yield Problem(
                path=f"{path}.name",
                reason=f"this stack makes no Service {name} there",
                fix="name one that there is, or see to it that somebody else makes it",
                severity=Severity.WARNING,
            )


def _attached(path: str, parent: Mapping[str, Any], space: Any, near: Neighbours) -> Iterator[Problem]:
    """Whether one of the Gateways that may be meant takes the route; nothing where there is none here."""
    place, wanted = parent.get("namespace") or space, parent.get("sectionName")
    meant = [each for each in near.of(GROUP, "Gateway") if may_be(each.name, parent.get("name")) and may_be(within(each), place)]
    if not meant or UNKNOWN in (wanted, space):
        return
    listeners = [
        listener for each in meant for _, listener in found(each.body, "spec.listeners[]") if isinstance(listener, Mapping)
    ]
    heard = [each for each in listeners if wanted is None or may_be(each.get("name"), wanted)]
    if not heard:
        names = ", ".join(sorted(str(each.get("name")) for each in listeners))
        yield Problem(
            path=f"{path}.sectionName", reason=f"the Gateway listens as {names}, not as {wanted}", fix="name one of those"
        )
    elif not any(_takes(each, within(gateway), space) for gateway in meant for each in heard):
        reason = f"no listener of the Gateway takes routes from the namespace {space}"
        yield Problem(path=path, reason=reason, fix="let its allowedRoutes choose that namespace")


def _takes(listener: Mapping[str, Any], gateway: Any, space: Any) -> bool:
    """Whether a listener may take routes from a namespace; one chosen by labels that are not known here may be."""
    match get(listener, "allowedRoutes.namespaces.from"):
        case "All":
            return True
        case "Selector":
            chosen = get(listener, "allowedRoutes.namespaces.selector")
            keys = [key for _, key in found(chosen, "matchExpressions[].key")]
            by_name = set(keys) == {_NAMESPACE} and not get(chosen, "matchLabels")
            return not by_name or matches(chosen, {_NAMESPACE: space}) is not False
        case None | "Same":
            return may_be(gateway, space)
        case _:
            return True
