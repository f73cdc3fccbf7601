"""What is wrong with an event, in full."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from components.errors import ArgumentsError
from components.schedule import Event, zone_names

ONCE = {"name": "sale", "time_zone": "Asia/Jakarta", "start": "2026-12-12 00:00", "end": "2026-12-13 00:00"}
UNKNOWN = 'time_zone: "{}", expected a time zone of the IANA database'
MONTHLY = {
    **ONCE, "start": "25 00:00", "end": "1 00:00", "every": "month", "since": "2026-12-01", "until": "2027-06-30"
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (
            {**ONCE, "end": "2026-12-11 00:00"},
            [
                'end: "2026-12-11 00:00", expected a time after the start, which is 2026-12-12 00:00; fix: swap them, or write a later end'
            ],
        ),
        (
            {**ONCE, "time_zone": "Asia/Jakarta2"},
            ['time_zone: "Asia/Jakarta2", expected a time zone of the IANA database; fix: write region and city, say Asia/Jakarta'],
        ),
        (
            {**ONCE, "start": "2026-02-30 00:00"},
            [
                'start: "2026-02-30 00:00", expected a date that there is; fix: choose a day that the month has; this one never comes'
            ],
        ),
        (
            {**MONTHLY, "every": "year", "start": "02-30 00:00", "end": "03-02 00:00"},
            ['start: "02-30 00:00", expected a date that there is; fix: choose a day that the month has; this one never comes'],
        ),
        (
            {**ONCE, "start": "25 00:00"},
            ['start: "25 00:00", expected a date and a time, say "2026-12-12 00:00"; fix: write it like "2026-12-12 00:00"'],
        ),
        (
            {**MONTHLY, "since": None, "until": None},
            [
                'since: nothing, expected a date for an event that recurs; fix: write since: "2026-12-01", say',
                'until: nothing, expected a date for an event that recurs; fix: write until: "2027-11-30", say',
            ],
        ),
        (
            {**ONCE, "until": "2027-01-01"},
            ['until: "2027-01-01", expected nothing for an event that happens once; fix: remove it, or write every: month, say'],
        ),
        (
            {**MONTHLY, "until": "2026-11-01"},
            ['until: "2026-11-01", expected a day that is not before since, which is 2026-12-01; fix: swap them'],
        ),
        (
            {**MONTHLY, "until": "2026-12-24"},
            [
                (
                    'until: "2026-12-24", expected a day by which it has begun once; from 2026-12-01 on it has not; '
                    "fix: write a later day, or remove the event"
                )
            ],
        ),
        (
            {**MONTHLY, "until": "2031-12-24"},
            ['until: "2031-12-24", expected at most 1096 days after since; fix: end it earlier, and prolong it then'],
        ),
        (
            {**MONTHLY, "since": "1.12.2026"},
            ['since: "1.12.2026", expected a date; fix: write year, month and day, say "2026-12-01"'],
        ),
        (
            {**MONTHLY, "end": "25 00:00"},
            [
                (
                    'end: "25 00:00", expected another time than the start; an event that never ends is a base; fix: raise min instead, or '
                    "write when it is over"
                )
            ],
        ),
        (
            {**MONTHLY, "every": "quarter"},
            ['every: "quarter", expected day, week, month, year; fix: leave it out for an event that happens once'],
        ),
        (
            {**ONCE, "warm_up": 90, "cool_down": -60},
            [
                "warm_up: 90, expected whole minutes, a day at most; fix: write a multiple of 60 seconds",
                "cool_down: -60, expected whole minutes, a day at most; fix: write a multiple of 60 seconds",
            ],
        ),
        (
            {**MONTHLY, "every": "day", "start": "18:00", "end": "23:00", "warm_up": 43_200, "cool_down": 25_200},
            [
                (
                    "warm_up: 43200, expected less, with the other pause, than lies between an occurrence and the next; floors would "
                    "never come back; fix: write a shorter one, or raise min instead"
                )
            ],
        ),
        ({**ONCE, "time_zone": "Factory"}, [f"{UNKNOWN.format('Factory')}; fix: write region and city, say Asia/Jakarta"]),
        (
            {**ONCE, "time_zone": "Mars/Base", "start": "soon", "end": "later"},
            [
                'time_zone: "Mars/Base", expected a time zone of the IANA database; fix: write region and city, say Asia/Jakarta',
                'start: "soon", expected a date and a time, say "2026-12-12 00:00"; fix: write it like "2026-12-12 00:00"',
                'end: "later", expected a date and a time, say "2026-12-12 00:00"; fix: write it like "2026-12-12 00:00"',
            ],
        ),
    ],
)
def test_every_fault_at_once(given, faults):
    with pytest.raises(ArgumentsError) as raised:
        Event(**given)
    assert str(raised.value).split("\n") == [f"Event.{fault}" for fault in faults]


def test_a_leap_day_is_the_last_of_february_in_other_years():
    leap: dict[str, Any] = {
        **MONTHLY,
        "every": "year",
        "start": "02-29 00:00",
        "end": "03-01 00:00",
        "since": "2027-01-01",
        "until": "2028-12-31",
    }
    assert [f"{window.opens:%m-%d}" for window in Event(**leap).windows] == ["02-27", "02-28"], "in UTC, seven hours behind"


def test_pauses_may_leave_no_time_between_some_occurrences():
    pauses, since = {"warm_up": 86_400, "cool_down": 86_400}, {"since": "2027-01-01"}
    long: dict[str, Any] = {**MONTHLY, **pauses, **since, "start": "1 12:00", "end": "28 12:00"}
    windows = Event(**long).windows
    days = [(after.start - before.end).days for before, after in itertools.pairwise(windows)]
    assert days == [2, -1, 2, 1, 2], "those of February and March touch"


def test_what_is_written_inside_a_month_ends_with_it_where_the_month_lacks_both_days():
    whole: dict[str, Any] = {**MONTHLY, "start": "30 00:00", "end": "31 00:00", "since": "2027-01-01", "time_zone": "Etc/UTC"}
    found = [(f"{window.opens:%m-%d}", f"{window.closes:%m-%d}") for window in Event(**whole).windows]
    assert found[:4] == [("01-30", "01-31"), ("02-28", "03-01"), ("03-30", "03-31"), ("04-30", "05-01")]


def test_time_zones_are_those_of_the_pinned_package():
    assert {"Asia/Jakarta", "Etc/UTC", "America/New_York"} <= zone_names()
