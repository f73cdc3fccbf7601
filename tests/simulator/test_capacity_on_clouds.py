"""Who owns a number, on the simulated clouds: updates that touch nothing of an owner's, and changes that arrive all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import simulator
from engine.result import Result
from tests.support.clouds import CLOUDS, Cloud
from tests.support.preloaded import ComponentStack
from tests.support.programs import errors, ops
from tests.support.simulated import Provider

PROGRAM = """
import sys
sys.path.insert(0, "{components}")
import pulumi
import pulumi_{package}
from components import capacity, schedule
from components.{package}.fleet import Fleet, FleetArgs
from components.{package}.network import Network, NetworkArgs

config = pulumi.Config()
inside = pulumi.ResourceOptions(provider=pulumi_{package}.Provider("site", region="{region}"))
network = Network("net", NetworkArgs(region="{region}", zones=("a", "b"), cidr="10.0.0.0/16", pods="10.1.0.0/16"), inside)
made = getattr(capacity, config.require("owner"))(**config.require_object("numbers"))
tags = {{"owner": config.get("team") or "platform"}}
image = config.get("image") or "{image}"
args = FleetArgs(network=network, image=image, types={types}, capacity=made, tags=tags)
fleet = Fleet("transcoder", args, inside)
if config.require("owner") == "scheduled":
    start, end = "2026-12-12 00:00", "2026-12-13 00:00"
    sale = schedule.Event(name="sale", time_zone="Asia/Jakarta", start=start, end=end)
    timeline = schedule.Timeline(made.min, made.max, [(sale, 30)])
    ignored = pulumi.ResourceOptions(parent=fleet, ignore_changes={start!r})
    for each in schedule.{compiled}(timeline):
        {action}
"""
ACTIONS = {
    "aws": (
        "scheduled_actions",
        ["startTime"],
        """pulumi_aws.autoscaling.Schedule(
            each.key, scheduled_action_name=each.key, autoscaling_group_name=fleet.id, min_size=each.floor, max_size=-1,
            desired_capacity=-1, start_time=f"{each.start:%Y-%m-%dT%H:%M:%SZ}", end_time=f"{each.end:%Y-%m-%dT%H:%M:%SZ}",
            recurrence=each.recurrence, time_zone=each.time_zone, opts=ignored)""",
    ),
    "alicloud": (
        "scheduled_tasks",
        ["launchTime"],
        """pulumi_alicloud.ess.ScheduledTask(
            each.key, scheduled_task_name=each.key, scaling_group_id=fleet.id, min_value=each.floor,
            launch_time=f"{each.launch:%Y-%m-%dT%H:%MZ}", opts=ignored)""",
    ),
}


ANOTHER_IMAGE = {"aws": "ami-0a1b2c3d4e5f67891", "alicloud": "m-k1a0another"}
ROOT = Path(__file__).parents[2]


class Site:
    """A network and a fleet, whose group is looked at and moved as an autoscaler or a scheduled action would."""

    def __init__(self, root: Path, cloud: Cloud) -> None:
        self.cloud, self._token, self._store = cloud, cloud.types["group"], root / "clouds.sqlite"
        place = {"package": cloud.name, "region": cloud.region, "components": ROOT}
        compiled, start, action = ACTIONS[cloud.name]
        program = PROGRAM.format(**place, image=cloud.image, types=cloud.instances, compiled=compiled, start=start, action=action)
        self._stack = ComponentStack(root, program, providers=lambda package: simulator.servicer(package, store=self._store))

    def declare(self, owner: str, team: str = "platform", image: str = "", **numbers: Any) -> None:
        shown = str({key: value if not isinstance(value, bool) else int(value) for key, value in numbers.items()})
        self._stack.configure(owner=owner, team=team, image=image, numbers=shown.replace("'", '"'))

    def update(self, owner: str, *, refresh: bool = False, refused: bool = False, **declared: Any) -> Result:
        """Bring up the fleet with this capacity."""
        self.declare(owner, **declared)
        result = self._stack.update(refresh=refresh)
        assert bool(errors(result)) is refused, errors(result)
        return result

    def outputs(self, name: str) -> Any:
        return self._stack.resources()[name].outputs

    def move(self, **sizes: int) -> None:
        """What moves a group beside the program: a scheduled action its lower bound, and both its running size."""
        simulator.Clouds(self._store).change("transcoder-group", sizes)

    @property
    def actions(self) -> list[str]:
        """The group's scheduled actions by name, in the order in which they run."""
        kinds = ("aws:autoscaling/schedule:Schedule", "alicloud:ess/scheduledTask:ScheduledTask")
        return sorted(
            (each.name for each in simulator.Clouds(self._store).list() if each.type in kinds), key=lambda name: name[-10:]
        )

    def run(self, action: str) -> None:
        """Do what a scheduled action does when its time comes, as the cloud knows it."""
        (found,) = [each for each in simulator.Clouds(self._store).list() if each.name == action]
        _, told = Provider(self.cloud.name, self._store, region=self.cloud.region).found(found.type, found.id)
        floor = int(told.get("minSize", told.get("minValue")))
        self.move(minSize=floor, desiredCapacity=max(floor, self.sizes[1]))

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Lower bound, running size and upper bound of the group, in the cloud."""
        (group,) = [each for each in simulator.Clouds(self._store).list() if each.type == self._token]
        _, found = Provider(self.cloud.name, self._store, region=self.cloud.region).found(self._token, group.id)
        return int(found["minSize"]), int(found["desiredCapacity"]), int(found["maxSize"])


def touched(result: Result) -> list[str]:
    return [each for each in ops(result) if not each.startswith(("same ", "refresh "))]


@pytest.fixture(params=CLOUDS, ids=str)
def site(request, tmp_path) -> Site:
    return Site(tmp_path, request.param)


def test_an_autoscaled_number_is_given_once(site):
    site.update("autoscaled", min=3, max=9, initial=4)
    assert site.sizes == (3, 4, 9)
    site.move(desiredCapacity=7)
    assert touched(site.update("autoscaled", min=3, max=9, initial=5)) == []
    assert touched(site.update("autoscaled", min=3, max=9, initial=5, refresh=True)) == []
    assert site.sizes == (3, 7, 9)
    site.update("autoscaled", min=4, max=12, initial=5, refresh=True)
    assert site.sizes == (4, 7, 12), "bounds are the program's"


def test_bounds_that_move_past_what_runs_take_it_along(site):
    """Neither cloud is told a number, and both keep theirs between the bounds."""
    site.update("autoscaled", min=1, max=9)
    site.update("autoscaled", min=4, max=9)
    assert site.sizes == (4, 4, 9)
    site.move(desiredCapacity=8)
    site.update("autoscaled", min=2, max=6)
    assert site.sizes == (2, 6, 6)
    assert touched(site.update("autoscaled", min=2, max=6, refresh=True)) == []


def test_a_fixed_number_is_the_programs(site):
    site.update("fixed", number=2)
    assert site.sizes == (2, 2, 2)
    assert "update transcoder-group" in touched(site.update("fixed", number=5))
    assert site.sizes == (5, 5, 5)


def test_a_floor_that_an_event_raised_outlives_updates_inside_its_window(site):
    base = {"min": 3, "max": 40, "initial": 4}
    site.update("scheduled", **base)
    site.move(minSize=30, desiredCapacity=31)
    assert touched(site.update("scheduled", **base)) == []
    assert touched(site.update("scheduled", **base, refresh=True)) == []
    site.update("scheduled", **base, team="media", refresh=True)
    site.update("scheduled", **{**base, "max": 50}, team="media")
    assert site.sizes == (30, 31, 50)


def test_a_new_image_inside_a_window_is_rolled_out_at_the_raised_number(site):
    """No number is told to the group, so what the refresh keeps in service is a share of what the event raised."""
    base = {"min": 3, "max": 40}
    site.update("scheduled", **base)
    site.run(site.actions[0])
    site.move(desiredCapacity=33)
    changed = touched(site.update("scheduled", **base, image=ANOTHER_IMAGE[site.cloud.name], refresh=True))
    assert {"update transcoder-template", "update transcoder-group"} <= set(changed)
    assert site.sizes == (30, 33, 40)
    group = site.outputs("transcoder-group")
    if site.cloud.name == "alicloud":
        assert group["launchTemplateVersion"] == "2"
    else:
        assert group["mixedInstancesPolicy"]["launchTemplate"]["launchTemplateSpecification"]["version"] == "2"
        kept = group["instanceRefresh"]["preferences"]
        assert (kept["minHealthyPercentage"], kept["maxHealthyPercentage"], kept["autoRollback"]) == (90, 120, True)


def test_a_max_below_the_floor_that_an_event_raised_is_refused(site):
    site.update("scheduled", min=3, max=40)
    site.move(minSize=30, desiredCapacity=31)
    site.update("scheduled", min=3, max=20, refused=True)
    assert site.sizes == (30, 31, 40)


def test_another_base_comes_with_the_way_back(site):
    site.update("scheduled", min=3, max=40)
    rise, back = site.actions
    site.run(rise)
    assert site.sizes[0] == 30
    assert touched(site.update("scheduled", min=6, max=40, refresh=True)) == ["update transcoder", f"update {back}"]
    assert site.sizes[0] == 30
    site.run(back)
    assert site.sizes[0] == 6
    assert touched(site.update("scheduled", min=6, max=40, refresh=True)) == []


def test_another_base_comes_at_once_where_it_is_enforced(site):
    site.update("scheduled", min=3, max=40)
    assert "update transcoder-group" not in touched(site.update("scheduled", min=6, max=40))
    assert site.sizes[0] == 3
    site.update("scheduled", min=6, max=40, enforce=True)
    assert site.sizes[0] == 6


def test_the_base_is_the_programs_again_when_no_event_is_left(site):
    site.update("scheduled", min=3, max=40)
    site.move(minSize=30, desiredCapacity=31)
    site.update("autoscaled", min=6, max=40, refresh=True)
    assert site.sizes == (6, 31, 40), "and no live instance is drained by it"
