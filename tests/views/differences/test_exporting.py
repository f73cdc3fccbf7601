"""How what a stack exports differs."""

from __future__ import annotations

from typing import Any

import pytest

from checks.plan import Plan
from engine.values import UNKNOWN, Secret
from views.differences import exports


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2, "b": 3}, ["update a", "add b"]),
        ({"a": {"b": 1}}, {}, ["delete a"]),
        ({"a": "x"}, {"a": UNKNOWN}, []),
        ({}, {"a": UNKNOWN}, ["add a"]),
        ({"a": Secret("x")}, {"a": Secret("x")}, []),
        ({"a": Secret("x")}, {"a": Secret("y")}, ["update a"]),
    ],
)
def test_what_is_exported_otherwise(old: Any, new: Any, told: list[str]):
    assert [f"{line.kind} {line}" for line in exports(Plan((), outputs=(old, new)))] == told
