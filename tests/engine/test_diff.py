"""How properties differ, and when they are equal."""

from __future__ import annotations

from typing import Any

import pytest

from engine.diff import detailed, diff_objects
from engine.properties import contains_secret, contains_unknown, equal, secretness_of, without_outputs
from engine.values import UNKNOWN, Output, Secret


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": 1}, {"a": 1}, None),
        ({"a": 1}, {"a": 2}, {"a": "update"}),
        ({"a": None}, {}, None),
        ({"a": None}, {"a": 1}, {"a": "add"}),
        ({"a": 1}, {"a": None}, {"a": "delete"}),
        ({"a": {"b": 1, "c.d": 2}}, {"a": {"b": 1, "c.d": 3}}, {'a["c.d"]': "update"}),
        ({"a": [1, 2]}, {"a": [1, 3, 4]}, {"a[1]": "update", "a[2]": "add"}),
        ({"a": [1, 2]}, {"a": [1]}, {"a[1]": "delete"}),
        ({"a": [1]}, {"a": {"b": 1}}, {"a": "update"}),
        ({"a": 1}, {"a": True}, {"a": "update"}),
        ({"a": 1}, {"a": UNKNOWN}, {"a": "update"}),
    ],
)
def test_detailed_diff(old: dict[str, Any], new: dict[str, Any], expected: dict[str, str] | None) -> None:
    diff = diff_objects(old, new)
    assert (None if diff is None else {path: entry.kind for path, entry in detailed(diff).items()}) == expected


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ({"a": None}, {}, True),
        ({"a": [None]}, {"a": []}, False),
        (1, True, False),
        (1, 1.0, True),
        (Secret(1), 1, False),
        (Secret([1]), Secret([1]), True),
        (UNKNOWN, UNKNOWN, True),
        ("1", 1, False),
    ],
)
def test_equal(left: Any, right: Any, same: bool) -> None:
    assert equal(left, right) is same
    assert equal(right, left) is same


def test_secrets_come_back_where_the_inputs_had_them() -> None:
    inputs = {"tags": {"a": Secret("x"), "b": "y"}, "list": [Secret(1)], "plain": 1}
    outputs = {"tags": {"a": "x", "b": "y", "c": "z"}, "list": [1], "plain": 1, "id": "i"}
    assert secretness_of(inputs, outputs) == {
        "tags": {"a": Secret("x"), "b": "y", "c": "z"},
        "list": Secret([1]),
        "plain": 1,
        "id": "i",
    }


def test_what_an_output_is_without_its_dependencies() -> None:
    value = {"a": Output("x", secret=True, dependencies=("u",)), "b": [Output()], "c": Output(Output("y"))}
    assert without_outputs(value) == {"a": Secret("x"), "b": [UNKNOWN], "c": "y"}
    assert contains_unknown(value)
    assert contains_secret(value)


def test_a_null_on_both_sides_is_the_same_and_one_on_a_side_alone_is_nothing() -> None:
    diff = diff_objects({"a": None, "b": None, "c": 1}, {"a": None, "c": 2, "d": None})
    assert diff is not None
    assert diff.sames == {"a": None}
    assert (diff.adds, diff.deletes, list(diff.updates)) == ({}, {}, ["c"])
