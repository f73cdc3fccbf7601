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


@pytest.mark.parametrize(("expansion", "may"), [(True, True), (False, False), (None, False)])
def test_storage_grows_where_its_class_can(cluster, expansion: bool | None, may: bool):
    told = {} if expansion is None else {"allowVolumeExpansion": expansion}
    cluster.make(STORAGE, metadata={"name": "fast"}, provisioner="ebs.csi.aws.com", **told)
    spec = {"accessModes": ["ReadWriteOnce"], "storageClassName": "fast", "resources": {"requests": {"storage": "10Gi"}}}
    identity, outputs = cluster.create(CLAIM, metadata={"name": "it"}, spec=spec)
    larger = {"metadata": {"name": "it"}, "spec": {**spec, "resources": {"requests": {"storage": "20Gi"}}}}
    if may:
        cluster.update(CLAIM, identity, outputs, **larger)
        return
    with pytest.raises(RefusalError, match='persistentvolumeclaims "it" is forbidden: only dynamically provisioned pvc can be'):
        cluster.update(CLAIM, identity, outputs, **larger)


def test_a_claim_stays_while_pods_have_it(cluster):
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "10Gi"}}}
    identity, outputs = cluster.create(CLAIM, metadata={"name": "it", "namespace": "default"}, spec=spec)
    volume = {"name": "data", "persistentVolumeClaim": {"claimName": "it"}}
    pod = {"containers": [{"name": "web", "image": "web:1"}], "volumes": [volume]}
    template = {"metadata": {"labels": {"app": "web"}}, "spec": pod}
    told = {"selector": {"matchLabels": {"app": "web"}}, "template": template}
    web, live = cluster.create("kubernetes:apps/v1:Deployment", metadata={"name": "web", "namespace": "default"}, spec=told)
    with pytest.raises(RefusalError, match="pods of Deployment default/web have it, and its finalizer"):
        cluster.delete(CLAIM, identity, outputs)
    cluster.delete("kubernetes:apps/v1:Deployment", web, live)
    cluster.delete(CLAIM, identity, outputs)
    assert not cluster.exists(CLAIM, identity)


SEALED = "is invalid: {}: Forbidden: field is immutable when `immutable` is set"


@pytest.mark.parametrize(
    ("after", "path"), [({"data": {"a": "1"}}, "immutable"), ({"data": {"a": "2"}, "immutable": True}, "data")]
)
def test_what_was_said_to_be_immutable_stays(cluster, after: dict[str, Any], path: str):
    identity, outputs = cluster.create(CONFIG_MAP, metadata={"name": "it"}, data={"a": "1"}, immutable=True)
    with pytest.raises(RefusalError, match=SEALED.format(path)):
        cluster.update(CONFIG_MAP, identity, outputs, metadata={"name": "it"}, **after)


def test_a_job_keeps_what_its_pods_are_counted_by(cluster):
    template = {"spec": {"restartPolicy": "Never", "containers": [{"name": "it", "image": "it:1"}]}}
    identity, outputs = cluster.create("kubernetes:batch/v1:Job", metadata={"name": "it"}, spec={"template": template})
    uid = outputs["metadata"]["uid"]
    assert outputs["spec"]["selector"]["matchLabels"] == {"batch.kubernetes.io/controller-uid": uid}
    same = {"metadata": {"name": "it"}, "spec": {"template": template, "backoffLimit": 2}}
    assert cluster.update("kubernetes:batch/v1:Job", identity, outputs, **same)["spec"]["selector"] == outputs["spec"]["selector"]
    indexed = {"metadata": {"name": "it"}, "spec": {"template": template, "completionMode": "Indexed"}}
    with pytest.raises(RefusalError, match=r"spec\.completionMode: Invalid value: field is immutable"):
        cluster.update("kubernetes:batch/v1:Job", identity, outputs, **indexed)


class TestReplicas:
    """An autoscaler owns the number of pods that it moves."""

    WEB = "kubernetes:apps/v1:Deployment"

    def web(self, **spec: Any) -> dict[str, Any]:
        template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "web:1"}]}}
        told = {"selector": {"matchLabels": {"app": "web"}}, "template": template, **spec}
        return {"metadata": {"name": "web", "namespace": "default"}, "spec": told}

    def scaled(self, cluster, least: int = 3) -> None:
        target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
        spec = {"minReplicas": least, "maxReplicas": 9, "scaleTargetRef": target}
        cluster.make(AUTOSCALER, metadata={"name": "web-autoscaler", "namespace": "default"}, spec=spec)

    def test_a_program_that_leaves_it_out_leaves_it_to_that(self, cluster, store):
        identity, outputs = cluster.create(self.WEB, **self.web())
        assert outputs["spec"]["replicas"] == 1
        self.scaled(cluster)
        outputs = cluster.update(self.WEB, identity, outputs, **self.web(minReadySeconds=5))
        assert (outputs["spec"]["replicas"], outputs["status"]["replicas"]) == (3, 3)
        change(store_at(store), identity, {"spec.replicas": 7})
        _, live = cluster.found(self.WEB, identity)
        entry = live["metadata"]["managedFields"][0]
        assert (entry["manager"], entry["subresource"], entry["fieldsV1"]) == (
            "kube-controller-manager",
            "scale",
            {"f:spec": {"f:replicas": {}}},
        )
        assert cluster.update(self.WEB, identity, outputs, **self.web(minReadySeconds=9))["spec"]["replicas"] == 7

    def test_a_program_that_gives_another_is_told_of_a_conflict(self, cluster):
        identity, outputs = cluster.create(self.WEB, **self.web(replicas=1))
        self.scaled(cluster)
        with pytest.raises(RefusalError) as refusal:
            cluster.update(self.WEB, identity, outputs, **self.web(replicas=1, minReadySeconds=5))
        assert str(refusal.value).endswith(
            ': Apply failed with 1 conflict: conflict with "kube-controller-manager" with subresource "scale" using apps/v1: '
            ".spec.replicas"
        )
        ignored = cluster.update(self.WEB, identity, outputs, ignored=["spec.replicas"], **self.web(minReadySeconds=5))
        assert ignored["spec"]["replicas"] == 3

    def test_a_number_within_its_bounds_is_none(self, cluster):
        identity, outputs = cluster.create(self.WEB, **self.web(replicas=4))
        self.scaled(cluster)
        assert cluster.update(self.WEB, identity, outputs, **self.web(replicas=4, minReadySeconds=5))["spec"]["replicas"] == 4

    def test_without_one_it_falls_back_to_one_and_what_was_set_by_hand_stays(self, cluster, store):
        identity, outputs = cluster.create(self.WEB, **self.web(replicas=4))
        outputs = cluster.update(self.WEB, identity, outputs, **self.web())
        assert outputs["spec"]["replicas"] == 1
        change(store_at(store), identity, {"spec.replicas": 6})
        assert cluster.update(self.WEB, identity, outputs, **self.web())["spec"]["replicas"] == 6


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
