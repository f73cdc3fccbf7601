"""What the instances of a fleet are, who reaches them and what they start with, on every cloud alike."""

from __future__ import annotations

import base64
import json

import pulumi
import pytest

from components.addressing import ExtraTier
from components.contracts import Refresh
from tests.support.clouds import CIDR, CLOUDS, PODS, Cloud
from tests.support.mocks import ID_PREFIX, Recording, changes, record
from tests.support.recorded_fleets import fleet, group, root, template
from tests.support.schema import Secret

KEY = "arn:aws:kms:ap-southeast-3:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

pytestmark = pytest.mark.parametrize("cloud", CLOUDS, ids=str)


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
    assert root_disk(cloud, fleet(cloud, disk_gib=100, kms_key=KEY)) == {"encrypted": True, "size": 100, "key": KEY}
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


def test_a_start_script_is_filled_with_its_values_which_stay_secret(cloud: Cloud):
    script = "#!/bin/sh\nexec worker --queue '@{queue}' --home $HOME\n"
    found = record(lambda: cloud.make_fleet(user_data=script, values={"queue": pulumi.Output.secret("jobs")}))
    expected = script.replace("@{queue}", "jobs").encode()
    assert template(cloud, found).inputs["userData"] == Secret(base64.b64encode(expected).decode())


def test_a_start_script_without_values_is_left_as_it_is(cloud: Cloud):
    found = record(lambda: cloud.make_fleet(user_data="echo @{home} $HOME"))
    assert template(cloud, found).inputs["userData"] == base64.b64encode(b"echo @{home} $HOME").decode()


def test_only_instances_may_take_the_role(cloud: Cloud):
    found = fleet(cloud)
    (role,) = [each for each in found.of(cloud.types["role"]) if each.name == "transcoder-instances"]
    document = json.loads(role.inputs.get("assumeRolePolicy", role.inputs.get("assumeRolePolicyDocument")))
    (statement,) = document["Statement"]
    assert str(statement["Principal"]["Service"]).strip("[]'").startswith(("ec2.", "ecs."))
    assert (root(cloud, found).outputs or {})["role_name"] == role.inputs.get("roleName", f"{role.name}.name")


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
        found = fleet(cloud, earlier_image="image-0", **options)
        preferences = found.one("alicloud:ess/instanceRefresh:InstanceRefresh").inputs
        shares, pause = [each["percentage"] for each in preferences["checkpoints"]], preferences["checkpointPauseTime"] * 60
    assert (preferences["minHealthyPercentage"], preferences["maxHealthyPercentage"]) == (80, 130)
    assert (shares, pause) == ([20, 50, 100], 600)
