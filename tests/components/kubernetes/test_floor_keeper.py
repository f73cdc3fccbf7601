"""What keeps floors in a cluster: its pods, and how little it may do."""

from __future__ import annotations

import re
from typing import Any

import pulumi
import pytest

from components.contracts import FloorKeeperArgs
from components.contracts.floors import KEEPER_IMAGE as IMAGE
from components.errors import ArgumentsError
from components.kubernetes import keep_floors
from components.kubernetes.floor_keeper import PROGRAM, FloorKeeper
from tests.support.mocks import Recorded, Recording, record

RBAC = "kubernetes:rbac.authorization.k8s.io/v1:"
PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
LABELS = {"app.kubernetes.io/name": "event-floors"}


def keeper(**options: Any) -> Recording:
    return record(lambda: FloorKeeper("main-floors", FloorKeeperArgs(**options)))


def deployment(found: Recording | None = None) -> Recorded:
    return (found or keeper()).one("kubernetes:apps/v1:Deployment")


def pod() -> dict[str, Any]:
    return deployment().inputs["spec"]["template"]["spec"]


def test_exactly_these_objects_are_made():
    found = keeper()
    digest = found.one("kubernetes:core/v1:ConfigMap").name.removeprefix("main-floors-program-")
    assert re.fullmatch(r"[0-9a-f]{10}", digest)
    made = {
        (each.name, each.inputs["metadata"]["name"], each.inputs["metadata"].get("namespace"))
        for each in found.values()
        if each.custom
    }
    inside = "event-floors"
    assert made == {
        ("main-floors-account", "event-floors", inside),
        ("main-floors-cluster-role", "event-floors", None),
        ("main-floors-cluster-role-binding", "event-floors", None),
        ("main-floors-priority", "event-floors", None),
        ("main-floors-placeholders", "event-floors-placeholders", None),
        ("main-floors-budget", "event-floors", inside),
        ("main-floors-policy", "event-floors", inside),
        (f"main-floors-program-{digest}", f"event-floors-{digest}", inside),
        ("main-floors-deployment", "event-floors", inside),
    }
    assert {each.parent for each in found.values() if each.custom} == {found.one(FloorKeeper.TYPE).urn}


def test_its_pods_reach_the_api_server_and_nobody_reaches_them():
    spec = keeper().one("kubernetes:networking.k8s.io/v1:NetworkPolicy").inputs["spec"]
    assert spec["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in spec
    names, api = spec["egress"]
    assert {each["port"] for each in names["ports"]} == {53}
    assert api == {"ports": [{"port": 443, "protocol": "TCP"}, {"port": 6443, "protocol": "TCP"}]}


def test_it_may_see_autoscalers_and_change_none():
    found = keeper()
    assert found.one(f"{RBAC}ClusterRole").inputs["rules"] == [
        {"apiGroups": ["autoscaling"], "resources": ["horizontalpodautoscalers"], "verbs": ["list"]},
        {"apiGroups": ["keda.sh"], "resources": ["scaledobjects"], "verbs": ["list"]},
    ]
    binding = found.one(f"{RBAC}ClusterRoleBinding").inputs
    assert binding["subjects"] == [{"kind": "ServiceAccount", "name": "event-floors", "namespace": "event-floors"}]
    assert binding["roleRef"] == {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "event-floors"}
    assert found.of(f"{RBAC}Role") == []


def test_its_permissions_are_there_before_it_starts():
    found = keeper()
    before = {each.urn for each in found.values() if each.type.startswith(RBAC)}
    assert len(before) == 2
    assert before <= deployment(found).dependencies


def test_it_outranks_ordinary_pods_and_placeholders_yield_to_them():
    above, below = (keeper().one(PRIORITY, f"main-floors-{name}").inputs for name in ("priority", "placeholders"))
    assert (above["value"], "preemptionPolicy" in above) == (1_000_000, False)
    assert (below["value"], below["preemptionPolicy"]) == (-1, "Never"), "-10 and above, an autoscaler of nodes makes room"
    assert pod()["priorityClassName"] == "event-floors"


def test_two_pods_stand_apart_and_no_drain_takes_both():
    spec = deployment().inputs["spec"]
    assert (spec["replicas"], spec["selector"]) == (2, {"matchLabels": LABELS})
    assert [each["topologyKey"] for each in pod()["topologySpreadConstraints"]] == [
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
    ]
    budget = keeper().one("kubernetes:policy/v1:PodDisruptionBudget").inputs["spec"]
    assert budget == {"maxUnavailable": 1, "selector": {"matchLabels": LABELS}}


def test_it_runs_as_nobody_on_a_read_only_image():
    (container,) = pod()["containers"]
    assert pod()["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": 65534,
        "runAsGroup": 65534,
        "fsGroup": 65534,
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["resources"] == {"requests": {"cpu": "20m", "memory": "64Mi"}, "limits": {"memory": "64Mi"}}


def test_only_its_pods_are_given_a_token():
    assert keeper().one("kubernetes:core/v1:ServiceAccount").inputs["automountServiceAccountToken"] is False
    assert (pod()["automountServiceAccountToken"], pod()["serviceAccountName"]) == (True, "event-floors")


def test_it_runs_the_program_as_it_stands_and_is_ready_when_that_is():
    source, (container,) = keeper().one("kubernetes:core/v1:ConfigMap").inputs, pod()["containers"]
    assert source["data"] == {"keep_floors.py": PROGRAM.read_text()}
    assert source["immutable"] is True
    mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in pod()["volumes"]}
    assert volumes["program"]["configMap"]["name"] == source["metadata"]["name"]
    assert container["command"] == ["python", "-B", f"{mounts['program']}/keep_floors.py"]
    assert container["readinessProbe"]["exec"]["command"] == [*container["command"], "check"]
    assert str(keep_floors.DONE).startswith(f"{mounts['scratch']}/")


def test_another_program_is_another_object_beside_the_old_one(monkeypatch, tmp_path):
    other = tmp_path / "keep_floors.py"
    other.write_text("print()")
    before = keeper()
    monkeypatch.setattr("components.kubernetes.floor_keeper.PROGRAM", other)
    after = keeper()
    changed = before.keys() ^ after.keys()
    assert {urn.rpartition("::")[2].rpartition("-")[0] for urn in changed} == {"main-floors-program"}
    assert deployment(before).inputs != deployment(after).inputs


def test_the_namespace_is_made_elsewhere():
    found = record(lambda: FloorKeeper("main-floors", FloorKeeperArgs(namespace=pulumi.Output.from_input("quiet"))))
    assert deployment(found).inputs["metadata"]["namespace"] == "quiet"


def test_the_image_is_pinned_and_can_be_another():
    assert re.fullmatch(r"public\.ecr\.aws/docker/library/python@sha256:[0-9a-f]{64}", IMAGE)
    (container,) = pod()["containers"]
    assert container["image"] == IMAGE
    mirrored = IMAGE.replace("public.ecr.aws", "registry.shop.example")
    (container,) = deployment(keeper(image=mirrored)).inputs["spec"]["template"]["spec"]["containers"]
    assert container["image"] == mirrored


def test_an_image_by_tag_and_a_lead_beyond_measure_are_told_at_once():
    with pytest.raises(ArgumentsError) as error:
        FloorKeeperArgs(image="python:3.13", lead=4000)
    assert str(error.value).split("\n") == [
        'FloorKeeperArgs.image: "python:3.13", expected repository@sha256:<64 hex digits>; fix: write the image\'s digest; a tag can name another image tomorrow',
        "FloorKeeperArgs.lead: 4000, expected a whole number, 0 to 3600; fix: choose a number between them",
    ]
