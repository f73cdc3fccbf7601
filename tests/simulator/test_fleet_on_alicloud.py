"""A fleet with all that it can have, behind load balancers, on the simulated Alibaba Cloud: up, changed, refreshed and gone again."""

from __future__ import annotations

import pytest

from tests.support.clouds import ALICLOUD
from tests.support.fleet_site import FleetSite
from tests.support.programs import errors

PROGRAM = """
import sys
sys.path.insert(0, "{root}")
import pulumi
import pulumi_alicloud
from components.alicloud.fleet import Fleet, FleetArgs
from components.alicloud.load_balancer import LoadBalancer, LoadBalancerArgs
from components.alicloud.network import Network, NetworkArgs
from components.capacity import autoscaled, scheduled
from components.contracts import (
    EdgeKey, HealthCheck, LifecycleHook, Listener, Metric, PredictiveScaling, Refresh, Step, StepScaling, TargetGroup, TargetTracking,
)
from components.schedule import Timeline
from tests.support.events import PAYDAY

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
        asks=EdgeKey(header="X-Edge-Key", values=(pulumi.Output.secret("n" * 16), "b" * 16), open=("/healthz",)),
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
oncall = "acs:ess:{region}:5123456789012345:topic/oncall"
Fleet(
    "transcoder",
    FleetArgs(
        network=network,
        image=config.require("image"),
        earlier_image=config.get("earlier"),
        cancelled_image=config.get("cancelled"),
        types={types},
        weights=dict.fromkeys({types}, 2),
        capacity=scheduled(min=4, max=40),
        schedule=Timeline(4, 40, [(PAYDAY, 30)]),
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
            "ahead": PredictiveScaling(metric="cpu", value=50),
        }},
        hooks={{"ready": LifecycleHook(on="launch", default="abandon", notify=oncall)}},
        drain=120,
        refresh=Refresh(checkpoints=(20, 50)),
        targets={{**web.targets, **jobs.targets}},
        notify={{"oncall": oncall}},
        suspended=("health_check",),
        zone_balance="only",
        zone_rebalance=True,
        reclaim=config.get("reclaim") or "release",
        max_lifetime_days=30,
        user_data="run @{{queue}}",
        values={{"queue": "jobs"}},
        policies={{"logs": "AliyunLogFullAccess"}},
        tags=tags,
    ),
    inside,
)
Fleet(
    "encoder",
    FleetArgs(
        network=network,
        image="m-1",
        types={types},
        capacity=autoscaled(min=int(config.get("encoders") or 2), max=20, enforce=bool(config.get("enforce"))),
        scaling={{"ahead": PredictiveScaling(metric="cpu", value=50, act=True, beyond_max=10)}},
        tags=tags,
    ),
    inside,
)
"""


@pytest.fixture
def site(tmp_path) -> FleetSite:
    return FleetSite(ALICLOUD, tmp_path, PROGRAM)


def test_it_comes_up_stays_as_it_is_and_goes_again(site):
    site.update()
    assert site.update() == []
    assert site.update(refresh=True) == []
    site.destroy()


def made_anew(touched: list[str]) -> list[str]:
    return [each for each in touched if not each.startswith("update ")]


def test_a_new_image_is_rolled_out_and_a_new_tag_is_not(site):
    site.update(image="m-1", earlier="m-1")
    rolled = site.update(image="m-2")
    assert made_anew(rolled) == ["create transcoder-refresh-m-2"]
    assert site.outputs("transcoder-group")["launchTemplateVersion"] == "2", "what a refresh replaces instances by"
    assert site.update() == []
    refresh = site.outputs("transcoder-refresh-m-2")

    retagged = site.update(team="media")
    assert {"update transcoder-template", "update transcoder-group"} <= set(retagged)
    assert made_anew(retagged) == [], "no refresh, and nothing else that would end an instance"
    assert site.outputs("transcoder-refresh-m-2") == refresh

    assert made_anew(site.update(image="m-3")) == ["create transcoder-refresh-m-3", "delete transcoder-refresh-m-2"]
    assert made_anew(site.update(image="m-1", earlier="m-3")) == ["create transcoder-refresh-m-1", "delete transcoder-refresh-m-3"]


def test_a_refresh_is_called_off_and_the_next_one_is_not(site):
    site.update(image="m-1", earlier="m-1")
    site.update(image="m-2")
    assert site.update(cancelled="m-2") == ["update transcoder", "update transcoder-refresh-m-2"]
    assert site.outputs("transcoder-refresh-m-2")["status"] == "Cancelled"
    site.update(image="m-1", earlier="m-2")
    assert site.outputs("transcoder-refresh-m-1")["status"] != "Cancelled"


def test_a_group_just_made_has_nothing_to_refresh(site):
    assert any("InvalidInstance.NoInstanceNeedBeRefreshed" in message for message in errors(site.run(image="m-2", earlier="m-1")))


def test_every_version_of_the_template_has_all_of_its_disk(site):
    """The provider sends that a disk is encrypted with a disk that has changed, and else leaves it out."""
    site.update()
    disks = [site.outputs("transcoder-template")["systemDisk"]]
    for change in ({"image": "m-2"}, {"team": "media"}):
        site.update(**change)
        disks.append(site.outputs("transcoder-template")["systemDisk"])
    assert [disk["encrypted"] for disk in disks] == [True, True, True]
    assert len({disk["description"] for disk in disks}) == 3


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


def test_bounds_that_a_forecast_moved_outlive_updates(site):
    site.update()
    site.change("encoder-group", {"minSize": 12, "maxSize": 22, "desiredCapacity": 14})
    assert site.update(refresh=True) == []
    assert site.update(encoders=3) == ["update encoder"], "the group's bounds are the forecast's"
    site.update(refresh=True, enforce="yes")
    group = site.outputs("encoder-group")
    assert (group["minSize"], group["maxSize"]) == (3, 20)


def test_an_event_moves_the_lower_bound_alone_in_utc_and_outward(site):
    site.update()
    raised, lowered = site.outputs("transcoder-payday-up-2612241500"), site.outputs("transcoder-payday-down-2701010000")
    assert (raised["minValue"], lowered["minValue"]) == (30, 4)
    assert not {"maxValue", "desiredCapacity"} & {*raised, *lowered}
    assert (raised["launchTime"], raised["recurrenceType"], raised["recurrenceValue"]) == ("2026-12-24T15:00Z", "Monthly", "24-24")
    assert (lowered["launchTime"], lowered["recurrenceValue"]) == ("2027-01-01T00:00Z", "1-1"), "six hours after 18:00Z"
