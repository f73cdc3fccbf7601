"""Rule `event-removed`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

import pytest

from checks.finding import Severity

from ..shop import QUIET, SALE_TIME, SHOP, found, plan, sale, shop

GONE = shop(events={})
SIZED = {"capacity": {"autoscaled": {"min": 40.0, "max": 40.0}}}


def told_of(name, **environments):
    return [finding for finding in found("event-removed", plan(**environments)) if f" {name} " in finding.reason]


def test_the_floor_of_a_fleet_stays_and_that_of_a_workload_falls():
    fleet, workload = found("event-removed", plan(new=GONE))
    assert {(finding.resource, finding.severity) for finding in (fleet, workload)} == {("events.sale", Severity.WARNING)}
    assert fleet.reason == "it lasts until 2026-12-31 18:00 UTC, and nothing else brings the floor of transcoder back to 4"
    assert fleet.fix == "give it an earlier end that is still to come instead, or bring the next update up with --refresh"
    assert workload.reason == (
        "it lasts until 2026-12-31 18:00 UTC, and the floor of storefront falls from 88 to 12 with this update"
    )
    assert workload.fix == "give it an earlier end that is still to come instead, or bring it up after that"


def test_a_fleet_that_it_no_longer_names_is_the_same():
    assert told_of("transcoder", new=shop(events=sale(peak_factor={})))


def test_what_is_moved_to_a_later_day_has_its_way_back_only_then():
    (finding,) = told_of("transcoder", new=shop(events=sale(since="2027-01-01")))
    assert finding.reason.endswith("brings the floor of transcoder back to 4 before 2027-01-31 18:00 UTC")
    assert finding.fix.endswith("or bring it up with --refresh and enforce: true")


def test_another_event_that_lasts_on_holds_no_more_than_its_own_floor():
    both = sale() | {"eve": sale(peak_factor={"transcoder": "1.5x"}, peak_rps={"storefront": 2000.0})["sale"]}
    left = shop(events={"eve": both["eve"]})
    fleet, workload = found("event-removed", plan(old=shop(events=both), new=left))
    assert {fleet.resource, workload.resource} == {"events.sale"}, "the one that is gone"
    assert fleet.reason.endswith("brings the floor of transcoder back to 6 before 2026-12-31 18:00 UTC")
    assert workload.reason.endswith("the floor of storefront falls from 88 to 13 with this update")
    assert found("event-removed", plan(old=shop(events=both), new=shop(events=sale()))) == [], "the larger one lasts on"


def test_a_base_that_takes_the_place_of_a_floor_is_no_loss():
    raised = shop(events={}, fleets={**SHOP["fleets"], "transcoder": {**SHOP["fleets"]["transcoder"], **SIZED}})
    assert [finding.reason for finding in found("event-removed", plan(new=raised)) if " transcoder " in finding.reason] == []


def test_an_end_that_is_past_by_now_brings_nothing_back():
    once = sale(every=None, since=None, until=None, start="2026-12-25 00:00", end="2027-01-01 00:00")
    ended = sale(every=None, since=None, until=None, start="2026-12-25 00:00", end="2026-12-27 00:00")
    (finding,) = told_of("transcoder", old=shop(events=once), new=shop(events=ended))
    assert finding.reason.endswith("nothing else brings the floor of transcoder back to 4")


@pytest.mark.parametrize(
    ("new", "at"),
    [
        (GONE, QUIET),
        (GONE, None),
        (shop(), SALE_TIME),
        (shop(events=sale(peak_factor={"transcoder": "1.5x"}, peak_rps={"storefront": 9000.0})), SALE_TIME),
        (shop(events=sale(cool_down=7200.0)), SALE_TIME),
        (shop(events={}, fleets={}, workloads={}), SALE_TIME),
    ],
)
def test_outside_or_while_it_lasts_on_or_with_its_groups_nothing_is_said(new, at):
    assert found("event-removed", plan(new=new), at) == []


def test_what_raised_nothing_leaves_nothing():
    flat = shop(events=sale(peak_factor={"transcoder": "1x"}, peak_rps={"storefront": 80.0}))
    assert found("event-removed", plan(old=flat, new=GONE)) == []


def test_what_another_version_wrote_is_passed_over():
    assert found("event-removed", plan(old={"events": {"sale": {"begins": "soon"}}}, new=GONE)) == []
    above_max = shop(events=sale(peak_factor={"transcoder": "50x"}))
    assert found("event-removed", plan(old=above_max, new=GONE)) == []
