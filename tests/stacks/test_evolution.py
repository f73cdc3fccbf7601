"""What an edit of the environment touches: nothing beside it."""

from __future__ import annotations

import base64
import json

import pytest

from stacks.environment import EnvironmentFaults
from stacks.topology import build
from tests.stacks.conftest import another_site, edited, source
from tests.support.mocks import changes, record

JAKARTA = 'zones: [a, b]\n        country: id\n        account: {id: "1'


VERSIONS = "versions: {aws"


def plan(edits=None):
    return record(lambda: build(source(edited(edits or {})).loaded()), stack="test")


@pytest.fixture(scope="module")
def before():
    return plan()


def test_the_same_environment_gives_the_same_plan(before):
    assert changes(before, plan()) == (set(), set(), set())


def test_sites_in_another_order_change_nothing(before):
    text = edited({})
    jakarta, batam = (
        text[text.index("      jakarta:") : text.index("      batam:")],
        text[text.index("      batam:") : text.index("    clusters:")],
    )
    assert changes(before, plan({jakarta + batam: batam + jakarta})) == (set(), set(), set())


def test_a_site_added_touches_no_other(before):
    after = changes(before, plan({"    clusters:\n": another_site("lombok") + "    clusters:\n"}))
    assert after.removed == set()
    assert after.changed == set()
    assert after.added
    assert {name for name in after.added if "lombok" not in name} == set()


def test_a_zone_added_makes_and_moves_nothing_else(before):
    after = changes(before, plan({JAKARTA: JAKARTA.replace("[a, b]", "[a, b, c]")}))
    assert after.removed == set()
    assert {name for name in after.added if "jakarta" not in name or not (name.endswith("-c") or "-c-" in name)} == set()
    assert {name.split(" ")[0] for name in after.changed} <= {"Addon", "Cluster", "NodeGroup", "Group"}, (
        "what spreads over the zones"
    )
    assert {name for name in after.changed if " jakarta" not in name} == set()


def test_what_a_cluster_is_told_on_one_cloud_alone_reaches_it_there(before):
    authority = base64.b64encode(b"-----BEGIN CERTIFICATE-----").decode()
    image = f"registry.example/autoscaler@sha256:{'1' * 64}"
    told = f"""aws: {{autoscaler_image: "{image}"}}
        alicloud: {{certificate_authorities: {{batam: {authority}}}, secrets_keys: {{batam: key-1}}}}
        {VERSIONS}"""
    after = plan({VERSIONS: told})
    (server,) = json.loads(after.one("pulumi:providers:kubernetes", "batam-main-kubernetes").inputs["kubeconfig"])["clusters"]
    assert server["cluster"]["certificate-authority-data"] == authority
    assert after.one("alicloud:cs/managedKubernetes:ManagedKubernetes").inputs["encryptionProviderKey"] == "key-1"
    deployment = after.one("kubernetes:apps/v1:Deployment", "jakarta-main-autoscaler-deployment").inputs
    assert deployment["spec"]["template"]["spec"]["containers"][0]["image"] == image
    assert changes(before, after).removed == {"Key batam-main-secrets"}


def test_a_pool_added_touches_no_other_pool(before):
    pool = "          general:\n"
    batch = "          batch:\n            capacity: {fixed: 1}\n            spot: 0%\n            aws: {types: [m7i.large]}\n"
    after = changes(before, plan({pool: batch + "            alicloud: {types: [ecs.g7.large]}\n" + pool}))
    assert after.removed == set()
    assert {name for name in after.added if "batch" not in name} == set()
    assert {name for name in after.changed if "general" in name} == set()


def test_a_fleet_added_touches_nothing(before):
    fleet = "      encoder:\n        sites: [batam]\n        capacity: {fixed: 1}\n"
    machines = "        alicloud: {images: {ap-southeast-5: m-one}, types: [ecs.c7.large]}\n"
    after = changes(before, plan({"      transcoder:\n": fleet + machines + "      transcoder:\n"}))
    assert (after.removed, after.changed) == (set(), set())
    assert {name for name in after.added if "batam-encoder" not in name} == set()


@pytest.mark.parametrize(
    ("edits", "place"),
    [
        (
            {"        versions": "        service_cidr: 10.32.0.0/16\n        versions"},
            '25:9 clusters.main.service_cidr: "10.32.0.0/16"',
        ),
        ({"          general:": "          general-spot:"}, '26:9 clusters.main.pools: "general-spot"'),
        (
            {"capacity: {fixed: 2}": "capacity: {fixed: 2}\n        refresh: {healthy: 10%}"},
            "35:9 fleets.transcoder.refresh.surge: 20",
        ),
        ({JAKARTA: JAKARTA.replace("[a, b]", "[a]")}, '11:9 sites.jakarta.zones: "a"'),
        ({"types: [c7i.large]": "types: [c7i.large, c7i.large]"}, '35:83 fleets.transcoder.aws.types[1]: "c7i.large"'),
        ({'aws: "1.35"': 'aws: "1.34"'}, "23:7 clusters.main.aws.autoscaler_image: nothing"),
        (
            {VERSIONS: f"aws: {{autoscaler_image: 'autoscaler:v1.35.2'}}\n        {VERSIONS}"},
            '25:15 clusters.main.aws.autoscaler_image: "autoscaler:v1.35.2"',
        ),
        (
            {VERSIONS: f"alicloud: {{certificate_authorities: {{batam: Q0E=}}}}\n        {VERSIONS}"},
            '25:46 clusters.main.alicloud.certificate_authorities.batam: "Q0E=…"',
        ),
        (
            {
                "min: 2, max: 6": "min: 2, max: 6, enforce: true",
                "            aws: {types: [m7i.large]}\n": "",
                "        sites: all\n        versions": "        sites: [batam]\n        versions",
            },
            "28:53 clusters.main.pools.general.capacity.autoscaled.enforce: true",
        ),
        (
            {"min: 2, max: 6": "min: 2, max: 6, initial: 3"},
            "28:53 clusters.main.pools.general.capacity.autoscaled.initial: 3",
        ),
        (
            {"types: [m7i.large]": "types: [m7i.large, m7g.large]"},
            '29:38 clusters.main.pools.general.aws.types[1]: "m7g.large of arm64"',
        ),
    ],
)
def test_what_a_component_refuses_is_told_at_its_place_before_anything_is_declared(edits, place):
    """In the component's own words, which its tests hold."""
    with pytest.raises(EnvironmentFaults) as error:
        plan(edits)
    (told,) = str(error.value).split("\n")
    assert told.startswith(f"stacks/Pulumi.test.yaml:{place}, expected ")
    assert error.value.exit_code == 2
