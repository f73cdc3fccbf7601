"""What happens to a fleet on Alibaba Cloud by the clock and as instances come and go: hooks, notifications, tasks, refreshes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.capacity import scheduled
from components.contracts import LifecycleHook
from components.naming import physical_name
from components.schedule import Event, Timeline
from tests.support.clouds import ALICLOUD
from tests.support.mocks import ID_PREFIX, Recording, changes, record

HOOK = "alicloud:ess/lifecycleHook:LifecycleHook"
TASK = "alicloud:ess/scheduledTask:ScheduledTask"
REFRESH = "alicloud:ess/instanceRefresh:InstanceRefresh"
GROUP = f"{ID_PREFIX}transcoder-group"


def fleet(**options: Any) -> Recording:
    return record(lambda: ALICLOUD.make_fleet(**options))


def floors(*events: tuple[str, str, str, int]) -> Timeline:
    """Those of one-off events in Jakarta's time: name, start, end, floor."""
    asked = [(Event(name=name, time_zone="Asia/Jakarta", start=start, end=end), floor) for name, start, end, floor in events]
    return Timeline(3, 40, asked)


ELECTION = ("election", "2027-02-14 06:00", "2027-02-15 02:00", 30)
FINAL = ("final", "2027-03-20 19:00", "2027-03-20 23:00", 20)
FLOORED = {"capacity": scheduled(min=3, max=40)}


def made(schedule: Timeline) -> list[Mapping[str, Any]]:
    """The inputs of the tasks, in the order in which they first run."""
    found = fleet(schedule=schedule, **FLOORED).of(TASK)
    return sorted((task.inputs for task in found), key=lambda inputs: inputs["launchTime"])


class TestHooks:
    def test_drain_holds_what_goes_and_then_lets_it(self):
        hook = fleet(drain=600).one(HOOK)
        assert hook.name == "transcoder-hook-drain"
        assert hook.inputs == {
            "name": "drain",
            "scalingGroupId": GROUP,
            "lifecycleTransition": "SCALE_IN",
            "heartbeatTimeout": 600,
            "defaultResult": "CONTINUE",
        }

    def test_a_hook_may_hold_what_comes_and_say_so(self):
        queue = "acs:ess:ap-southeast-5:5123456789012345:queue/warm"
        warm = LifecycleHook(on="launch", timeout=120, default="abandon", notify=queue, metadata="hd")
        assert fleet(hooks={"warm": warm}).one(HOOK).inputs == {
            "name": "warm",
            "scalingGroupId": GROUP,
            "lifecycleTransition": "SCALE_OUT",
            "heartbeatTimeout": 120,
            "defaultResult": "ABANDON",
            "notificationArn": queue,
            "notificationMetadata": "hd",
        }

    def test_none_is_made_unasked(self):
        assert fleet().of(HOOK) == []


class TestNotifications:
    ARN = "acs:ess:ap-southeast-5:5123456789012345:topic/oncall"
    TYPE = "alicloud:ess/notification:Notification"

    def test_what_goes_wrong_is_told(self):
        told = fleet(notify={"oncall": self.ARN}).one(self.TYPE)
        assert told.name == "transcoder-notify-oncall"
        assert told.inputs["notificationTypes"] == [
            "AUTOSCALING:SCALE_OUT_ERROR",
            "AUTOSCALING:SCALE_IN_ERROR",
            "AUTOSCALING:SCALE_REJECT",
            "AUTOSCALING:SCHEDULE_TASK_EXPIRING",
        ]

    def test_or_what_is_asked_for(self):
        told = fleet(notify={"oncall": self.ARN}, told=("scale_out",)).one(self.TYPE)
        assert told.inputs["notificationTypes"] == ["AUTOSCALING:SCALE_OUT_SUCCESS"]


class TestTasks:
    def test_an_event_raises_the_floor_and_brings_it_back(self):
        assert made(floors(ELECTION)) == [
            {
                "scheduledTaskName": physical_name("nusantara-test-transcoder-election-up-2702132300", 40),
                "description": "30 election begins: 2027-02-14 06:00 Asia/Jakarta",
                "scalingGroupId": GROUP,
                "minValue": 30,
                "launchTime": "2027-02-13T23:00Z",
                "launchExpirationTime": 1800,
            },
            {
                "scheduledTaskName": physical_name("nusantara-test-transcoder-election-down-2702141900", 40),
                "description": "3 election ends: 2027-02-15 02:00 Asia/Jakarta",
                "scalingGroupId": GROUP,
                "minValue": 3,
                "launchTime": "2027-02-14T19:00Z",
                "launchExpirationTime": 1800,
            },
        ]

    def test_a_recurrence_is_said_with_its_end(self):
        event = Event(
            name="sale",
            time_zone="Asia/Jakarta",
            start="12:00",
            end="15:00",
            every="day",
            since="2027-01-01",
            until="2027-01-31",
        )
        up, down = made(Timeline(3, 40, [(event, 30)]))
        for task, clock in ((up, "05:00"), (down, "08:00")):
            assert (task["recurrenceType"], task["recurrenceValue"]) == ("Daily", "1")
            assert task["launchTime"] == f"2027-01-01T{clock}Z"
            assert f"2027-01-31T{clock}Z" < task["recurrenceEndTime"] <= f"2027-02-01T{clock}Z"

    def test_names_fit_and_stay_apart(self):
        """Two fleets of one environment, and one of two environments, have tasks of the same events in one account."""
        long = ("a-very-long-event-indeed", *ELECTION[1:])
        names = [
            task.inputs["scheduledTaskName"]
            for name in ("transcoder-of-long-films", "transcoder-of-long-series")
            for stack in ("staging", "production")
            for task in record(lambda name=name: ALICLOUD.make_fleet(name, schedule=floors(long), **FLOORED), stack=stack).of(TASK)
        ]
        assert len(set(names)) == 8
        assert max(map(len, names)) <= 40

    def test_another_event_touches_no_task(self):
        before, after = fleet(schedule=floors(ELECTION), **FLOORED), fleet(schedule=floors(ELECTION, FINAL), **FLOORED)
        added, removed, changed = changes(before, after)
        assert {name.split("-")[1] for name in added} == {"final"}
        assert (len(added), removed, changed) == (2, set(), set())

    def test_its_first_time_is_said_once(self):
        """Said again later it would be a time that is past."""
        assert {task.ignore_changes for task in fleet(schedule=floors(ELECTION), **FLOORED).of(TASK)} == {("launchTime",)}


class TestRefresh:
    def test_one_can_be_ended_before_its_time(self):
        rolling = {"image": "m-2", "earlier_image": "m-1"}
        assert "status" not in fleet(**rolling).one(REFRESH).inputs
        assert fleet(**rolling, cancelled_image="m-2").one(REFRESH).inputs["status"] == "Cancelled"
        assert "status" not in fleet(**{**rolling, "image": "m-3"}, cancelled_image="m-2").one(REFRESH).inputs

    def test_a_tag_a_type_or_a_script_changes_no_refresh(self):
        before = fleet(image="m-2", earlier_image="m-1")
        after = fleet(image="m-2", earlier_image="m-1", tags={"owner": "media"}, user_data="#!/bin/sh\n")
        added, removed, changed = changes(before, after)
        assert (added, removed) == (set(), set())
        assert not any("InstanceRefresh" in each for each in changed)
