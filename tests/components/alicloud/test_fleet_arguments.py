"""What a fleet on Alibaba Cloud refuses, with what is expected and the fix."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from components.capacity import scheduled
from components.contracts import Attributes, LifecycleHook, Metric, PredictiveScaling, Refresh, Step, StepScaling, TargetTracking
from components.errors import ArgumentsError
from components.schedule import Event, Timeline
from tests.support.clouds import ALICLOUD

HOOK = LifecycleHook(on="launch")
BACKLOG = Metric(namespace="shop", name="Backlog")


def faults(**options: Any) -> dict[str, str]:
    """The faults of a fleet's arguments: the text of each by its field."""
    with pytest.raises(ArgumentsError) as raised:
        ALICLOUD.fleet_args(None, **options)
    return {fault.field: str(fault) for fault in raised.value.faults}


def once(name: str, day: str) -> Event:
    return Event(name=name, time_zone="Asia/Jakarta", start=f"{day} 19:00", end=f"{day} 23:00")


@pytest.mark.parametrize(
    ("options", "field", "fix"),
    [
        ({"types": (), "attributes": Attributes(vcpus=(2, 8), memory_gib=(4, 16))}, "attributes", "name types instead"),
        ({"spot": 50, "spot_allocation": "price_capacity"}, "spot_allocation", "choose another"),
        ({"scale_in_protection": True}, "scale_in_protection", "leave it out"),
        ({"grace": 60}, "grace", "hold new instances with a hook on launch until they can serve"),
        ({"refresh": Refresh(alarms=("errors",))}, "refresh.alarms", "look at its checkpoints"),
        ({"spot": 101}, "spot", "choose a number between them"),
        ({"scaling": {"busy": PredictiveScaling(metric="requests", value=5)}}, "scaling.busy.metric", "forecast by cpu instead"),
        (
            {"scaling": {"busy": PredictiveScaling(metric=BACKLOG, load=BACKLOG, value=5)}},
            "scaling.busy.metric",
            "forecast by cpu instead",
        ),
        (
            {"scaling": {"busy": TargetTracking(metric=replace(BACKLOG, statistic="sum"), value=5)}},
            "scaling.busy.metric",
            "publish the sum as a metric",
        ),
    ],
)
def test_what_the_cloud_lacks_is_refused(options, field, fix):
    assert fix in faults(**options)[field]


@pytest.mark.parametrize(
    ("options", "field", "expected"),
    [
        ({"termination_policies": ("oldest_template", "oldest_instance", "newest_instance")}, "termination_policies", "one to 2"),
        ({"termination_policies": ()}, "termination_policies", "one to 2"),
        ({"hooks": dict.fromkeys("abcdef", HOOK), "drain": 60}, "hooks", "6 at most, drain among them"),
        ({"spot_price_limits": {"ecs.c9.large": 1.0}}, "spot_price_limits.ecs.c9.large", "one of types"),
        ({"spot_price_limits": {"ecs.c7.2xlarge": 0}}, "spot_price_limits.ecs.c7.2xlarge", "a price above 0"),
        ({"zone_balance": "always"}, "zone_balance", "one of best_effort, only"),
        ({"zone_rebalance": True}, "zone_rebalance", 'zone_balance "only" beside it'),
        ({"reclaim": "stop"}, "reclaim", "one of release, recycle"),
        ({"price_by": "hour"}, "price_by", "one of unit, vcpu"),
        ({"stop_timeout": 20}, "stop_timeout", "30 to 240"),
        ({"cooldown": -1}, "cooldown", "0 to 86400"),
        ({"scale_out_after": 0}, "scale_out_after", "1 to 60"),
        ({"suspended": ("sleep",)}, "suspended.0", "one of scale_in"),
        ({"suspended": ("alarms", "alarms")}, "suspended.1", "each once"),
        ({"told": ()}, "told", "one event at least"),
        ({"told": ("success",)}, "told.0", "one of scale_out"),
        ({"image": "m-1", "cancelled_image": "m-1"}, "cancelled_image", "an image that is being rolled out"),
        ({"cancelled_image": "latest"}, "cancelled_image", "one that stays what it is"),
        ({"earlier_image": "latest"}, "earlier_image", "one that stays what it is"),
        ({"earlier_image": "m-0", "reclaim": "force_recycle"}, "reclaim", "release beside an earlier image"),
        ({"stop_timeout": 60, "reclaim": "recycle"}, "stop_timeout", 'reclaim "release" beside it'),
        ({"spot_price_limits": {"ecs.c7.2xlarge": 1.255}}, "spot_price_limits.ecs.c7.2xlarge", "with two decimals at most"),
        ({"hooks": {"warm": LifecycleHook(on="launch", metadata="hd")}}, "hooks.warm.metadata", "notify beside it"),
        ({"disk_category": "cloud_auto"}, "disk_category", "one of cloud_essd, cloud_ssd, cloud_efficiency"),
        ({"notify": {"oncall": "arn:aws:sns:x:1:t"}}, "notify.oncall", "an ARN of Alibaba Cloud, which begins with acs:"),
        ({"hooks": {"warm": LifecycleHook(on="launch", notify="arn:aws:sqs:x:1:q")}}, "hooks.warm.notify", "begins with acs:"),
        ({"disk_level": "PL9"}, "disk_level", "one of PL0"),
    ],
)
def test_what_it_takes_only_in_bounds(options, field, expected):
    assert expected in faults(**options)[field].partition("expected ")[2]


def test_an_alarm_knows_no_metric_repository():
    steps = StepScaling(metric=Metric(namespace="films", name="backlog"), steps=(Step(at=1, change=1),))
    found = faults(scaling={"busy": steps})["scaling.busy.metric.namespace"]
    assert "the id of the application group" in found


class TestSchedule:
    OWNED = scheduled(min=3, max=9)

    def test_an_account_takes_so_many_tasks(self):
        events = [(once(f"final-{month:02}-{day:02}", f"2027-{month:02}-{day:02}"), 9) for month in range(1, 7) for day in (3, 17)]
        found = faults(schedule=Timeline(3, 9, events), capacity=self.OWNED)
        assert found["schedule"] == "schedule: 24, expected at most 20 tasks of an account; fix: shorten an event, or let it recur"

    def test_a_recurrence_lasts_a_year_at_most(self):
        sale = Event(
            name="sale", time_zone="Asia/Jakarta", start="12:00", end="15:00", every="day", since="2027-01-01", until="2028-02-01"
        )
        found = faults(schedule=Timeline(3, 9, [(sale, 8)]), capacity=self.OWNED)
        assert (
            '"396 days", expected a recurrence of 365 days at most; fix: let sale end earlier'
            in found["schedule.sale-up-2701010500"]
        )

    def test_no_forecast_acts_beside_it(self):
        final, ahead = Timeline(3, 9, [(once("final", "2027-03-20"), 9)]), PredictiveScaling(metric="cpu", value=50, act=True)
        found = faults(schedule=final, capacity=self.OWNED, scaling={"ahead": ahead})
        assert "this cloud has no forecasts-beside-events; fix: only look at it" in found["scaling.ahead.act"]

    def test_it_is_not_held_back(self):
        final = Timeline(3, 9, [(once("final", "2027-03-20"), 9)])
        found = faults(schedule=final, capacity=self.OWNED, suspended=("schedule",))
        assert "expected another process beside a schedule" in found["suspended"]
