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
NEED = {"event": "sale", "kind": "workloads", "name": "shop", "rps": 1440, "capacity": 100, "unitRps": 80, "shared": "answers"}


def carrying(**sites):
    """By site: its share, how many that takes, and how many are missing of them."""
    return {
        site: {"share": share, "rps": 0, "needed": needed, "floor": needed - missing, "missing": missing}
        for site, (share, needed, missing) in sites.items()
    }


CALENDAR = {
    "environment": "test",
    "at": "2026-12-12T00:00Z",
    "events": [SALE],
    "floors": [{"site": "one", "kind": "workloads", "name": "shop", "base": 2, "floor": 7, "ceiling": 20, "events": ["sale"]}],
    "needs": [
        {**NEED, "of": None, "lost": None, "sites": carrying(one=(0.6, 11, 0), two=(0.4, 8, 0), three=(0.0, 0, 0))},
        {**NEED, "of": "site", "lost": "one", "sites": carrying(two=(1.0, 18, 4), three=(0.0, 0, 0))},
        {**NEED, "of": "cloud", "lost": "aws", "capacity": 70, "sites": carrying(two=(1.0, 13, 0)), "shared": "moved"},
        {**NEED, "name": "back", "of": None, "lost": None, "sites": carrying(one=(1.0, 18, 0)), "shared": "evenly"},
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

Who carries how much of a peak, and how many of the floor there that takes:
    sale, workload shop: 1,440 requests a second, 80 for each
        LOST        CARRIED  one            two                        three
        nothing        100%  60%: 11 of 11  40%: 8 of 8                none
        one            100%  lost           100%: 18 of 14, 4 missing  none
        all of aws      70%  lost           100%: 13 of 13             lost   moved by hand
    sale, workload back: 1,440 requests a second, 80 for each
        LOST     CARRIED  one
        nothing     100%  100%: 18 of 18  evenly

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
    assert styles["7"] == styles["now"] == styles["100%: 18 of 14, 4 missing"] == looks.WARNING


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
