"""Rule `answers-mixed`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.finding import Finding, Severity
from checks.plan import Component

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
