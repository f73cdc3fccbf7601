"""A step's differences as a tree: from the provider's detailed diff where there is one, from the inputs otherwise.

Source: pkg/engine/detailedDiff.go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import paths
from engine.diff import ListDiff, ObjectDiff, ValueDiff, diff_objects, diff_values
from engine.events import PropertyDiff, Step
from engine.values import UNKNOWN, Output, Properties, Secret, Value

from .values import masked, visible

_MISSING: Any = object()


def differences(old: Properties, new: Properties, *, secrets: bool = False) -> ObjectDiff | None:
    """How the properties that people are shown differ; None where they do not."""
    return diff_objects(visible(old, secrets=secrets), visible(new, secrets=secrets))


def translate(step: Step, *, secrets: bool = False, refreshed: bool = False) -> ObjectDiff | None:
    """The detailed diff of a step with its values: old inputs (old outputs where the path says so) against new inputs.

    Args:
        step: with a detailed diff.
        secrets: show them.
        refreshed: whether the new state was read, so that paths of outputs are held against new outputs.
    """
    assert step.detailed_diff is not None
    if step.old is None or step.new is None or not step.detailed_diff:
        return None
    properties = (step.old.inputs, step.old.outputs, step.new.inputs, step.new.outputs if refreshed else step.new.inputs)
    old_inputs, old_outputs, new_inputs, new_outputs = (masked(each, secrets=secrets) for each in properties)
    diff = ObjectDiff()
    for text, change in step.detailed_diff.items():
        try:
            path = paths.parse(text) or (text,)
        except ValueError:
            path = (text,)  # a provider's own words: shown as they are
        old, new = (old_inputs, new_inputs) if change.input_diff else (old_outputs, new_outputs)
        _insert(diff, path, change, old, new)
    return diff


def _insert(parent: ObjectDiff | ListDiff, path: paths.Path, change: PropertyDiff, old_parent: Value, new_parent: Value) -> None:
    """Put one change at its path; a branch that only one side has is an addition or a deletion, whatever the provider calls it."""
    head, rest = path[0], path[1:]
    branch: Any = parent  # its dictionaries are keyed by what the path gives: names of an object, indices of a list
    if isinstance(head, int) is not isinstance(parent, ListDiff):
        return
    old, new = _child(old_parent, head), _child(new_parent, head)
    kind = change.kind.removesuffix("-replace")
    if rest:
        before, after = _or_null(old), _or_null(new)
        if before is None and after is not None:
            branch.adds[head] = after
        elif before is not None and after is None:
            branch.deletes[head] = before
        else:
            _insert(_inside(branch, head, before, after, of_list=isinstance(rest[0], int)), rest, change, old, new)
    elif kind == "add":
        branch.adds[head] = UNKNOWN if new is _MISSING else new
    elif kind == "delete":
        branch.deletes[head] = UNKNOWN if old is _MISSING else old
    else:
        before, after = _or_null(old), _or_null(new)
        branch.updates[head] = diff_values(before, after) or ValueDiff(before, after)


def _inside(branch: Any, head: str | int, old: Value, new: Value, *, of_list: bool) -> ObjectDiff | ListDiff:
    known = branch.updates.get(head)
    if known is not None and isinstance(known.inside, ListDiff if of_list else ObjectDiff):
        return known.inside
    inside = ListDiff({}, {}, {}, {}) if of_list else ObjectDiff()
    branch.updates[head] = ValueDiff(old, new, inside)
    return inside


def _child(value: Value, key: str | int) -> Value:
    """What stands under the key; a value that cannot be looked into stands for all that is in it."""
    match value:
        case Secret() | Output():
            return value
        case _ if value is UNKNOWN:
            return value
        case list() if isinstance(key, int) and 0 <= key < len(value):
            return value[key]
        case Mapping() if key in value:
            return value[key]
    return _MISSING


def _or_null(value: Value) -> Value:
    return None if value is _MISSING else value
