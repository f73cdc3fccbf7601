"""A fleet with all that it can have, behind a load balancer, on the simulated AWS: up, changed, scheduled and gone again."""

from __future__ import annotations

import pytest

from tests.support.clouds import AWS
from tests.support.fleet_site import FleetSite

PROGRAM = """
import sys
sys.path.insert(0, "{root}")
import pulumi
import pulumi_aws
from components.aws.fleet import Fleet, FleetArgs, Maintenance, WarmPool
from components.aws.load_balancer import LoadBalancer, LoadBalancerArgs
from components.aws.network import Network, NetworkArgs
from components.capacity import scheduled
from components.contracts import (
    EdgeKey, HealthCheck, LifecycleHook, Listener, Metric, PredictiveScaling, Refresh, Step, StepScaling, TargetGroup, TargetTracking,
)
from components.schedule import Timeline
from tests.support.events import PAYDAY

config = pulumi.Config()
tags = {{"owner": config.get("team") or "platform"}}
zones = tuple(config.get("zones") or "ab")
inside = pulumi.ResourceOptions(provider=pulumi_aws.Provider("site", region="{region}"))
network = Network("net", NetworkArgs(region="{region}", zones=zones, cidr="10.0.0.0/16", pods="10.1.0.0/16", flow_logs=None, tags=tags), inside)
certificate = "arn:aws:acm:{region}:111122223333:certificate/0a1b"
front = LoadBalancer(
    "web",
    LoadBalancerArgs(
        network=network,
        listeners={{
            "http": Listener(port=80, protocol="http", redirect=443),
            "https": Listener(
                port=443, protocol="https", to="web", certificate=certificate, more_certificates={{"pay": certificate + "2"}}
            ),
        }},
        targets={{"web": TargetGroup(port=8080, health=HealthCheck(port=9000), slow_start=60, sticky=600)}},
        asks=EdgeKey(header="X-Edge-Key", values=(pulumi.Output.secret("n" * 16), "b" * 16), open=("/healthz",)),
        tags=tags,
    ),
    inside,
)
queue = "arn:aws:sqs:{region}:111122223333:jobs"
Fleet(
    "transcoder",
    FleetArgs(
        network=network,
        image=config.require("image"),
        types={types},
        capacity=scheduled(min=4, max=40),
        schedule=Timeline(4, 40, [(PAYDAY, 30)]),
        spot=40,
        on_demand_base=2,
        scaling={{
            "cpu": TargetTracking(metric="cpu", value=55),
            "requests": TargetTracking(metric="requests", value=80),
            "backlog": TargetTracking(metric=Metric(namespace="Shop", name="Backlog"), value=3),
            "rush": StepScaling(metric="cpu", steps=(Step(at=75, change=20), Step(at=90, change=50)), unit="percent", least=2),
            "calm": StepScaling(metric="requests", steps=(Step(at=10, change=-1),)),
            "ahead": PredictiveScaling(metric="requests", value=80, act=True, beyond_max=10),
        }},
        hooks={{"ready": LifecycleHook(on="launch", notify=queue, timeout=config.get_int("held") or 300)}},
        drain=120,
        refresh=Refresh(checkpoints=(20, 50), alarms=("errors",)),
        targets=front.targets,
        maintenance=Maintenance(),
        zone_balance="best_effort",
        suspended=("AZRebalance",),
        max_lifetime_days=30,
        user_data="run @{{queue}}",
        values={{"queue": queue}},
        policies={{"read": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}},
        tags=tags,
    ),
    inside,
)
Fleet(
    "standby",
    FleetArgs(
        network=network, image=config.require("image"), types={types}, capacity=scheduled(min=1, max=4), scale_in_protection=True,
        warm_pool=WarmPool(min=1, state="hibernated", reuse=True), reservations=("cr-0a1b2c3d4e5f67890",), tags=tags,
    ),
    inside,
)
"""


@pytest.fixture
def site(tmp_path) -> FleetSite:
    return FleetSite(AWS, tmp_path, PROGRAM)


def version(site: FleetSite) -> str:
    """The template's version that the group is to consist of: another one is what a refresh rolls out."""
    return site.outputs("transcoder-group")["mixedInstancesPolicy"]["launchTemplate"]["launchTemplateSpecification"]["version"]


def test_it_comes_up_stays_as_it_is_and_goes_again(site):
    site.update()
    assert site.update() == []
    assert site.outputs("transcoder-calm")["threshold"] == 600
    site.destroy()


def test_a_new_image_is_rolled_out_and_a_new_tag_is_not(site):
    site.update()
    assert version(site) == "1"
    retagged = site.update(team="media")
    assert "update transcoder-template" in retagged
    assert not [each for each in retagged if each.startswith(("replace ", "create ", "delete "))]
    assert site.outputs("transcoder-template")["tags"]["owner"] == "media"
    assert {"key": "owner", "value": "media", "propagateAtLaunch": True} in site.outputs("transcoder-group")["tags"]
    assert version(site) == "1", "another version would start a refresh"
    site.update(image="ami-0a1b2c3d4e5f67891", team="media")
    assert version(site) == "2"
    (disk, _) = site.outputs("transcoder-template")["tagSpecifications"]
    assert disk["tags"]["owner"] == "platform", "what disks are tagged with waits for another fleet"


def test_another_timeout_of_a_hook_changes_the_hook_alone(site):
    """The group was made with the hook, and would be made anew with another."""
    site.update()
    (initial,) = site.outputs("transcoder-group")["initialLifecycleHooks"]
    assert (initial["name"], initial["heartbeatTimeout"]) == ("ready", 300)
    assert site.update(held=900) == ["update transcoder", "update transcoder-ready"]
    assert site.outputs("transcoder-ready")["heartbeatTimeout"] == 900


def test_another_zone_replaces_nothing(site):
    site.update()
    widened = site.update(zones="abc")
    assert not [each for each in widened if each.startswith(("replace ", "delete "))]
    assert {"update web", "update transcoder-group"} <= set(widened)


def test_an_event_moves_the_lower_bound_alone_by_the_clock_of_its_zone(site):
    site.update()
    raised = site.outputs("transcoder-payday-up-2612241500")
    assert {key: raised[key] for key in ("minSize", "maxSize", "desiredCapacity")} == {
        "minSize": 30,
        "maxSize": -1,
        "desiredCapacity": -1,
    }
    assert (raised["startTime"], raised["recurrence"], raised["timeZone"]) == (
        "2026-12-24T15:00:00Z",
        "0 22 24 * *",
        "Asia/Jakarta",
    )
    lowered = site.outputs("transcoder-payday-down-2612311800")
    assert (lowered["minSize"], lowered["recurrence"]) == (4, "0 1 1 * *")
