"""What a fleet promises, on every cloud alike."""

from __future__ import annotations

from typing import ClassVar, get_origin, get_type_hints

import pulumi
import pytest

from components import contracts
from components.capacity import autoscaled, fixed, scheduled
from components.contracts import by_cpu
from tests.support.clouds import CLOUDS, TAGS, Cloud
from tests.support.mocks import ID_PREFIX, UNKNOWN, changes, record
from tests.support.recorded_fleets import fleet, group, root, template

pytestmark = pytest.mark.parametrize("cloud", CLOUDS, ids=str)


def test_it_satisfies_the_protocol(cloud: Cloud):
    def program():
        assert isinstance(cloud.make_fleet(), contracts.Fleet)

    record(program)


def test_its_outputs_are_exactly_what_the_protocol_names(cloud: Cloud):
    named = {name for name, hint in get_type_hints(contracts.Fleet).items() if get_origin(hint) is not ClassVar}
    outputs = root(cloud, fleet(cloud)).outputs or {}
    assert outputs.keys() == named
    assert outputs["id"] == f"{ID_PREFIX}transcoder-group"
    assert outputs["capacity"] == {"min": 3, "max": 9, "owner": "autoscaler", "enforce": False}


def test_its_inputs_name_the_network_by_id(cloud: Cloud):
    inputs = root(cloud, fleet(cloud)).inputs
    assert (inputs["network"], inputs["types"], inputs["tags"]) == (f"{ID_PREFIX}net-vpc", list(cloud.instances), TAGS)


def test_every_child_stands_directly_under_it_and_begins_with_its_name(cloud: Cloud):
    found = fleet(cloud, ports=(8080,))
    component = root(cloud, found)
    children = found.children(component)
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("transcoder-") for child in children)


def test_instances_spread_over_the_private_subnets_of_every_zone(cloud: Cloud):
    inputs = group(cloud, fleet(cloud)).inputs
    subnets = inputs.get("vpcZoneIdentifiers", inputs.get("vswitchIds"))
    assert subnets == [f"{ID_PREFIX}net-private-{zone}" for zone in "abc"]


def test_another_tier_is_another_set_of_subnets(cloud: Cloud):
    inputs = group(cloud, fleet(cloud, tier="data")).inputs
    subnets = inputs.get("vpcZoneIdentifiers", inputs.get("vswitchIds"))
    assert subnets == [f"{ID_PREFIX}net-data-{zone}" for zone in "abc"]


def test_capacity_bounds_the_group_and_starts_it(cloud: Cloud):
    inputs = group(cloud, fleet(cloud)).inputs
    assert (inputs["minSize"], inputs["maxSize"], inputs["desiredCapacity"]) == (3, 9, 4)


@pytest.mark.parametrize(
    ("capacity", "left"),
    [
        (autoscaled(min=3, max=9, initial=4), ("desiredCapacity",)),
        (scheduled(min=3, max=9, initial=4), ("minSize", "desiredCapacity")),
        (autoscaled(min=3, max=9, initial=4, enforce=True), ()),
        (scheduled(min=3, max=9, initial=4, enforce=True), ()),
        (fixed(4), ()),
        (autoscaled(min=4, max=4), ()),
    ],
)
def test_an_update_leaves_a_number_to_its_owner(cloud: Cloud, capacity, left):
    made = group(cloud, fleet(cloud, capacity=capacity))
    numbers = ("minSize", "desiredCapacity", "maxSize")
    assert tuple(each for each in made.ignore_changes if each in numbers) == left
    assert made.inputs["desiredCapacity"] == 4


def test_scaling_aims_at_the_cpu_asked_for(cloud: Cloud):
    (rule,) = record(lambda: cloud.make_fleet(scaling=by_cpu(70))).of(cloud.types["rule"])
    inputs = rule.inputs.get("targetTrackingConfiguration", rule.inputs)
    assert inputs["targetValue"] == 70


def test_deletion_is_protected_when_asked(cloud: Cloud):
    found = fleet(cloud, deletion_protection=True)
    assert group(cloud, found).protect is True
    assert not group(cloud, fleet(cloud)).protect
    if "group-deletion-protection" in cloud.fleet.Fleet.capabilities:
        assert group(cloud, found).inputs["groupDeletionProtection"] is True
    else:
        assert template(cloud, found).inputs["disableApiTermination"] is True


def test_another_zone_reaches_the_group_and_nothing_else_of_the_fleet(cloud: Cloud):
    def program(zones: tuple[str, ...]):
        network = cloud.make_network(zones=zones)
        cloud.fleet.Fleet("transcoder", cloud.fleet_args(network))

    before, after = record(lambda: program(("a", "b"))), record(lambda: program(("a", "b", "c")))
    changed = changes(before, after).changed
    assert changed == {f"{cloud.types['group'].split(':')[-1]} transcoder-group"}


def test_tags_reach_the_group_its_template_and_its_instances(cloud: Cloud):
    found = fleet(cloud)
    assert template(cloud, found).inputs["tags"].items() >= TAGS.items()
    tags = group(cloud, found).inputs["tags"]
    if isinstance(tags, list):
        assert {"key": "owner", "value": "platform", "propagateAtLaunch": True} in tags
    else:
        assert tags == TAGS


def test_the_first_preview_waits_for_what_the_cloud_computes(cloud: Cloud):
    found = record(cloud.make_fleet, preview=True)
    assert (root(cloud, found).outputs or {})["id"] == UNKNOWN


def test_options_reach_every_child(cloud: Cloud):
    def program():
        provider = cloud.provider("jakarta")
        options = pulumi.ResourceOptions(provider=provider, protect=True)
        network = cloud.make_network()
        cloud.fleet.Fleet("transcoder", cloud.fleet_args(network, ports=(80,)), options)

    found = record(program)
    (provider,) = found.of(f"pulumi:providers:{cloud.name}")
    children = found.children(root(cloud, found))
    assert len(children) >= 7
    assert {child.provider for child in children} == {f"{provider.urn}::{provider.id}"}
    assert all(child.protect for child in children)


def test_a_fleet_of_a_fixed_size_is_a_fleet_too(cloud: Cloud):
    inputs = group(cloud, fleet(cloud, capacity=fixed(2))).inputs
    assert (inputs["minSize"], inputs["maxSize"], inputs["desiredCapacity"]) == (2, 2, 2)


def test_the_newest_may_go_first(cloud: Cloud):
    inputs = group(cloud, fleet(cloud, termination_policies=("newest_instance",))).inputs
    assert inputs.get("terminationPolicies", inputs.get("removalPolicies")) == ["NewestInstance"]
