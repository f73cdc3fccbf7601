"""Which peaks fall into which step of a migration, and what they ask of each site."""

from __future__ import annotations

from typing import Any

import pytest

from components.schedule import Calendar
from components.traffic.migrations import migrations
from components.traffic.room import rooms, touched, window_of
from components.traffic.steps import Step

STEPS = [
    {"date": date, "weights": {"java": 100.0 - share, "bali": float(share)}}
    for date, share in (("2026-12-20", 25), ("2026-12-25", 50), ("2027-01-01", 75))
]
SALE = {
    "time_zone": "Asia/Jakarta",
    "every": "month",
    "start": "25 00:00",
    "end": "1 00:00",
    "headroom": "none",
    "since": "2026-12-01",
    "until": "2026-12-31",
    "warm_up": 0.0,
    "cool_down": 0.0,
    "peak_rps": {"storefront": 8000.0},
}
"""From 25 December to the end of the year, to the minute."""


def environment(sites: Any = "all", **moves: Any) -> dict[str, Any]:
    """A name that moves from java to bali, over the days of a sale."""
    told = {"traffic": "www", "steps": STEPS, "time_zone": "Asia/Jakarta", **moves}
    return {
        "sites": {"java": {"cloud": "aws"}, "bali": {"cloud": "alicloud"}},
        "clusters": {"main": {"sites": "all"}, "other": {"sites": "all"}},
        "fleets": {"transcoder": {"sites": "all", "capacity": {"fixed": 2.0}}},
        "workloads": {
            "storefront": {"cluster": "main", "sites": sites, "replicas": {"min": 10.0, "max": 200.0}, "pod_rps": 80.0},
            "admin": {"cluster": "other", "sites": "all", "replicas": {"min": 1.0, "max": 2.0}},
        },
        "events": {"sale": SALE},
        "traffic": {"www": {"to": "storefront", "weights": {"java": 100.0, "bali": 0.0}}},
        "migrations": {"moves": {key: value for key, value in told.items() if value is not None}},
    }


def test_a_peak_falls_into_the_step_that_holds_while_it_lasts_and_into_none_that_ends_or_begins_with_it():
    said = environment()
    (moving,) = migrations(said)
    found = list(rooms(said, moving))
    assert [(each.step, each.site, each.event, each.share, each.needed) for each in found] == [
        (2, "java", "sale", 50, 50),
        (2, "bali", "sale", 50, 50),
    ]
    assert {(each.floor, each.ceiling) for each in found} == {(50, 200)}


def test_where_what_serves_does_not_stand_yet_nothing_runs():
    said = environment(["java"])
    (moving,) = migrations(said)
    assert {each.site: each.floor for each in rooms(said, moving)} == {"java": 100, "bali": 0}


@pytest.mark.parametrize(
    ("date", "event"), [("2026-12-24", None), ("2026-12-25", "sale"), ("2026-12-31", "sale"), ("2027-01-01", None)]
)
def test_a_step_is_meant_for_an_events_day_from_its_first_minute_to_its_last(date: str, event: str | None):
    said = environment()
    (moving,) = migrations(said)
    found = window_of(said, Calendar.of(said), moving, Step(date=date, shares={}))
    assert (found and found[0]) == event


@pytest.mark.parametrize(
    ("moves", "of"),
    [
        ({}, {"storefront"}),
        ({"traffic": None, "cluster": "main"}, {"storefront"}),
        ({"traffic": None, "cluster": "other"}, {"admin"}),
        ({"traffic": None, "workload": "admin"}, {"admin"}),
        ({"traffic": None, "fleet": "transcoder"}, {"transcoder"}),
    ],
)
def test_a_migration_touches_what_serves_its_name_or_what_it_drains(moves: dict[str, Any], of: set[str]):
    drained = {} if not moves else {"steps": [{"date": "2026-12-20", "capacity": {"java": 50.0}}]}
    said = environment(**moves, **drained)
    (moving,) = migrations(said)
    assert {group.name for group in touched(said, Calendar.of(said), moving)} == of
