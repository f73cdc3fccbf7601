"""What the step in force of a drain makes of fleets, workloads and clusters, and what it leaves alone."""

from __future__ import annotations

import pytest

from components.capacity import autoscaled, fixed
from components.spot import parts
from stacks.events import calendar
from stacks.migrations import nodes_kept
from stacks.nodes import lacking_nodes
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


EKS_NODES, ACK_NODES = "aws:eks/nodeGroup:NodeGroup", "alicloud:cs/nodePool:NodePool"


@pytest.mark.parametrize(("site", "kind"), [("jakarta", EKS_NODES), ("batam", ACK_NODES)])
def test_pools_of_a_drained_cluster_need_no_more_than_what_is_left_in_it(site, kind):
    def bounds(found):
        said = [{name.replace("_", "").lower(): value for name, value in each.inputs["scalingConfig"].items()} for each in found]
        return sum(each["minsize"] for each in said), sum(each["maxsize"] for each in said)

    def nodes(step):
        said = text(step, "cluster: main").replace("{jakarta: ", f"{{{site}: ").replace("{min: 2, max: 6}", "{min: 5, max: 9}")
        return record(lambda: build(source(said).loaded()), stack="test")

    before, half, none = (nodes(step) for step in range(3))
    found = [bounds(of(each, kind, site)) for each in (before, half, none)]
    assert found == [(5, 9), (5, 9), (1, 9)], "pods that are left wait for no node, and the way back from half needs none"
    for after in (half, none):
        assert (changes(before, after).added, changes(before, after).removed) == (set(), set())


@pytest.mark.parametrize(
    ("whole", "spot", "share", "left"),
    [
        (autoscaled(min=6, max=90), 40, 50, (6, 90)),
        (autoscaled(min=6, max=90), 40, 0, (1, 90)),
        (autoscaled(min=0, max=90), 0, 0, (0, 90)),
        (fixed(4), 0, 50, (2, 2)),
        (fixed(4), 0, 0, (1, 1)),
        (fixed(5), 40, 0, (3, 3)),  # of two nodes none would be a spot instance, and the group of those be deleted
        (autoscaled(min=4, max=4), 0, 50, (2, 2)),
        (fixed(4), 0, 100, (4, 4)),
    ],
)
def test_what_is_left_of_a_pools_nodes(whole, spot, share, left):
    kept = nodes_kept(whole, share, spot)
    assert (kept.min, kept.max) == left
    assert [part.key for part in parts("general", kept, spot)] == [part.key for part in parts("general", whole, spot)]


def test_numbers_that_the_way_back_enforces_are_those_of_drained_sites():
    third = "      batam:\n"
    lion = (
        "      lion:\n        cloud: aws\n        region: ap-southeast-1\n        zones: [a, b]\n        country: sg\n"
        '        account: {id: "111122223333", role: deploy}\n        network: {cidr: 10.40.0.0/16, pods: 10.41.0.0/16}\n'
    )

    def left_alone(said):
        said = said.replace(third, lion + third, 1).replace("{min: 2, max: 6}", "{min: 4, max: 6, enforce: true}")
        said = said.replace("images: {", "images: {ap-southeast-1: ami-0a1b2c3d4e5f67890, ", 1)
        found = record(lambda: build(source(said).loaded()), stack="test")
        return {site: bool(of(found, EKS_NODES, site)[0].ignore_changes) for site in ("jakarta", "lion")}

    assert left_alone(text(0, "cluster: main")) == {"jakarta": False, "lion": True}
    assert left_alone(edited(FLEET)) == {"jakarta": False, "lion": False}, "without a drain it is every site's, as ever"


def test_a_pool_of_a_fixed_number_that_a_drain_leaves_too_few_nodes_of_is_a_fault():
    said = text(1, "cluster: main").replace("{min: 2, max: 4}", '{min: 3, max: 4}, cpu: "1300m"')
    said = said.replace("{autoscaled: {min: 2, max: 6}}", "{fixed: 2}\n            spot: 0%")
    (problem,) = lacking_nodes(source(said).loaded().environment)
    assert problem.path == ("clusters", "main", "pools", "general", "capacity")
    assert problem.given == "1 nodes at most, with 2 vCPUs in jakarta, drained to 50%"
    assert problem.fix == "raise max by 1, choose larger types, or keep more of it there"
    assert not list(lacking_nodes(source(said.replace("step: 1", "step: 0")).loaded().environment))


def test_step_0_is_as_if_there_were_no_migration(before):
    without = record(lambda: build(source(edited(FLEET)).loaded()), stack="test")
    assert changes(without, before) == (set(), set(), set())
