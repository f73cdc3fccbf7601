"""Inputs that real providers made up are no difference from a program that never gave them."""

from __future__ import annotations

import pytest

from engine.made_up import as_given, foreign

HERE = "ap-southeast-3"


@pytest.mark.parametrize(
    ("old", "new", "compared"),
    [
        ({"__defaults": ["open"], "open": False, "title": "a"}, {"title": "a"}, {"title": "a"}),
        ({"__defaults": ["open"], "open": False}, {"open": False}, {"open": False}),
        ({"__defaults": [], "title": "a"}, {}, {"title": "a"}),
        ({"__defaults": [], "region": HERE}, {}, {}),
        ({"__defaults": [], "region": HERE}, {"region": "elsewhere"}, {"region": HERE}),
        ({"__defaults": [], "region": "elsewhere"}, {}, {"region": "elsewhere"}),
        (
            {"__defaults": [], "walls": [{"__defaults": ["thick"], "thick": 2, "tall": 3}]},
            {"walls": [{"tall": 3}]},
            {"walls": [{"tall": 3}]},
        ),
        (
            {"__defaults": [], "walls": [{"__defaults": ["thick"], "thick": 2}, {"__defaults": []}]},
            {"walls": [{"thick": 2}]},
            {"walls": [{}, {}]},
        ),
        ({"__defaults": "damaged", "a": 1}, {}, {"a": 1}),
    ],
)
def test_what_the_program_gives_is_left(old, new, compared):
    assert foreign(old, new)
    assert as_given(old, new, HERE) == compared


def test_a_provider_that_makes_them_up_again_is_asked_itself():
    assert not foreign({"__defaults": ["open"], "open": False}, {"__defaults": [], "title": "a"})
    assert not foreign({"title": "a"}, {"title": "a"})
