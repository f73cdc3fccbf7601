"""What guards the pods of a cluster, and what would be bare without each: policies, budgets, quotas, limit ranges, security levels.

What is guarded is found among the objects that the program still asks for, in the same cluster and namespace. What nothing is known
of yet may be guarded.

Sources: kubernetes.io/docs/concepts/services-networking/network-policies (pods that no policy selects are open both ways),
kubernetes.io/docs/tasks/run-application/configure-pdb, kubernetes.io/docs/concepts/policy/resource-quotas and limit-range,
kubernetes.io/docs/concepts/security/pod-security-admission.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from engine import urn
from engine.values import UNKNOWN

if TYPE_CHECKING:
    from .manifests.neighbours import Neighbours

Body: TypeAlias = Mapping[str, Any]
Guard: TypeAlias = Callable[[Body, Body, "Neighbours"], Iterator[str]]
"""From a guard as it is, as it would be (nothing where it goes), and what stays, to what would be bare."""

_OPEN: Final = {"Ingress": "everyone may reach", "Egress": "nothing limits what is reached from"}
_LEFT: Final = {"Ingress": "who may reach", "Egress": "what may be reached from"}
"""Of pods for which the policy of their whole namespace alone is left: where that lets nothing through, they are cut off."""
_EVERYWHERE: Final = ("0.0.0.0/0", "::/0")
_ENFORCE: Final = "pod-security.kubernetes.io/enforce"
_LEVELS: Final = ("privileged", "baseline", "restricted")
_SHOWN: Final = 3


def _policy(old: Body, _: Body, left: Neighbours) -> Iterator[str]:
    """Which pods no policy would select any more, one way or the other."""
    namespace, spec = _namespace(old), _spec(old)
    for way in _closed(spec):
        others = [told for told in _specs(left, "networking.k8s.io", "NetworkPolicy", namespace) if way in _closed(told)]
        selectors = [told.get("podSelector") or {} for told in others]
        if spec.get("podSelector"):
            if bare := _bare(spec["podSelector"], selectors, left, namespace):
                yield f"{_OPEN[way]} the pods of {bare}"
            elif {} in selectors and (cut := _bare(spec["podSelector"], [each for each in selectors if each], left, namespace)):
                yield f"{_LEFT[way]} the pods of {cut} is left to what is said of all of namespace {namespace}"
        elif {} not in selectors and _stays(left, namespace):
            yield f"{_OPEN[way]} the pods of namespace {namespace}"


def _closed(spec: Body) -> list[str]:
    """The ways that a policy closes: those it names, else incoming, and outgoing where it has rules for that.

    One that it opens to everything, by a rule that asks for no port and no peer in particular, is not closed.
    """
    named = spec.get("policyTypes")
    ways = named if isinstance(named, list) and named else ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]
    return [way for way in ways if way in _OPEN and not any(_opens(rule, way) for rule in _each(spec.get(way.lower())))]


def _opens(rule: Body, way: str) -> bool:
    """Whether a rule of a policy lets everything through."""
    if rule.get("ports"):
        return False
    peers = rule.get("from" if way == "Ingress" else "to")
    blocks = (peer.get("ipBlock") or {} for peer in _each(peers))
    return not peers or any(block.get("cidr") in _EVERYWHERE and not block.get("except") for block in blocks)


def _budget(old: Body, _: Body, left: Neighbours) -> Iterator[str]:
    """Which pods a drain could end all at once."""
    namespace, spec = _namespace(old), _spec(old)
    held = (told for told in _specs(left, "policy", "PodDisruptionBudget", namespace) if _holds_back(told))
    others = [told["selector"] for told in held if told.get("selector") is not None]  # without one it means no pods
    if spec.get("selector") is not None and _holds_back(spec) and (bare := _bare(spec["selector"], others, left, namespace)):
        yield f"a drain may end all pods of {bare} at once"


def _holds_back(spec: Body) -> bool:
    """Whether a budget keeps a drain from ending everything that it means."""
    return spec.get("maxUnavailable") != "100%" and spec.get("minAvailable") not in (0, "0", "0%")


def _quota(old: Body, _: Body, left: Neighbours) -> Iterator[str]:
    """What a namespace could take without bounds; one that means some pods alone stands in for none that means others."""
    namespace, spec = _namespace(old), _spec(old)
    others = (told for told in _specs(left, "", "ResourceQuota", namespace) if _scopes(told) in ([], _scopes(spec)))
    held = {key for told in others for key in told.get("hard") or {}}
    bare = sorted((spec.get("hard") or {}).keys() - held)
    if bare and _stays(left, namespace):
        yield f"nothing bounds {', '.join(bare)} of namespace {namespace}"


def _scopes(spec: Body) -> list[Any]:
    selected = (spec.get("scopeSelector") or {}).get("matchExpressions") or []
    return [*sorted(map(str, spec.get("scopes") or [])), *selected]


def _limits(old: Body, _: Body, left: Neighbours) -> Iterator[str]:
    """What containers and pods of a namespace would be told no more."""
    namespace = _namespace(old)
    held = {each for told in _specs(left, "", "LimitRange", namespace) for each in _told(told)}
    bare = sorted(_told(_spec(old)) - held)
    if bare and _stays(left, namespace):
        more = f" and {len(bare) - _SHOWN} more" if len(bare) > _SHOWN else ""
        yield f"nothing says {', '.join(bare[:_SHOWN])}{more} in namespace {namespace}"


def _told(spec: Body) -> set[str]:
    """What a limit range says, as in "max memory of a container"."""
    return {
        f"{how} {resource} of a {item['type'].lower()}"
        for item in _each(spec.get("limits"))
        if isinstance(item.get("type"), str)
        for how in ("default", "defaultRequest", "max", "min", "maxLimitRequestRatio")
        for resource in item.get(how) or ()
    }


def _level(old: Body, new: Body, _: Neighbours) -> Iterator[str]:
    """To which level the pods of a namespace would be held no more."""
    before, after = _enforced(old), _enforced(new)
    if new and before in _LEVELS and after in _LEVELS and _LEVELS.index(after) < _LEVELS.index(before):
        yield f"pods of namespace {(old.get('metadata') or {}).get('name')} are held to {after}, and no longer to {before}"


def _enforced(body: Body) -> Any:
    """The Pod Security Standard that a namespace holds its pods to; None where that is not known."""
    metadata: Any = body.get("metadata") or {}
    labels: Any = metadata if metadata is UNKNOWN else metadata.get("labels") or {}
    return None if labels is UNKNOWN else labels.get(_ENFORCE) or _LEVELS[0]


def _bare(selector: Any, others: list[Any], left: Neighbours, namespace: str) -> str:
    """The names of what has pods that one selector means, and none of the others may; empty for none."""
    from .manifests.neighbours import matches

    pods = [each for each in left.selected(selector, namespace) if matches(selector, each[1].labels)]
    bare = {urn.name_of(each.urn) for each, pod in pods if all(matches(other, pod.labels) is False for other in others)}
    more = f" and {len(bare) - _SHOWN} more" if len(bare) > _SHOWN else ""
    return f"{', '.join(sorted(bare)[:_SHOWN])}{more}" if bare else ""


def _specs(left: Neighbours, group: str, kind: str, namespace: str) -> list[Body]:
    """What is said by the objects of a kind that may be in a namespace: where it is made anew, they do not know its name yet."""
    from .manifests.neighbours import may_be, within

    return [_spec(each.body) for each in left.of(group, kind) if may_be(within(each), namespace)]


def _spec(body: Body) -> Body:
    found = body.get("spec")
    return found if isinstance(found, Mapping) else {}


def _each(values: Any) -> Iterable[Body]:
    return [each for each in values if isinstance(each, Mapping)] if isinstance(values, list) else []


def _namespace(old: Body) -> str:
    return (old.get("metadata") or {}).get("namespace") or "default"


def _stays(left: Neighbours, namespace: str) -> bool:
    """Whether a namespace is still there: itself, or something that is in it."""
    from .manifests.neighbours import SYSTEM, within

    if namespace in SYSTEM or left.named("Namespace", namespace):
        return True
    return any(within(each) == namespace and each.namespace is not None for each in left.objects)


GUARDS: Final[Mapping[str, Guard]] = {
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": _policy,
    "kubernetes:policy/v1:PodDisruptionBudget": _budget,
    "kubernetes:core/v1:ResourceQuota": _quota,
    "kubernetes:core/v1:LimitRange": _limits,
    "kubernetes:core/v1:Namespace": _level,
}
"""By type."""
