"""Property values to protobuf and back, and paths into them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import paths
from simulator.values import UNKNOWN, Secret, holds_secret, holds_unknown, plain
from simulator.wire import OUTPUT, REFERENCE, SECRET, SENTINELS, SIGNATURE, from_struct, to_struct

KEYS = st.text(max_size=6).filter(lambda key: key != SIGNATURE)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9)
)
VALUES = st.recursive(
    SCALARS | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3) | st.builds(Secret, inner),
    max_leaves=9,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_what_goes_over_the_wire_comes_back(properties):
    assert from_struct(to_struct(properties)) == properties


def test_integral_numbers_come_back_as_integers():
    (value,) = from_struct(to_struct({"n": 3.0})).values()
    assert type(value) is int


@pytest.mark.parametrize("sentinel", sorted(SENTINELS))
def test_every_sentinel_is_the_unknown_value(sentinel):
    assert from_struct(to_struct({"x": [sentinel]})) == {"x": [UNKNOWN]}


@pytest.mark.parametrize(
    ("signed", "value"),
    [
        ({SIGNATURE: SECRET, "value": "a"}, Secret("a")),
        ({SIGNATURE: OUTPUT, "value": "a", "dependencies": ["urn"]}, "a"),
        ({SIGNATURE: OUTPUT, "value": "a", "secret": True}, Secret("a")),
        ({SIGNATURE: OUTPUT, "secret": True}, Secret(UNKNOWN)),
        ({SIGNATURE: OUTPUT}, UNKNOWN),
        ({SIGNATURE: REFERENCE, "urn": "urn:x", "id": "vpc-1"}, "vpc-1"),
        ({SIGNATURE: REFERENCE, "urn": "urn:x"}, "urn:x"),
        (
            {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "x"},
            {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", "text": "x"},
        ),
    ],
)
def test_signed_objects_become_what_they_stand_for(signed, value):
    assert from_struct(to_struct({"x": signed})) == {"x": value}


def test_marks_are_found_at_any_depth_and_taken_off():
    value = {"a": [{"b": Secret({"inner": UNKNOWN})}]}
    assert holds_secret(value)
    assert holds_unknown(value)
    assert plain(value) == {"a": [{"b": {"inner": UNKNOWN}}]}
    assert "inner" not in repr(value["a"][0]["b"])


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("a", ("a",)),
        ("a.b", ("a", "b")),
        ("a[0].b", ("a", 0, "b")),
        ("a[*].b", ("a", "*", "b")),
        ('a["b.c/d"]', ("a", "b.c/d")),
        ('a["say \\"hi\\""].x', ("a", 'say "hi"', "x")),
    ],
)
def test_a_path_is_read_and_shown(text, steps):
    assert paths.parse(text) == steps
    if "*" not in steps:
        assert paths.show(steps) == text


def test_what_is_no_path_is_refused():
    with pytest.raises(ValueError, match="is no property path"):
        paths.parse("a[")


def test_values_beyond_secrets_are_secret_and_beyond_unknowns_unknown():
    root = {"a": Secret({"b": [1, 2]}), "c": UNKNOWN}
    assert list(paths.values(root, paths.parse("a.b[*]"))) == [(("a", "b", 0), Secret(1)), (("a", "b", 1), Secret(2))]
    assert list(paths.values(root, paths.parse("c.d"))) == [(("c",), UNKNOWN)]
    assert list(paths.values(root, paths.parse("x.y"))) == []


def test_filling_takes_no_ones_place_and_makes_parents_only_when_told():
    root = {"a": {"b": 1}, "list": [{}, {"x": 0}]}
    for path, value in (("a.b", 2), ("a.c", 3), ("list[*].x", 4), ("none.d", 5)):
        paths.fill(root, paths.parse(path), value, make_parents=False)
    paths.fill(root, paths.parse("some.e"), 6, make_parents=True)
    assert root == {"a": {"b": 1, "c": 3}, "list": [{"x": 4}, {"x": 0}], "some": {"e": 6}}
