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


def needed(calendar: Calendar, name: str) -> dict[str | None, int]:
    return {need.of: need.units for need in calendar.needs(calendar.group("workloads", name), "sale")}


def test_what_is_needed_is_told_of_measured_peaks_alone():
    calendar = Calendar.of(SHOP)
    assert needed(calendar, "shop") == {None: 88, "site": 175, "cloud": 123}
    assert needed(calendar, "back") == {}
    assert [need.requests for need in calendar.needs(calendar.group("workloads", "shop"), "sale")] == [14000, 14000, 9800]


def test_a_site_is_to_be_spared_unless_objectives_say_how_much_is_carried_then():
    assert needed(Calendar.of({**SHOP, "objectives": None}), "shop") == {None: 88, "site": 175}
    half = Calendar.of({**SHOP, "objectives": {"site": {"capacity": 50}}})
    assert needed(half, "shop") == {None: 88, "site": 88}


@given(
    clouds=st.lists(st.sampled_from(["aws", "alicloud"]), min_size=1, max_size=5),
    rps=st.integers(1, 100_000),
    unit=st.integers(1, 500),
    capacities=st.dictionaries(st.sampled_from(["site", "cloud"]), st.fixed_dictionaries({"capacity": st.integers(0, 100)})),
)
def test_headroom_for_a_cloud_is_just_what_is_needed(clouds, rps, unit, capacities):
    sites = {f"s{number}": {"cloud": cloud} for number, cloud in enumerate(clouds)}
    shop = {"cluster": "main", "sites": "all", "replicas": {"min": 1, "max": 10**6}, "pod_rps": unit}
    event = {**SHOP["events"]["sale"], "peak_rps": {"shop": rps}, "headroom": "cloud"}
    calendar = Calendar.of(
        {"sites": sites, "clusters": {"main": {"sites": "all"}}, "workloads": {"shop": shop}, "objectives": capacities,
         "events": {"sale": event}}
    )  # fmt: skip
    group = calendar.group("workloads", "shop")
    timeline = calendar.timeline(group)
    assert timeline is not None
    needs = calendar.needs(group, "sale")
    assert timeline.asked["sale"] >= max(need.units for need in needs)
    for need in needs:
        assert need.units * need.left * unit * 100 >= rps * need.capacity, "enough"
        assert (need.units - 1) * need.left * unit * 100 < max(1, rps * need.capacity), "and no more"
