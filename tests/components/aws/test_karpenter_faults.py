"""What EKS and Karpenter refuse of a cluster whose nodes Karpenter makes."""

from __future__ import annotations

from typing import Any

import pytest

from components.aws.karpenter_args import SINCE, VERSION
from components.capacity import Capacity, autoscaled, fixed
from components.contracts import Taint
from components.errors import ArgumentsError
from components.kubernetes.karpenter_pools import KarpenterPoolsArgs, NodePool
from tests.support.clusters import EKS
from tests.support.karpenter import made_pool, recorded

SYSTEM = EKS.pool(capacity=fixed(2))
TAINTED = (Taint(key="dedicated", value="data"),)


def refused(**changes: Any) -> str:
    """Every fault of a cluster, but for the class that names it."""
    with pytest.raises(ArgumentsError) as raised:
        recorded(**changes)
    return str(raised.value)


def refused_pool(**changes: Any) -> str:
    """Every fault of a pool."""
    with pytest.raises(ArgumentsError) as raised:
        made_pool(**changes)
    return str(raised.value)


class TestPool:
    @pytest.mark.parametrize(
        ("told", "fault"),
        [
            (
                {"capacity": fixed(3)},
                (
                    "capacity.fixed: 3, expected two bounds, of which Karpenter keeps max; fix: leave provisioner out, since EKS keeps a"
                    " number in a node group"
                ),
            ),
            (
                {"capacity": autoscaled(min=2, max=9)},
                (
                    "capacity.min: 2, expected 0, since Karpenter makes nodes for pods alone; fix: write min: 0; for nodes that always run,"
                    " leave provisioner out, since EKS keeps a number in a node group"
                ),
            ),
            (
                {"capacity": autoscaled(min=0, max=9, initial=3)},
                "capacity.initial: 3, expected nothing, since Karpenter starts no number of nodes; fix: leave it out",
            ),
            (
                {"capacity": Capacity(min=0, max=9, enforce=True)},
                "capacity.enforce: true, expected false, since there is no number to set; fix: leave it out",
            ),
            (
                {"release": None},
                (
                    "release: nothing, expected the version of an image that Karpenter has a name for; what is newest would replace nodes on"
                    ' a day of its own; fix: write one like "1.35.2-20260801", of Bottlerocket like "1.48.0-a7a1a9a4", and no image for FIPS'
                ),
            ),
            ({"surge": False}, "surge: false, expected true, since Karpenter starts what replaces a node first; fix: leave it out"),
            ({"version": "1.34"}, 'version: "1.34", expected none, since Karpenter\'s nodes follow the cluster; fix: leave it out'),
            (
                {"expire_after": "a month"},
                'expire_after: "a month", expected a time in hours, minutes and seconds, or Never; fix: write it like 720h, or 1h30m',
            ),
            (
                {"consolidation": "WhenUnderutilized"},
                'consolidation: "WhenUnderutilized", expected one of WhenEmpty, WhenEmptyOrUnderutilized; fix: choose one of them',
            ),
            (
                {"provisioner": "goatscaler"},
                'provisioner: "goatscaler", expected one of node-group, karpenter; fix: choose one of them',
            ),
        ],
        ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
    )
    def test_karpenter_is_told_what_it_can_keep(self, told, fault):
        assert refused_pool(**told) == f"Pool.{fault}"

    @pytest.mark.parametrize("image", ["BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET_x86_64"])
    def test_an_image_and_a_release_that_it_cannot_name_are_refused(self, image):
        assert "Pool.release" in refused_pool(image=image, release="1.35.2-20260801")
        assert "Pool.release" in refused_pool(image="BOTTLEROCKET_x86_64_FIPS", release="1.48.0-a7a1a9a4")

    @pytest.mark.parametrize("word", ["consolidation", "consolidate_after", "expire_after"])
    def test_a_node_group_is_told_nothing_that_is_for_karpenter(self, word):
        given = {"consolidation": "WhenEmpty"}.get(word, "1h")
        assert refused_pool(provisioner="node-group", **{word: given}) == (
            f'Pool.{word}: "{given}", expected nothing, since a node group has none of it; fix: leave it out, or write provisioner:'
            " karpenter"
        )


class TestCluster:
    def test_pools_of_karpenters_need_karpenter(self):
        assert refused(scaler="cluster-autoscaler") == (
            'ClusterArgs.pools.general.provisioner: "karpenter", expected node-group, since the cluster has no Karpenter; fix: write'
            " scaler: karpenter for the cluster, or leave it out"
        )

    def test_nobody_moves_a_group_beside_it(self):
        assert refused(pools={"system": SYSTEM, "general": EKS.pool()}) == (
            'ClusterArgs.pools.general.capacity: "3 to 9 nodes", expected a fixed number, or nodes that Karpenter makes, since nobody else'
            " moves them in this cluster; fix: write fixed, or provisioner: karpenter"
        )

    @pytest.mark.parametrize(
        ("pools", "nodes"),
        [
            ({"general": made_pool()}, 0),
            ({"system": EKS.pool(capacity=fixed(1)), "general": made_pool()}, 1),
            ({"data": EKS.pool(capacity=fixed(3), taints=TAINTED), "general": made_pool()}, 0),
        ],
    )
    def test_its_own_pods_need_two_nodes_that_it_does_not_make(self, pools, nodes):
        assert refused(pools=pools) == (
            f'ClusterArgs.pools: "Karpenter and {nodes} nodes beside its own", expected 2 nodes at least that it does not make, for its'
            " own pods to run on one each; fix: write a pool of fixed: 2 without a taint or a provisioner"
        )

    def test_one_in_each_zone_is_enough(self):
        recorded(pools={"system": EKS.pool(capacity=fixed(1), per_zone=True), "general": made_pool()})

    def test_without_an_issuer_its_role_needs_pod_identity(self):
        assert refused(issuer=False) == (
            "ClusterArgs.issuer: false, expected true, since Karpenter has its role by it; fix: write issuer: true, or identity:"
            " pod-identity, which needs no issuer"
        )

    def test_an_image_is_of_the_clusters_version_unless_it_has_versions_of_its_own(self):
        assert refused(version="1.36").startswith(
            'ClusterArgs.pools.general.release: "1.35.2-20260801", expected a release for 1.36'
        )
        bottlerocket = made_pool(image="BOTTLEROCKET_x86_64", release="1.48.0-a7a1a9a4")
        recorded(version="1.36", pools={"system": SYSTEM, "general": bottlerocket})


class TestRelease:
    @pytest.mark.parametrize("minor", SINCE)
    def test_the_one_that_is_known_runs_on_every_version_that_is(self, minor):
        recorded(version=f"1.{minor}", pools={"system": SYSTEM, "general": made_pool(release=f"1.{minor}.2-20260801")})

    @pytest.mark.parametrize(
        ("version", "given", "expected"),
        [
            ("1.36", "1.12.2", "1.13 or newer, as Kubernetes 1.36 and what is written here need"),
            ("1.31", "1.0.5", "1.13 or newer, as Kubernetes 1.31 and what is written here need"),
            ("1.35", "latest", "the version of Karpenter's charts"),
            ("1.37", None, f"a newer one, since {VERSION} runs on Kubernetes 1.30 to 1.36"),
        ],
    )
    def test_one_that_does_not_run_there_is_refused(self, version, given, expected):
        found = refused(
            version=version,
            karpenter_version=given,
            pools={"system": SYSTEM, "general": made_pool(release=f"{version}.2-20260801")},
        )
        assert found.startswith(f'ClusterArgs.karpenter_version: "{given or VERSION}", expected {expected}; fix: write')

    def test_a_newer_one_is_taken_at_its_word_on_a_newer_kubernetes(self):
        pools = {"system": SYSTEM, "general": made_pool(release="1.37.1-20261101")}
        recorded(version="1.37", karpenter_version="1.16.0", pools=pools)


def test_pools_are_named_as_kubernetes_does_and_are_of_a_class():
    pool = NodePool(pool="other", types=("m7i.large",), architecture="x86_64", zones=("a",), spot=False, most=3, weight=0)
    with pytest.raises(ArgumentsError) as raised:
        KarpenterPoolsArgs(classes={"general": {}}, pools={"General": pool})
    assert [fault.field for fault in raised.value.faults] == ["pools.General", "pools.General.pool", "pools.General.weight"]
