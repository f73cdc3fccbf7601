"""What each cloud is told about known events, word by word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from components.errors import ArgumentsError
from components.schedule import Event, Peak, Timeline, ceiling_faults, evenly, floors_for, scheduled_actions, scheduled_tasks
from tests.support.events import PAYDAY

TWELVE = Event(
    name="twelve", time_zone="Asia/Jakarta", start="2026-12-12 00:00", end="2026-12-13 00:00", warm_up=7200, cool_down=3600
)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def told_to_aws(*floors: tuple[Event, int]) -> list[tuple]:
    actions = scheduled_actions(Timeline(4, 40, floors))
    return [(each.key, each.floor, each.start, each.end, each.recurrence, each.time_zone) for each in actions]


def told_to_ess(*floors: tuple[Event, int]) -> list[tuple]:
    tasks = scheduled_tasks(Timeline(4, 40, floors))
    return [(each.key, each.floor, each.launch, each.type, each.value, each.end, each.rounded) for each in tasks]


def test_a_monthly_sale_is_two_actions_in_its_own_time_zone():
    assert told_to_aws((PAYDAY, 30)) == [
        ("payday-up-2612241500", 30, at(2026, 12, 24, 15), at(2027, 7, 24, 14, 59), "0 22 24 * *", "Asia/Jakarta"),
        ("payday-down-2612311800", 4, at(2026, 12, 31, 18), at(2027, 7, 31, 17, 59), "0 1 1 * *", "Asia/Jakarta"),
    ]


def test_on_ess_the_way_back_waits_for_the_first_midnight_that_utc_can_repeat():
    assert told_to_ess((PAYDAY, 30)) == [
        ("payday-up-2612241500", 30, at(2026, 12, 24, 15), "Monthly", "24-24", at(2027, 7, 24, 14, 59), timedelta()),
        ("payday-down-2701010000", 4, at(2027, 1, 1), "Monthly", "1-1", at(2027, 7, 31, 23, 59), timedelta(hours=6)),
    ]


def test_a_rise_at_a_month_s_first_midnight_in_jakarta_is_on_the_last_day_of_the_month_in_utc():
    first = Event(
        name="first",
        time_zone="Asia/Jakarta",
        start="1 00:00",
        end="2 00:00",
        every="month",
        since="2026-12-01",
        until="2027-11-30",
    )
    (up, down) = told_to_ess((first, 30))
    assert up == ("first-up-2611301700", 30, at(2026, 11, 30, 17), "Cron", "0 17 L * ?", at(2027, 10, 31, 17, 1), timedelta())
    assert down[3:5] == ("Monthly", "1-1")


def test_what_happens_once_recurs_on_aws_after_a_year_at_the_earliest_and_has_ended_then():
    assert told_to_aws((TWELVE, 20)) == [
        ("twelve-up-2612111500", 20, at(2026, 12, 11, 15), at(2027, 12, 11, 14, 59), "0 22 11 12 *", "Asia/Jakarta"),
        ("twelve-down-2612121800", 4, at(2026, 12, 12, 18), at(2027, 12, 12, 17, 59), "0 1 13 12 *", "Asia/Jakarta"),
    ]
    assert [each[3:6] for each in told_to_ess((TWELVE, 20))] == [(None, None, None)] * 2


def test_a_weekly_event_keeps_to_its_clock_through_summer_time():
    weekend = Event(
        name="weekend", time_zone="America/New_York", start="friday 18:00", end="sunday 23:00", every="week", since="2026-12-01",
        until="2027-11-30",
    )  # fmt: skip
    assert [each[4:] for each in told_to_aws((weekend, 9))] == [
        ("0 18 * * 5", "America/New_York"),
        ("0 23 * * 0", "America/New_York"),
    ]
    up, down = told_to_ess((weekend, 9))
    assert up[2:5] == (at(2026, 12, 4, 22), "Weekly", "5"), "an hour early in winter, so that it is on time in summer"
    assert down[2:5] == (at(2026, 12, 7, 4), "Weekly", "1"), "an hour late in summer"
    assert {up[6], down[6]} == {timedelta(hours=1)}


def test_a_time_that_a_clock_skips_is_said_in_utc_and_begins_before_it():
    skipped = Event(name="early", time_zone="America/New_York", start="2027-03-14 02:30", end="2027-03-14 12:00")
    up, _ = told_to_aws((skipped, 9))
    assert up[2:] == (at(2027, 3, 14, 6, 30), at(2028, 3, 14, 5, 29), "30 1 14 3 *", "America/New_York")
    twice = Event(name="late", time_zone="America/New_York", start="2027-11-07 01:30", end="2027-11-07 12:00")
    up, _ = told_to_aws((twice, 9))
    assert up[2:] == (at(2027, 11, 7, 5, 30), at(2028, 11, 7, 5, 29), "30 5 7 11 *", "Etc/UTC")


def test_overlapping_events_take_the_maximum_and_meet_in_no_gap():
    assert [each[:2] for each in told_to_aws((PAYDAY, 30), (TWELVE, 20))] == [
        ("twelve-up-2612111500", 20),
        ("twelve-down-2612121800", 4),
        ("payday-up-2612241500", 30),
        ("payday-down-2612311800", 4),
    ]
    inside = Event(name="flash", time_zone="Asia/Jakarta", start="2026-12-28 12:00", end="2026-12-28 14:00")
    higher = told_to_aws((PAYDAY, 30), (inside, 38))
    assert [each[:2] for each in higher][1:3] == [("flash-up-2612280500", 38), ("flash-down-2612280700", 30)]
    assert told_to_aws((PAYDAY, 30), (inside, 10)) == told_to_aws((PAYDAY, 30))


def test_a_moment_has_a_floor_a_ceiling_and_the_events_under_way():
    timeline = Timeline(4, 40, [(PAYDAY, 30), (TWELVE, 20)])
    assert timeline.at(at(2026, 12, 11, 14, 59)) == (4, 40, ())
    assert timeline.at(at(2026, 12, 11, 15)) == (20, 40, ("twelve",))
    assert timeline.at(at(2026, 12, 31, 17, 59)) == (30, 40, ("payday",))
    assert timeline.at(at(2026, 12, 31, 18)) == (4, 40, ())
    assert timeline.at(at(2028, 1, 1)) == (4, 40, ())


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ("31 12:00", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("29 12:00", ["2027-01-29", "2027-02-28", "2027-03-29", "2027-04-29"]),
    ],
)
def test_a_day_that_a_month_lacks_is_its_last(day, months):
    event = Event(
        name="end", time_zone="Asia/Jakarta", start=day, end="1 00:00", every="month", since="2027-01-01", until="2027-04-30"
    )
    assert [str(window.opens.date()) for window in event.windows] == months


def test_an_occurrence_that_lasts_into_the_first_day_begins_with_it():
    moved = Event(
        name="payday",
        time_zone="Asia/Jakarta",
        start="25 00:00",
        end="1 00:00",
        every="month",
        since="2026-12-28",
        until="2026-12-31",
    )
    assert moved.windows == ((at(2026, 12, 27, 17), at(2026, 12, 27, 17), at(2026, 12, 31, 17), at(2026, 12, 31, 17)),)


def test_a_peak_is_shared_out_and_rounded_up():
    def floor(peak, *, base, unit_rps=None, sites):
        (found,) = set(
            floors_for(peak, base=base, unit_rps=unit_rps, sent=lambda _: evenly([str(number) for number in range(sites)])).values()
        )
        return found

    assert floor(Peak(rps=14000), base=12, unit_rps=80, sites=3) == 59
    assert floor(Peak(rps=100), base=12, unit_rps=80, sites=3) == 12, "never below the base"
    assert floor(Peak(factor="1.1"), base=10, sites=3) == 11, "and no rounding error on the way"
    assert floor(Peak(factor=3), base=4, sites=1) == 12


@pytest.mark.parametrize("wrong", [{}, {"rps": 1, "factor": 2}, {"rps": 0}, {"factor": "0.5"}])
def test_a_peak_is_one_number_that_raises_something(wrong):
    with pytest.raises(ArgumentsError):
        Peak(**wrong)


def test_a_floor_above_max_says_how_many_are_missing():
    (fault,) = ceiling_faults("peak_rps.storefront", 175, 120)
    assert str(fault) == (
        "peak_rps.storefront: a floor of 175 in each site, expected at most max, which is 120; 55 missing; fix: raise max to 175, "
        "or expect less"
    )
    with pytest.raises(ArgumentsError, match="payday: a floor of 41 in each site, expected at most max, which is 40; 1 missing"):
        Timeline(4, 40, [(PAYDAY, 41)])


def test_another_base_changes_the_way_back_in_place_and_nothing_else():
    before, after = (
        {(each.key, each.start, each.recurrence): each.floor for each in scheduled_actions(Timeline(base, 40, [(PAYDAY, 30)]))}
        for base in (4, 6)
    )
    assert before.keys() == after.keys()
    assert {key[0]: (before[key], after[key]) for key in before if before[key] != after[key]} == {"payday-down-2612311800": (4, 6)}
