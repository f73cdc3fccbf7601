"""Roles and bindings: rules that grant something, to somebody.

Source: kubernetes.io/docs/reference/access-authn-authz/rbac.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..neighbours import Neighbours
from ..objects import Manifest
from ..problem import Problem
from ..walking import found, get

_GROUP: Final = "rbac.authorization.k8s.io"


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Rules that grant nothing, and subjects that are nobody."""
    if not manifest.builtin or manifest.group != _GROUP:
        return
    for path, rule in found(manifest.body, "rules[]"):
        if isinstance(rule, Mapping):
            yield from _rule(path, rule, everywhere=manifest.kind == "ClusterRole")
    group = get(manifest.body, "roleRef.apiGroup")
    if isinstance(group, str) and group not in ("", _GROUP):
        yield Problem(path="roleRef.apiGroup", reason=f"given {group!r}, expected {_GROUP}", fix="write that")
    if manifest.kind == "ClusterRoleBinding":
        for path, subject in found(manifest.body, "subjects[]"):
            if get(subject, "kind") == "ServiceAccount" and get(subject, "namespace") in (None, ""):
                yield Problem(path=f"{path}.namespace", reason="it is missing", fix="name the account's namespace")


def _rule(path: str, rule: Mapping[str, Any], *, everywhere: bool) -> Iterator[Problem]:
    if rule.get("verbs") == []:
        yield _empty(path, "verbs")
    urls = rule.get("nonResourceURLs")
    if urls and not everywhere:
        yield Problem(path=f"{path}.nonResourceURLs", reason="a Role has none, only a ClusterRole has", fix="take it out")
    elif urls and any(rule.get(field) for field in ("apiGroups", "resources", "resourceNames")):
        yield Problem(path=path, reason="it grants resources and URLs at once", fix="make two rules of it")
    elif not urls:
        for field in ("apiGroups", "resources"):
            if rule.get(field) in (None, []):
                yield _empty(path, field)


def _empty(path: str, field: str) -> Problem:
    return Problem(path=f"{path}.{field}", reason="it names none, so that the rule grants nothing", fix="name one at least")
