"""Whatever the events: what the clouds run never gives less than was promised, and everything comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given

from components.schedule import Timeline, scheduled_actions, scheduled_tasks
from components.schedule.ess import MOST_ROUNDED
from tests.support.clockwork import asg, ess, floor_at
from tests.support.timelines import BASE, CEILING, looked_at, thousand, timelines


def promised(timeline: Timeline, moment: datetime, around: timedelta = timedelta()) -> bool:
    return any(
        window.start - around <= moment < window.end + around for event in timeline.events.values() for window in event.windows
    )


def a_timeline_is_the_maximum_of_its_windows_and_ends_at_the_base(timeline: Timeline) -> None:
    steps = [(step.at, step.floor) for step in timeline.steps]
    assert steps == sorted(steps)
    assert not steps or steps[-1][1] == BASE
    for moment in looked_at(timeline):
        assert timeline.at(moment).floor == floor_at(moment, BASE, steps)


def what_aws_runs_is_the_timeline_to_the_minute(timeline: Timeline) -> None:
    actions = scheduled_actions(timeline)
    runs = asg(actions)
    assert len({when for when, _ in runs}) == len(runs), "no two actions of a group at one time"
    assert len({action.key for action in actions}) == len(actions)
    assert all(action.start <= action.end for action in actions)
    assert runs == sorted((when, action.floor) for action in actions for when in action.times)
    for moment in looked_at(timeline):
        assert floor_at(moment, BASE, runs) == timeline.at(moment).floor
    assert floor_at(datetime(2035, 1, 1, tzinfo=UTC), BASE, runs) == BASE


def what_ess_runs_never_gives_less_and_at_most_a_day_longer(timeline: Timeline) -> None:
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


def the_same_events_in_any_order_give_the_same_plan(timeline: Timeline) -> None:
    floors = [(replace(event), timeline.asked[name]) for name, event in timeline.events.items()]
    again = Timeline(BASE, CEILING, reversed(floors))
    assert (scheduled_actions(again), scheduled_tasks(again)) == (scheduled_actions(timeline), scheduled_tasks(timeline))


PROPERTIES = (
    a_timeline_is_the_maximum_of_its_windows_and_ends_at_the_base,
    what_aws_runs_is_the_timeline_to_the_minute,
    what_ess_runs_never_gives_less_and_at_most_a_day_longer,
    the_same_events_in_any_order_give_the_same_plan,
)
"""All of them are held against the same events: to draw these takes longer than to look at them."""


@thousand
@given(timelines())
def test_of_any_events(timeline: Timeline):
    for holds in PROPERTIES:
        holds(timeline)
