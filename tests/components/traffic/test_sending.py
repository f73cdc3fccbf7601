"""What sites are sent of a name's requests: what its records answer, and what nobody can know at its worst."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from components.traffic.sending import Name, calendar, names
from tests.support import served
from tests.support.served import SITES, recorded

WEIGHTED: Mapping[str, Any] = {"weights": {"jakarta-aws": 60, "jakarta-alicloud": 40}, "fallback": "singapore-aws"}
ANSWERED: Mapping[str, Mapping[str, Any]] = {
    "weighted, with a fallback": WEIGHTED,
    "weighted alone": {"weights": {"jakarta-aws": 50, "jakarta-alicloud": 30, "singapore-aws": 20}},
    "failover": {"policy": "failover", "primary": "jakarta-aws", "fallback": "jakarta-alicloud"},
}
JAKARTA_AWS, JAKARTA_ALICLOUD, SINGAPORE = SITES
WHOLE = Fraction(1)


@pytest.mark.parametrize("told", ANSWERED.values(), ids=ANSWERED)
def test_sites_that_are_left_are_sent_what_both_providers_answer(told):
    found, name = recorded(**told), Name(sites=tuple(SITES), **told)
    for lost in served.losses():
        answered = served.by_route53(found, lost)
        assert answered == served.by_gtm(found, lost)
        if not lost & answered.keys():
            assert name.after(lost).of == answered, sorted(lost)
            assert name.after(lost).why == "answers"


def test_what_answers_leave_at_what_is_lost_somebody_moves_to_what_is_left():
    automatic = Name(sites=tuple(SITES), weights={JAKARTA_AWS: 100, JAKARTA_ALICLOUD: 0})
    assert automatic.after().of == {JAKARTA_AWS: WHOLE}
    moved = automatic.after({JAKARTA_AWS})
    assert (moved.of, moved.why) == ({JAKARTA_ALICLOUD: Fraction(1, 2), SINGAPORE: Fraction(1, 2)}, "moved")


def test_no_check_moves_a_name_that_fails_over_by_hand():
    manual = Name(sites=tuple(SITES), **WEIGHTED, watched=False)
    assert (manual.after().of, manual.after().why) == ({JAKARTA_AWS: Fraction(3, 5), JAKARTA_ALICLOUD: Fraction(2, 5)}, "answers")
    assert manual.after({SINGAPORE}) == manual.after()
    assert (manual.after({JAKARTA_AWS}).of, manual.after({JAKARTA_AWS}).why) == ({JAKARTA_ALICLOUD: WHOLE}, "moved")
    assert manual.after({JAKARTA_AWS, JAKARTA_ALICLOUD}).of == {SINGAPORE: WHOLE}


@pytest.mark.parametrize("policy", ["latency", "geo"])
def test_any_site_may_be_the_nearest_to_all_who_ask(policy):
    name = Name(sites=tuple(SITES), policy=policy)
    assert (name.after().of, name.after().why) == (dict.fromkeys(SITES, WHOLE), "nearest")
    assert name.after({JAKARTA_AWS}).of == {JAKARTA_ALICLOUD: WHOLE, SINGAPORE: WHOLE}


def test_a_drained_site_counts_as_out_and_as_back():
    name = Name(sites=tuple(SITES), **WEIGHTED, drained={JAKARTA_AWS})
    assert name.after().of == {JAKARTA_AWS: Fraction(3, 5), JAKARTA_ALICLOUD: WHOLE}


def shop(**more):
    """Three sites, of which an event brings 14,000 requests a second to one workload."""
    return {
        "sites": {site: {"cloud": cloud} for site, (cloud, _) in SITES.items()},
        "clusters": {"main": {"sites": "all"}},
        "workloads": {"shop": {"cluster": "main", "sites": "all", "replicas": {"min": 12, "max": 300}, "pod_rps": 80}},
        "traffic": {"www": {"to": "shop", **WEIGHTED}},
        "objectives": {"site": {"capacity": 100, "within": 300}, "cloud": {"capacity": 70, "within": 900}},
        "events": {
            "sale": {
                "time_zone": "Asia/Jakarta",
                "start": "2026-12-12 00:00",
                "end": "2026-12-13 00:00",
                "headroom": "cloud",
                "peak_rps": {"shop": 14000},
            }
        },
        **more,
    }


def floors(said):
    found = calendar(said)
    return [*found.floors(found.group("workloads", "shop"))["sale"].values()]


def test_floors_follow_the_names_of_an_environment():
    assert floors(shop()) == [175, 175, 12]
    assert floors(shop(traffic={})) == [88, 123, 88], "evenly, where no name leads to it"
    assert floors(shop(traffic={"www": {"to": "shop", "check": "none", **WEIGHTED}})) == [175, 175, 12]
    assert floors(shop(traffic={"www": {"to": "shop", "policy": "latency"}})) == [175, 175, 175]
    calm = {"sale": {**shop()["events"]["sale"], "headroom": "none"}}
    assert floors(shop(events=calm)) == [105, 70, 12]


def test_floors_follow_the_step_in_force_and_leave_drained_sites_out():
    steps = [{"date": "2027-01-11", "weights": {JAKARTA_AWS: 40, JAKARTA_ALICLOUD: 60}}]
    calm = {"sale": {**shop()["events"]["sale"], "headroom": "none"}}

    def moves(step):
        return {"www-moves": {"traffic": "www", "step": step, "steps": steps}}

    assert [floors(shop(events=calm, migrations=moves(step))) for step in (0, 1)] == [[105, 70, 12], [70, 105, 12]]
    leaves = {"shop-leaves": {"workload": "shop", "step": 1, "steps": [{"date": "2027-01-11", "capacity": {JAKARTA_AWS: 50}}]}}
    found = calendar(shop(events=calm, migrations=leaves))
    assert found.floors(found.group("workloads", "shop"))["sale"] == {JAKARTA_ALICLOUD: 175, SINGAPORE: 12}


def test_a_name_leads_to_a_fleet_or_to_a_workload():
    fleets = {"films": {"sites": [JAKARTA_AWS], "capacity": {"fixed": 2}}}
    found = names(
        shop(fleets=fleets, traffic={"www": {"to": "shop", **WEIGHTED}, "tv": {"to": "films", "weights": {JAKARTA_AWS: 100}}})
    )
    assert {key: [each.sites for each in told] for key, told in found.items()} == {
        ("workloads", "shop"): [tuple(SITES)],
        ("fleets", "films"): [(JAKARTA_AWS,)],
    }
