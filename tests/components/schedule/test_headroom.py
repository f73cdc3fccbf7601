"""Floors that carry a peak also after a loss, and the calendar that says what can be lost."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.schedule import Calendar, Group, Peak, Shares, losses

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


def sites_of(clouds):
    return {f"s{number}": cloud for number, cloud in enumerate(clouds)}


def group(clouds, base, unit_rps=None, names=()):
    return Group(kind="workloads", name="shop", sites=sites_of(clouds), base=base, ceiling=10**9, unit_rps=unit_rps, names=names)


def test_what_can_be_lost_is_each_site_and_each_cloud():
    found = losses(sites_of(AWS_TWICE), {"cloud": 70})
    assert [(loss.of, str(loss), sorted(loss.left), loss.capacity) for loss in found] == [
        ("site", "s0", ["s1", "s2"], 100),
        ("site", "s1", ["s0", "s2"], 100),
        ("site", "s2", ["s0", "s1"], 100),
        ("cloud", "all of aws", ["s1"], 70),
        ("cloud", "all of alicloud", ["s0", "s2"], 70),
    ]
    assert [loss.left for loss in losses({"one": "aws"})] == [frozenset(), frozenset()]


@pytest.mark.parametrize(
    ("headroom", "floors"),
    [("none", [59, 59, 59]), ("site", [88, 88, 88]), ("cloud", [88, 123, 88])],
)
def test_headroom_is_for_those_that_are_left(headroom, floors):
    """14,000 requests of 80 a pod: over three sites, over two, and 70 % of them in the one that a cloud's loss leaves."""
    shop = group(AWS_TWICE, 12, 80)
    found = shop.floors(Peak(rps=14000, headroom=headroom), losses(shop.sites, {"site": 100, "cloud": 70}))
    assert [*found.values()] == floors


def test_a_factor_has_headroom_too():
    peak = Peak(factor="2.5", headroom="site")
    assert group(["aws", "aws"], 4).floors(peak, losses(sites_of(["aws", "aws"]))) == {"s0": 20, "s1": 20}
    assert group(["aws"], 4).floors(peak, losses(sites_of(["aws"]))) == {"s0": 10}, "nobody left"


class Weighed:
    """A name with weights: what a lost site was sent goes to the others by theirs, and without any to the last site."""

    def __init__(self, **weights):
        self.weights = weights

    def after(self, lost):
        left = {site: weight for site, weight in self.weights.items() if site not in lost}
        total = sum(left.values())
        return Shares(
            of={site: Fraction(weight, total) for site, weight in left.items()} if total else {"s2": Fraction(1)}, why="answers"
        )


@pytest.mark.parametrize(
    ("peak", "floors"),
    [
        (Peak(rps=14000), [105, 70, 12]),
        (Peak(rps=14000, headroom="site"), [175, 175, 12]),
        (Peak(factor=4), [48, 48, 48]),
        (Peak(factor=4, headroom="site"), [80, 80, 48]),  # 12 pods serve 60%: a site that is sent everything needs 20
    ],
)
def test_floors_follow_the_weights_of_a_name(peak, floors):
    shop = group(AWS_TWICE, 12, 80, names=(Weighed(s0=60, s1=40, s2=0),))
    assert [*shop.floors(peak, losses(shop.sites)).values()] == floors


def test_of_several_names_the_most_is_counted_and_nobody_counts_on_what_is_drained():
    both = group(AWS_TWICE, 1, 10, names=(Weighed(s0=60, s1=40, s2=0), Weighed(s0=0, s1=10, s2=90)))
    assert both.sent().of == {"s0": Fraction(3, 5), "s1": Fraction(2, 5), "s2": Fraction(9, 10)}
    left = replace(both, sites={site: cloud for site, cloud in both.sites.items() if site != "s2"}, drained=frozenset({"s2"}))
    assert left.sent().of == {"s0": Fraction(3, 5), "s1": 1}


@settings(max_examples=1000, deadline=None)
@given(
    clouds=st.lists(st.sampled_from(["aws", "alicloud"]), min_size=1, max_size=6),
    rps=st.integers(1, 10**6),
    unit=st.integers(1, 10**4),
    base=st.integers(0, 100),
    capacity=st.integers(1, 100),
    headroom=st.sampled_from(["none", "site", "cloud"]),
    weights=st.none() | st.lists(st.integers(0, 100), min_size=6, max_size=6),
)
def test_after_every_loss_that_is_covered_each_site_has_what_it_is_sent_and_not_one_more(
    clouds, rps, unit, base, capacity, headroom, weights
):
    names = () if weights is None else (Weighed(**dict(zip(sites_of(clouds), weights, strict=False))),)
    shop = group(clouds, base, unit, names)
    lost = losses(shop.sites, {"site": capacity, "cloud": capacity})
    floors = shop.floors(Peak(rps=rps, headroom=headroom), lost)
    covered = {"none": (), "site": ("site",), "cloud": ("site", "cloud")}[headroom]
    situations = [(100, shop.sent()), *((loss.capacity, shop.sent(loss)) for loss in lost if loss.of in covered and loss.left)]
    for site, floor in floors.items():
        needs = [rps * share * shares.to(site) for share, shares in situations]
        assert all(floor * unit * 100 >= need for need in needs)
        assert floor == base or any((floor - 1) * unit * 100 < need for need in needs), "no more than it takes"
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
    assert calendar.timeline(transcoder, "one") is None
    assert calendar.timeline(shop, "three") is None
    timeline = calendar.timeline(shop, "two")
    assert timeline is not None
    assert timeline.asked == {"sale": 175}, "14,000 / 80 in the site that is left"


def needed(calendar: Calendar, name: str) -> dict[str | None, dict[str, int]]:
    found: dict[str | None, dict[str, int]] = {}
    for need in calendar.needs(calendar.group("workloads", name), "sale"):
        found.setdefault(need.lost and str(need.lost), {})[need.site] = need.units
    return found


def test_what_is_needed_is_told_of_measured_peaks_alone():
    calendar = Calendar.of(SHOP)
    assert needed(calendar, "shop") == {
        None: {"one": 88, "two": 88},
        "one": {"two": 175},
        "two": {"one": 175},
        "all of aws": {"two": 123},
        "all of alicloud": {"one": 123},
    }
    assert needed(calendar, "back") == {}
    assert [need.requests for need in calendar.needs(calendar.group("workloads", "shop"), "sale")] == [
        7000, 7000, 14000, 14000, 9800, 9800
    ]  # fmt: skip


def test_a_site_is_to_be_spared_unless_objectives_say_how_much_is_carried_then():
    whole = {None: {"one": 88, "two": 88}, "one": {"two": 175}, "two": {"one": 175}}
    assert needed(Calendar.of({**SHOP, "objectives": None}), "shop") == whole
    half = Calendar.of({**SHOP, "objectives": {"site": {"capacity": 50}}})
    assert needed(half, "shop") == {None: {"one": 88, "two": 88}, "one": {"two": 88}, "two": {"one": 88}}


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
    shop_ = calendar.group("workloads", "shop")
    floors = calendar.floors(shop_)["sale"]
    for need in calendar.needs(shop_, "sale"):
        assert floors[need.site] >= need.units
        assert need.units * unit * 100 >= rps * need.capacity * need.share, "enough"
        assert (need.units - 1) * unit * 100 < max(1, rps * need.capacity * need.share), "and no more"
