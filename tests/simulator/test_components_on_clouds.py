"""The components against the simulated clouds: they come up, stay as they are, and go away again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.alicloud.cluster import Pool
from components.aws.cluster import Pool as EksPool
from components.capacity import autoscaled, fixed
from components.contracts import Access, Addon, Limits, Quota, Taint, Volume, WorkloadArgs
from components.kubernetes.addons import Addons, AddonsArgs
from components.kubernetes.namespace import Namespace, NamespaceArgs
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.priorities import PriorityArgs
from components.kubernetes.storage_class import StorageClassArgs
from components.kubernetes.workload import Workload
from tests.support.clusters import ACK, EKS, IMAGE, Clusters
from tests.support.on_clouds import OnClouds
from tests.support.simulated import RefusalError
from tests.support.zones import ALICLOUD_ZONES, AWS_ZONES, RECORDS


def _clouds(store: Path, clusters: Clusters) -> OnClouds:
    configs = {clusters.cloud.name: {"region": clusters.cloud.region}, "kubernetes": {"clusterIdentifier": "main"}}
    return OnClouds(store, configs)


def _site(clusters: Clusters) -> None:
    network = clusters.cloud.make_network(nat="per_zone")
    clusters.cloud.fleet.Fleet("transcoder", clusters.cloud.fleet_args(network, ports=(8080,)))
    cluster = clusters.module.Cluster("main", clusters.args(network))
    inside = pulumi.ResourceOptions(provider=cluster.kubernetes)
    namespace = Namespace("shop", NamespaceArgs(namespace="shop"), inside)
    args = WorkloadArgs(image=IMAGE, replicas=autoscaled(min=2, max=5), namespace=namespace.name)
    Workload("storefront", args, inside)


def _deployed(store: Path, clusters: Clusters, program: Callable[[], object]) -> list[str]:
    """Brings a program up, finds that nothing of it changes, and takes it down again; gives the types that it made."""
    clouds = _clouds(store, clusters)
    clouds.run(program)
    clouds.stays()
    clouds.goes()
    return [type_ for type_, _ in clouds.made]


@pytest.mark.parametrize("clusters", [EKS, ACK], ids=str)
def test_a_site_comes_up_stays_and_goes(tmp_path, clusters):
    made = set(_deployed(tmp_path / "clouds.sqlite", clusters, lambda: _site(clusters)))
    assert {clusters.types["control plane"], clusters.types["pool"], *map(clusters.cloud.types.get, ("subnet", "group"))} <= made
    assert {"kubernetes:core/v1:Namespace", "kubernetes:apps/v1:Deployment"} <= made


@pytest.mark.parametrize("clusters", [EKS, ACK], ids=str)
def test_a_baseline_comes_up_stays_and_goes_and_its_quota_is_held(tmp_path, clusters):
    def program() -> None:
        cluster = clusters.module.Cluster("main", clusters.args(clusters.cloud.make_network()))
        inside = pulumi.ResourceOptions(provider=cluster.kubernetes)
        delivery = OnEks() if clusters is EKS else OnAck()
        shop = NamespaceArgs(
            namespace="shop",
            quota=Quota(hard={"pods": "3", "limits.cpu": "40"}, by_priority={"sale": {"pods": "9"}}),
            limits=Limits(default={"cpu": "2"}, max={"memory": "8Gi"}, volume_max="1Ti"),
            pod_security_version="v1.35",
        )
        made = Addons(
            "main",
            AddonsArgs(
                namespaces={"shop": shop},
                priorities={"sale": PriorityArgs(called="sale", value=50_000)},
                storage_classes={"fast": StorageClassArgs(called="fast", delivery=delivery, default=True)},
            ),
            inside,
        )
        args = WorkloadArgs(
            image=IMAGE,
            replicas=autoscaled(min=2, max=5),
            namespace=made.namespace_names["shop"],
            priority=made.priority_names["sale"],
            kind="StatefulSet",
            volume=Volume(storage_class=made.storage_class_names["fast"]),
        )
        Workload("storefront", args, inside)

    made = _deployed(tmp_path / "clouds.sqlite", clusters, program)
    assert made.count("kubernetes:core/v1:ResourceQuota") == 2
    assert {"kubernetes:core/v1:LimitRange", "kubernetes:storage.k8s.io/v1:StorageClass"} <= set(made)

    clouds = _clouds(tmp_path / "others.sqlite", clusters)
    clouds.run(program)
    ((_, storefront),) = clouds.of("kubernetes:apps/v1:StatefulSet").items()
    inputs = storefront.inputs
    others = {**inputs, "metadata": {**inputs["metadata"], "name": "others"}, "spec": {**inputs["spec"], "replicas": 4}}
    with pytest.raises(RefusalError, match=r"exceeded quota: quota, requested: pods=1, used: pods=3, limited: pods=3"):
        clouds.providers["kubernetes"].make("kubernetes:apps/v1:StatefulSet", **others)


@pytest.mark.parametrize("told", [{"issuer": False, "identity": "pod-identity"}, {"identity": "pod-identity"}, {}], ids=str)
def test_a_cluster_on_eks_that_is_told_everything_comes_up_stays_and_goes(tmp_path, told):
    usual: dict[str, Any] = {
        "access": {
            "platform": Access(principal="arn:aws:iam::111122223333:role/platform", role="admin"),
            "shop": Access(principal="arn:aws:iam::111122223333:role/shop", role="edit", namespaces=("shop", "batch")),
        },
        "addons": {
            "snapshot-controller": Addon(enabled=False),
            "amazon-cloudwatch-observability": Addon(version="v4.7.0-eksbuild.1"),
            "aws-efs-csi-driver": Addon(),
        },
        "pools": {
            "general": EKS.pool(spot=40),
            "data": EKS.pool(capacity=fixed(1), per_zone=True, taints=(Taint(key="dedicated", value="data"),)),
            "gpu": EksPool(types=("g5.xlarge",), capacity=autoscaled(min=0, max=8), gpu=True, iops=4000, surge=False),
            "arm": EKS.pool(types=("m7g.2xlarge",), repair=False, unavailable=50, version="1.34"),
        },
    }
    made = _deployed(tmp_path / "clouds.sqlite", EKS, lambda: EKS.make(**usual, **told))
    assert made.count(EKS.types["pool"]) == 7
    assert made.count("aws:eks/accessPolicyAssociation:AccessPolicyAssociation") == 2
    assert made.count("aws:eks/podIdentityAssociation:PodIdentityAssociation") == bool(told)


@pytest.mark.parametrize("nodes_follow", ["window", "update"])
def test_a_cluster_that_is_told_everything_comes_up_stays_and_goes(tmp_path, nodes_follow):
    told: dict[str, Any] = {
        "access": {
            "platform": Access(principal="300123456789012345", role="admin"),
            "shop": Access(principal="300123456789012346", role="edit", namespaces=("shop", "batch")),
        },
        "addons": {
            "metrics-server": Addon(enabled=False),
            "loongcollector": Addon(version="v3.1.0", config={"sls_project_name": "logs"}),
            "terway-eniip": Addon(version="v1.15.0"),
            "alb-ingress-controller": Addon(),
        },
        "pools": {
            "general": ACK.pool(spot=40),
            "data": ACK.pool(capacity=fixed(1), per_zone=True, taints=(Taint(key="dedicated", value="data"),)),
            "gpu": Pool(types=("ecs.gn7i-c8g1.2xlarge",), capacity=autoscaled(min=0, max=8), gpu=True, performance_level="PL1"),
            "arm": ACK.pool(types=("ecs.g8y.2xlarge",), repair=False, unavailable=50),
        },
        "scaler": "goatscaler",
        "nodes_follow": nodes_follow,
        "issuer": False,
    }
    made = _deployed(tmp_path / "clouds.sqlite", ACK, lambda: ACK.make(**told))
    assert made.count(ACK.types["pool"]) == 7
    assert made.count("alicloud:cs/kubernetesPermission:KubernetesPermission") == 2


@pytest.mark.parametrize(("clusters", "zones"), [(EKS, AWS_ZONES), (ACK, ALICLOUD_ZONES)], ids=["aws", "alicloud"])
def test_private_names_come_up_stay_and_go(tmp_path, clusters, zones):
    made = _deployed(tmp_path / "clouds.sqlite", clusters, lambda: zones.make("jakarta"))
    assert made.count(zones.zone) == 1
    assert made.count(zones.record) >= len(RECORDS)
