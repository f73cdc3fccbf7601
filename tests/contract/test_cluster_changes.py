"""What a change of a cluster touches, on every cloud alike: nothing beside it."""

from __future__ import annotations

import pytest

from tests.support.clusters import ALL, EKS, Clusters, altered
from tests.support.mocks import changes

pytestmark = pytest.mark.parametrize("clusters", ALL, ids=str)


def test_adding_a_pool_touches_no_sibling(clusters: Clusters):
    before = clusters.record(pools={"general": clusters.pool()})
    after = clusters.record(pools={"batch": clusters.pool(spot=50), "general": clusters.pool()})
    added, removed, _ = changes(before, after)
    assert {name.partition(" ")[2] for name in added} == {"main-pool-batch", "main-pool-batch-spot"}
    assert removed == set()
    assert altered(before, after) == {}


def test_a_share_of_spot_leaves_the_pool_where_it_is(clusters: Clusters):
    before = clusters.record(pools={"general": clusters.pool()})
    after = clusters.record(pools={"general": clusters.pool(spot=50)})
    kind = clusters.types["pool"].split(":")[-1]
    assert changes(before, after)[:2] == ({f"{kind} main-pool-general-spot"}, set())
    bounds = {"scalingConfig"} if clusters is EKS else {"scalingConfig", "management"}  # ACK counts how many nodes may be away
    assert altered(before, after) == {f"{kind} main-pool-general": bounds}


def test_a_new_version_touches_only_what_bears_it(clusters: Clusters):
    found = altered(clusters.record(), clusters.record(version=clusters.newer))
    control_plane = f"{clusters.types['control plane'].split(':')[-1]} main-control-plane"
    expected = {control_plane: {"version"}}
    if clusters is EKS:  # nodes are updated with their group; on ACK they follow in the maintenance window
        expected |= {"NodeGroup main-pool-general": {"version"}, "Deployment main-autoscaler-deployment": {"spec"}}
    assert found == expected


def test_adding_a_zone_leaves_the_control_plane_where_it_is(clusters: Clusters):
    found = altered(clusters.record(zones=("a", "b")), clusters.record(zones=("a", "b", "c")))
    control_plane = {kind: keys for kind, keys in found.items() if kind.endswith("main-control-plane")}
    if clusters is EKS:  # which refuses another zone than those that its control plane was made with
        assert control_plane == {}
    else:
        assert control_plane == {"ManagedKubernetes main-control-plane": {"vswitchIds", "podVswitchIds"}}
