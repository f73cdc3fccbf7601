"""Rules `origin-open` and `origin-refuses`: load balancers behind CDNs, by what an environment says and said."""

from __future__ import annotations

from typing import Any

import pytest

from checks.finding import Severity
from checks.plan import Component, Plan
from checks.rules import origin_open, origin_refuses
from checks.subject import Subject
from engine.values import UNKNOWN, Secret
from tests.support.drilled import ROOT

OPEN = {"key": "a", "origins": "open"}
A, A_AND_B, B_AND_A, B = (
    {"key": "a", "origins": "closed"},
    {"key": "a", "accepts": "b", "origins": "closed"},
    {"key": "b", "accepts": "a", "origins": "closed"},
    {"key": "b", "origins": "closed"},
)
NONE: dict[str, Any] = {"origins": "closed"}


def said(edge: dict[str, Any] | None) -> dict[str, Any]:
    return {"traffic": {"www": {"to": "storefront"}}, **({"edge": {"www": edge}} if edge is not None else {})}


def found(rule: Any, after: dict[str, Any] | None, before: dict[str, Any] | None = None, *, new: bool = False) -> list[Any]:
    component = Component(urn=ROOT, new=said(after), old=None if new else said(before))
    findings = list(rule.RULE.finds(Subject(Plan(changes=(), components={ROOT: component}))))
    assert {finding.resource for finding in findings} <= {"edge.www"}
    return findings


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (NONE, OPEN),
        (OPEN, A),
        (A, A),
        (A, A_AND_B),
        (A_AND_B, B_AND_A),
        (B_AND_A, B),
        (A, OPEN),
        (OPEN, NONE),
        (None, OPEN),
        (NONE, None),
    ],
)
def test_a_step_at_a_time_refuses_nobody(before, after):
    assert not found(origin_refuses, after, before)


@pytest.mark.parametrize(
    ("before", "after", "fix"),
    [
        (NONE, A, "origins: open"),
        (A, NONE, "origins: open"),
        (A, B, "under accepts"),
        (A, B_AND_A, "under accepts"),
        (A_AND_B, B, "under accepts"),
        (None, A, "origins: open"),
        (A, None, "origins: open"),
    ],
)
def test_two_steps_in_one_are_refused_with_the_way(before, after, fix):
    (finding,) = found(origin_refuses, after, before)
    assert finding.severity is Severity.ERROR
    assert fix in finding.fix


def sent(value: Secret, before: dict[str, Any], after: dict[str, Any]) -> list[Any]:
    cdn = f"{ROOT.rpartition('::')[0].replace('Environment', 'Environment$nusantara:multicloud:CloudFront')}::edge-www-aws"
    components = {
        ROOT: Component(urn=ROOT, old=said(before), new=said(after)),
        cdn: Component(urn=cdn, old={"header": ["X-Edge-Key", Secret("old")]}, new={"header": ["X-Edge-Key", value]}),
    }
    return list(origin_refuses.RULE.finds(Subject(Plan(changes=(), components=components))))


def test_the_key_that_load_balancers_take_already_is_sent_in_place_of_the_other_one():
    assert not sent(Secret("new"), A_AND_B, B_AND_A)
    assert sent(Secret("new"), A_AND_B, A_AND_B)


@pytest.mark.parametrize(
    ("value", "refused"),
    [(Secret("old"), False), (Secret("new"), True), (Secret(UNKNOWN), False)],
    ids=["same", "other", "unknown"],
)
def test_another_value_under_the_same_key_is_refused_where_it_is_known(value, refused):
    findings = sent(value, A, A)
    assert ["under another configuration key" in finding.fix for finding in findings] == ([True] if refused else [])
    assert "old" not in str(findings)


@pytest.mark.parametrize(("first", "refused"), [("new", True), ("old", False)])
def test_a_site_of_a_split_environment_finds_another_value_by_what_its_load_balancers_are_told(first, refused):
    above = ROOT.rpartition("::")[0]
    workload, front = (f"{above}$nusantara:{kind}::jakarta-storefront" for kind in ("kubernetes:Workload", "aws:LoadBalancer"))
    for urn, told in {
        workload: lambda key: {"expose": {"fronted": {"www": {"key": key}}}},
        front: lambda key: {"asks": key},
    }.items():
        old, new = told({"values": [Secret("old")]}), told({"values": [Secret(first), Secret("b's")]})
        components = {
            ROOT: Component(urn=ROOT, old=said(A), new=said(A_AND_B)),
            urn: Component(urn=urn, old=old, new=new),
        }
        assert bool(list(origin_refuses.RULE.finds(Subject(Plan(changes=(), components=components))))) is refused


def test_what_is_made_at_once_refuses_nobody():
    assert not found(origin_refuses, A, new=True)


@pytest.mark.parametrize(("edge", "told"), [(NONE, "write key"), (OPEN, "take origins: open out"), (A, None), (None, None)])
def test_open_origins_are_told_of(edge, told):
    findings = found(origin_open, edge, new=True)
    assert [told in finding.fix for finding in findings] == ([] if told is None else [True])
    assert all(finding.severity is Severity.WARNING for finding in findings)
