"""Rule `lone-hub`: what the loss of a hub comes to, by what an environment says of links and of losses."""

from __future__ import annotations

from typing import Any

import pytest

from checks.finding import Severity
from checks.plan import Component, Plan
from checks.rules.lone_hub import RULE
from checks.subject import Subject
from tests.support.drilled import ROOT

SITES = {site: {} for site in ("jakarta", "batam", "lion")}
PROMISED = {"site": {"capacity": 100, "within": 300}}


def found(links: Any, objectives: Any = PROMISED) -> list[str]:
    said = {"sites": SITES, "links": links, **({"objectives": objectives} if objectives else {})}
    plan = Plan(changes=(), components={ROOT: Component(urn=ROOT, new=said)})
    findings = list(RULE.finds(Subject(plan)))
    assert all((finding.severity, finding.resource) == (Severity.WARNING, "links") for finding in findings)
    return [finding.reason for finding in findings]


def test_spokes_reach_each_other_through_their_hub_alone():
    told = "without jakarta not all of batam, lion reach each other, since what they send passes through it"
    assert found({"hub": "jakarta"}) == [told]
    assert found([{"hub": "jakarta"}], {"cloud": {"capacity": 70, "within": 900}}) == [told]


@pytest.mark.parametrize(
    "links",
    [
        "mesh",
        None,
        {"mesh": "all"},
        [{"between": ["jakarta", "batam"]}],
        [{"hub": "jakarta"}, {"between": ["lion", "batam"]}],
        [{"hub": "jakarta"}, {"mesh": ["lion", "batam"]}],
    ],
)
def test_sites_with_links_of_their_own_need_no_hub(links):
    assert found(links) == []


def test_who_promises_nothing_is_told_nothing():
    assert found({"hub": "jakarta"}, None) == []
