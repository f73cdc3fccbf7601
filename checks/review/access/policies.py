"""Which connections network policies let through.

Pods that no policy speaks of are open both ways, and what one policy allows none takes away: a policy that goes opens its pods,
unless another one still speaks of them or they go with it; one that comes closes them, unless another did already.

Source: kubernetes.io/docs/concepts/services-networking/network-policies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine import urn

from ...plan import Change, Kind, Plan
from ..objects import objects_of
from ..values import nested
from .granting import ANYONE, EVERYONE, Grant, listed, mappings, open_to, said

_CONTROL: Final = "network policy"
_KIND: Final = "NetworkPolicy"
_NAMESPACE: Final = "Namespace"
_WORKLOADS: Final = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "ReplicaSet", "Pod")
_PEERS: Final = {"Ingress": "from", "Egress": "to"}


def connections(plan: Plan, change: Change, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[list[Grant], list[Grant]]:
    """What the pods of a policy may reach, and be reached by, before and after.

    Args:
        plan: the plan, with the other policies of the cluster.
        change: what becomes of the policy.
        old: what it says; nothing where it is new.
        new: what it is to say; nothing where it goes.
    """
    spoken_of = {direction for each in (old, new) if each for direction in _directions(each)}
    whole = change.kind in (Kind.CREATED, Kind.DELETED) and _comes_or_goes_with_its_pods(plan, change, old or new)
    before, after = (
        list(_through(plan, change, each, other, sorted(spoken_of), after=after, whole=whole))
        for each, other, after in ((old, new, False), (new, old, True))
    )
    return before, after


def _through(
    plan: Plan,
    change: Change,
    policy: Mapping[str, Any],
    other: Mapping[str, Any],
    directions: list[str],
    *,
    after: bool,
    whole: bool,
) -> Iterator[Grant]:
    for direction in directions:
        if policy and direction in _directions(policy):
            yield from _allowed(policy, direction)
        elif not whole and not _held_by_another(plan, change, policy or other, direction, after=after):
            pods = _pods(policy or other)
            inward = direction == "Ingress"
            yield Grant(_CONTROL, ANYONE, "any", pods, EVERYONE) if inward else Grant(_CONTROL, pods, "any", ANYONE)


def _allowed(policy: Mapping[str, Any], direction: str) -> Iterator[Grant]:
    spec, pods = policy.get("spec"), _pods(policy)
    for rule in mappings(nested(spec, direction.lower())):
        for peer in _peers(rule.get(_PEERS[direction]), _namespace(policy)):
            for may in _ports(rule.get("ports")):
                if direction == "Egress":
                    yield Grant(_CONTROL, pods, may, peer)
                else:
                    yield Grant(_CONTROL, peer, may, pods, EVERYONE if peer == ANYONE else open_to(peer.partition(" ")[0]))


def _directions(policy: Mapping[str, Any]) -> list[str]:
    """Unless it says, a policy is about what comes in; and about what goes out where it has a rule of that."""
    types = [said(each) for each in listed(nested(policy, "spec", "policyTypes"))]
    return types or ["Ingress", *(["Egress"] if nested(policy, "spec", "egress") else [])]


def _held_by_another(plan: Plan, change: Change, policy: Mapping[str, Any], direction: str, *, after: bool) -> bool:
    """Whether another policy of the namespace speaks of all of these pods and more."""
    for of, each in objects_of(plan, _KIND, change.provider, after=after):
        speaks = of != change.urn and _namespace(each) == _namespace(policy) and direction in _directions(each)
        if speaks and not nested(_selector(each), "matchExpressions") and _labels(each).items() <= _labels(policy).items():
            return True
    return False


def _comes_or_goes_with_its_pods(plan: Plan, change: Change, policy: Mapping[str, Any]) -> bool:
    """Whether nothing is there, or stays there, that would be open without the policy."""
    namespace, with_it = _namespace(policy), {each.urn for each in plan.changes if each.kind is change.kind}
    there = change.kind is Kind.CREATED
    for of, each in objects_of(plan, _NAMESPACE, change.provider, after=there):
        if of in with_it and nested(each, "metadata", "name") == namespace:
            return True
    selected = [
        of
        for kind in _WORKLOADS
        for of, each in objects_of(plan, kind, change.provider, after=there)
        if _namespace(each) == namespace and _labels(policy).items() <= _labels_of_pods(of, each).items()
    ]
    return bool(selected) and all(of in with_it for of in selected)


def _labels_of_pods(of: str, workload: Mapping[str, Any]) -> Mapping[str, Any]:
    match urn.type_of(of).rpartition(":")[2]:
        case "Pod":
            found = nested(workload, "metadata", "labels")
        case "CronJob":
            found = nested(workload, "spec", "jobTemplate", "spec", "template", "metadata", "labels")
        case _:
            found = nested(workload, "spec", "template", "metadata", "labels")
    return found if isinstance(found, Mapping) else {}


def _labels(policy: Mapping[str, Any]) -> Mapping[str, Any]:
    found = nested(_selector(policy), "matchLabels")
    return found if isinstance(found, Mapping) else {}


def _selector(policy: Mapping[str, Any]) -> Any:
    return nested(policy, "spec", "podSelector")


def _namespace(of: Mapping[str, Any]) -> Any:
    return nested(of, "metadata", "namespace") or "default"


def _pods(policy: Mapping[str, Any]) -> str:
    return f"{said(_namespace(policy))}/{_selected(_selector(policy)) or 'all pods'}"


def _peers(value: Any, namespace: Any) -> Iterator[str]:
    peers = list(mappings(value))
    if not peers:
        yield ANYONE
    for peer in peers:
        if (block := nested(peer, "ipBlock", "cidr")) is not None:
            left_out = ", ".join(said(each) for each in listed(nested(peer, "ipBlock", "except")))
            yield f"{said(block)} except {left_out}" if left_out else said(block)
            continue
        namespaces = nested(peer, "namespaceSelector")
        inside = (
            said(namespace) if namespaces is None else f"namespaces {_selected(namespaces)}" if namespaces else "all namespaces"
        )
        yield f"{inside}/{_selected(nested(peer, 'podSelector')) or 'all pods'}"


def _ports(value: Any) -> Iterator[str]:
    found = list(mappings(value))
    if not found:
        yield "any"
    for port in found:
        last = f"-{said(port['endPort'])}" if port.get("endPort") is not None else ""
        number = said(port["port"]) if port.get("port") is not None else ""
        yield f"{said(port.get('protocol') or 'TCP').lower()} {number}{last}".rstrip()


def _selected(selector: Any) -> str:
    """A selector in words; empty for one that takes everything."""
    labels = [f"{key}={said(value)}" for key, value in sorted((nested(selector, "matchLabels") or {}).items())]
    labels += [said(dict(each)) for each in mappings(nested(selector, "matchExpressions"))]
    return ",".join(labels)
