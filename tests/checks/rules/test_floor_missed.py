"""Rule `floor-missed`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.finding import Severity
from checks.plan import Kind

from ..shop import AWS, ESS_FLEET, FLEET, GROUP, QUIET, SALE_TIME, SCALING_GROUP, SHOP, change, found, plan, sale, shop

HIGHER = shop(events=sale(peak_factor={"transcoder": "5x"}))


@pytest.mark.parametrize("kind", [Kind.CREATED, Kind.REPLACED])
@pytest.mark.parametrize(("type_", "fleet"), [(GROUP, FLEET), (SCALING_GROUP, ESS_FLEET)])
def test_a_group_that_is_made_inside_a_window(type_, fleet, kind):
    (finding,) = found("floor-missed", plan(change(type_, "x-group", kind, fleet, {"minSize": 4})))
    assert finding.severity is Severity.WARNING
    assert finding.reason == "it would be made while sale lasts, with a floor of 4 instead of 10"
    assert finding.fix == "raise min under fleets.transcoder to 10 until 2026-12-31 18:00 UTC, or bring it up after that"


@pytest.mark.parametrize(("type_", "fleet"), [(GROUP, FLEET), (SCALING_GROUP, ESS_FLEET)])
def test_an_update_that_takes_the_floor_away(type_, fleet):
    lowered = replace(change(type_, "x-group", Kind.UPDATED, fleet, {"minSize": 4.0}), inputs=("minSize",))
    (finding,) = found("floor-missed", plan(lowered))
    assert finding.reason == "its update sets a floor of 4 while sale lasts, which holds 10"
    assert finding.fix == "leave enforce out until 2026-12-31 18:00 UTC"


def test_a_peak_that_is_raised_while_its_event_lasts_comes_with_the_next_one():
    (finding,) = found("floor-missed", plan(new=HIGHER))
    assert (finding.resource, finding.severity) == ("fleets.transcoder", Severity.WARNING)
    assert finding.reason == "sale lasts already, so its floor stays 10 instead of 20 until 2027-01-24 15:00 UTC"
    assert finding.fix == "declare another event that asks for 20, to begin some minutes after the update"


def test_of_an_event_that_is_declared_while_it_lasts_there_may_be_no_next_one():
    once = sale(every=None, since=None, until=None, start="2026-12-25 00:00", end="2027-01-01 00:00")
    (finding,) = found("floor-missed", plan(old=shop(events={}), new=shop(events=once)))
    assert finding.reason == "sale lasts already, so its floor stays 4 instead of 10 to its end"


@pytest.mark.parametrize(
    ("made", "at"),
    [
        (change(GROUP, "x", Kind.CREATED, FLEET, {"minSize": 4}), QUIET),
        (change(GROUP, "x", Kind.CREATED, FLEET, {"minSize": 4}), None),
        (change(GROUP, "x", Kind.CREATED, FLEET, {"minSize": 10}), SALE_TIME),
        (change(GROUP, "x", Kind.UPDATED, FLEET, {"minSize": 4}), SALE_TIME),
        (change(GROUP, "x", Kind.DELETED, FLEET), SALE_TIME),
        (change(GROUP, "x", Kind.CREATED, f"{AWS}:Fleet::java-other", {"minSize": 2}), SALE_TIME),
        (change(GROUP, "x", Kind.CREATED, "x::y", {"minSize": 2}), SALE_TIME),
        (change("a:b/c:C", "x", Kind.CREATED, FLEET), SALE_TIME),
    ],
)
def test_nothing_else(made, at):
    assert found("floor-missed", plan(made), at) == []


def test_a_base_that_is_raised_outside_comes_with_the_next_way_back():
    fleets = {**SHOP["fleets"], "transcoder": {"sites": "all", "capacity": {"autoscaled": {"min": 8.0, "max": 40.0}}}}
    kept = replace(change(GROUP, "x-group", Kind.UPDATED, FLEET, {"minSize": 4.0}), inputs=("tags",))
    assert found("floor-missed", plan(kept, new=shop(fleets=fleets)), QUIET) == []


def test_a_lower_peak_and_one_that_is_raised_outside_are_fine():
    assert found("floor-missed", plan(old=HIGHER, new=shop())) == []
    assert found("floor-missed", plan(new=HIGHER), QUIET) == []


def test_a_base_above_every_floor_is_set_by_the_update_itself():
    size = {"capacity": {"autoscaled": {"min": 15.0, "max": 40.0}}, "instance_rps": 80.0}
    fleets = {**SHOP["fleets"], "transcoder": {"sites": "all", **size}}
    flat = shop(fleets=fleets, events=sale(peak_factor={}, peak_rps={"transcoder": 100.0}))
    assert found("floor-missed", plan(new=flat)) == []
