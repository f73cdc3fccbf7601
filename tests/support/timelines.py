"""Events of every kind, for properties of what is made of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from components.errors import ArgumentsError
from components.schedule import Event, Timeline
from components.schedule.moments import WEEKDAYS
from tests.support.clockwork import DAY, MINUTE

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
