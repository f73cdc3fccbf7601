"""The text of a fault, and what a word was probably meant to be."""

from __future__ import annotations

import pytest

from faults import Fault, FaultError, Position, dotted, nearest


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (
            Fault(where=Position("a.yaml", 14, 7), path="sites.x", given='"q"', expected="a, b or c", fix="choose one"),
            'a.yaml:14:7 sites.x: "q", expected a, b or c; fix: choose one',
        ),
        (Fault(where=Position("a.yaml", 1, 1), given="not YAML"), "a.yaml:1:1: not YAML"),
        (Fault(path="sites", given="missing", expected="sites by name"), "sites: missing, expected sites by name"),
        (Fault(given="nothing", fix="write something"), "nothing; fix: write something"),
    ],
)
def test_a_fault_is_one_line_without_what_it_lacks(fault, text):
    assert str(fault) == text


def test_an_error_tells_every_fault_and_has_pulumis_exit_code():
    error = FaultError([Fault(given="one"), Fault(given="two")])
    assert str(error) == "one\ntwo"
    assert [fault.given for fault in error.faults] == ["one", "two"]
    assert error.exit_code == 2


def test_a_path_is_shown_with_dots_and_brackets():
    assert dotted(("sites", "jakarta-aws", "zones", 1)) == "sites.jakarta-aws.zones[1]"
    assert dotted(()) == ""


@pytest.mark.parametrize(("word", "meant"), [("domian", "domain"), ("Tier", "tier"), ("xyzzy", None)])
def test_the_nearest_known_word(word, meant):
    assert nearest(word, ["domain", "tier", "sites"]) == meant


def test_a_word_that_was_shortened_is_nearer_than_one_with_other_letters():
    assert nearest("singapore-ali", ["singapore-aws", "singapore-alicloud"]) == "singapore-alicloud"
    assert nearest("jakarta-alicloud", ["jakarta-aws", "jakarta-ali"]) == "jakarta-ali"
