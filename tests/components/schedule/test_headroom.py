"""Floors that carry a peak also after a loss, and the calendar that says what can be lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.schedule import Calendar, Loss, Peak, floor_for, losses

AWS_TWICE = ("aws", "alicloud", "aws")
SHOP = {
    "objectives": {"site": {"capacity": 100.0, "within": 300.0}, "cloud": {"capacity": 70.0, "within": 900.0}},
    "sites": {"one": {"cloud": "aws"}, "two": {"cloud": "alicloud"}, "three": {"cloud": "aws"}},
    "clusters": {"main": {"sites": ["one", "two"]}},
    "fleets": {"transcoder": {"sites": "all", "capacity": {"fixed": 4.0}}},
    "workloads": {
        "shop": {"cluster": "main", "sites": "all", "replicas": {"min": 4.0, "max": 300.0}, "pod_rps": 80.0},
        "back": {"cluster": "main", "sites": ["two"], "replicas": {"min": 2.0, "max": 20.0}},
    },
    "events": {
        "sale": {
            "time_zone": "Asia/Jakarta",
            "start": "2026-12-12 00:00",
            "end": "2026-12-13 00:00",
            "warm_up": 7200.0,
            "headroom": "site",
            "peak_rps": {"shop": 14000.0},
            "peak_factor": {"back": "2.5x"},
        }
    },
}


def test_what_can_be_lost_is_a_site_and_the_cloud_with_the_most():
    assert losses(AWS_TWICE) == (Loss("site", 2), Loss("cloud", 1))
    assert losses(AWS_TWICE, {"cloud": 70}) == (Loss("site", 2, 100), Loss("cloud", 1, 70))
    assert losses(["aws"]) == (Loss("site", 0), Loss("cloud", 0))


@pytest.mark.parametrize(
    ("headroom", "floor"),
    [("none", 59), ("site", 88), ("cloud", 123)],
)
def test_headroom_is_for_those_that_are_left(headroom, floor):
    """14,000 requests of 80 a pod: over three sites, over two, and 70 % of them in one."""
    lost = losses(AWS_TWICE, {"site": 100, "cloud": 70})
    assert floor_for(Peak(rps=14000, headroom=headroom), base=12, unit_rps=80, sites=3, lost=lost) == floor


def test_a_factor_has_headroom_too():
    assert floor_for(Peak(factor="2.5", headroom="site"), base=4, unit_rps=None, sites=2, lost=losses(["aws", "aws"])) == 20
    assert floor_for(Peak(factor="2.5", headroom="site"), base=4, unit_rps=None, sites=1, lost=losses(["aws"])) == 10, "nobody left"


@settings(max_examples=1000, deadline=None)
@given(
    clouds=st.lists(st.sampled_from(["aws", "alicloud"]), min_size=1, max_size=6),
    rps=st.integers(1, 10**6),
    unit=st.integers(1, 10**4),
    base=st.integers(0, 100),
    capacity=st.integers(1, 100),
    headroom=st.sampled_from(["none", "site", "cloud"]),
)
def test_after_every_loss_that_is_covered_enough_is_left_and_one_less_is_not_always(clouds, rps, unit, base, capacity, headroom):
    lost = losses(clouds, {"site": capacity, "cloud": capacity})
    floor = floor_for(Peak(rps=rps, headroom=headroom), base=base, unit_rps=unit, sites=len(clouds), lost=lost)
    covered = {"none": 0, "site": 1, "cloud": 2}[headroom]
    needs = [(len(clouds), 100), *((loss.left, loss.capacity) for loss in lost[:covered] if loss.left)]
    assert all(floor * unit * left * 100 >= rps * share for left, share in needs)
    assert floor == base or any((floor - 1) * unit * left * 100 < rps * share for left, share in needs), "no more than it takes"
    assert floor >= base


def test_a_calendar_is_read_from_what_a_plan_holds():
    """Numbers in a plan are floats."""
    calendar = Calendar.of(SHOP)
    transcoder, shop, back = calendar.groups
    assert (transcoder.base, transcoder.ceiling, list(transcoder.sites), transcoder.peaks) == (4, 4, ["one", "two", "three"], {})
    assert (shop.base, shop.ceiling, dict(shop.sites), shop.cluster) == (4, 300, {"one": "aws", "two": "alicloud"}, "main")
    assert list(back.sites) == ["two"]
    assert calendar.events["sale"].warm_up == 7200
    assert [group.name for group in calendar.named("sale")] == ["shop", "back"]
    assert calendar.timeline(transcoder) is None
    timeline = calendar.timeline(shop)
    assert timeline is not None
    assert timeline.asked == {"sale": 175}, "14,000 / 80 in the site that is left"


def test_what_is_promised_is_told_of_measured_peaks_alone():
    calendar = Calendar.of(SHOP)
    assert calendar.promised(calendar.group("workloads", "shop"), "sale") == {"site": 175, "cloud": 123}
    assert calendar.promised(calendar.group("workloads", "back"), "sale") == {}
    bare = Calendar.of({**SHOP, "objectives": None})
    assert bare.promised(bare.group("workloads", "shop"), "sale") == {}
