"""Property paths, and what ignore_changes does with them; the cases follow sdk/go/common/resource/properties_path_test.go."""

from __future__ import annotations

from typing import Any

import pytest

from engine import paths
from engine.values import Secret


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("root", ("root",)),
        ("root.nested", ("root", "nested")),
        ('root["nested"]', ("root", "nested")),
        ("root.array[0]", ("root", "array", 0)),
        ('root["key with \\"quotes\\""][1].x', ("root", 'key with "quotes"', 1, "x")),
        ('["root"]["a.b"]', ("root", "a.b")),
        ("root[*].field", ("root", "*", "field")),
        ("root.[1]", ("root", 1)),
        ("*", ("*",)),
    ],
)
def test_parse(text: str, path: tuple[str | int, ...]) -> None:
    assert paths.parse(text) == path


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (".root", "expected property path to start with a name or index"),
        ("root.", "expected property path to end with a name or index"),
        ("root[", "missing closing bracket in array index"),
        ('root["nested]', "missing closing quote in property name"),
        ('root["nested"', "missing closing bracket in property access"),
        ("root[a]", 'invalid array index: strconv.ParseInt: parsing "a": invalid syntax'),
    ],
)
def test_parse_refuses_in_pulumis_words(text: str, message: str) -> None:
    with pytest.raises(paths.PathError) as refused:
        paths.parse(text)
    assert str(refused.value) == message


def test_render_quotes_what_is_no_name() -> None:
    assert paths.render(("tags", "a.b", 0, "x_1")) == 'tags["a.b"][0].x_1'


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("tags", "tags.a", True),
        ("tags.a", "tags", False),
        ("a[*].b", "a[3].b.c", True),
        ("*", "anything", True),
        ("a[0]", "a[1]", False),
    ],
)
def test_contains(pattern: str, path: str, expected: bool) -> None:
    assert paths.contains(paths.parse(pattern), paths.parse(path)) is expected


@pytest.mark.parametrize(
    ("path", "old", "new", "expected", "followed"),
    [
        ("a", {"a": 1}, {"a": 2, "b": 3}, {"a": 1, "b": 3}, True),
        ("a", {}, {"a": 2}, {}, True),
        ("a", {"a": 1}, {}, {"a": 1}, True),
        ("a.b", {"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}, {"a": {"b": 1, "c": 3}}, True),
        ("a.b", {"a": {"b": 1}}, {}, {}, False),
        ("a[0].b", {"a": [{"b": 1}]}, {"a": [{"b": 2}, {"b": 3}]}, {"a": [{"b": 1}, {"b": 3}]}, True),
        ("a[1]", {"a": [1]}, {"a": [2, 3]}, {"a": [2, 3]}, False),
        ("a[*]", {"a": [1, 2]}, {"a": [3, 4, 5]}, {"a": [1, 2, 5]}, False),
        ("*", {"a": 1, "b": 2}, {"a": 3, "c": 4}, {"a": 1, "b": 2}, True),
        ("a", {"a": Secret(1)}, {"a": 2}, {"a": Secret(1)}, True),
        ("a.b", {"a": Secret({"b": 1})}, {"a": {"b": 2}}, {"a": {"b": Secret(1)}}, True),
        ("a.b", {"a": {"b": 1}}, {"a": Secret({"b": 2})}, {"a": Secret({"b": 1})}, True),
    ],
)
def test_reset(path: str, old: dict[str, Any], new: dict[str, Any], expected: dict[str, Any], followed: bool) -> None:
    before = repr((old, new))
    assert paths.reset(paths.parse(path), old, new) == (expected, followed)
    assert repr((old, new)) == before, "values are never changed in place"
