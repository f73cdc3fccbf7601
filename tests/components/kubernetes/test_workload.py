"""What a workload is made of, cluster aside."""

from __future__ import annotations

from typing import Any

import pytest

from components.capacity import autoscaled, fixed, scheduled
from components.kubernetes.workload import Workload
from tests.support.clusters import IMAGE, altered, workload_args
from tests.support.mocks import Recorded, Recording, record

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
SELECTOR = {"app.kubernetes.io/name": "storefront"}


def workload(**options: Any) -> Recording:
    return record(lambda: Workload("main-storefront", workload_args(**options)))


def deployment(**options: Any) -> dict[str, Any]:
    return workload(**options).one(DEPLOYMENT).inputs["spec"]


def pod(**options: Any) -> dict[str, Any]:
    return deployment(**options)["template"]["spec"]


def container(**options: Any) -> dict[str, Any]:
    (only,) = pod(**options)["containers"]
    return only


def one(kind: str, **options: Any) -> Recorded:
    return workload(**options).one(kind)


def test_exactly_these_resources_are_made():
    found = workload()
    children = found.children(found.one(Workload.TYPE))
    assert sorted((child.type, child.name) for child in children) == [
        ("kubernetes:apps/v1:Deployment", "main-storefront-deployment"),
        ("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "main-storefront-autoscaler"),
        ("kubernetes:core/v1:Service", "main-storefront-service"),
        ("kubernetes:core/v1:ServiceAccount", "main-storefront-account"),
        ("kubernetes:networking.k8s.io/v1:NetworkPolicy", "main-storefront-policy"),
        ("kubernetes:policy/v1:PodDisruptionBudget", "main-storefront-budget"),
    ]


def test_every_object_bears_the_fixed_name_in_the_namespace_given():
    found = workload(namespace="shop")
    placed = {(each.inputs["metadata"]["name"], each.inputs["metadata"]["namespace"]) for each in found.values() if each.custom}
    assert placed == {("storefront", "shop")}


def test_its_address_is_that_of_the_service():
    outputs = workload(namespace="shop").one(Workload.TYPE).outputs
    assert outputs == {"service": "storefront", "address": "storefront.shop.svc.cluster.local"}
    assert one("kubernetes:core/v1:Service").inputs["spec"] == {
        "type": "ClusterIP",
        "selector": SELECTOR,
        "ports": [{"name": "http", "port": 80, "targetPort": "http", "appProtocol": "http"}],
    }


def test_without_a_name_of_its_own_it_bears_the_components():
    assert one(DEPLOYMENT, app=None).inputs["metadata"]["name"] == "main-storefront"


def test_the_autoscaler_owns_the_number_of_pods():
    assert "replicas" not in deployment()
    spec = one("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", target_cpu=55).inputs["spec"]
    assert (spec["minReplicas"], spec["maxReplicas"]) == (3, 30)
    assert spec["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "storefront"}
    assert spec["metrics"] == [
        {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 55}}}
    ]


def test_it_grows_fast_and_shrinks_slowly():
    behavior = one("kubernetes:autoscaling/v2:HorizontalPodAutoscaler").inputs["spec"]["behavior"]
    assert behavior == {
        "scaleUp": {
            "stabilizationWindowSeconds": 0,
            "selectPolicy": "Max",
            "policies": [
                {"type": "Percent", "value": 100, "periodSeconds": 30},
                {"type": "Pods", "value": 4, "periodSeconds": 30},
            ],
        },
        "scaleDown": {
            "stabilizationWindowSeconds": 300,
            "policies": [{"type": "Percent", "value": 10, "periodSeconds": 60}],
        },
    }


def test_a_fixed_number_of_pods_is_the_autoscalers_too_so_that_it_can_be_unfixed():
    """A Deployment that ceased to name a number would fall to a single pod."""
    two, free = workload(replicas=fixed(2)), workload(replicas=autoscaled(min=2, max=8))
    assert "replicas" not in two.one(DEPLOYMENT).inputs["spec"]
    assert altered(two, free) == {"HorizontalPodAutoscaler main-storefront-autoscaler": {"spec"}}


def test_a_lower_bound_that_a_schedule_moves_is_left_to_it():
    kinds = (autoscaled(min=2, max=8), scheduled(min=2, max=8), scheduled(min=2, max=8, enforce=True))
    scalers = [workload(replicas=replicas).one("kubernetes:autoscaling/v2:HorizontalPodAutoscaler") for replicas in kinds]
    assert [scaler.ignore_changes for scaler in scalers] == [(), ("spec.minReplicas",), ()]
    assert {scaler.inputs["spec"]["minReplicas"] for scaler in scalers} == {2}, "which is what it begins with"


def test_a_release_takes_no_pod_away_before_its_successor_serves():
    assert deployment()["strategy"] == {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": "25%"}}


def test_no_drain_hangs():
    assert one("kubernetes:policy/v1:PodDisruptionBudget").inputs["spec"] == {
        "maxUnavailable": "25%",
        "selector": {"matchLabels": SELECTOR},
        "unhealthyPodEvictionPolicy": "AlwaysAllow",
    }


def test_pods_are_spread_over_zones_then_nodes():
    assert pod()["topologySpreadConstraints"] == [
        {
            "maxSkew": 1,
            "topologyKey": key,
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": {"matchLabels": SELECTOR},
            "matchLabelKeys": ["pod-template-hash"],
        }
        for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
    ]


def test_it_keeps_to_the_restricted_pod_security_standard():
    assert pod(user=1000)["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 1000,
        "runAsGroup": 1000,
        "fsGroup": 1000,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container()["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod()["securityContext"]["runAsUser"] == 65534


def test_a_read_only_image_leaves_room_for_scratch_files():
    assert pod()["volumes"] == [{"name": "scratch", "emptyDir": {"sizeLimit": "256Mi"}}]
    assert container()["volumeMounts"] == [{"name": "scratch", "mountPath": "/tmp"}]


def test_memory_has_a_limit_and_cpu_none():
    assert container(cpu="500m", memory="1Gi")["resources"] == {
        "requests": {"cpu": "500m", "memory": "1Gi"},
        "limits": {"memory": "1Gi"},
    }


@pytest.mark.parametrize("probe", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_probes_ask_the_health_path(probe):
    assert container(health_path="/ready")[probe]["httpGet"] == {"path": "/ready", "port": "http"}


def test_readiness_gives_up_before_liveness():
    def patience(probe: dict[str, Any]) -> int:
        return probe["periodSeconds"] * probe["failureThreshold"]

    found = container()
    assert patience(found["readinessProbe"]) < patience(found["livenessProbe"]) < patience(found["startupProbe"])


def test_a_pod_that_ends_serves_until_every_balancer_has_heard():
    spec = pod()
    wait = container()["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert 10 <= wait < spec["terminationGracePeriodSeconds"]


def test_the_container_is_the_image_by_digest_with_its_port_and_variables():
    found = container(port=9000, environment={"REGION": "id", "CURRENCY": "idr"})
    assert found["image"] == IMAGE
    assert found["ports"] == [{"name": "http", "containerPort": 9000}]
    assert found["env"] == [{"name": "CURRENCY", "value": "idr"}, {"name": "REGION", "value": "id"}]


def test_no_token_of_the_kubernetes_api_is_mounted():
    assert one("kubernetes:core/v1:ServiceAccount").inputs["automountServiceAccountToken"] is False
    assert (pod()["automountServiceAccountToken"], pod()["serviceAccountName"]) == (False, "storefront")


def test_a_binding_reaches_the_service_account_and_on_ack_the_pods_as_well():
    rrsa = {"pod-identity.alibabacloud.com/role-name": "orders"}
    irsa = {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/orders"}
    assert one("kubernetes:core/v1:ServiceAccount", annotations=rrsa).inputs["metadata"]["annotations"] == rrsa
    injected = {**SELECTOR, "pod-identity.alibabacloud.com/injection": "on"}
    assert deployment(annotations=rrsa)["template"]["metadata"]["labels"] == injected
    assert deployment(annotations=irsa)["template"]["metadata"]["labels"] == SELECTOR
    assert deployment(annotations=rrsa)["selector"] == {"matchLabels": SELECTOR}


def test_a_release_changes_the_deployment_alone():
    released = IMAGE.replace("5" * 64, "6" * 64)
    assert altered(workload(), workload(image=released)) == {"Deployment main-storefront-deployment": {"spec"}}


def test_other_bounds_change_the_autoscaler_alone():
    before, after = workload(), workload(replicas=autoscaled(min=6, max=60))
    assert altered(before, after) == {"HorizontalPodAutoscaler main-storefront-autoscaler": {"spec"}}
