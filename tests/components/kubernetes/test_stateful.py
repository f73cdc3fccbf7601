"""A workload whose pods have names and disks of their own."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import Volume
from components.errors import ArgumentsError
from components.kubernetes.workload import Workload
from tests.support.clusters import workload_args
from tests.support.mocks import Recording, record

SET = "kubernetes:apps/v1:StatefulSet"
SELECTOR = {"app.kubernetes.io/name": "storefront"}


def workload(**options: Any) -> Recording:
    return record(lambda: Workload("main-storefront", workload_args(kind="StatefulSet", **options)))


def spec(**options: Any) -> dict[str, Any]:
    return workload(**options).one(SET).inputs["spec"]


def test_exactly_these_resources_are_made():
    found = workload()
    assert sorted(child.name for child in found.children(found.one(Workload.TYPE))) == [
        "main-storefront-account",
        "main-storefront-autoscaler",
        "main-storefront-budget",
        "main-storefront-peers",
        "main-storefront-policy",
        "main-storefront-service",
        "main-storefront-statefulset",
    ]


def test_its_pods_have_names_that_peers_find_before_they_are_ready():
    peers = workload(port=9000).one("kubernetes:core/v1:Service", "main-storefront-peers").inputs
    assert peers["metadata"]["name"] == "storefront-peers"
    assert peers["spec"] == {
        "clusterIP": "None",
        "selector": SELECTOR,
        "publishNotReadyAddresses": True,
        "ports": [{"name": "http", "port": 9000, "targetPort": "http"}],
    }
    assert spec()["serviceName"] == "storefront-peers"


def test_pods_start_side_by_side_and_their_number_is_the_autoscalers():
    found = spec()
    assert found["podManagementPolicy"] == "Parallel"
    assert "replicas" not in found
    scaler = workload().one("kubernetes:autoscaling/v2:HorizontalPodAutoscaler").inputs["spec"]
    assert scaler["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "storefront"}


def test_pods_of_a_release_are_spread_by_themselves():
    keys = {tuple(each["matchLabelKeys"]) for each in spec()["template"]["spec"]["topologySpreadConstraints"]}
    assert keys == {("controller-revision-hash",)}


def test_each_pod_has_a_disk_that_outlives_it():
    found = spec(volume=Volume(size="20Gi", path="/var/lib/shop", storage_class="fast"))
    assert found["persistentVolumeClaimRetentionPolicy"] == {"whenDeleted": "Retain", "whenScaled": "Retain"}
    (claim,) = found["volumeClaimTemplates"]
    assert claim["metadata"]["name"] == "data"
    assert claim["spec"] == {
        "accessModes": ["ReadWriteOnce"],
        "storageClassName": "fast",
        "resources": {"requests": {"storage": "20Gi"}},
    }
    mounts = found["template"]["spec"]["containers"][0]["volumeMounts"]
    assert {"name": "data", "mountPath": "/var/lib/shop"} in mounts
    assert [volume["name"] for volume in found["template"]["spec"]["volumes"]] == ["scratch"]


def test_without_a_volume_nothing_is_claimed():
    assert "volumeClaimTemplates" not in spec()


def test_a_deployment_has_no_disk():
    with pytest.raises(ArgumentsError, match=r'WorkloadArgs\.volume: "a volume", expected none for a Deployment'):
        workload_args(volume=Volume())


@pytest.mark.parametrize("wrong", [{"size": "much"}, {"path": "data"}, {"path": "/tmp"}, {"path": "/"}, {"storage_class": "No"}])
def test_a_disk_that_cannot_be_is_refused(wrong):
    with pytest.raises(ArgumentsError):
        Volume(**wrong)
