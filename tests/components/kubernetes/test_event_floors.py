"""A workload whose floor events raise: its schedule, the grant on its objects, and the placeholders that hold room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from components.capacity import autoscaled, fixed, scheduled
from components.contracts import FloorKeeping, Floors
from components.errors import ArgumentsError
from components.kubernetes.event_floors import EventFloors, EventFloorsArgs
from components.kubernetes.workload import Workload
from components.schedule import LONGEST_SCHEDULE
from tests.support.clusters import altered, workload_args
from tests.support.mocks import Recording, record

RBAC = "kubernetes:rbac.authorization.k8s.io/v1:"
AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
IMAGE = f"registry.example/python@sha256:{'7' * 64}"


def keeping(lead: int = 900) -> FloorKeeping:
    return FloorKeeping(namespace="event-floors", account="event-floors", priority_class="placeholders", image=IMAGE, lead=lead)


SCHEDULE = {"base": "3", "20261211T1600Z": "12 sale begins: 2026-12-11 23:00 Asia/Jakarta"}
ANNOTATED = {f"nusantara/floor.{key}": value for key, value in SCHEDULE.items()}
SELECTOR = {"app.kubernetes.io/name": "storefront-placeholders"}
FORCE = {"pulumi.com/patchForce": "true"}


def workload(*, schedule: Mapping[str, str] = SCHEDULE, lead: int = 900, enforce: bool = False, **options: Any) -> Recording:
    usual: dict[str, Any] = {
        "replicas": scheduled(min=3, max=30, enforce=enforce),
        "floors": Floors(schedule=schedule, keeping=keeping(lead)),
        "namespace": "shop",
    }
    return record(lambda: Workload("main-storefront", workload_args(**{**usual, **options})))


def quiet() -> Recording:
    return workload(replicas=autoscaled(min=3, max=30), floors=None)


def autoscaler(found: Recording) -> Any:
    return found.one(AUTOSCALER)


def test_the_autoscaler_bears_its_schedule_and_no_update_sets_its_floor():
    found = autoscaler(workload(lead=600))
    assert found.inputs["metadata"] == {
        "name": "storefront",
        "namespace": "shop",
        "labels": {"app.kubernetes.io/name": "storefront"},
        "annotations": {
            **FORCE,
            **ANNOTATED,
            "nusantara/placeholders": "storefront-placeholders",
            "nusantara/lead": "600",
        },
    }
    assert found.ignore_changes == ("spec.minReplicas",)


@pytest.mark.parametrize("back", [quiet, lambda: workload(enforce=True)], ids=["without events", "enforced"])
def test_whoever_takes_the_schedule_away_sets_the_floor_in_the_same_request(back):
    during, after = workload(), back()
    found = autoscaler(after)
    assert found.inputs["metadata"]["annotations"] == FORCE, "else the bound would be refused, which another set"
    assert (found.ignore_changes, found.inputs["spec"]["minReplicas"]) == ((), 3)
    assert altered(during, after) == {"HorizontalPodAutoscaler main-storefront-autoscaler": {"metadata"}}


def test_events_that_come_and_go_touch_nothing_else_of_the_workload():
    quietly, during, other = quiet(), workload(), workload(schedule={"base": "3"})
    below = {each.urn for each in during.children(during.one(EventFloors.TYPE))}
    assert during.keys() - quietly.keys() == below | {during.one(EventFloors.TYPE).urn}
    assert (
        altered(quietly, during) == altered(during, other) == {"HorizontalPodAutoscaler main-storefront-autoscaler": {"metadata"}}
    )


def test_the_keeper_may_change_this_workloads_objects_alone():
    found = workload()
    role, binding = found.one(f"{RBAC}Role").inputs, found.one(f"{RBAC}RoleBinding").inputs
    assert role["rules"] == [
        {
            "apiGroups": ["autoscaling"],
            "resources": ["horizontalpodautoscalers"],
            "resourceNames": ["storefront"],
            "verbs": ["patch"],
        },
        {
            "apiGroups": ["apps"],
            "resources": ["deployments/scale"],
            "resourceNames": ["storefront-placeholders"],
            "verbs": ["get", "patch"],
        },
    ]
    assert {each["metadata"]["name"] for each in (role, binding)} == {"storefront-event-floors"}
    assert {each["metadata"]["namespace"] for each in (role, binding)} == {"shop"}
    assert binding["roleRef"] == {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "storefront-event-floors"}
    assert binding["subjects"] == [{"kind": "ServiceAccount", "name": "event-floors", "namespace": "event-floors"}]


def test_the_grant_and_the_placeholders_are_there_before_the_schedule():
    found = workload()
    before = {each.urn for each in found.children(found.one(EventFloors.TYPE))}
    assert len(before) == 3
    assert before <= autoscaler(found).dependencies


def test_placeholders_ask_for_what_a_pod_asks_for_and_are_none_at_first():
    found = workload(cpu="500m", memory="1Gi").one(DEPLOYMENT, "main-storefront-floors-placeholders")
    assert found.ignore_changes == ("spec.replicas",)
    assert found.inputs["metadata"]["annotations"] == {"pulumi.com/skipAwait": "true"}
    spec = found.inputs["spec"]
    assert (spec["replicas"], spec["selector"]) == (0, {"matchLabels": SELECTOR})
    pod = spec["template"]["spec"]
    assert (pod["priorityClassName"], pod["terminationGracePeriodSeconds"]) == ("placeholders", 0)
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert [each["topologyKey"] for each in pod["topologySpreadConstraints"]] == [
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    ]
    (container,) = pod["containers"]
    assert container == {
        "name": "placeholder",
        "image": IMAGE,
        "command": ["sleep", "infinity"],
        "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"memory": "1Gi"}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
    }


def test_no_service_and_no_budget_of_the_workload_counts_a_placeholder():
    found = workload()
    selectors = [found.one("kubernetes:core/v1:Service").inputs["spec"]["selector"]]
    selectors.append(found.one("kubernetes:policy/v1:PodDisruptionBudget").inputs["spec"]["selector"]["matchLabels"])
    assert all(selector.items().isdisjoint(SELECTOR.items()) for selector in selectors)


def test_without_a_lead_there_are_no_placeholders():
    found = workload(lead=0)
    assert [each.name for each in found.of(DEPLOYMENT)] == ["main-storefront-deployment"]
    assert len(found.one(f"{RBAC}Role").inputs["rules"]) == 1
    assert autoscaler(found).inputs["metadata"]["annotations"] == {**FORCE, **ANNOTATED}


def test_a_schedule_wants_a_floor_that_the_program_does_not_own():
    floors = Floors(schedule=SCHEDULE, keeping=keeping())
    for replicas, owner in ((autoscaled(min=3, max=30), "autoscaler"), (fixed(3), "program")):
        with pytest.raises(ArgumentsError) as error:
            workload_args(replicas=replicas, floors=floors)
        assert str(error.value) == (
            f'WorkloadArgs.replicas.owner: "{owner}", expected schedule, since floors are given; fix: make replicas scheduled'
        )


def test_a_schedule_longer_than_an_annotation_is_told():
    with pytest.raises(ArgumentsError) as error:
        Floors(schedule={"base": "3" * (LONGEST_SCHEDULE - 19)}, keeping=keeping())
    assert str(error.value) == (
        "Floors.schedule: 245761, expected 245760 bytes at most, what an annotation takes; fix: shorten events: an earlier until"
    )


def test_of_what_keda_scales_the_keeper_may_change_that():
    args = EventFloorsArgs(app="feed", namespace="shop", keeping=keeping(0), cpu="250m", memory="256Mi", kind="ScaledObject")
    role = record(lambda: EventFloors("main-feed-floors", args)).one(f"{RBAC}Role")
    assert role.inputs["rules"] == [
        {"apiGroups": ["keda.sh"], "resources": ["scaledobjects"], "resourceNames": ["feed"], "verbs": ["patch"]}
    ]
