"""Whatever the events: what the clouds run never gives less than was promised, and everything comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.errors import ArgumentsError
from components.schedule import Event, Timeline, scheduled_actions, scheduled_tasks
from components.schedule.ess import MOST_ROUNDED
from components.schedule.moments import WEEKDAYS
from tests.support.clockwork import DAY, MINUTE, asg, ess, floor_at

BASE, CEILING = 3, 40
ZONES = (
    "Asia/Jakarta",
    "Etc/UTC",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
)
thousand = settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


@st.composite
def clocks(draw) -> str:
    return f"{draw(st.integers(0, 23)):02}:{draw(st.sampled_from((0, 15, 30, 59))):02}"


@st.composite
def moments(draw, every: str | None) -> str:
    match every:
        case None:
            return f"{date(2027, 1, 1) + timedelta(days=draw(st.integers(0, 400)))} {draw(clocks())}"
        case "week":
            return f"{draw(st.sampled_from(WEEKDAYS))} {draw(clocks())}"
        case "month":
            return f"{draw(st.integers(1, 31))} {draw(clocks())}"
        case "year":
            return f"{draw(st.integers(1, 12)):02}-{draw(st.integers(1, 29)):02} {draw(clocks())}"
        case _:
            return draw(clocks())


@st.composite
def events(draw, name: str) -> Event | None:
    every = draw(st.sampled_from((None, "day", "week", "month", "year")))
    pauses = st.integers(0, 36).map(lambda halves: halves * 1800)
    given: dict[str, Any] = {
        "name": name,
        "time_zone": draw(st.sampled_from(ZONES)),
        "every": every,
        "start": draw(moments(every)),
        "end": draw(moments(every)),
        "warm_up": draw(pauses),
        "cool_down": draw(pauses),
    }
    if every is not None:
        since = date(2026, 10, 1) + timedelta(days=draw(st.integers(0, 300)))
        length = draw(st.integers(0, {"day": 15, "week": 84}.get(every, 400)))
        given |= {"since": str(since), "until": str(since + timedelta(days=length))}
    try:
        return Event(**given)
    except ArgumentsError:
        return None


@st.composite
def timelines(draw) -> Timeline:
    found = [draw(events(name)) for name in ("alpha", "beta", "gamma")[: draw(st.integers(1, 3))]]
    return Timeline(BASE, CEILING, [(event, draw(st.integers(1, CEILING))) for event in found if event is not None])


def looked_at(timeline: Timeline) -> list[datetime]:
    """Each edge of an event's first and last windows, a minute before and after it, and a day beside them."""
    windows = [window for event in timeline.events.values() for window in event.windows[:4] + event.windows[-4:]]
    edges = {edge for window in windows for edge in (window.start, window.end)}
    return sorted({edge + shift for edge in edges for shift in (-DAY - MINUTE, -MINUTE, 0 * DAY, MINUTE, DAY + MINUTE)})


def promised(timeline: Timeline, moment: datetime, around: timedelta = timedelta()) -> bool:
    return any(
        window.start - around <= moment < window.end + around for event in timeline.events.values() for window in event.windows
    )


@thousand
@given(timelines())
def test_a_timeline_is_the_maximum_of_its_windows_and_ends_at_the_base(timeline):
    steps = [(step.at, step.floor) for step in timeline.steps]
    assert steps == sorted(steps)
    assert not steps or steps[-1][1] == BASE
    for moment in looked_at(timeline):
        assert timeline.at(moment).floor == floor_at(moment, BASE, steps)


@thousand
@given(timelines())
def test_what_aws_runs_is_the_timeline_to_the_minute(timeline):
    actions = scheduled_actions(timeline)
    runs = asg(actions)
    assert len({when for when, _ in runs}) == len(runs), "no two actions of a group at one time"
    assert len({action.key for action in actions}) == len(actions)
    assert all(action.start <= action.end for action in actions)
    assert runs == sorted((when, action.floor) for action in actions for when in action.times)
    for moment in looked_at(timeline):
        assert floor_at(moment, BASE, runs) == timeline.at(moment).floor
    assert floor_at(datetime(2035, 1, 1, tzinfo=UTC), BASE, runs) == BASE


@thousand
@given(timelines())
def test_what_ess_runs_never_gives_less_and_at_most_a_day_longer(timeline):
    tasks = scheduled_tasks(timeline)
    runs = ess(tasks)
    assert len({when for when, _ in runs}) == len(runs)
    assert len({task.key for task in tasks}) == len(tasks)
    assert all(len(task.key) <= 40 and task.rounded <= MOST_ROUNDED for task in tasks)
    assert runs == sorted((when, task.floor) for task in tasks for when in task.times)
    for moment in looked_at(timeline):
        assert floor_at(moment, BASE, runs) >= timeline.at(moment).floor
        if not promised(timeline, moment, MOST_ROUNDED):
            assert floor_at(moment, BASE, runs) == BASE
    assert floor_at(datetime(2035, 1, 1, tzinfo=UTC), BASE, runs) == BASE


@thousand
@given(timelines())
def test_the_same_events_in_any_order_give_the_same_plan(timeline):
    floors = [(replace(event), timeline.asked[name]) for name, event in timeline.events.items()]
    again = Timeline(BASE, CEILING, reversed(floors))
    assert (scheduled_actions(again), scheduled_tasks(again)) == (scheduled_actions(timeline), scheduled_tasks(timeline))
