"""The autoscaler that moves node groups."""

from __future__ import annotations

import re
from typing import Any

import pytest

from components.kubernetes.autoscaler import ACCOUNT, IMAGES, NAMESPACE, Autoscaler, AutoscalerArgs
from tests.support.mocks import Recording, record

RBAC = "kubernetes:rbac.authorization.k8s.io/v1:"
LABELS = {"app.kubernetes.io/name": "cluster-autoscaler"}


def autoscaler(**changes: Any) -> Recording:
    usual: dict[str, Any] = {
        "cluster": "main",
        "region": "ap-southeast-3",
        "image": IMAGES["1.35"],
        "annotations": {"role": "scale"},
    }
    return record(lambda: Autoscaler("main-autoscaler", AutoscalerArgs(**{**usual, **changes})))


def pod() -> dict[str, Any]:
    return autoscaler().one("kubernetes:apps/v1:Deployment").inputs["spec"]["template"]["spec"]


def test_every_object_stands_in_kube_system_under_upstreams_name():
    placed = {
        (each.inputs["metadata"]["name"], each.inputs["metadata"].get("namespace", NAMESPACE))
        for each in autoscaler().values()
        if each.custom
    }
    assert placed == {(ACCOUNT, NAMESPACE)}


@pytest.mark.parametrize("image", IMAGES.values(), ids=IMAGES)
def test_images_are_pinned_by_digest(image):
    assert re.fullmatch(r"registry\.k8s\.io/autoscaling/cluster-autoscaler@sha256:[0-9a-f]{64}", image)


def test_it_finds_the_groups_of_its_own_cluster():
    (container,) = pod()["containers"]
    assert (
        "--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/main" in container["args"]
    )
    assert container["env"] == [{"name": "AWS_REGION", "value": "ap-southeast-3"}]


def test_nodes_with_scratch_space_can_be_removed():
    (container,) = pod()["containers"]
    assert {"--skip-nodes-with-local-storage=false", "--skip-nodes-with-system-pods=false"} <= set(container["args"])


def test_two_pods_apart_outrank_ordinary_ones():
    found = autoscaler().one("kubernetes:apps/v1:Deployment").inputs["spec"]
    assert found["replicas"] == 2
    assert pod()["priorityClassName"] == "system-cluster-critical"
    assert [each["topologyKey"] for each in pod()["topologySpreadConstraints"]] == [
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    ]
    assert autoscaler().one("kubernetes:policy/v1:PodDisruptionBudget").inputs["spec"] == {
        "maxUnavailable": 1,
        "selector": {"matchLabels": LABELS},
    }


def test_it_runs_as_nobody_on_a_read_only_image():
    (container,) = pod()["containers"]
    assert pod()["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True


def test_the_binding_reaches_its_service_account():
    account = autoscaler().one("kubernetes:core/v1:ServiceAccount").inputs["metadata"]
    assert account["annotations"] == {"role": "scale"}
    assert pod()["serviceAccountName"] == account["name"] == ACCOUNT


def test_it_may_delete_nothing_but_its_own_status():
    found = autoscaler()
    everywhere = found.one(f"{RBAC}ClusterRole").inputs["rules"]
    here = found.one(f"{RBAC}Role").inputs["rules"]
    assert not any("delete" in rule["verbs"] or "*" in (*rule["verbs"], *rule["resources"]) for rule in everywhere)
    assert not any("endpoints" in rule["resources"] for rule in (*everywhere, *here)), "its leader holds a lease"
    deleting = [rule for rule in here if "delete" in rule["verbs"]]
    assert [rule["resourceNames"] for rule in deleting] == [["cluster-autoscaler-status"]]


def test_its_permissions_are_there_before_it_starts():
    found = autoscaler()
    granted = {each.urn for each in found.values() if each.type.startswith(RBAC)}
    assert len(granted) == 4
    assert granted <= found.one("kubernetes:apps/v1:Deployment").dependencies
