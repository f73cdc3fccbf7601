"""What the clouds run, held against what events declare as found again by walking over days and clocks (`wallclock`)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from components.errors import ArgumentsError
from components.schedule import Event, Timeline, scheduled_actions, scheduled_tasks
from components.schedule.ess import FURTHEST_LAUNCH, LONGEST_RECURRENCE, MOST_ROUNDED
from components.schedule.moments import WEEKDAYS
from components.schedule.zones import zone
from tests.support.clockwork import asg, ess, fires, floor_at
from tests.support.timelines import thousand
from tests.support.wallclock import DAY, MINUTE, Declared, declared, held

BASE, CEILING = 3, 40
ZONES = (
    "Asia/Jakarta",
    "Europe/Berlin",
    "America/Sao_Paulo",  # changed its clocks at midnight, until 2019
    "Australia/Lord_Howe",  # by half an hour
    "America/New_York",
    "Africa/Casablanca",  # turns them back for Ramadan
    "Pacific/Chatham",  # 12:45 ahead of UTC
    "Asia/Calcutta",  # a name of old
)
CHANGES = {
    "Europe/Berlin": ("2027-03-28", "2027-10-31"),
    "America/Sao_Paulo": ("2018-11-04", "2018-02-18"),
    "Australia/Lord_Howe": ("2027-10-03", "2027-04-04"),
    "America/New_York": ("2027-03-14", "2027-11-07"),
}
"""When a clock is put forward, and back."""
CLOCKS = tuple(f"{hour:02}:{minute:02}" for hour in (0, 1, 2, 3, 12, 23) for minute in (0, 15, 30, 59))
clocks = st.sampled_from(CLOCKS)


@st.composite
def days(draw, zone_name: str) -> date:
    """A day, often one on which clocks change, a leap day, or a month's or a year's edge."""
    known = ("2028-02-28", "2028-02-29", "2027-02-28", "2027-03-01", "2026-12-31", "2027-01-01", "2027-04-30", "2027-05-31")
    near = date.fromisoformat(draw(st.sampled_from((*known, *CHANGES.get(zone_name, ())))))
    return near + timedelta(days=draw(st.integers(-2, 2)))


@st.composite
def written(draw, every: str | None, day: date) -> str:
    clock = draw(clocks)
    match every:
        case None:
            return f"{day} {clock}"
        case "week":
            return f"{draw(st.sampled_from(WEEKDAYS))} {clock}"
        case "month":
            return f"{draw(st.one_of(st.integers(28, 31), st.just(1), st.integers(1, 31)))} {clock}"
        case "year":
            return f"{day:%m-%d} {clock}"
        case _:
            return clock


@st.composite
def said(draw, name: str) -> dict[str, Any]:
    every = draw(st.sampled_from((None, "day", "week", "month", "year")))
    zone_name = draw(st.sampled_from(ZONES))
    first = draw(days(zone_name))
    found = {
        "name": name,
        "time_zone": zone_name,
        "every": every,
        "start": draw(written(every, first)),
        "end": draw(written(every, first + timedelta(days=draw(st.integers(0, 3))))),
        "warm_up": draw(st.sampled_from((0, 1800, 7200, 86_400))),
        "cool_down": draw(st.sampled_from((0, 3600, 43_200))),
    }
    if every is not None:
        length = draw(st.integers(0, {"day": 10, "week": 70, "month": 300}.get(every, 800)))
        since = first - timedelta(days=draw(st.integers(0, min(length, 60))))
        found |= {"since": str(since), "until": str(since + timedelta(days=length))}
    return found


@st.composite
def environments(draw) -> list[tuple[dict[str, Any], int]]:
    """Up to three events that a file may hold, with their floors."""
    drawn = [(draw(said(name)), draw(st.integers(1, CEILING))) for name in ("alpha", "beta", "gamma")[: draw(st.integers(1, 3))]]
    return [(fields, floor) for fields, floor in drawn if _holds(fields)]


def _holds(fields: dict[str, Any]) -> bool:
    try:
        Event(**fields)
    except ArgumentsError:
        return False
    return True


def found_again(environment: list[tuple[dict[str, Any], int]]) -> tuple[Timeline, list[Declared]]:
    timeline = Timeline(BASE, CEILING, [(Event(**fields), floor) for fields, floor in environment])
    return timeline, [window for fields, floor in environment for window in declared(fields, floor)]


def looked_at(windows: list[Declared]) -> list[datetime]:
    """Every edge of every window, a minute before and after it, and as much a day beside."""
    edges = {edge for window in windows for edge in (window.start, window.end)}
    most = 60
    some = sorted(edges)[: most // 2] + sorted(edges)[-most // 2 :]
    return sorted({edge + shift for edge in some for shift in (-DAY - MINUTE, -MINUTE, 0 * DAY, MINUTE, DAY + MINUTE)})


MONTH = {"time_zone": "Asia/Jakarta", "every": "month", "since": "2027-01-01", "until": "2027-06-30"}
YEAR = {"time_zone": "Europe/Berlin", "every": "year", "since": "2026-06-01", "until": "2028-12-31"}


@thousand
@given(environments())
@example([({"name": "whole-30th", **MONTH, "start": "30 00:00", "end": "31 00:00"}, 9)])
@example([({"name": "29-to-31", **MONTH, "start": "29 12:00", "end": "31 00:00"}, 9)])
@example([({"name": "leap", **YEAR, "start": "02-28 00:00", "end": "02-29 00:00"}, 9)])
@example([({"name": "leap", **YEAR, "start": "02-29 00:00", "end": "02-29 12:00", "warm_up": 86_400}, 9)])
def test_aws_runs_what_is_declared_to_the_minute_and_ess_no_less_and_a_day_more_at_most(environment):
    timeline, windows = found_again(environment)
    on_aws, on_ess = asg(scheduled_actions(timeline)), ess(scheduled_tasks(timeline))
    slack = max((window.slack for window in windows), default=timedelta())
    for moment in looked_at(windows):
        least = held(windows, BASE, moment)
        assert least <= timeline.at(moment).floor <= held(windows, BASE, moment, slack)
        assert floor_at(moment, BASE, on_aws) == timeline.at(moment).floor
        assert least <= floor_at(moment, BASE, on_ess) <= held(windows, BASE, moment, slack + MOST_ROUNDED)
    after = max((window.end for window in windows), default=datetime(2027, 1, 1, tzinfo=UTC)) + slack + MOST_ROUNDED
    for moment in (after, after + 365 * DAY, after + 5000 * DAY):
        assert floor_at(moment, BASE, on_aws) == floor_at(moment, BASE, on_ess) == BASE, "every floor is back at its base"


@settings(thousand, max_examples=200)
@given(environments())
def test_what_a_cloud_bounds_is_kept_to(environment):
    timeline, _ = found_again(environment)
    for action in scheduled_actions(timeline):
        assert len(action.recurrence.split()) == 5
        assert action.start.second == 0
        assert len(action.key) <= 255
        _, _, day, month, _ = action.recurrence.split()
        assert month != "*" or day == "*" or int(day) <= 28, "a day that every month has"
    for task in scheduled_tasks(timeline):
        assert 2 <= len(task.description) <= 200
        assert (task.type is None) == (task.value is None) == (task.end is None), "all three of a recurrence, or none"
        if task.end is not None:
            room = max(task.span + MINUTE, LONGEST_RECURRENCE - FURTHEST_LAUNCH)
            assert task.type != "Monthly" or int((task.value or "").partition("-")[0]) <= 28
            assert task.times[-1] <= task.end <= task.launch + room, "so it can be made 90 days ahead, where it is no longer"


@pytest.mark.parametrize(
    ("time_zone", "recurrence", "around"),
    [
        ("Europe/Berlin", "30 2 * * *", "2027-03-28"),
        ("Europe/Berlin", "30 2 * * *", "2027-10-31"),
        ("Australia/Lord_Howe", "15 2 * * 0", "2027-10-03"),
        ("Australia/Lord_Howe", "45 1 * * 0", "2027-04-04"),
        ("America/Sao_Paulo", "0 0 4 11 *", "2018-11-04"),
        ("Asia/Jakarta", "0 22 24,31 * *", "2027-01-31"),
    ],
)
def test_the_clouds_of_these_tests_run_what_a_walk_over_every_minute_finds(time_zone, recurrence, around):
    where = zone(time_zone)
    first = datetime.fromisoformat(around).replace(tzinfo=UTC) - 2 * DAY
    minutes = (first + count * MINUTE for count in range(4 * 1440))
    walked = [minute for minute in minutes if fires(recurrence, where, minute)]
    minute, hour, *_ = recurrence.split()
    shown = [moment.astimezone(where) for moment in walked]
    assert {(local.hour, local.minute) for local in shown} <= {(int(hour), int(minute))}
    assert len(walked) == {"2027-03-28": 3, "2027-10-31": 5, "2027-10-03": 0, "2027-04-04": 2, "2018-11-04": 0}.get(around, 1)


def test_a_name_of_old_is_told_to_aws_as_the_one_of_today():
    event = Event(name="diwali", time_zone="Asia/Calcutta", start="2027-10-29 00:00", end="2027-10-30 00:00")
    actions = scheduled_actions(Timeline(BASE, CEILING, [(event, 9)]))
    assert [(action.time_zone, action.recurrence) for action in actions] == [
        ("Asia/Kolkata", "0 0 29 10 *"),
        ("Asia/Kolkata", "0 0 30 10 *"),
    ]
