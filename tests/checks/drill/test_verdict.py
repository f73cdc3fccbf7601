"""Which promises are told as kept or missed, in which words, and with which fix."""

from __future__ import annotations

from typing import Any

import pytest

from checks.drill.declared import Declarations
from checks.drill.drill import Drill
from checks.drill.loss import loss_of
from checks.drill.verdict import Promise, promises
from tests.support.drilled import SAID, SITES, WWW, shop, stack, weighted

JAKARTA = ("aws", "ap-southeast-3")
PAIR = ("jakarta-aws", "jakarta-alicloud")


def told(declared: Declarations, *failures: tuple[str, str | None]) -> dict[str, Promise]:
    """The promises by what they are about."""
    return {promise.about: promise for promise in promises(Drill(declared, loss_of(SITES, failures or (JAKARTA,))))}


def unchecked(**said: Any) -> Declarations:
    return stack(*(weighted(name, 50, healthCheckId=None) for name in PAIR), **said)


@pytest.mark.parametrize(
    ("said", "failures", "fix"),
    [
        ({}, [JAKARTA], "give its records a health check, and another site to lead to"),
        (
            {"traffic": {"www": {"to": "storefront", "failover": "manual"}}},
            [JAKARTA],
            "move the weights of traffic.www by hand, or write failover: automatic",
        ),
        ({}, [(each["cloud"], each["region"]) for each in SITES.values()], "have a site elsewhere"),
        (
            {"traffic": {"www": {"to": "storefront", "policy": "geo"}}},
            [JAKARTA],
            "answer by weights, since nothing is wider than default, or accept it in the environment",
        ),
        (
            {"traffic": {"www": {"to": "storefront", "policy": "geo", "check": "none"}}},
            [JAKARTA],
            "give its records a health check, and another site to lead to",
        ),
    ],
)
def test_a_name_that_nothing_takes_a_lost_site_out_of_is_missed_with_what_would(said: Any, failures: Any, fix: str) -> None:
    promise = told(unchecked(**said), *failures)["traffic.www"]
    assert promise.broken
    assert promise.missed is not None
    assert (promise.missed.rule, promise.missed.fix) == ("failover-late", fix)


def test_a_name_that_is_answered_in_time_is_told_once_and_one_that_is_late_with_its_sum() -> None:
    assert told(shop())["traffic.www"] == Promise(
        about="traffic.www", what=f"{WWW} leads nobody to jakarta-aws after 1:06, 5:00 promised"
    )
    soon = {"site": {"capacity": 100, "within": 65}}
    late = told(shop(objectives=soon))["traffic.www"]
    assert late.what == (
        f"{WWW}: some are led to jakarta-aws for 1:06, 1:05 promised (10s × 3 checks + 6s of waiting + a TTL of 30s = 66s)"
    )
    assert not told(shop(objectives={"site": {"capacity": 100, "within": 66}}))["traffic.www"].broken


@pytest.mark.parametrize(
    ("low", "what"),
    [
        (200, "what is left carries 100% of the peak of payday at once"),
        (12, "what is left carries 100% of the peak of payday, 1 of 1 parts of it by scaling beyond a floor"),
    ],
)
def test_what_is_carried_says_whether_something_has_to_scale_first(low: int, what: str) -> None:
    storefront = {**SAID["workloads"]["storefront"], "replicas": {"min": low, "max": 300}}
    promise = told(shop(workloads={**SAID["workloads"], "storefront": storefront}))["events"]
    assert (promise.what, promise.broken) == (what, False)


def test_what_is_short_is_told_in_place_of_that_all_is_carried() -> None:
    storefront = {**SAID["workloads"]["storefront"], "replicas": {"min": 12, "max": 174}}
    found = told(shop(workloads={**SAID["workloads"], "storefront": storefront}))
    assert "events" not in found
    short = found["workloads.storefront"].missed
    assert short is not None
    assert short.reason == (
        "storefront in jakarta-alicloud is asked for 100% of payday, 14,000 requests a second: 175 pods, and it may have 174"
    )
    assert short.fix == "raise its max to 175, or lead fewer there"


@pytest.mark.parametrize(("within", "broken"), [(120, False), (119, True)])
def test_a_dependency_that_is_back_just_in_time_is_in_time(within: int, broken: bool) -> None:
    promise = told(shop(objectives={"site": {"capacity": 100, "within": within}}))["dependencies.orders-db"]
    assert promise.broken is broken


def test_of_two_events_both_are_told_in_the_order_of_their_names() -> None:
    low = {"storefront": {**SAID["workloads"]["storefront"], "replicas": {"min": 250, "max": 300}}}
    events = {
        "payday": SAID["events"]["payday"],
        "eleven": {**SAID["events"]["payday"], "start": "2026-11-11 00:00", "end": "2026-11-12 00:00"},
    }
    found = told(shop(workloads={**SAID["workloads"], **low}, events=events))
    assert found["events"].what == "what is left carries 100% of the peak of eleven and payday at once"
    short = {"storefront": {**SAID["workloads"]["storefront"], "replicas": {"min": 12, "max": 174}}}
    less = {**events, "eleven": {**events["eleven"], "peak_rps": {"storefront": 1000}}}
    assert "events" not in told(shop(workloads={**SAID["workloads"], **short}, events=less)), "one of two is short"


def test_a_name_that_the_environment_does_not_know_is_told_too() -> None:
    promise = told(unchecked(traffic={}))["traffic.www"]
    assert promise.missed is not None
    assert promise.missed.fix == "give its records a health check, and another site to lead to"
