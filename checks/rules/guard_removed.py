"""Rule `guard-removed`: a network policy, a disruption budget or a quota goes, and what it guards stays.

What is guarded is found among the objects that the program still asks for, in the same cluster and namespace; a guard that another
one stands in for is no loss, and neither is one that goes with what it guards, its namespace or its cluster. One that is kept and
told to guard less counts like one that goes.

Sources: kubernetes.io/docs/concepts/services-networking/network-policies (pods that no policy selects are open both ways),
kubernetes.io/docs/tasks/run-application/configure-pdb, kubernetes.io/docs/concepts/policy/resource-quotas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from engine import urn
from engine.properties import unwrap

from ..finding import Finding, Severity
from ..plan import LOST, Change, Kind
from ..rule import Rule
from ..subject import Subject

if TYPE_CHECKING:
    from ..manifests.neighbours import Neighbours

NAME: Final = "guard-removed"
POLICY: Final = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
BUDGET: Final = "kubernetes:policy/v1:PodDisruptionBudget"
QUOTA: Final = "kubernetes:core/v1:ResourceQuota"
_OPEN: Final = {"Ingress": "everyone may reach", "Egress": "nothing limits what is reached from"}
_SHOWN: Final = 3


def _removed(subject: Subject) -> Iterator[Finding]:
    plan = subject.plan
    going = [change for change in plan.changes if change.kind in (*LOST, Kind.UPDATED) and change.type in _GUARDS]
    if not going or not plan.asked:
        return
    from ..manifests.clusters import cluster_of
    from ..manifests.neighbours import Neighbours
    from ..manifests.objects import manifests

    every, objects = {each.urn: each for each in plan.asked}, manifests(plan.asked, plan.names)
    for change in going:
        if change.provider not in every:
            continue  # the cluster is gone, or was another
        cluster = cluster_of(change.provider, every)
        left = Neighbours(each for each in objects.objects if each.cluster == cluster)
        for bare in _GUARDS[change.type](unwrap(dict(change.old)), left):
            yield Finding(rule=NAME, severity=Severity.ERROR, resource=change.urn, reason=_reason(change, bare), fix=_FIX)


_FIX: Final = "keep it, or declare what takes its place; who wants it so accepts it in the environment"


def _reason(change: Change, bare: str) -> str:
    how = "guard less" if change.kind is Kind.UPDATED else f"be {change.kind}"
    return f"it would {how}, and {bare}"


def _policy(old: Mapping[str, Any], left: Neighbours) -> Iterator[str]:
    """Which pods no policy would select any more, one way or the other."""
    namespace, spec = _namespace(old), old.get("spec") or {}
    for way in _closed(spec):
        others = [told for told in _specs(left, "networking.k8s.io", "NetworkPolicy", namespace) if way in _closed(told)]
        selectors = [told.get("podSelector") or {} for told in others]
        if spec.get("podSelector"):
            if bare := _bare(spec["podSelector"], selectors, left, namespace):
                yield f"{_OPEN[way]} the pods of {bare}"
        elif {} not in selectors and _stays(left, namespace):
            yield f"{_OPEN[way]} the pods of namespace {namespace}"


def _closed(spec: Mapping[str, Any]) -> list[str]:
    """The ways that a policy closes: those it names, else incoming, and outgoing where it has rules for that.

    One that it opens to everything, by a rule without any condition, is not closed.
    """
    named = spec.get("policyTypes")
    ways = named if isinstance(named, list) else ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]
    return [way for way in ways if way in _OPEN and {} not in (spec.get(way.lower()) or ())]


def _budget(old: Mapping[str, Any], left: Neighbours) -> Iterator[str]:
    """Which pods a drain could end all at once."""
    namespace, spec = _namespace(old), old.get("spec") or {}
    others = [told.get("selector") for told in _specs(left, "policy", "PodDisruptionBudget", namespace)]
    if bare := _bare(spec.get("selector") or {}, others, left, namespace):
        yield f"a drain may end all pods of {bare} at once"


def _bare(selector: Any, others: list[Any], left: Neighbours, namespace: str) -> str:
    """The names of what has pods that one selector means, and none of the others may; empty for none."""
    from ..manifests.neighbours import matches

    pods = [each for each in left.selected(selector, namespace) if matches(selector, each[1].labels)]
    bare = {urn.name_of(each.urn) for each, pod in pods if all(matches(other, pod.labels) is False for other in others)}
    more = f" and {len(bare) - _SHOWN} more" if len(bare) > _SHOWN else ""
    return f"{', '.join(sorted(bare)[:_SHOWN])}{more}" if bare else ""


def _specs(left: Neighbours, group: str, kind: str, namespace: str) -> list[Mapping[str, Any]]:
    """What is said by the objects of a kind that may be in a namespace: where it is made anew, they do not know its name yet."""
    from ..manifests.neighbours import may_be, within

    found = (each.body.get("spec") for each in left.of(group, kind) if may_be(within(each), namespace))
    return [spec if isinstance(spec, Mapping) else {} for spec in found]


def _quota(old: Mapping[str, Any], left: Neighbours) -> Iterator[str]:
    """What a namespace could take without bounds."""
    namespace = _namespace(old)
    held = {key for spec in _specs(left, "", "ResourceQuota", namespace) for key in spec.get("hard") or {}}
    bare = sorted(((old.get("spec") or {}).get("hard") or {}).keys() - held)
    if bare and _stays(left, namespace):
        yield f"nothing bounds {', '.join(bare)} of namespace {namespace}"


def _namespace(old: Mapping[str, Any]) -> str:
    return (old.get("metadata") or {}).get("namespace") or "default"


def _stays(left: Neighbours, namespace: str) -> bool:
    """Whether a namespace is still there: itself, or something that is in it."""
    from ..manifests.neighbours import SYSTEM, within

    if namespace in SYSTEM or left.named("Namespace", namespace):
        return True
    return any(within(each) == namespace and each.namespace is not None for each in left.objects)


_GUARDS: Final[Mapping[str, Callable[[Mapping[str, Any], Neighbours], Iterator[str]]]] = {
    POLICY: _policy,
    BUDGET: _budget,
    QUOTA: _quota,
}

RULE = Rule(
    name=NAME,
    tells="a network policy, a disruption budget or a quota is removed, or told to guard less, while what it guards stays",
    finds=_removed,
)
