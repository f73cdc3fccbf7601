"""The outputs of an object, from its rule and the call that makes or changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import paths
from .difference import Edit, moves
from .values import UNKNOWN, Properties, Secret

if TYPE_CHECKING:
    from .call import Call
    from .rules import Rule


def outputs_of(
    rule: Rule, call: Call, *, preview: bool, old: Properties | None = None, changes: list[Edit] | None = None
) -> Properties:
    """The inputs, and what the rule makes of them.

    Args:
        rule: the type's rule.
        call: the operation; its `raw` inputs are the first of the outputs.
        preview: whether what only the cloud can tell is unknown.
        old: the outputs before an update (with their secrets); None for a new object.
        changes: what the update changes.
    """
    again = changes == [] and not preview  # nothing is another, so what did not become ready is tried once more
    outputs = _copy(call.raw)
    if rule.settles is not None:
        rule.settles(call, outputs)
    for path, value in rule.defaults.items():
        paths.fill(outputs, paths.parse(path), _copy(value), make_parents=False)
    for path, function in rule.derived.items():
        _fill(outputs, path, call.evaluate(path, function), make_parents=False)
    for path, function in rule.computed.items():
        steps = paths.parse(path)
        moved = moves(rule, path, changes or []) or (again and path in rule.volatile)
        kept = None if old is None or moved else next((v for _, v in paths.values(old, steps)), None)
        if kept is not None:
            _fill(outputs, path, kept, make_parents=True)
        else:
            _fill(outputs, path, UNKNOWN if preview else call.evaluate(path, function), make_parents=True)
    for path in rule.secrets:
        _conceal(outputs, paths.parse(path))
    return outputs


def _fill(outputs: Properties, path: str, value: Any, *, make_parents: bool) -> None:
    if value is not None:
        paths.fill(outputs, paths.parse(path), _copy(value), make_parents=make_parents)


def _conceal(root: Any, path: paths.Path) -> None:
    """Make the values at `path` secret, in place."""
    for where, value in list(paths.values(root, path)):
        node = root
        for step in where[:-1]:
            node = node.value[step] if isinstance(node, Secret) else node[step]
        if isinstance(node, dict | list) and value is not None and not isinstance(value, Secret):
            node[where[-1]] = Secret(value)


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copy(item) for item in value]
    return value
