"""What a cluster promises, on every cloud alike."""

from __future__ import annotations

import json
from typing import Any, ClassVar, get_origin, get_type_hints

import pulumi
import pytest

from components import contracts
from components.capacity import autoscaled, fixed
from components.errors import ArgumentsError
from tests.support.clouds import TAGS
from tests.support.clusters import ACK, ALL, EKS, KUBERNETES, Clusters
from tests.support.mocks import ID_PREFIX, UNKNOWN, Recorded, Recording, record

pytestmark = pytest.mark.parametrize("clusters", ALL, ids=str)

CAPABILITIES: dict[str, dict[str, Any]] = {
    "public-cidrs": {"endpoint": "public", "public_cidrs": ("203.0.113.0/24",)},
    "initial-nodes": {
        "pools": lambda clusters: {"general": clusters.pool(capacity=autoscaled(min=3, max=9, initial=5, enforce=True))}
    },
}
"""What to ask a cluster for, by the capability that it needs."""

OPEN: dict[str, Any] = {"endpoint": "public", "public_cidrs": ("0.0.0.0/0",)}


def asked(clusters: Clusters, capability: str) -> dict[str, Any]:
    return {key: value(clusters) if callable(value) else value for key, value in CAPABILITIES[capability].items()}


def bounds(pool: Recorded) -> tuple[int, int]:
    scaling = pool.inputs["scalingConfig"]
    return scaling["minSize"], scaling["maxSize"]


def test_it_satisfies_the_protocol(clusters: Clusters):
    def program():
        assert isinstance(clusters.make(), contracts.Cluster)

    record(program)


def test_its_outputs_are_exactly_what_the_protocol_names(clusters: Clusters):
    named = {name for name, hint in get_type_hints(contracts.Cluster).items() if get_origin(hint) is not ClassVar}
    assert (clusters.root(clusters.record()).outputs or {}).keys() == named


def test_its_inputs_can_be_read_by_reviewers_and_checks(clusters: Clusters):
    inputs = clusters.root(clusters.record()).inputs
    assert (inputs["network"], inputs["version"], inputs["tags"]) == (f"{ID_PREFIX}net-vpc", clusters.version, TAGS)
    assert inputs["pools"]["general"]["capacity"] == {"min": 3, "max": 9, "owner": "autoscaler", "enforce": False}


def test_every_child_is_parented_to_it_and_begins_with_its_name(clusters: Clusters):
    found = clusters.record()
    root = clusters.root(found)
    components = {root.urn, *(each.urn for each in found.children(root) if not each.custom)}
    assert {each.parent for each in found.children(root)} <= components
    assert all(each.name.startswith("main-") for each in found.children(root))


def test_options_reach_every_child(clusters: Clusters):
    def program():
        site = clusters.cloud.provider("site")
        clusters.make(opts=pulumi.ResourceOptions(providers=[site], protect=True))

    found = record(program)
    children = [each for each in found.children(clusters.root(found)) if each.custom]
    assert all(each.protect for each in children)
    cloud = [each for each in children if each.type.startswith(f"{clusters.cloud.name}:")]
    assert len(cloud) > 5
    assert {each.provider.partition("::id-of-")[2] for each in cloud} == {"site"}


def test_a_preview_of_nothing_is_complete(clusters: Clusters):
    before, after = clusters.record(preview=True), clusters.record()
    assert before.keys() == after.keys()
    assert before.one(KUBERNETES).inputs["kubeconfig"] is UNKNOWN


def test_the_api_server_is_reached_from_the_network_alone_unless_asked(clusters: Clusters):
    def public(found: Recording) -> bool:
        inputs = clusters.control_plane(found).inputs
        return inputs["slbInternetEnabled"] if clusters is ACK else inputs["vpcConfig"]["endpointPublicAccess"]

    assert public(clusters.record()) is False
    assert public(clusters.record(**OPEN)) is True


def test_the_control_plane_stands_in_private_subnets_of_two_zones_at_least(clusters: Clusters):
    inputs = clusters.control_plane(clusters.record()).inputs
    given = inputs["vswitchIds"] if clusters is ACK else inputs["vpcConfig"]["subnetIds"]
    private = [f"{ID_PREFIX}net-private-{zone}" for zone in "abc"]
    assert len(given) >= 2
    assert given == private[: len(given)]


def test_secrets_are_encrypted_with_a_key_of_its_own_that_rotates(clusters: Clusters):
    found = clusters.record(kms_instance="kst-example") if clusters is ACK else clusters.record()
    key = found.one(clusters.types["key"])
    rotated = key.inputs.get("enableKeyRotation") or key.inputs.get("automaticRotation")
    assert rotated in (True, "Enabled")
    assert key.urn in clusters.control_plane(found).dependencies


def test_a_key_of_somebody_else_is_used_instead(clusters: Clusters):
    found = clusters.record(secrets_key="key-of-the-company")
    assert found.of(clusters.types["key"]) == []
    assert "key-of-the-company" in json.dumps(clusters.control_plane(found).inputs)


def test_its_version_and_its_service_addresses_are_written_down(clusters: Clusters):
    inputs = clusters.control_plane(clusters.record(service_cidr="192.168.0.0/20")).inputs
    assert inputs["version"] == clusters.version
    assert "192.168.0.0/20" in json.dumps(inputs)


def test_deletion_protection_is_an_argument(clusters: Clusters):
    assert clusters.control_plane(clusters.record()).inputs["deletionProtection"] is False
    assert clusters.control_plane(clusters.record(deletion_protection=True)).inputs["deletionProtection"] is True


def test_a_pool_spans_the_zones_and_keeps_its_bounds(clusters: Clusters):
    (pool,) = clusters.pools(clusters.record()).values()
    assert bounds(pool) == (3, 9)
    given = pool.inputs.get("subnetIds") or pool.inputs["vswitchIds"]
    assert given == [f"{ID_PREFIX}net-private-{zone}" for zone in "abc"]
    assert pool.inputs["instanceTypes"] == list(clusters.instances)


def test_a_share_of_spot_is_a_group_of_its_own(clusters: Clusters):
    pools = clusters.pools(clusters.record(pools={"general": clusters.pool(capacity=autoscaled(min=6, max=90), spot=40)}))
    assert {key: bounds(pool) for key, pool in pools.items()} == {"general": (4, 54), "general-spot": (2, 36)}
    bought = {key: pool.inputs.get("capacityType") or pool.inputs["spotStrategy"] for key, pool in pools.items()}
    assert bought in (
        {"general": "ON_DEMAND", "general-spot": "SPOT"},
        {"general": "NoSpot", "general-spot": "SpotAsPriceGo"},
    )


def test_nodes_say_which_pool_they_belong_to(clusters: Clusters):
    pool = clusters.pool(spot=50, labels={"work": "batch"})
    for made in clusters.pools(clusters.record(pools={"batch": pool})).values():
        labels = made.inputs["labels"]
        found = labels if isinstance(labels, dict) else {each["key"]: each["value"] for each in labels}
        assert found == {"work": "batch", "nusantara/pool": "batch"}


def test_there_is_an_autoscaler_where_a_pool_has_min_below_max_and_only_there(clusters: Clusters):
    one = {"fixed": clusters.pool(capacity=fixed(3))}
    assert len(clusters.record().of(clusters.types["autoscaler"])) == 1
    assert clusters.record(pools=one).of(clusters.types["autoscaler"]) == []


def test_node_disks_are_encrypted_and_metadata_asks_for_tokens(clusters: Clusters):
    def hardened(**options: Any) -> tuple[bool, str]:
        found = clusters.record(**options)
        if clusters is EKS:
            inputs = found.one("aws:ec2/launchTemplate:LaunchTemplate").inputs
            (disk,) = inputs["blockDeviceMappings"]
            return disk["ebs"]["encrypted"] == "true", inputs["metadataOptions"]["httpTokens"]
        (pool,) = clusters.pools(found).values()
        return pool.inputs["systemDiskEncrypted"], pool.inputs["instanceMetadataOptions"]["httpTokens"]

    assert hardened() == (True, "required")
    assert hardened(encrypt_disk=False, imdsv2=False) == (False, "optional")


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_what_a_cloud_lacks_is_refused_and_what_it_has_is_not(clusters: Clusters, capability: str):
    wanted = asked(clusters, capability)
    if capability in clusters.module.Cluster.capabilities:
        assert clusters.record(**wanted)
    else:
        with pytest.raises(ArgumentsError):
            clusters.record(**wanted)


def test_every_capability_is_one_that_the_suite_knows(clusters: Clusters):
    assert clusters.module.Cluster.capabilities <= {*CAPABILITIES, "pod-identity"}


def test_two_clusters_share_a_stack(clusters: Clusters):
    def program():
        network = clusters.cloud.make_network()
        for name in ("main", "second"):
            clusters.module.Cluster(name, clusters.args(network))

    found = record(program)
    names = {each.inputs["name"] for each in found.of(clusters.types["control plane"])}
    assert names == {"nusantara-test-main", "nusantara-test-second"}
