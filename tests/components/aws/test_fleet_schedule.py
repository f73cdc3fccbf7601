"""Events as scheduled actions of a fleet on AWS: exactly these inputs."""

from __future__ import annotations

import pytest

from components.capacity import autoscaled, scheduled
from components.schedule import Event, Timeline
from tests.support.clouds import AWS
from tests.support.events import PAYDAY
from tests.support.faults import fields_of, fleet_faults
from tests.support.mocks import Recording, record

SCHEDULE = "aws:autoscaling/schedule:Schedule"
ELECTION = Event(name="election", time_zone="Europe/Berlin", start="2027-09-26 17:00", end="2027-09-27 02:00")
CAPACITY = scheduled(min=4, max=40)


def fleet(*floors, **options) -> Recording:
    return record(lambda: AWS.make_fleet(capacity=CAPACITY, schedule=Timeline(4, 40, floors), **options))


def test_a_floor_is_raised_and_brought_back_by_the_events_own_clock():
    up, down = sorted(fleet((PAYDAY, 30)).of(SCHEDULE), key=lambda made: made.inputs["startTime"])
    assert (up.name, up.inputs) == (
        "transcoder-payday-up-2612241500",
        {
            "scheduledActionName": "payday-up-2612241500",
            "autoscalingGroupName": "transcoder-group.name",
            "minSize": 30,
            "maxSize": -1,
            "desiredCapacity": -1,
            "startTime": "2026-12-24T15:00:00Z",
            "endTime": up.inputs["endTime"],
            "recurrence": "0 22 24 * *",
            "timeZone": "Asia/Jakarta",
        },
    )
    assert "2027-06-24T15:00:00Z" < up.inputs["endTime"] < "2027-07-24T15:00:00Z"
    assert (down.inputs["minSize"], down.inputs["startTime"]) == (4, "2026-12-31T18:00:00Z")
    assert (down.inputs["recurrence"], down.inputs["timeZone"]) == ("0 1 1 * *", "Asia/Jakarta")


def test_a_start_is_given_once():
    assert {made.ignore_changes for made in fleet((PAYDAY, 30)).of(SCHEDULE)} == {("startTime",)}


def test_an_update_leaves_the_lower_bound_to_the_actions():
    assert fleet((PAYDAY, 30)).one("aws:autoscaling/group:Group").ignore_changes == (
        "minSize",
        "desiredCapacity",
        "initialLifecycleHooks",
    )


def test_another_event_touches_no_action_of_the_first():
    one, both = fleet((PAYDAY, 30)), fleet((ELECTION, 12), (PAYDAY, 30))
    kept = {made.urn: made for made in one.of(SCHEDULE)}
    assert {urn: both[urn] for urn in kept} == kept
    assert len(both.of(SCHEDULE)) == len(kept) + 2


def test_the_component_shows_when_floors_change_in_utc_and_local_time():
    assert fleet((PAYDAY, 30)).one(AWS.fleet.Fleet.TYPE).inputs["schedule"] == {
        "base": "4",
        "20261224T1500Z": "30 payday begins: 2026-12-24 22:00 Asia/Jakarta, 6 times more until 2027-06-24 22:00",
        "20261231T1800Z": "4 payday ends: 2027-01-01 01:00 Asia/Jakarta, 6 times more until 2027-07-01 01:00",
    }


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"capacity": autoscaled(min=4, max=40)}, ["capacity.owner"]),
        ({"capacity": scheduled(min=3, max=50)}, ["capacity.min", "capacity.max"]),
        ({"suspended": ("ScheduledActions",)}, ["suspended"]),
    ],
)
def test_a_schedule_that_would_do_nothing_is_a_fault(changes, fields):
    given = {"capacity": CAPACITY, "schedule": Timeline(4, 40, [(PAYDAY, 30)]), **changes}
    assert fields_of(fleet_faults(AWS, **given)) == fields


def test_a_group_takes_so_many_actions():
    days = [
        Event(
            name=f"day-{month}-{day}",
            time_zone="UTC",
            start=f"2027-{month:02}-{day:02} 10:00",
            end=f"2027-{month:02}-{day:02} 11:00",
        )
        for month in (1, 2, 3)
        for day in range(1, 26)
    ]
    (fault,) = fleet_faults(AWS, capacity=CAPACITY, schedule=Timeline(4, 40, [(day, 30) for day in days]))
    assert fault == "FleetArgs.schedule: 150, expected at most 125 actions of a group; fix: shorten an event, or let it recur"
