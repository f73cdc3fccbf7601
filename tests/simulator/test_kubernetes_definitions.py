"""Custom kinds: a cluster of the simulated clouds takes those that were defined in it, or that a chart or an add-on brings."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.alicloud.cloud import CLOUD as ALICLOUD
from simulator.aws.cloud import CLOUD as AWS
from simulator.kubernetes.definitions import ADD_ONS, CHARTS
from simulator.rules import Place
from simulator.store import store_at
from simulator.transaction import Made, Pointer, Transaction
from tests.support.simulated import Provider, RefusalError

CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
RELEASE = "kubernetes:helm.sh/v3:Release"
STORE = "kubernetes:external-secrets.io/v1:SecretStore"
BALANCER = "kubernetes:alibabacloud.com/v1:AlbConfig"
WIDGET = "kubernetes:shop.example/v1:Widget"
IT: dict[str, Any] = {"metadata": {"name": "it", "namespace": "default"}, "spec": {}}


@pytest.fixture
def store(tmp_path):
    return tmp_path / "clouds.sqlite"


@pytest.fixture
def hosted(store):
    """Makes a cluster of a cloud in the simulated clouds, with add-ons, and gives the provider that reaches it."""

    def made(cloud: Any = AWS, *add_ons: str) -> Provider:
        kept, place = store_at(store), Place("1", "r-1")
        cluster, add_on = cloud_types(cloud)
        with kept.writing() as connection:
            transaction = Transaction(connection, kept, cloud)
            number = transaction.add(place, Made(cluster, "main", "urn::main"), {}, {"name": "main"}, "")
            for name in add_ons:
                told = {"addonName": name} if cloud is AWS else {"name": name}
                pointing = transaction.add(place, Made(add_on, f"main:{name}", f"urn::{name}"), {}, told, "")
                transaction.point(pointing, [Pointer(number, "clusterId", holds=True)])
        return Provider("kubernetes", store, clusterIdentifier="main")

    return made


def cloud_types(cloud: Any) -> tuple[str, str]:
    if cloud is AWS:
        return "aws:eks/cluster:Cluster", "aws:eks/addon:Addon"
    return "alicloud:cs/managedKubernetes:ManagedKubernetes", "alicloud:cs/kubernetesAddon:KubernetesAddon"


def definition(**more: Any) -> dict[str, Any]:
    spec = {"group": "shop.example", "scope": "Namespaced", "names": {"plural": "widgets", "kind": "Widget"}, **more}
    return {"metadata": {"name": "widgets.shop.example"}, "spec": {"versions": [{"name": "v1", "served": True}], **spec}}


def test_a_kind_that_nothing_brings(hosted):
    with pytest.raises(RefusalError) as refusal:
        hosted().make(WIDGET, **IT)
    assert str(refusal.value) == (
        "creation of resource default/it failed because the Kubernetes API server reported that the apiVersion for this resource "
        "does not exist. Verify that any required CRDs have been created: "
        'no matches for kind "Widget" in version "shop.example/v1"'
    )


def test_one_that_is_defined_in_the_version_that_is_served(hosted):
    cluster = hosted()
    identity, outputs = cluster.create(CRD, **definition())
    cluster.make(WIDGET, **IT)
    with pytest.raises(RefusalError, match=r'no matches for kind "Widget" in version "shop\.example/v2"'):
        cluster.make("kubernetes:shop.example/v2:Widget", **IT)
    cluster.delete(CRD, identity, outputs)
    assert not cluster.exists(WIDGET, "default/it"), "its objects go with a definition"


def test_one_that_a_chart_brings(hosted):
    cluster = hosted()
    cluster.make(RELEASE, name="dns", chart="external-dns", namespace="default")
    with pytest.raises(RefusalError, match='no matches for kind "SecretStore"'):
        cluster.make(STORE, **IT)
    cluster.make(RELEASE, name="secrets", chart="oci://registry.example/charts/external-secrets", namespace="default")
    cluster.make(STORE, **IT)


def test_a_chart_that_is_not_known_may_bring_any(hosted):
    cluster = hosted()
    cluster.make(RELEASE, name="own", chart="./charts/everything", namespace="default")
    cluster.make(WIDGET, **IT)


def test_one_that_an_add_on_brings(hosted):
    with pytest.raises(RefusalError, match=r'no matches for kind "AlbConfig" in version "alibabacloud\.com/v1"'):
        hosted(ALICLOUD, "metrics-server").make(BALANCER, metadata={"name": "it"})


def test_one_that_the_add_on_brings(hosted):
    hosted(ALICLOUD, "alb-ingress-controller").make(BALANCER, metadata={"name": "it"})


def test_one_that_an_add_on_of_eks_brings(hosted):
    hosted(AWS, "snapshot-controller").make("kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshot", **IT)


def test_the_clouds_own_are_there_from_the_first_day(hosted):
    hosted().make("kubernetes:crd.k8s.amazonaws.com/v1alpha1:ENIConfig", metadata={"name": "it"})


def test_of_a_cluster_that_is_not_simulated_nothing_is_known(store):
    Provider("kubernetes", store, clusterIdentifier="elsewhere").make(WIDGET, **IT)


def test_the_charts_that_components_install_are_all_known():
    from components.kubernetes.charts import KINDS

    assert set(KINDS) <= CHARTS.keys()
    assert all(group.count(".") for groups in (*CHARTS.values(), *ADD_ONS.values()) for group in groups)
