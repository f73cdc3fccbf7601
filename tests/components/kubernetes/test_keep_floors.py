"""The program that keeps floors inside a cluster: played against an API server in memory, through every window and its end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.kubernetes.keep_floors import Schedule
from components.schedule import Event, Timeline, floor_schedule, room_schedule, schedule_size
from components.schedule.words import KEY
from tests.support.autoscaler import END, LEAD, MINUTE, NAMED, SCALE, Server, annotated, kept, sale
from tests.support.timelines import BASE, CEILING, looked_at, thousand, timelines


def test_the_schedule_is_read_by_people_too():
    assert floor_schedule(sale()) == {
        "base": "3",
        "20261211T1600Z": "12 sale begins: 2026-12-11 23:00 Asia/Jakarta",
        "20261211T2000Z": "3 sale ends: 2026-12-12 03:00 Asia/Jakarta",
    }
    assert schedule_size(floor_schedule(sale())) == sum(
        len(f"{key}{value}") for key, value in annotated(floor_schedule(sale())).items()
    )


@thousand
@given(timelines())
def test_whatever_the_events_the_schedule_gives_every_floor_and_the_base_beside_them(timeline):
    read = Schedule.read(annotated(floor_schedule(timeline)))
    assert (read.base, list(zip(read.moments, read.floors, strict=True))) == (
        BASE,
        [(at, floor) for at, floor, *_ in timeline.steps],
    )
    for moment in looked_at(timeline):
        promised = timeline.at(moment)
        assert read.at(moment) == promised.floor
        assert promised.events or read.at(moment) == BASE
        assert read.within(moment - LEAD, LEAD) >= promised.floor, "room is asked for before"
    assert read.at(END) == BASE


@settings(max_examples=60, deadline=None)
@given(timelines(), st.integers(1, CEILING), st.randoms(use_true_random=False))
def test_played_through_it_holds_every_floor_and_comes_back(timeline, floor, chance):
    """Rounds may be missed: what one sets is what holds at its time, whatever came before."""
    server = Server(floor_schedule(timeline), floor=floor)
    moments = looked_at(timeline)
    for moment in sorted({*moments, *(each - LEAD for each in moments), END}):
        if moment != END and chance.random() < 0.1:
            continue
        assert kept(server, moment) == []
        assert server.floor == timeline.at(moment).floor
        assert kept(server, moment) == [], "the next round sees which pods came and went"
        assert max(server.floor, timeline.at(moment + LEAD).floor) <= server.floor + server.placeholders <= CEILING
    assert (server.floor, server.placeholders) == (BASE, 0)


def test_minute_by_minute_room_comes_first_then_the_floor_then_neither():
    server, timeline = Server(floor_schedule(sale())), sale()
    at, found = datetime(2026, 12, 11, 15, tzinfo=UTC), {}
    while at < datetime(2026, 12, 11, 21, tzinfo=UTC):
        assert kept(server, at) == []
        assert server.floor == timeline.at(at).floor
        found.setdefault((server.floor, server.placeholders), f"{at:%H:%M}")
        at += MINUTE
    assert found == {(3, 0): "15:00", (3, 9): "15:45", (12, 0): "16:00"}
    assert (server.floor, server.placeholders) == (3, 0)
    assert server.patches == [SCALE, NAMED, SCALE, NAMED], "and nothing twice"


@settings(deadline=None)
@given(timelines(), st.sampled_from([MINUTE, LEAD, timedelta(hours=6)]))
def test_a_preview_tells_of_all_the_room_that_is_held(timeline, lead):
    schedule = Schedule.read(annotated(floor_schedule(timeline)))
    told = {
        datetime.strptime(key, KEY).replace(tzinfo=UTC): int(text.split(" ")[2])
        for key, text in room_schedule(timeline, lead).items()
    }
    assert list(told) == sorted(told)
    for moment in {*told, *looked_at(timeline), *(each - lead for each in looked_at(timeline))}:
        held = schedule.within(moment, lead) - schedule.at(moment)
        latest = max((each for each in told if each <= moment), default=None)
        assert held == told[moment] if moment in told else held <= (told[latest] if latest else 0)


def test_room_is_told_of_where_a_floor_falls_shortly_before_it_rises_again():
    first = Event(name="eve", time_zone="Etc/UTC", start="2026-12-11 10:00", end="2026-12-11 12:00")
    second = Event(name="sale", time_zone="Etc/UTC", start="2026-12-11 12:30", end="2026-12-11 14:00")
    assert room_schedule(Timeline(2, 40, [(first, 30), (second, 30)]), timedelta(hours=1)) == {
        "20261211T0900Z": "room for 28 more pods: 2026-12-11 09:00 Etc/UTC, before eve begins",
        "20261211T1200Z": "room for 28 more pods: 2026-12-11 12:00 Etc/UTC, before sale begins",
    }


def test_room_is_held_for_what_does_not_run_yet():
    server = Server(floor_schedule(sale()))
    server.autoscaler["status"]["currentReplicas"] = 10
    kept(server, datetime(2026, 12, 11, 15, 50, tzinfo=UTC))
    assert server.placeholders == 2
    del server.autoscaler["status"]
    kept(server, datetime(2026, 12, 11, 15, 50, tzinfo=UTC))
    assert server.placeholders == 9, "an autoscaler that has not begun says nothing of pods"


def test_an_autoscaler_without_a_schedule_is_left_alone():
    server = Server(None, floor=7)
    assert kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC)) == []
    assert (server.floor, server.patches) == (7, [])


def test_whoever_takes_the_schedule_away_meanwhile_has_the_last_word():
    server = Server(floor_schedule(sale()))
    listed = server.get

    def listed_before_the_update(path: str) -> Any:
        answer = listed(path)
        server.autoscaler["metadata"] |= {"resourceVersion": "2", "annotations": {}}
        return answer

    server.get = listed_before_the_update
    (fault,) = kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC))
    assert "409" in fault
    assert server.floor == BASE


def test_an_upper_bound_that_comes_later_holds_the_floor_below_it():
    server = Server(floor_schedule(sale()), ceiling=8)
    assert kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC)) == []
    assert server.floor == 8


@pytest.mark.parametrize(
    "schedule", [{"base": ""}, {"base": "many"}, {"base": "3", "20261211": "12"}, {"base": "3", "20261211T1600Z": "x 12"}]
)
def test_a_schedule_that_cannot_be_read_is_told_and_changes_nothing(schedule):
    server = Server(schedule)
    (fault,) = kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC))
    assert fault.startswith("shop/storefront: ")
    assert server.patches == []


def test_what_is_refused_is_told_and_tried_again():
    server, now = Server(floor_schedule(sale())), datetime(2026, 12, 11, 17, tzinfo=UTC)
    server.refused = {NAMED}
    (fault,) = kept(server, now)
    assert "shop/storefront" in fault
    server.refused = {"/apis/autoscaling/v2/horizontalpodautoscalers"}
    (fault,) = kept(server, now)
    assert "cannot be listed" in fault
    server.refused = set()
    assert kept(server, now) == []
    assert server.floor == 12
