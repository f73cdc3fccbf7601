"""What the step in force of a drain makes of fleets, workloads and clusters, and what it leaves alone."""

from __future__ import annotations

import pytest

from stacks.events import calendar
from stacks.topology import build
from tests.stacks.conftest import edited, source
from tests.support.mocks import changes, record

SITES = "    sites:\n"
FLEET = {
    "        sites: [jakarta]\n        capacity: {fixed: 2}": "        sites: all\n        capacity: {autoscaled: {min: 3, max: 9}}",
    "types: [c7i.large]}\n": "types: [c7i.large]}\n        alicloud: {images: {ap-southeast-5: m-k1a0example}, types: [ecs.c7.large]}\n",
}
SALE = """
    events:
      sale: {time_zone: Asia/Jakarta, start: "2026-12-12 00:00", end: "2026-12-13 00:00", peak_factor: {transcoder: 1.5x, storefront: 1.5x}}
"""
STEPS = '{{{what}, step: {step}, at_most: 50%, steps: [{{date: "2027-01-11", capacity: {{jakarta: 50%}}}}, {{date: "2027-01-13", capacity: {{jakarta: 0%}}}}]}}'


def text(step, *whats, events=""):
    told = "".join(f"      leaves-{at}: {STEPS.format(what=what, step=step)}\n" for at, what in enumerate(whats))
    return edited({**FLEET, SITES: f"    migrations:\n{told}{SITES}"}) + events.lstrip("\n")


def plan(step, *whats, events=""):
    return record(lambda: build(source(text(step, *whats, events=events)).loaded()), stack="test")


@pytest.fixture(scope="module")
def before():
    return plan(0, "fleet: transcoder", "cluster: main")


def of(found, kind, site):
    return [each for each in found.values() if each.type == kind and each.name.startswith(f"{site}-")]


GROUP, ESS = "aws:autoscaling/group:Group", "alicloud:ess/scalingGroup:ScalingGroup"
HPA = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"


@pytest.mark.parametrize(("step", "fleet", "pods"), [(1, (2, 5), (1, 2)), (2, (0, 0), (1, 1))])
def test_bounds_shrink_at_the_site_that_is_left_and_nowhere_else(before, step, fleet, pods):
    after = plan(step, "fleet: transcoder", "cluster: main")
    group, scaler = after.one(GROUP, "jakarta-transcoder-group"), after.one(HPA, "jakarta-main-storefront-autoscaler")
    assert (group.inputs["minSize"], group.inputs["maxSize"]) == fleet
    assert (scaler.inputs["spec"]["minReplicas"], scaler.inputs["spec"]["maxReplicas"]) == pods
    found = changes(before, after)
    assert (found.added, found.removed) == (set(), set())
    assert found.changed
    assert all(" jakarta-" in each for each in found.changed)


def test_a_drained_site_gets_no_floors_and_the_others_carry_the_event():
    loaded = source(text(1, "fleet: transcoder", "workload: storefront", events=SALE)).loaded()
    groups = {group.name: dict(group.sites) for group in calendar(loaded.environment).groups}
    assert groups == {"transcoder": {"batam": "alicloud"}, "storefront": {"batam": "alicloud"}}
    found = plan(1, "fleet: transcoder", "workload: storefront", events=SALE)
    assert not of(found, "aws:autoscaling/schedule:Schedule", "jakarta")
    assert of(found, "alicloud:ess/scheduledTask:ScheduledTask", "batam")


def test_step_0_is_as_if_there_were_no_migration(before):
    without = record(lambda: build(source(edited(FLEET)).loaded()), stack="test")
    assert changes(without, before) == (set(), set(), set())
