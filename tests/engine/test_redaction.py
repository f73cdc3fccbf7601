"""What stands for a value that was taken out of a state is compared with nothing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import deployment
from engine.deployment import Snapshot
from engine.redaction import REDACTED, Redaction, redacted_values, uncovered
from engine.resource import Resource
from engine.values import UNKNOWN, Secret

HIDDEN = Secret(REDACTED)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3) | inner.map(Secret),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("old", "new", "compared"),
    [
        (HIDDEN, "new", "new"),
        (HIDDEN, Secret({"a": 1}), Secret({"a": 1})),
        (REDACTED, ["x"], ["x"]),
        (HIDDEN, None, HIDDEN),  # it is gone, and that is a change
        (HIDDEN, UNKNOWN, HIDDEN),  # it may become anything, and that is one too
        ({"user": "app", "password": HIDDEN}, {"user": "web", "password": "p"}, {"user": "app", "password": "p"}),
        ({"user": "app", "password": HIDDEN}, Secret({"user": "app", "password": "p"}), {"user": "app", "password": "p"}),
        (
            [{"name": "A", "value": HIDDEN}, {"name": "B", "value": "2"}],
            [{"name": "Z", "value": "0"}, {"name": "A", "value": "1"}, {"name": "B", "value": "3"}],
            [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
        ),
        ([HIDDEN, "b"], ["a", "b"], ["a", "b"]),
        ([HIDDEN, "b"], [], [HIDDEN, "b"]),
        ("whole", "other", "whole"),
    ],
)
def test_what_was_taken_out_is_as_it_is_to_be(old, new, compared):
    assert uncovered(old, new) == compared


@given(VALUES, VALUES)
def test_what_is_whole_stays_as_it_was(old, new):
    assert uncovered(old, new) == old


@given(VALUES)
def test_what_was_taken_out_alone_makes_no_difference(new):
    def taken_out(value):
        match value:
            case dict():
                return {key: taken_out(item) for key, item in value.items()}
            case Secret():
                return HIDDEN
        return value

    assert uncovered(taken_out(new), new) == new


def test_a_state_says_that_it_is_redacted_and_of_which_commit():
    resource = Resource(urn="urn:pulumi:dev::p::t:i:R::a", type="t:i:R", custom=True, id="a", inputs={"s": HIDDEN})
    data = json.loads(json.dumps(deployment.to_json(Snapshot(resources=[resource], redaction=Redaction(commit="c0ffee")), None)))
    assert (data["version"], data["features"]) == (4, ["redacted"])
    read = deployment.from_json(data, lambda _: lambda text: text)
    assert read.redaction == Redaction(commit="c0ffee")
    assert len(list(redacted_values(read.resources[0].inputs))) == 1
