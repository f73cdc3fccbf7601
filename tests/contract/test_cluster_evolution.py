"""What a cluster that is told otherwise comes to, on both clouds: neither it nor what reaches it is made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import pytest

from checks.expectation import Expectation
from components.contracts import Access, Addon, Taint
from tests.support.clusters import ACK, EKS, Clusters
from tests.support.deployed_cluster import DeployedCluster
from tests.support.programs import errors

PRINCIPALS: Final = {"aws": "arn:aws:iam::123456789012:role/shop", "alicloud": "300123456789012345"}
METRICS: Final = {"aws": ("v0.7.2-eksbuild.1", "v0.8.0-eksbuild.1"), "alicloud": ("v0.3.9.6", "v0.3.9.7")}
BOUND: Final = ("Role main-bind-storefront", "RolePolicyAttachment main-bind-storefront-read")
TOLD: Final = ("ServiceAccount storefront-account", "Deployment storefront-deployment", "NetworkPolicy storefront-policy")
"""What of a workload is told that it acts under a role: its pods ask the cloud for it, which its policy lets them."""
TAINT: Final = Taint(key="dedicated", value="data")


class Change(NamedTuple):
    """A change of a cluster.

    Args:
        told: from how clusters are made on a cloud to what it is told otherwise.
        eks: what that may come to there.
        ack: likewise.
    """

    told: Callable[[Clusters], Mapping[str, Any]]
    eks: Expectation
    ack: Expectation


def metrics(clusters: Clusters, newer: bool = False, **more: Any) -> dict[str, Addon]:
    return {"metrics-server": Addon(version=METRICS[clusters.cloud.name][newer], **more)}


def access(clusters: Clusters, role: Any = "view") -> dict[str, Access]:
    return {"shop": Access(principal=PRINCIPALS[clusters.cloud.name], role=role, namespaces=("shop",))}


CHANGES: Final[Mapping[str, Change]] = {
    "nothing": Change(lambda _: {}, Expectation(), Expectation()),
    "the next version": Change(
        lambda clusters: {"version": clusters.newer},
        Expectation(
            updated=("Cluster main-control-plane", "NodeGroup main-pool-general", "Deployment main-autoscaler-deployment"),
        ),
        Expectation(updated=("ManagedKubernetes main-control-plane",)),
    ),
    "the next version, and nodes that are held back": Change(
        lambda clusters: {"version": clusters.newer, "pools": {"general": clusters.pool(version=clusters.version)}},
        Expectation(updated=("Cluster main-control-plane", "Deployment main-autoscaler-deployment")),
        Expectation(updated=("ManagedKubernetes main-control-plane", "NodePool main-pool-general")),  # it no longer follows
    ),
    "a newer add-on": Change(
        lambda clusters: {"addons": metrics(clusters, newer=True)},
        Expectation(updated=("Addon main-addon-metrics-server",)),
        Expectation(updated=("KubernetesAddon main-addon-metrics-server",)),
    ),
    "an add-on that is configured": Change(
        lambda clusters: {"addons": metrics(clusters, config={"replicas": 3})},
        Expectation(updated=("Addon main-addon-metrics-server",)),
        Expectation(updated=("KubernetesAddon main-addon-metrics-server",)),
    ),
    "an add-on that is left out": Change(
        lambda _: {"addons": {"metrics-server": Addon(enabled=False)}},
        Expectation(deleted=("Addon main-addon-metrics-server",)),
        Expectation(deleted=("KubernetesAddon main-addon-metrics-server",)),
    ),
    "another role for who is let in": Change(
        lambda clusters: {"access": access(clusters, "edit")},
        Expectation(replaced=("AccessPolicyAssociation main-access-shop",)),  # its policy cannot be changed; the entry stays
        Expectation(updated=("KubernetesPermission main-access-shop",)),
    ),
    "who is let in no more": Change(
        lambda _: {"access": {}},
        Expectation(deleted=("AccessPolicyAssociation main-access-shop", "AccessEntry main-access-shop")),
        Expectation(deleted=("KubernetesPermission main-access-shop",)),
    ),
    "an identity for a workload": Change(
        lambda _: {"bound": True},
        Expectation(created=BOUND, updated=TOLD),
        Expectation(created=BOUND, updated=TOLD),
    ),
    "a pool in each zone": Change(
        lambda clusters: {"pools": {"general": clusters.pool(), "data": clusters.pool(per_zone=True)}},
        Expectation(created=("LaunchTemplate main-pool-data", "NodeGroup main-pool-data-[abc]")),
        Expectation(created=("NodePool main-pool-data-[abc]",)),
    ),
    "a pool that is tainted, and how it is kept, beside another": Change(
        lambda clusters: {
            "pools": {"general": clusters.pool(taints=(TAINT,), unavailable=50, repair=False), "other": clusters.pool()}
        },
        Expectation(
            created=("LaunchTemplate main-pool-other", "NodeGroup main-pool-other"), updated=("NodeGroup main-pool-general",)
        ),
        Expectation(created=("NodePool main-pool-other",), updated=("NodePool main-pool-general",)),
    ),
    "a pool's successor in its place": Change(
        lambda clusters: {"pools": {"workers": clusters.pool()}},
        Expectation(
            created=("LaunchTemplate main-pool-workers", "NodeGroup main-pool-workers"),
            deleted=("LaunchTemplate main-pool-general", "NodeGroup main-pool-general"),
        ),
        Expectation(created=("NodePool main-pool-workers",), deleted=("NodePool main-pool-general",)),
    ),
}


@pytest.fixture(scope="module", params=[EKS, ACK], ids=str)
def clusters(request: pytest.FixtureRequest) -> Clusters:
    return request.param


@pytest.fixture(scope="module")
def deployed(clusters: Clusters, tmp_path_factory: pytest.TempPathFactory) -> DeployedCluster:
    """A cluster that is up, and that previews leave as it is."""
    made = DeployedCluster(clusters, tmp_path_factory.mktemp("cluster"))
    result = made.up(addons=metrics(clusters), access=access(clusters))
    assert result.exit_code == 0, errors(result)
    return made


def test_a_namespace_that_is_opened_is_refused(deployed: DeployedCluster, clusters: Clusters):
    evolution = deployed.becomes(addons=metrics(clusters), access=access(clusters), closed=False)
    assert Expectation(deleted=("NetworkPolicy shop-*",)).faults(evolution) == []
    assert {finding.rule for finding in evolution.refused} == {"guard-removed"}
    assert {finding.reason.partition(", and ")[2] for finding in evolution.refused} == {
        "everyone may reach the pods of namespace shop",
        "nothing limits what is reached from the pods of namespace shop",
    }


@pytest.mark.parametrize("name", CHANGES)
def test_it_comes_to_just_that(deployed: DeployedCluster, clusters: Clusters, name: str):
    change = CHANGES[name]
    told = {"addons": metrics(clusters), "access": access(clusters), **change.told(clusters)}
    evolution = deployed.becomes(**told)
    expected = change.eks if clusters is EKS else change.ack
    assert expected.faults(evolution) == []
    assert [(finding.rule, finding.resource) for finding in evolution.refused] == []
