"""How two sets of properties differ: the diff of a provider that gives none of its own, and of the views.

Source: sdk/go/common/resource/properties_diff.go, pkg/resource/plugin/provider.go (NewDetailedDiffFromObjectDiff).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from . import paths
from .events import PropertyDiff
from .properties import equal
from .values import Properties, Value


@dataclass(frozen=True, slots=True)
class ValueDiff:
    """Two values that differ; `inside` says how where both are objects or both are lists."""

    old: Value
    new: Value
    inside: ObjectDiff | ListDiff | None = None


@dataclass(frozen=True, slots=True)
class ObjectDiff:
    adds: Properties = field(default_factory=dict)
    deletes: Properties = field(default_factory=dict)
    sames: Properties = field(default_factory=dict)
    updates: dict[str, ValueDiff] = field(default_factory=dict)

    @property
    def changed(self) -> list[str]:
        """The names of the properties that differ, sorted."""
        return sorted({*self.adds, *self.deletes, *self.updates})


@dataclass(frozen=True, slots=True)
class ListDiff:
    adds: dict[int, Value]
    deletes: dict[int, Value]
    sames: dict[int, Value]
    updates: dict[int, ValueDiff]


def diff_objects(old: Mapping[str, Value], new: Mapping[str, Value]) -> ObjectDiff | None:
    """How two objects differ, or None where they do not; a null counts as no value."""
    diff = ObjectDiff()
    for key, before in old.items():
        after = new.get(key)
        if before is None and after is None:
            if key in new:
                diff.sames[key] = None
            continue
        if before is None:
            diff.adds[key] = after
        elif after is None:
            diff.deletes[key] = before
        elif (change := diff_values(before, after)) is not None:
            diff.updates[key] = change
        else:
            diff.sames[key] = before
    diff.adds.update((key, value) for key, value in new.items() if key not in old and value is not None)
    return diff if diff.adds or diff.deletes or diff.updates else None


def diff_values(old: Value, new: Value) -> ValueDiff | None:
    """How two values differ, or None where they do not; lists are compared index by index."""
    if isinstance(old, dict) and isinstance(new, dict):
        inside = diff_objects(old, new)
        return None if inside is None else ValueDiff(old, new, inside)
    if isinstance(old, list) and isinstance(new, list):
        shared = min(len(old), len(new))
        changes = {index: diff_values(old[index], new[index]) for index in range(shared)}
        updates = {index: change for index, change in changes.items() if change is not None}
        if not updates and len(old) == len(new):
            return None
        sames = {index: old[index] for index in range(shared) if index not in updates}
        adds = {index: new[index] for index in range(shared, len(new))}
        deletes = {index: old[index] for index in range(shared, len(old))}
        return ValueDiff(old, new, ListDiff(adds, deletes, sames, updates))
    return None if equal(old, new) else ValueDiff(old, new)


def detailed(diff: ObjectDiff, *, input_diff: bool = True) -> dict[str, PropertyDiff]:
    """The diff as Pulumi's detailed diff: a kind for the path of each leaf that differs."""
    return {paths.render(path): PropertyDiff(kind, input_diff) for path, kind in _leaves(diff, ())}


def _leaves(diff: ObjectDiff | ListDiff, prefix: paths.Path) -> Iterator[tuple[paths.Path, str]]:
    for key, change in diff.updates.items():
        path = (*prefix, key)
        if change.inside is not None:
            yield from _leaves(change.inside, path)
        else:
            yield path, "add" if change.old is None else "delete" if change.new is None else "update"
    for key in diff.adds:
        yield (*prefix, key), "add"
    for key in diff.deletes:
        yield (*prefix, key), "delete"
