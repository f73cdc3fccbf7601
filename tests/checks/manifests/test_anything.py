"""Whatever stands in an object is told of, and never ends a preview."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.manifests.checking import problems, unversioned
from checks.manifests.order import ordered, shown
from engine.values import UNKNOWN, Secret

from .made import every, plan

LEAVES = st.sampled_from([None, True, -1, 0, 70000, 0.5, "", "x", "99%", "1Gi", "*/5 * * * *", UNKNOWN, Secret("s"), Secret(7)])
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "a/b", "port"]), inner, max_size=2),
    max_leaves=3,
)
BESIDE = ("namespace", "limits", "web", "autoscaler", "priority")


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in an object but its version and kind, which are the type's."""
    if path and path not in (("apiVersion",), ("kind",)):
        yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(item, (*path, key))


def below(held: Any, step: Any) -> Any:
    """What stands at a step; None where an earlier change has left nothing."""
    if isinstance(held, dict):
        return held.get(step)
    return held[step] if isinstance(held, list) and isinstance(step, int) and step < len(held) else None


EVERY_PLACE = [(called, path) for called, inputs in every().items() for path in places(inputs)]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(EVERY_PLACE), ANYTHING), min_size=1, max_size=3))
def test_no_object_is_too_strange(changes):
    objects = every()
    kept = {called for (called, _), _ in changes} | set(BESIDE)
    for (called, path), value in changes:
        held: Any = objects[called]
        for step in path[:-1]:
            held = below(held, step)
        if below(held, path[-1]) is not None:
            held[path[-1]] = value
    made = plan({called: objects[called] for called in objects if called in kept})
    for _, problem in problems(made):
        assert problem.reason
        assert problem.fix
    assert list(unversioned(made)) == []
    assert len([shown(each) for each in ordered(made.objects)]) == len(made.objects)
