"""A fleet with all that it can have, behind load balancers, on the simulated Alibaba Cloud: up, changed, refreshed and gone again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import simulator
from engine.result import Result
from tests.support.clouds import ALICLOUD
from tests.support.programs import Stack, errors, ops

PROGRAM = """
import sys
sys.path.insert(0, "{root}")
import pulumi
import pulumi_alicloud
from components.alicloud.fleet import Fleet, FleetArgs
from components.alicloud.load_balancer import LoadBalancer, LoadBalancerArgs
from components.alicloud.network import Network, NetworkArgs
from components.capacity import scheduled
from components.contracts import (
    HealthCheck, LifecycleHook, Listener, Metric, PredictiveScaling, Refresh, Step, StepScaling, TargetGroup, TargetTracking,
)
from components.schedule import Event, Timeline

config = pulumi.Config()
tags = {{"owner": config.get("team") or "platform"}}
inside = pulumi.ResourceOptions(provider=pulumi_alicloud.Provider("site", region="{region}"))
network = Network("net", NetworkArgs(region="{region}", zones=("a", "b"), cidr="10.0.0.0/16", pods="10.1.0.0/16", flow_logs=None, tags=tags), inside)
web = LoadBalancer(
    "web",
    LoadBalancerArgs(
        network=network,
        listeners={{
            "http": Listener(port=80, protocol="http", redirect=443),
            "https": Listener(port=443, protocol="https", to="web", certificate="1", more_certificates={{"pay": "2"}}),
        }},
        targets={{"web": TargetGroup(port=8080, health=HealthCheck(port=9000), slow_start=60, sticky=600)}},
        tags=tags,
    ),
    inside,
)
jobs = LoadBalancer(
    "jobs",
    LoadBalancerArgs(
        network=network, kind="network", shifted_zones=("b",), tags=tags,
        listeners={{"tcp": Listener(port=5555, protocol="tcp", to="jobs"), "udp": Listener(port=5556, protocol="udp", to="logs")}},
        targets={{
            "jobs": TargetGroup(port=5555, protocol="tcp", health=HealthCheck(path=None)),
            "logs": TargetGroup(port=5556, protocol="udp", health=HealthCheck(path=None, port=5555)),
        }},
    ),
    inside,
)
sale = Event(
    name="payday", time_zone="Asia/Jakarta", start="25 00:00", end="1 00:00", every="month", since="2026-12-01", until="2027-06-30",
    warm_up=7200, cool_down=3600,
)
oncall = "acs:ess:{region}:5123456789012345:topic/oncall"
Fleet(
    "transcoder",
    FleetArgs(
        network=network,
        image=config.require("image"),
        first_image="m-1",
        types={types},
        weights=dict.fromkeys({types}, 2),
        capacity=scheduled(min=4, max=40),
        schedule=Timeline(4, 40, [(sale, 30)]),
        spot=40,
        on_demand_base=2,
        scaling={{
            "cpu": TargetTracking(metric="cpu", value=55),
            "requests": TargetTracking(metric="requests", value=80),
            "backlog": TargetTracking(metric=Metric(namespace="shop", name="backlog"), value=3),
            "rush": StepScaling(
                metric="cpu", steps=(Step(at=75, change=20), Step(at=90, change=50)), unit=config.get("unit") or "percent"
            ),
            "calm": StepScaling(metric="network_in", steps=(Step(at=1024, change=-1),)),
            "ahead": PredictiveScaling(metric="cpu", value=50, act=True, beyond_max=10),
        }},
        hooks={{"ready": LifecycleHook(on="launch", default="abandon", notify=oncall)}},
        drain=120,
        refresh=Refresh(checkpoints=(20, 50)),
        targets={{**web.targets, **jobs.targets}},
        notify={{"oncall": oncall}},
        suspended=("health_check",),
        zone_balance="only",
        zone_rebalance=True,
        reclaim="recycle",
        max_lifetime_days=30,
        user_data="run @{{queue}}",
        values={{"queue": "jobs"}},
        policies={{"logs": "AliyunLogFullAccess"}},
        tags=tags,
    ),
    inside,
)
"""


class Site:
    """The stack, and what its cloud holds."""

    def __init__(self, root: Path) -> None:
        self._store = root / "clouds.sqlite"
        place = {"region": ALICLOUD.region, "root": Path(__file__).parents[2], "types": ALICLOUD.instances}
        self._stack = Stack(root, PROGRAM.format(**place), providers=lambda package: simulator.servicer(package, store=self._store))

    def update(self, image: str = "m-1", *, refresh: bool = False, **config: Any) -> list[str]:
        """Bring it up; what was touched by that."""
        self._stack.configure(image=image, **config)
        result: Result = self._stack.update(refresh=refresh)
        assert not errors(result)
        return [each for each in ops(result) if not each.startswith(("same ", "refresh "))]

    def destroy(self) -> None:
        assert not errors(self._stack.destroy())
        assert simulator.Clouds(self._store).list() == ()

    def change(self, name: str, outputs: dict[str, Any]) -> None:
        """What somebody changes beside the program."""
        simulator.Clouds(self._store).change(name, outputs)

    def outputs(self, name: str) -> Any:
        return self._stack.resources()[name].outputs


@pytest.fixture
def site(tmp_path) -> Site:
    return Site(tmp_path)


def test_it_comes_up_stays_as_it_is_and_goes_again(site):
    site.update()
    assert site.update() == []
    assert site.update(refresh=True) == []
    site.destroy()


def made_anew(touched: list[str]) -> list[str]:
    return [each for each in touched if not each.startswith("update ")]


def test_a_new_image_is_rolled_out_and_a_new_tag_is_not(site):
    site.update()
    rolled = site.update(image="m-2")
    assert made_anew(rolled) == ["create transcoder-refresh-m-2"]
    refresh = site.outputs("transcoder-refresh-m-2")
    assert refresh["desiredConfigurationLaunchTemplateVersion"] == "2"

    retagged = site.update(image="m-2", team="media")
    assert {"update transcoder-template", "update transcoder-group"} <= set(retagged)
    assert made_anew(retagged) == [], "no refresh, and nothing else that would end an instance"
    assert site.outputs("transcoder-refresh-m-2") == refresh

    assert made_anew(site.update(image="m-3", team="media")) == ["create transcoder-refresh-m-3", "delete transcoder-refresh-m-2"]


def test_steps_counted_otherwise_are_another_rule_that_the_alarm_starts(site):
    site.update()
    touched = site.update(unit="instances")
    assert made_anew(touched) == ["create transcoder-rush-by-instances-300s", "delete transcoder-rush-by-percent-300s"]
    alarm, rule = site.outputs("transcoder-rush-alarm"), site.outputs("transcoder-rush-by-instances-300s")
    assert alarm["alarmActions"] == [rule["ari"]]


def test_protection_of_an_instance_in_use_outlives_updates(site):
    site.update()
    site.change("transcoder-group", {"protectedInstances": ["i-busy"]})
    assert site.update(refresh=True) == []
    site.update(refresh=True, team="media")
    assert site.update(refresh=True, team="media") == []
    assert site.outputs("transcoder-group")["protectedInstances"] == ["i-busy"]


def test_an_event_moves_the_lower_bound_alone_in_utc_and_outward(site):
    site.update()
    raised, lowered = site.outputs("transcoder-payday-up-2612241500"), site.outputs("transcoder-payday-down-2701010000")
    assert (raised["minValue"], lowered["minValue"]) == (30, 4)
    assert not {"maxValue", "desiredCapacity"} & {*raised, *lowered}
    assert (raised["launchTime"], raised["recurrenceType"], raised["recurrenceValue"]) == ("2026-12-24T15:00Z", "Monthly", "24-24")
    assert (lowered["launchTime"], lowered["recurrenceValue"]) == ("2027-01-01T00:00Z", "1-1"), "six hours after 18:00Z"
