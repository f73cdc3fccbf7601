"""Rule `answers-mixed`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.finding import Finding, Severity
from checks.plan import ENVIRONMENT, Component

from ..shop import found, plan, urn_of

NAMES = "nusantara:multicloud:Route53Traffic"


def answered(before: Any, after: Any, type_: str = NAMES) -> list[Finding]:
    served = Component(urn=urn_of(type_, "traffic-www"), old=before, new=after)
    made = plan()
    return found("answers-mixed", replace(made, components={**made.components, served.urn: served}), None)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ({"policy": "weighted"}, {"policy": "geo"}, "geo beside weighted"),
        ({"policy": "weighted"}, {"policy": "weighted", "stand_in": "sorry.example"}, "failover beside weighted"),
        ({"policy": "weighted", "stand_in": "sorry.example"}, {"policy": "weighted"}, "weighted beside failover"),
    ],
)
def test_records_of_two_kinds_stand_under_no_name(before: Any, after: Any, reason: str):
    (finding,) = answered(before, after)
    assert (finding.severity, finding.resource) == (Severity.ERROR, urn_of(NAMES, "traffic-www"))
    assert finding.reason == f"its records would be {reason} ones, which Route 53 refuses of one name"


@pytest.mark.parametrize(
    ("before", "after", "type_"),
    [
        (None, {"policy": "geo"}, NAMES),
        ({"policy": "geo"}, None, NAMES),
        ({"policy": "geo", "ttl": 30}, {"policy": "geo", "ttl": 60}, NAMES),
        ({"policy": "weighted"}, {"policy": "geo"}, "nusantara:multicloud:GtmTraffic"),
    ],
)
def test_it_keeps_still_where_the_records_stay_of_one_kind(before: Any, after: Any, type_: str):
    assert answered(before, after, type_) == []


@pytest.mark.parametrize(
    ("ttl", "in_gtm", "why"),
    [(30, True, "GTM has no name twice"), (60, False, "two TTLs"), (30, False, None)],
    ids=["in GTM", "of another TTL", "in Route 53 alone"],
)
def test_cdns_that_are_taken_away_would_go_after_the_sites_answers_come(ttl: int, in_gtm: bool, why: str | None):
    traffic = {"traffic": {"www": {"to": "storefront", "ttl": 30}}}
    root = urn_of(ENVIRONMENT, "production")
    served = urn_of("nusantara:multicloud:GtmTraffic" if in_gtm else NAMES, "traffic-www")
    made, told = plan(), {"policy": "weighted"}
    components = {
        root: Component(urn=root, old={**traffic, "edge": {"www": {"ttl": ttl}}}, new=traffic),
        served: Component(urn=served, old=told, new=told),
    }
    findings = found("answers-mixed", replace(made, components=components), None)
    assert [(each.severity, each.resource) for each in findings] == ([(Severity.ERROR, "edge.www")] if why else [])
    assert all(str(why) in each.reason for each in findings)
