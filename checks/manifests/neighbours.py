"""The objects of one cluster, as they refer to each other; what is not known yet may be anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from engine.values import UNKNOWN

from .objects import Manifest
from .pods import Pod, pod_of

DEFAULT: Final = "default"
SYSTEM: Final = frozenset({DEFAULT, "kube-system", "kube-public", "kube-node-lease"})
"""The namespaces that every cluster has from its first day."""


class Neighbours:
    """The objects of one cluster.

    Args:
        objects: the objects.
        open: whether there are others that nothing is known of, as a Helm release brings them.
    """

    def __init__(self, objects: Iterable[Manifest], *, open: bool = False) -> None:  # noqa: A002  as sets are open
        self.objects = tuple(objects)
        self.open = open

    @cached_property
    def _by_kind(self) -> dict[str, list[Manifest]]:
        found = defaultdict(list)
        for each in self.objects:
            if each.builtin:  # a custom kind may bear the same name
                found[each.kind].append(each)
        return found

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[Manifest]]:
        found = defaultdict(list)
        for each in self.objects:
            found[each.group, each.kind].append(each)
        return found

    @cached_property
    def _pods(self) -> list[tuple[Manifest, Pod]]:
        return [(each, pod) for each in self.objects if (pod := pod_of(each)) is not None]

    def of(self, group: str, kind: str) -> list[Manifest]:
        """The objects of a kind."""
        return self._by_name.get((group, kind), [])

    def named(self, kind: str, name: Any, namespace: Any = None) -> list[Manifest]:
        """The objects of a kind that a reference may mean.

        Args:
            kind: the kind.
            name: the name in the reference.
            namespace: where it is looked for; None for what belongs to the whole cluster.
        """
        return [
            each
            for each in self._by_kind.get(kind, ())
            if may_be(each.name, name) and (namespace is None or may_be(within(each), namespace))
        ]

    def lacks(self, kind: str, name: Any, namespace: Any = None) -> bool:
        """Whether a reference leads to nothing that this plan, or the cluster by itself, has."""
        return isinstance(name, str) and not self.open and not self.named(kind, name, namespace)

    def selected(self, selector: Any, namespace: Any) -> Iterator[tuple[Manifest, Pod]]:
        """The pods of a namespace that a label selector may mean."""
        return (
            (each, pod)
            for each, pod in self._pods
            if may_be(within(each), namespace) and matches(selector, pod.labels) is not False
        )


def within(manifest: Manifest) -> Any:
    """The namespace that an object is in."""
    return DEFAULT if manifest.namespace is None else manifest.namespace


def may_be(one: Any, other: Any) -> bool:
    """Whether two values are the same, as far as they are known."""
    return one is UNKNOWN or other is UNKNOWN or one == other


def matches(selector: Any, labels: Any) -> bool | None:
    """Whether a label selector means what has some labels; None where that is not known yet.

    Source: kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements.
    """
    if not isinstance(selector, Mapping) or not isinstance(labels, Mapping):
        return None
    wanted = selector.get("matchLabels") or {}
    terms = selector.get("matchExpressions") or []
    if not isinstance(wanted, Mapping) or not isinstance(terms, list):
        return None
    answers = [_has(labels, key, [value]) for key, value in wanted.items()]
    answers += [_holds(term, labels) if isinstance(term, Mapping) else None for term in terms]
    return False if False in answers else None if None in answers else True


def _has(labels: Mapping[str, Any], key: str, values: list[Any]) -> bool | None:
    if key not in labels:
        return False
    return None if labels[key] is UNKNOWN or UNKNOWN in values else labels[key] in values


def _holds(term: Mapping[str, Any], labels: Mapping[str, Any]) -> bool | None:
    key, operator, values = term.get("key"), term.get("operator"), term.get("values") or []
    if not isinstance(key, str) or not isinstance(values, list):
        return None
    if operator in ("Exists", "DoesNotExist"):
        return (key in labels) is (operator == "Exists")
    has = _has(labels, key, values)
    return has if operator == "In" or has is None else not has
