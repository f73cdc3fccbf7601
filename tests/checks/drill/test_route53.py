"""Names of Route 53, read from a state: who asks, how long answers are kept, and which checks they depend on."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from checks.drill import route53
from checks.drill.declared import Declarations
from tests.support.drilled import WWW, check, record, resource, stack, weighted

PAIR = ("jakarta-aws", "jakarta-alicloud")


def name(declared: Declarations) -> route53.Name:
    (found,) = route53.names(declared)
    return found


def test_whoever_asks_is_told_apart_by_the_narrowest_that_a_record_is_for() -> None:
    places = (
        ("jakarta-aws", {"continent": "AS"}),
        ("jakarta-alicloud", {"country": "ID"}),
        ("singapore-aws", {"country": "US", "subdivision": "CA"}),
    )
    declared = [record(of, geolocationRoutingPolicies=[place]) for of, place in places]
    everybody = record("jakarta-aws", geolocationRoutingPolicies=[{"country": "*"}], setIdentifier="rest")
    found = name(stack(*declared, replace(everybody, urn=f"{everybody.urn}-rest"), *(check(of) for of, _ in places)))
    assert {label: list(shares) for label, shares in found.shares(frozenset()).items()} == {
        "AS": ["jakarta-aws"],
        "ID": ["jakarta-alicloud"],
        "CA": ["singapore-aws"],
        "everybody else": ["jakarta-aws"],
    }


def test_the_longest_of_its_answers_is_how_long_they_are_kept() -> None:
    declared = [weighted(of, 50, ttl=ttl) for of, ttl in zip(PAIR, (30, 50), strict=True)]
    assert name(stack(*declared)).ttl == 50


def test_latency_is_told_by_region_and_several_values_evenly() -> None:
    near = [record(of, latencyRoutingPolicies=[{"region": f"ap-{of}"}]) for of in PAIR]
    assert set(name(stack(*near)).shares(frozenset())) == {"near ap-jakarta-aws", "near ap-jakarta-alicloud"}
    several = [record(of, multivalueAnswerRoutingPolicy=True) for of in PAIR]
    assert name(stack(*several)).shares(frozenset()) == {"everybody": dict.fromkeys(PAIR, Fraction(1, 2))}


def test_a_name_depends_on_the_checks_of_its_own_records_and_on_no_others() -> None:
    other = record("singapore-aws", name="other.shop.example", setIdentifier="alone")
    declared = stack(*map(check, (*PAIR, "singapore-aws")), *(weighted(of, 50) for of in PAIR), other)
    found = {each.name: {probe.check.id: probe.site for probe in each.probes} for each in route53.names(declared)}
    assert found == {
        WWW: {f"check-{of}": of for of in PAIR},
        "other.shop.example": {"check-singapore-aws": "singapore-aws"},
    }


def test_what_is_yet_to_be_made_is_known_by_what_it_comes_from() -> None:
    """As a plan has it: no check and no zone has an id, and records know theirs by where they come from alone."""
    checks = [replace(check(of), id="") for of in PAIR]
    zone = resource(route53.ZONE, "zone", {"name": "shop.example"}, id="")
    unknown: dict[str, Any] = {"healthCheckId": None, "zoneId": None}
    records = [
        replace(weighted(of, 50, **unknown), sources={"healthCheckId": (made.urn,), "zoneId": (zone.urn,)})
        for of, made in zip(PAIR, checks, strict=True)
    ]
    found = name(stack(zone, *checks, *records))
    assert {probe.check.id for probe in found.probes} == {made.urn for made in checks}
    assert found.shares({checks[0].urn}) == {"everybody": {f"{PAIR[1]}.{WWW}": Fraction(1)}}
