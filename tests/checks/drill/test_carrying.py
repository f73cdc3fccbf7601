"""What sites that are left are asked for, how they serve it, and how shares and losses are told."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from checks.drill.carrying import Carried, Carrying, carried
from checks.drill.loss import Loss
from checks.drill.told import percent
from components.schedule import Shares
from components.traffic.sending import calendar

HALVES = {("workloads", "storefront"): Shares(of={"bali": Fraction(1, 4), "temasek": Fraction(3, 4)}, why="answers")}
LOST = Loss(sites=("java",), zones={}, others=("bali", "temasek"), beyond=("java",))
SALE = {
    "time_zone": "UTC",
    "start": "2026-12-25 00:00",
    "end": "2026-12-26 00:00",
    "warm_up": 0.0,
    "cool_down": 0.0,
    "headroom": "none",
}


def asked(shares: Mapping[tuple[str, str], Shares], loss: Loss, promised: int, **peaks: Any) -> list[Carried]:
    """Of a workload and a fleet at three sites, of which a sale names what it is told."""
    sites = {"java": {"cloud": "aws"}, "bali": {"cloud": "alicloud", "zones": ["a", "b", "c"]}, "temasek": {"cloud": "aws"}}
    said = {
        "sites": sites,
        "clusters": {"main": {"sites": "all"}},
        "fleets": {"transcoder": {"sites": "all", "capacity": {"autoscaled": {"min": 4.0, "max": 40.0}}}},
        "workloads": {"storefront": {"cluster": "main", "sites": "all", "replicas": {"min": 2.0, "max": 90.0}, "pod_rps": 80.0}},
        "events": {"sale": {**SALE, **peaks}},
    }
    return list(carried(said, calendar(said), shares, loss, promised))


def test_each_is_asked_for_its_share_of_what_is_promised_rounded_up():
    found = asked(HALVES, LOST, 70, peak_rps={"storefront": 8001.0})
    assert [(each.site, each.share, each.rps, each.units) for each in found] == [
        ("bali", Fraction(1, 4), 1_401, 18),
        ("temasek", Fraction(3, 4), 4_201, 53),
    ]


def test_what_no_public_name_leads_to_is_shared_out_evenly_and_what_is_not_measured_is_not_told():
    found = asked({}, LOST, 100, peak_rps={"storefront": 8000.0}, peak_factor={"transcoder": "2x"})
    assert {(each.group, each.site): each.units for each in found} == {("storefront", "bali"): 50, ("storefront", "temasek"): 50}


def test_of_a_floor_that_is_spread_over_zones_the_part_of_those_that_stand_is_there_at_once():
    zone = Loss(zones={"bali": ("a",)}, others=("java", "bali", "temasek"))
    found = {each.site: each.floor for each in asked(HALVES, zone, 100, peak_rps={"storefront": 8000.0})}
    assert found == {"bali": found["temasek"] * 2 // 3, "temasek": 34}


@pytest.mark.parametrize(
    ("units", "how"), [(10, Carrying.AT_ONCE), (11, Carrying.SCALING), (20, Carrying.SCALING), (21, Carrying.SHORT)]
)
def test_a_site_carries_at_once_up_to_its_floor_and_by_scaling_up_to_its_ceiling(units: int, how: Carrying):
    told: dict[str, Any] = {"kind": "workloads", "group": "storefront", "event": "sale", "site": "bali", "share": Fraction(1)}
    assert Carried(**told, rps=1, units=units, floor=10, ceiling=20).how is how


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (Fraction(0), "0%"),
        (Fraction(1), "100%"),
        (Fraction(3, 20), "15%"),
        (Fraction(1, 3), "33.3%"),
        (Fraction(1, 1000), "0.1%"),
        (Fraction(1, 1001), "below 0.1%"),
    ],
)
def test_a_share_is_told_in_percent_and_never_as_nothing_while_it_is_something(share: Fraction, told: str):
    assert percent(share) == told


@pytest.mark.parametrize(
    ("loss", "several", "told"),
    [
        (LOST, False, "java"),
        (Loss(clouds=("aws",), sites=("java", "temasek"), zones={}), False, "all of AWS"),
        (Loss(zones={"bali": ("a",)}), False, "zone a of bali"),
        (Loss(zones={"bali": ("a", "b")}), True, "zone a of bali and zone b of bali"),
        (Loss(sites=("java",), beyond=("java",), zones={"bali": ("a",)}), True, "java and zone a of bali"),
    ],
)
def test_a_loss_is_told_part_by_part(loss: Loss, several: bool, told: str):
    assert bool(loss)
    assert (loss.several, str(loss)) == (several, told)


def test_nothing_lost_is_no_loss():
    assert not Loss(zones={})
