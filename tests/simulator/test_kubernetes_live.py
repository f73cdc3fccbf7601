"""Live objects of a simulated cluster: fields that nobody may change, and fields that somebody else has set."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.drift import change
from simulator.store import store_at
from tests.support.simulated import Provider, RefusalError

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
CLAIM = "kubernetes:core/v1:PersistentVolumeClaim"
PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
STORAGE = "kubernetes:storage.k8s.io/v1:StorageClass"
AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "clouds.sqlite"


@pytest.fixture
def cluster(store):
    return Provider("kubernetes", store, clusterIdentifier="main")


@pytest.mark.parametrize(
    ("token", "before", "after", "said"),
    [
        (
            PRIORITY,
            {"value": 10},
            {"value": 20},
            'PriorityClass.scheduling.k8s.io "it" is invalid: value: Forbidden: may not be changed',
        ),
        (PRIORITY, {"value": 1}, {"value": 1, "preemptionPolicy": "Never"}, "preemptionPolicy: Invalid value: field is immutable"),
        (STORAGE, {"provisioner": "a"}, {"provisioner": "a", "reclaimPolicy": "Retain"}, "updates to reclaimPolicy are forbidden"),
        (
            CLAIM,
            {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "20Gi"}}}},
            {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "10Gi"}}}},
            'PersistentVolumeClaim "it" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than',
        ),
    ],
)
def test_fields_that_nobody_may_change(cluster, token: str, before: dict[str, Any], after: dict[str, Any], said: str):
    identity, outputs = cluster.create(token, metadata={"name": "it"}, **before)
    with pytest.raises(RefusalError) as refusal:
        cluster.update(token, identity, outputs, **{**outputs, **after})
    assert said in str(refusal.value)


def test_what_is_said_that_was_the_default_is_no_change(cluster):
    identity, outputs = cluster.create(STORAGE, metadata={"name": "it"}, provisioner="a")
    cluster.update(STORAGE, identity, outputs, **{**outputs, "reclaimPolicy": "Delete", "allowVolumeExpansion": True})


def test_storage_may_grow(cluster):
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "10Gi"}}}
    identity, outputs = cluster.create(CLAIM, metadata={"name": "it"}, spec=spec)
    larger = {**spec, "resources": {"requests": {"storage": "1Ti"}}}
    assert cluster.update(CLAIM, identity, outputs, **{**outputs, "spec": larger})["spec"] == {**larger, "volumeMode": "Filesystem"}


class TestManagers:
    """What somebody set with kubectl is theirs, until the program forces its own."""

    def autoscaler(self, least: int, most: int = 9, **metadata: Any) -> dict[str, Any]:
        spec = {"minReplicas": least, "maxReplicas": most, "scaleTargetRef": {"kind": "Deployment", "name": "web"}}
        return {"metadata": {"name": "it", "namespace": "default", **metadata}, "spec": spec}

    @pytest.fixture
    def edited(self, cluster, store):
        """An autoscaler whose lower bound somebody raised, as its program knows it."""
        identity, outputs = cluster.create(AUTOSCALER, **self.autoscaler(2))
        change(store_at(store), identity, {"spec.minReplicas": 5})
        return identity, outputs

    def test_the_object_says_whose_a_field_is(self, cluster, edited):
        _, live = cluster.found(AUTOSCALER, edited[0])
        assert live["metadata"]["managedFields"] == [
            {
                "manager": "kubectl-edit",
                "operation": "Update",
                "apiVersion": "autoscaling/v2",
                "fieldsType": "FieldsV1",
                "fieldsV1": {"f:spec": {"f:minReplicas": {}}},
            }
        ]

    def test_another_value_is_a_conflict(self, cluster, edited):
        identity, outputs = edited
        with pytest.raises(RefusalError) as refusal:
            cluster.update(AUTOSCALER, identity, outputs, **self.autoscaler(2, most=12))
        said = str(refusal.value)
        assert said.startswith(
            'the Kubernetes API server reported that "default/it" failed to fully initialize or become live: Server-Side Apply'
        )
        assert said.endswith(': Apply failed with 1 conflict: conflict with "kubectl-edit" using autoscaling/v2: .spec.minReplicas')

    def test_the_same_value_or_none_is_not(self, cluster, edited):
        identity, outputs = edited
        assert cluster.update(AUTOSCALER, identity, outputs, **self.autoscaler(5, most=12))["spec"]["maxReplicas"] == 12

    def test_what_the_program_leaves_to_others_is_not(self, cluster, edited):
        identity, outputs = edited
        live = cluster.update(AUTOSCALER, identity, outputs, ignored=["spec.minReplicas"], **self.autoscaler(2, most=12))
        assert live["spec"]["minReplicas"] == 5

    def test_a_forced_apply_takes_the_field(self, cluster, edited):
        identity, outputs = edited
        forced = self.autoscaler(2, annotations={"pulumi.com/patchForce": "true"})
        live = cluster.update(AUTOSCALER, identity, outputs, **forced)
        assert live["spec"]["minReplicas"] == 2
        assert "managedFields" not in live["metadata"]
        cluster.update(AUTOSCALER, identity, live, **self.autoscaler(3))

    def test_several_fields_are_told_together(self, cluster, store, edited):
        identity, outputs = edited
        change(store_at(store), identity, {"spec.maxReplicas": 50})
        with pytest.raises(RefusalError, match=r"2 conflicts: .*using autoscaling/v2: \.spec\.minReplicas, \.spec\.maxReplicas"):
            cluster.update(AUTOSCALER, identity, outputs, **self.autoscaler(2, most=12))
