"""Rule `headroom`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from typing import Any, Final

import pytest

from checks.finding import Severity

from ..shop import SITES_ON_ONE_CLOUD, found, plan, sale, shop

OBJECTIVES: Final[dict[str, Any]] = {"site": {"capacity": 100.0, "within": 300.0}, "cloud": {"capacity": 70.0, "within": 900.0}}
ON_AWS = sale(peak_rps={}, peak_factor={"admin": "2x"})


def test_a_floor_below_what_is_needed_says_how_many_are_missing_and_why():
    (finding,) = found("headroom", plan(new=shop(objectives=OBJECTIVES)), None)
    assert (finding.resource, finding.severity) == ("workloads.storefront", Severity.WARNING)
    assert finding.reason == (
        "without a site, sale needs 175 pods in each site left (14,000 requests a second ÷ 80 for each ÷ 1 site), and the floor is 88: 87 missing"
    )
    assert finding.fix == "write headroom: site under events.sale, or raise the lowest number to 175"


def test_who_says_no_objective_is_held_to_the_loss_of_a_site():
    (finding,) = found("headroom", plan(new=shop(objectives=None)), None)
    assert finding.reason.startswith("without a site, sale needs 175 pods in each site left")
    assert finding.fix.endswith("to 175, or say under objectives.site how much is to be carried then")


def test_where_max_is_too_low_for_it_that_comes_first():
    said = {
        "objectives": {**OBJECTIVES, "site": {"capacity": 0.0, "within": 0.0}},
        "events": sale(peak_rps={"storefront": 28000.0}),
    }
    (finding,) = found("headroom", plan(new=shop(**said)), None)
    assert finding.reason == (
        "without all of alicloud, sale needs 245 pods in each site left (28,000 requests a second × 70% ÷ 80 for each ÷ 1 site), and the floor is "
        "175: 70 missing"
    )
    assert finding.fix == "raise max to 245, and write headroom: cloud under events.sale, or raise the lowest number to 245"


def test_of_a_fleet_instances_are_counted():
    fleets = {"transcoder": {"sites": "all", "capacity": {"autoscaled": {"min": 4.0, "max": 40.0}}, "instance_rps": 100.0}}
    events = sale(peak_rps={"transcoder": 1000.0}, peak_factor={})
    (finding,) = found("headroom", plan(new=shop(fleets=fleets, events=events, objectives=None)), None)
    assert (finding.resource, " needs 10 instances in each site left" in finding.reason) == ("fleets.transcoder", True)


@pytest.mark.parametrize(
    "new",
    [
        shop(objectives=OBJECTIVES, events=sale(headroom="cloud")),
        shop(objectives=OBJECTIVES, events=sale(peak_rps={}, peak_factor={"storefront": "2x"})),
        shop(objectives={"site": {"capacity": 50.0, "within": 300.0}}),
        shop(objectives={"site": {"capacity": 0.0, "within": 300.0}}),
        shop(events={}),
        shop(objectives=None, events=ON_AWS),
        shop(objectives={"cloud": {"capacity": 0.0, "within": 300.0}}, events=ON_AWS),
    ],
)
def test_nothing_is_missing(new):
    """All of it is there, nothing is measured, half or nothing is enough, no peak is expected, or one site is all there is."""
    assert found("headroom", plan(new=new), None) == []


def test_what_stands_in_one_site_has_nobody_to_carry_its_share():
    events = {**ON_AWS, "flash": ON_AWS["sale"]}
    (finding,) = found("headroom", plan(new=shop(objectives=OBJECTIVES, events=events)), None)
    assert finding.resource == "workloads.admin"
    assert (
        finding.reason == "it stands in one site, and nothing carries flash and sale as objectives.site promises when that is lost"
    )
    assert finding.fix == "give it a second site, or accept it in the environment"


def test_what_stands_on_one_cloud_has_nobody_to_carry_its_share_of_that():
    alone, short = found("headroom", plan(new=shop(objectives=OBJECTIVES, sites=SITES_ON_ONE_CLOUD)), None)[1:]
    assert alone.resource == short.resource == "workloads.storefront"
    assert alone.reason == "it stands in one cloud, and nothing carries sale as objectives.cloud promises when that is lost"
    assert short.reason.startswith("without a site, sale needs 175 pods")
