"""What is told of a cluster after its first day, on every cloud alike: who gets in, add-ons, the issuer, and all of its pools."""

from __future__ import annotations

from typing import Any

import pytest

from components.capacity import fixed
from components.contracts import Access, Addon, Taint
from components.errors import ArgumentsError
from tests.support.clusters import ALL, Clusters, altered
from tests.support.mocks import ID_PREFIX, Recording, changes, record

pytestmark = pytest.mark.parametrize("clusters", ALL, ids=str)

ACCESS = {"aws": "accessPolicyAssociation:AccessPolicyAssociation", "alicloud": "kubernetesPermission:KubernetesPermission"}
ADDONS = {"aws": "aws:eks/addon:Addon", "alicloud": "alicloud:cs/kubernetesAddon:KubernetesAddon"}
PRINCIPALS = {
    "aws": ("arn:aws:iam::111122223333:role/shop", "arn:aws:iam::111122223333:role/ops"),
    "alicloud": ("3" * 18, "4" * 18),
}
OLDER = {"aws": "1.34", "alicloud": "1.34.9-aliyun.1"}
ADDED = {"aws": ("kube-state-metrics", "v2.17.0-eksbuild.4"), "alicloud": ("loongcollector", "v3.1.0")}
GPUS = {"aws": ("g6.xlarge",), "alicloud": ("ecs.gn7i-c8g1.2xlarge",)}
ARM = {"aws": ("m7g.2xlarge",), "alicloud": ("ecs.g8y.2xlarge",)}
EFFECTS = {"NO_SCHEDULE": "NoSchedule", "PREFER_NO_SCHEDULE": "PreferNoSchedule", "NO_EXECUTE": "NoExecute"}


def pooled(clusters: Clusters, zones: tuple[str, ...] = ("a", "b", "c"), **pools: dict[str, Any]) -> Recording:
    """A cluster of these pools, beside one that takes every pod."""
    made = {name: clusters.pool(**told) for name, told in pools.items()}
    return clusters.record(zones=zones, pools={"general": clusters.pool(), **made})


def taints(inputs: Any) -> set[tuple[str, str, str]]:
    found = inputs.get("taints") or []
    return {(each["key"], each["value"], EFFECTS.get(each["effect"], each["effect"])) for each in found}


def subnets(inputs: Any) -> list[str]:
    given = inputs.get("subnetIds") or inputs["vswitchIds"]
    return [each.removeprefix(f"{ID_PREFIX}net-private-") for each in given]


def image(inputs: Any) -> str:
    return inputs.get("amiType") or inputs["imageType"]


def addons(found: Recording, clusters: Clusters) -> set[str]:
    return {each.name.removeprefix("main-addon-") for each in found.of(ADDONS[str(clusters)])}


def test_taints_keep_pods_off_nodes(clusters: Clusters):
    told = (Taint(key="dedicated", value="data"), Taint(key="batch", value="x", effect="NoExecute"))
    pool = clusters.pools(pooled(clusters, data={"taints": told}))["data"]
    assert taints(pool.inputs) == {("dedicated", "data", "NoSchedule"), ("batch", "x", "NoExecute")}


def test_nodes_with_gpus_have_their_taint_and_arm_nodes_an_image_of_their_own(clusters: Clusters):
    pools = clusters.pools(pooled(clusters, gpu={"types": GPUS[str(clusters)], "gpu": True}, arm={"types": ARM[str(clusters)]}))
    assert taints(pools["gpu"].inputs) == {("nvidia.com/gpu", "present", "NoSchedule")}
    assert "arm" in image(pools["arm"].inputs).lower()
    assert "arm" not in image(pools["general"].inputs).lower()


def test_a_taint_and_a_label_are_updated_where_they_are(clusters: Clusters):
    before = pooled(clusters, data={})
    after = pooled(clusters, data={"taints": (Taint(key="dedicated"),), "labels": {"disk": "local"}})
    kind = clusters.types["pool"].split(":")[-1]
    assert altered(before, after) == {f"{kind} main-pool-data": {"taints", "labels"}}


def test_a_pool_for_each_zone_stands_there_alone(clusters: Clusters):
    pools = clusters.pools(pooled(clusters, data={"per_zone": True, "capacity": fixed(2)}))
    assert {name: subnets(pool.inputs) for name, pool in pools.items() if name != "general"} == {
        "data-a": ["a"],
        "data-b": ["b"],
        "data-c": ["c"],
    }
    labels = [pools[f"data-{zone}"].inputs["labels"] for zone in "abc"]
    assert labels[0] == labels[1] == labels[2]


def test_another_zone_adds_a_group_and_leaves_those_of_the_others_as_they_are(clusters: Clusters):
    two, three = (pooled(clusters, zones, data={"per_zone": True}) for zones in (("a", "b"), ("a", "b", "c")))
    kind = clusters.types["pool"].split(":")[-1]
    added, removed, _ = changes(two, three)
    assert {name for name in added if name.startswith(kind)} == {f"{kind} main-pool-data-c"}
    assert {name for name in removed if name.startswith(kind)} == set()
    assert not any("pool-data" in name for name in altered(two, three))


def test_a_pool_that_is_held_back_stays_while_the_control_plane_goes_ahead(clusters: Clusters):
    def at(version: str) -> Recording:
        pools = {"general": clusters.pool(version=OLDER[str(clusters)], capacity=fixed(3))}
        return clusters.record(version=version, pools=pools)

    control_plane = f"{clusters.types['control plane'].split(':')[-1]} main-control-plane"
    assert altered(at(OLDER[str(clusters)]), at(clusters.version)) == {control_plane: {"version"}}


def test_nobody_is_let_in_unless_named_and_a_further_entry_touches_no_other(clusters: Clusters):
    first, second = PRINCIPALS[str(clusters)]
    shop, ops = Access(principal=first, role="edit", namespaces=("shop",)), Access(principal=second, role="admin")
    assert not [each for each in clusters.record().values() if each.type.endswith(ACCESS[str(clusters)])]
    before, after = clusters.record(access={"shop": shop}), clusters.record(access={"ops": ops, "shop": shop})
    names = [each.name for each in before.values() if each.type.endswith(ACCESS[str(clusters)])]
    assert names == ["main-access-shop"]
    added, removed, _ = changes(before, after)
    assert {name.partition(" ")[2] for name in added} == {"main-access-ops"}
    assert (removed, altered(before, after)) == (set(), {})


def test_an_add_on_is_added_moved_and_left_out_alone(clusters: Clusters):
    name, version = ADDED[str(clusters)]
    usual, kind = clusters.record(), ADDONS[str(clusters)].split(":")[-1]
    more, moved = (clusters.record(addons={name: Addon(version=each)}) for each in (None, version))
    assert addons(more, clusters) - addons(usual, clusters) == {name}
    assert altered(usual, more) == {}
    assert list(altered(more, moved)) == [f"{kind} main-addon-{name}"]
    less = clusters.record(addons={"metrics-server": Addon(enabled=False)})
    assert addons(usual, clusters) - addons(less, clusters) == {"metrics-server"}
    assert altered(usual, less) == {}


def test_an_add_on_that_there_is_not_is_refused_with_the_nearest(clusters: Clusters):
    with pytest.raises(ArgumentsError, match=r"addons\.metric-server: .*metrics-server"):
        clusters.record(addons={"metric-server": Addon()})


def test_a_cluster_without_an_issuer_trusts_no_token_and_binds_nothing(clusters: Clusters):
    def program() -> None:
        pools = {"general": clusters.pool(capacity=fixed(3))}
        clusters.make(issuer=False, pools=pools).bind("orders", namespace="shop", service_account="checkout", policies={})

    with pytest.raises(ArgumentsError, match="issuer"):
        record(program)


def test_one_identity_has_one_entry(clusters: Clusters):
    principal, _ = PRINCIPALS[str(clusters)]
    with pytest.raises(ArgumentsError, match=r"access\.b\.principal: .* expected each identity once; a is the same"):
        clusters.record(access={"a": Access(principal=principal), "b": Access(principal=principal, role="admin")})


def test_names_in_the_cluster_are_taken_once(clusters: Clusters):
    with pytest.raises(ArgumentsError, match="expected no group called data-a, as pool data has one"):
        pooled(clusters, **{"data": {"per_zone": True}, "data-a": {}})
