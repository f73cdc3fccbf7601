"""The calendar of events as tables."""

from __future__ import annotations

from views import looks
from views.events import events

SALE = {
    "name": "sale", "timeZone": "Asia/Jakarta", "every": None, "start": "2026-12-12 00:00", "end": "2026-12-13 00:00",
    "since": None, "until": None, "warmUp": 5400, "coolDown": 0, "names": ["workloads.shop"], "underWay": True,
    "further": 0, "over": 0,
    "occurrences": [
        {
            "underWay": True,
            "utc": {"start": "2026-12-11T15:30Z", "end": "2026-12-12T17:00Z"},
            "local": {"start": "2026-12-11T22:30+07:00", "end": "2026-12-13T00:00+07:00"},
        }
    ],
}  # fmt: skip
PART = {"site": "one", "name": "main-general", "type": "m5.metal", "spot": False, "most": 3, "vcpus": None}
NEED = {
    "event": "sale",
    "kind": "workloads",
    "name": "shop",
    "sites": ["one", "two", "three"],
    "rps": 1440,
    "unitRps": 80,
    "floor": 8,
}
CALENDAR = {
    "environment": "test",
    "at": "2026-12-12T00:00Z",
    "events": [SALE],
    "floors": [{"site": "one", "kind": "workloads", "name": "shop", "base": 2, "floor": 7, "ceiling": 20, "events": ["sale"]}],
    "needs": [
        {**NEED, "lost": None, "capacity": 100, "sitesLeft": 3, "needed": 6, "missing": 0},
        {**NEED, "lost": "site", "capacity": 100, "sitesLeft": 2, "needed": 9, "missing": 1},
        {**NEED, "lost": "aws", "capacity": 70, "sitesLeft": 1, "needed": 12, "missing": 4},
    ],
    "waits": [
        {
            "kind": "workloads",
            "name": "storefront",
            "sites": ["bali"],
            "lost": "java",
            "needs": "orders-db",
            "promoted": "bali",
            "byHand": True,
            "back": 900,
            "within": 300,
        },
        {
            "kind": "workloads",
            "name": "storefront",
            "sites": ["bali"],
            "lost": "all of aws",
            "needs": "mail",
            "promoted": None,
            "byHand": True,
            "back": 90,
            "within": 900,
        },
    ],
    "quotas": [
        {"cloud": "aws", "account": None, "region": "x", "code": "L-1", "name": "Some", "vcpus": 0, "of": [PART]},
        {"cloud": "aws", "account": "1", "region": "x", "code": None, "name": None, "vcpus": 8, "of": [{**PART, "vcpus": 8}]},
    ],
}
SHOWN = """\
sale: once, 2026-12-12 00:00 to 2026-12-13 00:00 in Asia/Jakarta
    warm-up 90m, for shop
    HELD FROM (UTC)   UNTIL             FROM (LOCAL)          UNTIL
    2026-12-11 15:30  2026-12-12 17:00  Fri 2026-12-11 22:30  2026-12-13 00:00  now

Floors at Sat 2026-12-12 00:00 UTC:
    SITE  WHAT           BASE  FLOOR  MAX  EVENT
    one   workload shop     2      7   20  sale

How many a peak needs in each site: requests a second ÷ what each serves ÷ sites
    WHAT           EVENT  LOST         REQUESTS/S  EACH SERVES  SITES  NEEDED  FLOOR  MISSING
    workload shop  sale   none              1,440           80      3       6      8
    workload shop  sale   one site          1,440           80      2       9      8        1
    workload shop  sale   all of aws  1,440 × 70%           80      1      12      8        4

What those that are left wait for, however many they are:
    WHAT                 LOST        NEEDS      BACK IN  PROMISED IN  BY
    workload storefront  java        orders-db  15m      5m           somebody promoting bali
    workload storefront  all of aws  mail       90s      15m          somebody restoring a backup

Quotas to ask for beforehand, so that everything may run at its maximum:
    ACCOUNT    REGION  QUOTA                             vCPUs
    (at hand)  x       L-1                          0 and more
        Some
        3 m5.metal of main-general
    1          x       (not known for these types)           8
        3 m5.metal of main-general
"""


def test_all_at_a_glance():
    assert events(CALENDAR).plain == SHOWN


def test_what_is_raised_and_what_is_under_way_stand_out():
    styles = {text.strip(): style for text, style in events(CALENDAR).fragments if text.strip()}
    assert styles["7"] == styles["now"] == styles["4"] == looks.WARNING


def test_an_event_that_is_over_has_no_times():
    over = {**CALENDAR, "events": [{**SALE, "occurrences": [], "over": 1}]}
    assert "for shop\n    over\n\n" in events(over).plain


def test_several_are_listed():
    both = {**CALENDAR, "events": [{**SALE, "names": ["fleets.films", "workloads.shop", "workloads.back"]}]}
    assert "    warm-up 90m, for films, shop and back\n" in events(both).plain


def test_none():
    assert (
        events({"environment": "test", "at": None, "events": [], "floors": [], "needs": [], "waits": [], "quotas": []}).plain
        == "test has no events\n"
    )
