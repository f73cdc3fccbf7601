"""What RBAC grants inside clusters.

Source: kubernetes.io/docs/reference/access-authn-authz/rbac.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..values import nested
from .granting import EVERYONE, EVERYTHING, Grant, Teller, Told, listed, mappings, said

_GROUPS_OF_ALL: Final = {
    "system:unauthenticated": EVERYONE,
    "system:anonymous": EVERYONE,
    "system:authenticated": EVERYONE,
    "system:serviceaccounts": "every service account",
}
_LENDING: Final = ("escalate", "bind", "impersonate")
"""Verbs by which somebody gets rights of others (kubernetes.io/docs/concepts/security/rbac-good-practices)."""


def _role(told: Told) -> Iterator[Grant]:
    """What whoever is bound to a role may do."""
    name = f"{_kind(told)} {_called(told)}"
    for rule in mappings(told.inputs.get("rules")):
        resources = [said(each) for each in [*listed(rule.get("resources")), *listed(rule.get("nonResourceURLs"))]]
        names = f" {', '.join(map(said, listed(rule['resourceNames'])))}" if rule.get("resourceNames") else ""
        for verb in map(said, listed(rule.get("verbs"))):
            for resource in resources:
                wide = EVERYTHING if resource == "*" and verb == "*" else "the rights of others" if verb in _LENDING else ""
                yield Grant("RBAC", f"whom {name} is bound to", verb, f"{resource}{names}{_group(rule)}", wide)


def _group(rule: Mapping[str, Any]) -> str:
    groups = [said(each) for each in listed(rule.get("apiGroups")) if each]
    return f" of {', '.join(groups)}" if groups else ""


def _binding(told: Told) -> Iterator[Grant]:
    role = told.inputs.get("roleRef")
    named = f"{said(nested(role, 'kind'))} {said(nested(role, 'name'))}"
    namespace = said(nested(told.inputs.get("metadata"), "namespace") or "default")
    where = namespace if _kind(told) == "RoleBinding" else "the whole cluster"
    wide = EVERYTHING if nested(role, "name") == "cluster-admin" else ""
    for subject in mappings(told.inputs.get("subjects")):
        inside = f"{said(subject['namespace'])}/" if subject.get("namespace") else ""
        who = f"{said(subject.get('kind'))} {inside}{said(subject.get('name'))}"
        everyone = _GROUPS_OF_ALL.get(said(subject.get("name")), "")
        yield Grant("RBAC", who, f"what {named} allows", where, everyone or wide)


def _kind(told: Told) -> str:
    return told.of.rpartition("::")[0].rpartition(":")[2]


def _called(told: Told) -> str:
    return said(nested(told.inputs.get("metadata"), "name") or told.name)


CLUSTERS: Final[dict[str, Teller]] = {
    "Role": _role,
    "ClusterRole": _role,
    "RoleBinding": _binding,
    "ClusterRoleBinding": _binding,
}
"""By kind, what its objects grant."""
