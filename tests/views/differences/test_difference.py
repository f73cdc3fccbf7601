"""How reviewers are told what differs: by name, as sets, by meaning."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.values import UNKNOWN, Secret
from views.differences import difference, place_text
from views.differences.lists import aligned


def lines(old: Any, new: Any) -> list[tuple[str, str, Any, Any]]:
    return [(str(line), line.kind, line.old, line.new) for line in difference({"at": old}, {"at": new}).lines]


def moved(old: Any, new: Any) -> dict[str, int]:
    return {str(each): each.moved for each in difference({"at": old}, {"at": new}).reordered}


WEB = {"name": "web", "image": "shop@sha256:1", "env": [{"name": "PORT", "value": "80"}, {"name": "LOG", "value": "info"}]}
SIDECAR = {"name": "proxy", "image": "proxy@sha256:9"}


def test_a_container_is_known_by_its_name_however_many_come_before_it():
    after = {**WEB, "image": "shop@sha256:2"}
    assert lines([WEB], [SIDECAR, after]) == [
        ("at[proxy]", "add", None, SIDECAR),
        ("at[web].image", "update", "shop@sha256:1", "shop@sha256:2"),
    ]


def test_a_variable_is_known_by_its_name_inside_its_container():
    after = {**WEB, "env": [{"name": "LOG", "value": "debug"}, {"name": "PORT", "value": "80"}]}
    assert lines([WEB], [after]) == [("at[web].env[LOG].value", "update", "info", "debug")]
    assert moved([WEB], [after]) == {"at[web].env": 1}


def test_elements_that_only_moved_are_counted_and_not_shown_as_changed():
    assert lines(["a", "b", "c", "d"], ["d", "a", "b", "c"]) == []
    assert moved(["a", "b", "c", "d"], ["d", "a", "b", "c"]) == {"at": 1}


def test_one_element_more_is_one_line():
    old = [f"10.{number}.0.0/16" for number in range(9)]
    assert lines(old, ["10.99.0.0/16", *old]) == [("at[0]", "add", None, "10.99.0.0/16")]


def test_a_rule_without_a_name_is_known_by_what_it_shares_with_another():
    ssh, web = {"port": 22, "protocol": "tcp", "cidr": "10.0.0.0/8"}, {"port": 443, "protocol": "tcp", "cidr": "10.0.0.0/8"}
    assert lines([ssh, web], [web, {**ssh, "cidr": "0.0.0.0/0"}]) == [("at[1].cidr", "update", "10.0.0.0/8", "0.0.0.0/0")]


def test_what_shares_nothing_went_and_came():
    assert lines([{"a": 1, "b": 2}], [{"c": 3, "d": 4}]) == [
        ("at[0]", "add", None, {"c": 3, "d": 4}),
        ("at[0]", "delete", {"a": 1, "b": 2}, None),
    ]


def test_documents_are_compared_by_what_they_say():
    old = json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Action": ["s3:GetObject"]}]})
    same = json.dumps(json.loads(old), indent=4, sort_keys=True)
    found = difference({"policy": old}, {"policy": same})
    assert not found.lines
    assert [place_text(place) for place in found.respelled] == ["policy"]
    more = json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Action": ["s3:PutObject", "s3:GetObject"]}]})
    (line,) = difference({"policy": old}, {"policy": more}).lines
    assert (str(line), line.kind, line.new) == ("policy(json).Statement[Read].Action[0]", "add", "s3:PutObject")


def test_a_list_of_one_in_a_policy_may_be_written_without_its_brackets():
    old = json.dumps({"Statement": [{"Sid": "Read", "Action": ["s3:GetObject"], "Principal": {"AWS": "*"}, "Resource": "*"}]})
    new = json.dumps({"Statement": {"Sid": "Read", "Action": "s3:GetObject", "Principal": {"AWS": ["*"]}, "Resource": "*"}})
    found = difference({"policy": old}, {"policy": new})
    assert not found.lines
    assert [place_text(place) for place in found.respelled] == ["policy"]
    (line,) = difference({"policy": new}, {"policy": old.replace('"*"}, "Res', '"*", "Service": "ec2.amazonaws.com"}, "Res')}).lines
    assert str(line) == "policy(json).Statement[Read].Principal.Service"
    assert lines('{"a": ["b"]}', '{"a": "b"}') == [("at(json).a", "update", ["b"], "b")]


def test_the_one_element_of_a_list_is_the_same_where_it_has_the_same_keys():
    old, new = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "a"}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
    assert [place for place, *_ in lines([old], [new])] == ["at[0].Action", "at[0].Effect", "at[0].Resource"]


def test_yaml_in_a_string_is_compared_by_what_it_says_too():
    assert lines("a: 1\nb: [x, y]\n", "b:\n- x\n- z\na: 1\n") == [("at(yaml).b[1]", "update", "y", "z")]


def test_yaml_of_several_documents_is_compared_document_by_document():
    assert lines("a: 1\n---\nb: {c: 2}\n", "---\na: 1\n---\nb: {c: 3}\n") == [("at(yaml)[1].b.c", "update", 2, 3)]
    assert lines("---\nno document\n---\n", "---\nno document: 1\n---\n")[0][0] == "at"


def test_whether_a_secret_differs_is_the_providers_to_say():
    old, new = {"password": Secret("hunter2"), "size": 1}, {"password": Secret("hunter3"), "size": 2}
    assert [str(line) for line in difference(old, new, changed={"size"}).lines] == ["size"]
    assert [str(line) for line in difference(old, new, changed={"size", "password"}).lines] == ["password", "size"]


def test_lists_of_secrets_give_nothing_away():
    old, new = [Secret("a"), Secret("b")], [Secret("b"), Secret("a")]
    assert not difference({"at": old}, {"at": new}, changed=()).reordered


def test_null_is_nothing_and_a_value_may_become_unknown():
    assert not difference({"a": None}, {})
    assert lines("vpc-1", UNKNOWN) == [("at", "update", "vpc-1", UNKNOWN)]
    assert not difference({"__defaults": ["a"]}, {})


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from("abc"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "key", "x", "y"]), inner, max_size=3),
    max_leaves=12,
)


@given(PLAIN)
def test_what_is_equal_does_not_differ(value: Any):
    assert not difference({"at": value}, {"at": value})


@given(st.lists(PLAIN, max_size=6), st.randoms(use_true_random=False))
def test_a_list_in_another_order_changes_nothing(elements: list[Any], random: Any):
    shuffled = random.sample(elements, len(elements))
    assert not difference({"at": elements}, {"at": shuffled}).lines


def _without_nothing(value: Any) -> Any:
    """A value as properties have it: what is null is not there."""
    match value:
        case dict():
            return {key: _without_nothing(item) for key, item in value.items() if item is not None}
        case list():
            return [_without_nothing(item) for item in value]
    return value


@given(PLAIN, PLAIN)
@example([], [None])
@example([None, 1], [1])
def test_what_differs_is_told(old: Any, new: Any):
    old, new = _without_nothing(old), _without_nothing(new)
    if json.dumps(old, sort_keys=True) != json.dumps(new, sort_keys=True):
        assert difference({"at": old}, {"at": new})


@given(st.lists(PLAIN, max_size=6), st.lists(PLAIN, max_size=6))
def test_each_element_is_paired_once_and_what_is_unpaired_came_or_went(old: list[Any], new: list[Any]):
    found = aligned(old, new)
    assert sorted(was for was, _ in found.pairs if was is not None) == list(range(len(old)))
    assert sorted(is_ for _, is_ in found.pairs if is_ is not None) == list(range(len(new)))
    assert 0 <= found.moved <= sum(None not in pair for pair in found.pairs)


@given(PLAIN, PLAIN)
def test_what_went_one_way_comes_the_other(old: Any, new: Any):
    there, back = difference({"at": old}, {"at": new}), difference({"at": new}, {"at": old})
    assert bool(there.lines) == bool(back.lines)
    assert sum(line.kind == "add" for line in there.lines) == sum(line.kind == "delete" for line in back.lines)


@pytest.mark.parametrize("size", [400])
def test_long_lists_that_share_nothing_take_no_time_worth_noting(size: int):
    old, new = [{"a": number} for number in range(size)], [{"b": number} for number in range(size)]
    assert len(difference({"at": old}, {"at": new}).lines) == 2 * size
