"""Which connections network policies let through, and what RBAC grants inside clusters.

A policy that goes leaves its pods open to everyone, which counts as a grant; one that comes closes them.

Sources: kubernetes.io/docs/concepts/services-networking/network-policies, kubernetes.io/docs/reference/access-authn-authz/rbac.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..values import nested
from .granting import EVERYONE, EVERYTHING, Grant, Teller, Told, listed, mappings, open_to, said

_POLICY: Final = "network policy"


def _network_policy(told: Told) -> Iterator[Grant]:
    spec, where = told.inputs.get("spec"), _where(told)
    pods = f"{where}{_selected(nested(spec, 'podSelector'))}"
    types = listed(nested(spec, "policyTypes")) or ["Ingress"]
    for direction, peers, inward in (("Ingress", "from", True), ("Egress", "to", False)):
        if direction not in types:
            continue
        for rule in mappings(nested(spec, direction.lower())):
            for peer in _peers(rule.get(peers), where):
                for may in _ports(rule.get("ports")):
                    wide = (EVERYONE if peer == "anyone" else open_to(peer)) if inward else ""
                    yield Grant(_POLICY, peer, may, pods, wide) if inward else Grant(_POLICY, pods, may, peer)


def closed(told: Told) -> Iterator[Grant]:
    """What is open to all without a network policy."""
    spec = told.inputs.get("spec")
    pods = f"{_where(told)}{_selected(nested(spec, 'podSelector'))}"
    types = listed(nested(spec, "policyTypes")) or ["Ingress"]
    if "Ingress" in types:
        yield Grant(_POLICY, "anyone", "any", pods, EVERYONE)
    if "Egress" in types:
        yield Grant(_POLICY, pods, "any", "anyone")


def _peers(value: Any, where: str) -> Iterator[str]:
    listed_peers = list(mappings(value))
    if not listed_peers:
        yield "anyone"
    for peer in listed_peers:
        if (block := nested(peer, "ipBlock", "cidr")) is not None:
            yield said(block)
            continue
        namespaces = nested(peer, "namespaceSelector")
        inside = where.rstrip("/") if namespaces is None else "namespaces" + _selected(namespaces)
        yield f"{inside}/{_selected(nested(peer, 'podSelector')).strip() or 'all pods'}"


def _ports(value: Any) -> Iterator[str]:
    found = list(mappings(value))
    if not found:
        yield "any"
    for port in found:
        last = f"-{said(port['endPort'])}" if port.get("endPort") is not None else ""
        yield f"{said(port.get('protocol') or 'TCP').lower()} {said(port.get('port') or 'any')}{last}"


def _where(told: Told) -> str:
    return f"{said(nested(told.inputs.get('metadata'), 'namespace') or 'default')}/"


def _selected(selector: Any) -> str:
    """A selector in words; empty for one that takes everything."""
    labels = [f"{key}={said(value)}" for key, value in sorted((nested(selector, "matchLabels") or {}).items())]
    labels += [said(dict(each)) for each in mappings(nested(selector, "matchExpressions"))]
    return f" {','.join(labels)}" if labels else ""


def _role(told: Told) -> Iterator[Grant]:
    """What whoever is bound to a role may do."""
    name = f"{_kind(told)} {_called(told)}"
    for rule in mappings(told.inputs.get("rules")):
        resources = [said(each) for each in [*listed(rule.get("resources")), *listed(rule.get("nonResourceURLs"))]]
        names = f" {', '.join(map(said, listed(rule['resourceNames'])))}" if rule.get("resourceNames") else ""
        for verb in map(said, listed(rule.get("verbs"))):
            for resource in resources:
                wide = EVERYTHING if verb == "*" and resource == "*" else ""
                yield Grant("RBAC", f"whom {name} is bound to", verb, f"{resource}{names}{_group(rule)}", wide)


def _group(rule: Mapping[str, Any]) -> str:
    groups = [said(each) for each in listed(rule.get("apiGroups")) if each]
    return f" of {', '.join(groups)}" if groups else ""


def _binding(told: Told) -> Iterator[Grant]:
    role = told.inputs.get("roleRef")
    named = f"{said(nested(role, 'kind'))} {said(nested(role, 'name'))}"
    where = _where(told).rstrip("/") if _kind(told) == "RoleBinding" else "the whole cluster"
    wide = EVERYTHING if nested(role, "name") == "cluster-admin" else ""
    for subject in mappings(told.inputs.get("subjects")):
        inside = f"{said(subject['namespace'])}/" if subject.get("namespace") else ""
        who = f"{said(subject.get('kind'))} {inside}{said(subject.get('name'))}"
        anyone = EVERYONE if subject.get("name") in ("system:unauthenticated", "system:anonymous", "system:authenticated") else ""
        yield Grant("RBAC", who, f"what {named} allows", where, anyone or wide)


def _kind(told: Told) -> str:
    return told.of.rpartition("::")[0].rpartition(":")[2]


def _called(told: Told) -> str:
    return said(nested(told.inputs.get("metadata"), "name") or told.name)


CLUSTERS: Final[dict[str, Teller]] = {
    "NetworkPolicy": _network_policy,
    "Role": _role,
    "ClusterRole": _role,
    "RoleBinding": _binding,
    "ClusterRoleBinding": _binding,
}
"""By kind, what its objects grant."""
