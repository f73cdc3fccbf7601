"""A cluster that moves to Karpenter on the simulated clouds, and in which order it goes."""

from __future__ import annotations

from checks.evolution import Evolution
from checks.plan import Kind
from components.capacity import fixed
from tests.support.clusters import EKS
from tests.support.deployed_cluster import DeployedCluster
from tests.support.karpenter import made_pool

_COMPONENTS = ("Cluster main", "Karpenter main-karpenter", "KarpenterPools main-karpenter")


def named(found: Evolution, kind: Kind) -> set[str]:
    """What is created, updated, replaced or deleted, as `Type name`."""
    return {f"{change.type.rpartition(':')[2]} {change.name}" for change in found.of(kind)}


def test_a_cluster_moves_to_it_and_goes_in_the_order_in_which_its_nodes_can_end(tmp_path):
    """Karpenter's pool comes beside the groups, which go in an update of their own, once nothing runs on them."""
    cluster, system = DeployedCluster(EKS, tmp_path), EKS.pool(capacity=fixed(2))
    assert cluster.up(pools={"system": system, "general": EKS.pool()}, identity="pod-identity").exit_code == 0
    beside = {
        "scaler": "karpenter",
        "identity": "pod-identity",
        "pools": {"system": system, "general": EKS.pool(capacity=fixed(3)), "made": made_pool(spot=40)},
    }
    found = cluster.becomes(**beside)
    created, deleted = named(found, Kind.CREATED), named(found, Kind.DELETED)
    assert {
        "Queue main-karpenter-queue",
        "NodePool main-karpenter-pool-made",
        "Release main-karpenter-chart-karpenter-release",
    } <= created
    assert {"Deployment main-autoscaler-deployment", "Role main-bind-autoscaler", "Policy main-autoscaler"} <= deleted
    moved = ("main-karpenter", "main-autoscaler", "main-bind-autoscaler")
    assert not {name for name in created | deleted if not name.partition(" ")[2].startswith(moved)}
    assert named(found, Kind.REPLACED) == set()
    assert {name for name in named(found, Kind.UPDATED) if name not in _COMPONENTS} == {"NodeGroup main-pool-general"}

    assert cluster.up(**beside).exit_code == 0
    order = {name: place for place, name in enumerate(cluster.down())}
    pools = [order[f"NodePool main-karpenter-pool-made{share}"] for share in ("", "-spot")]
    charts = [order[f"Release main-karpenter-chart-{chart}-release"] for chart in ("karpenter", "karpenter-crd")]
    assert max(pools) < order["EC2NodeClass main-karpenter-class-made"] < charts[0] < charts[1]
    for needed in (
        "RolePolicyAttachment main-karpenter-bind-controller-nodes",
        "PodIdentityAssociation main-karpenter-bind-controller-identity",
        "AccessEntry main-karpenter-nodes",
        "RolePolicyAttachment main-karpenter-nodes-AmazonEKSWorkerNodePolicy",
        "EventTarget main-karpenter-spot",
        "QueuePolicy main-karpenter-queue",
        "Queue main-karpenter-queue",
        "NodeGroup main-pool-system",
        "Cluster main-control-plane",
    ):
        assert order[needed] > charts[0], needed
