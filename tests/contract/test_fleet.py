"""What a fleet promises, on every cloud alike."""

from __future__ import annotations

import base64
import json
from typing import ClassVar, get_origin, get_type_hints

import pulumi
import pytest

from components import contracts
from components.addressing import ExtraTier
from components.capacity import autoscaled, fixed, scheduled
from components.contracts import Refresh, by_cpu
from tests.support.clouds import CIDR, CLOUDS, PODS, TAGS, Cloud
from tests.support.mocks import ID_PREFIX, UNKNOWN, Recorded, Recording, changes, record
from tests.support.schema import Secret

pytestmark = pytest.mark.parametrize("cloud", CLOUDS, ids=str)


def fleet(cloud: Cloud, **options) -> Recording:
    return cloud.recorded_fleet(**options)


def root(cloud: Cloud, found: Recording) -> Recorded:
    return found.one(cloud.fleet.Fleet.TYPE)


def group(cloud: Cloud, found: Recording) -> Recorded:
    return found.one(cloud.types["group"])


def template(cloud: Cloud, found: Recording) -> Recorded:
    return found.one(cloud.types["template"])


def metadata_options(cloud: Cloud, found: Recording) -> dict[str, object]:
    """On AWS an object of the template, on Alibaba Cloud inputs of the template itself."""
    inputs = template(cloud, found).inputs
    names = ("httpEndpoint", "httpTokens", "httpPutResponseHopLimit")
    return {name: inputs.get("metadataOptions", inputs)[name] for name in names}


def root_disk(cloud: Cloud, found: Recording) -> dict[str, object]:
    inputs = template(cloud, found).inputs
    if cloud.name == "aws":
        disk = inputs["blockDeviceMappings"][0]["ebs"]
        return {"encrypted": disk["encrypted"] == "true", "size": disk["volumeSize"], "key": disk.get("kmsKeyId")}
    disk = inputs["systemDisk"]
    return {"encrypted": disk["encrypted"], "size": disk["size"], "key": disk.get("kmsKeyId")}


def test_it_satisfies_the_protocol(cloud: Cloud):
    def program():
        assert isinstance(cloud.make_fleet(), contracts.Fleet)

    record(program)


def test_its_outputs_are_exactly_what_the_protocol_names(cloud: Cloud):
    named = {name for name, hint in get_type_hints(contracts.Fleet).items() if get_origin(hint) is not ClassVar}
    outputs = root(cloud, fleet(cloud)).outputs or {}
    assert outputs.keys() == named
    assert outputs["id"] == f"{ID_PREFIX}transcoder-group"
    assert outputs["capacity"] == {"min": 3, "max": 9, "initial": 4, "owner": "autoscaler", "enforce": False}


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


def test_the_first_type_is_the_templates_and_all_are_in_order_of_preference(cloud: Cloud):
    found = fleet(cloud)
    assert template(cloud, found).inputs["instanceType"] == cloud.instances[0]
    inputs = group(cloud, found).inputs
    overrides = inputs.get("launchTemplateOverrides") or inputs["mixedInstancesPolicy"]["launchTemplate"]["overrides"]
    assert [each["instanceType"] for each in overrides] == list(cloud.instances)


def test_metadata_asks_for_a_session_token_and_stays_on_the_instance(cloud: Cloud):
    assert metadata_options(cloud, fleet(cloud)) == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }


def test_both_can_be_loosened(cloud: Cloud):
    loosened = metadata_options(cloud, fleet(cloud, imdsv2=False, metadata_hops=2))
    assert (loosened["httpTokens"], loosened["httpPutResponseHopLimit"]) == ("optional", 2)


def test_the_root_disk_is_encrypted(cloud: Cloud):
    assert root_disk(cloud, fleet(cloud)) == {"encrypted": True, "size": 40, "key": None}
    assert root_disk(cloud, fleet(cloud, disk_gib=100, kms_key="key")) == {"encrypted": True, "size": 100, "key": "key"}
    assert root_disk(cloud, fleet(cloud, encrypt_disk=False))["encrypted"] is False


def test_no_port_is_open_by_default(cloud: Cloud):
    assert fleet(cloud).of(cloud.types["ingress"]) == []


def test_a_port_is_open_to_the_sites_own_network_alone(cloud: Cloud):
    rules = fleet(cloud, ports=(8080, 9090)).of(cloud.types["ingress"])
    assert [rule.name for rule in rules] == [
        "transcoder-8080-from-cidr",
        "transcoder-8080-from-pods",
        "transcoder-9090-from-cidr",
        "transcoder-9090-from-pods",
    ]
    blocks = [rule.inputs.get("cidrIpv4", rule.inputs.get("cidrIp")) for rule in rules]
    assert blocks == [CIDR, PODS, CIDR, PODS]


def test_a_port_is_open_to_a_tiers_own_block_too_whatever_the_tier_is_called(cloud: Cloud):
    def program(name: str):
        tiers = {name: ExtraTier(like="pods", slot=3, cidr="10.34.0.0/17")}
        network = cloud.make_network(tiers=tiers)
        cloud.fleet.Fleet("transcoder", cloud.fleet_args(network, ports=(8080,)))

    one, other = (record(lambda name=name: program(name)).of(cloud.types["ingress"]) for name in ("batch", "bulk"))
    assert [each.name for each in one] == [each.name for each in other]
    assert "transcoder-8080-from-10-34-0-0-17" in [each.name for each in one]


def test_another_port_touches_no_sibling(cloud: Cloud):
    added, removed, changed = changes(fleet(cloud, ports=(8080,)), fleet(cloud, ports=(9090, 8080)))
    assert (removed, changed) == (set(), set())
    assert len(added) == 2


def test_user_data_travels_encoded_and_stays_secret(cloud: Cloud):
    found = record(lambda: cloud.make_fleet(user_data=pulumi.Output.secret("#!/bin/sh\n")))
    assert template(cloud, found).inputs["userData"] == Secret(base64.b64encode(b"#!/bin/sh\n").decode())
    assert "userData" not in template(cloud, fleet(cloud)).inputs


def test_only_instances_may_take_the_role(cloud: Cloud):
    found = fleet(cloud)
    (role,) = [each for each in found.of(cloud.types["role"]) if each.name == "transcoder-instances"]
    document = json.loads(role.inputs.get("assumeRolePolicy", role.inputs.get("assumeRolePolicyDocument")))
    (statement,) = document["Statement"]
    assert str(statement["Principal"]["Service"]).strip("[]'").startswith(("ec2.", "ecs."))
    assert (root(cloud, found).outputs or {})["role_name"] == role.inputs.get("roleName", f"{role.name}.name")


def test_deletion_is_protected_when_asked(cloud: Cloud):
    found = fleet(cloud, deletion_protection=True)
    assert group(cloud, found).protect is True
    assert not group(cloud, fleet(cloud)).protect
    if "group-deletion-protection" in cloud.fleet.Fleet.capabilities:
        assert group(cloud, found).inputs["groupDeletionProtection"] is True
    else:
        assert template(cloud, found).inputs["disableApiTermination"] is True


def test_a_changed_image_changes_the_template_alone(cloud: Cloud):
    removed, changed = changes(fleet(cloud, image="image-1"), fleet(cloud, image="image-2"))[1:]
    assert removed == set()
    assert changed == {f"{cloud.types['template'].split(':')[-1]} transcoder-template"}


def test_the_group_runs_a_numbered_version_of_the_template(cloud: Cloud):
    """A version called "latest" would leave the group's description as it is, and nothing would roll."""

    def answer(type_: str, _name: str, _inputs: object) -> dict[str, object]:
        return {"latestVersion": 7, "latestVersionNumber": 7} if type_ == cloud.types["template"] else {}

    inputs = group(cloud, record(cloud.make_fleet, outputs=answer)).inputs
    if "mixedInstancesPolicy" in inputs:
        specification = inputs["mixedInstancesPolicy"]["launchTemplate"]["launchTemplateSpecification"]
        assert specification == {"launchTemplateId": f"{ID_PREFIX}transcoder-template", "version": "7"}
    else:
        assert (inputs["launchTemplateId"], inputs["launchTemplateVersion"]) == (f"{ID_PREFIX}transcoder-template", "7")


def test_a_refresh_keeps_the_share_in_service_that_is_asked_for(cloud: Cloud):
    options = {"refresh": Refresh(healthy=80, surge=30, warm_up=120, checkpoints=(20, 50), pause=600)}
    if "refresh-on-change" in cloud.fleet.Fleet.capabilities:
        preferences = group(cloud, fleet(cloud, **options)).inputs["instanceRefresh"]["preferences"]
        shares, pause = preferences["checkpointPercentages"], int(preferences["checkpointDelay"])
    else:
        found = fleet(cloud, first_image="image-0", **options)
        preferences = found.one("alicloud:ess/instanceRefresh:InstanceRefresh").inputs
        shares, pause = [each["percentage"] for each in preferences["checkpoints"]], preferences["checkpointPauseTime"] * 60
    assert (preferences["minHealthyPercentage"], preferences["maxHealthyPercentage"]) == (80, 130)
    assert (shares, pause) == ([20, 50, 100], 600)


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


def test_a_start_script_is_filled_with_its_values_which_stay_secret(cloud: Cloud):
    script = "#!/bin/sh\nexec worker --queue '@{queue}' --home $HOME\n"
    found = record(lambda: cloud.make_fleet(user_data=script, values={"queue": pulumi.Output.secret("jobs")}))
    expected = script.replace("@{queue}", "jobs").encode()
    assert template(cloud, found).inputs["userData"] == Secret(base64.b64encode(expected).decode())


def test_a_start_script_without_values_is_left_as_it_is(cloud: Cloud):
    found = record(lambda: cloud.make_fleet(user_data="echo @{home} $HOME"))
    assert template(cloud, found).inputs["userData"] == base64.b64encode(b"echo @{home} $HOME").decode()


def test_the_newest_may_go_first(cloud: Cloud):
    inputs = group(cloud, fleet(cloud, termination_policies=("newest_instance",))).inputs
    assert inputs.get("terminationPolicies", inputs.get("removalPolicies")) == ["NewestInstance"]
