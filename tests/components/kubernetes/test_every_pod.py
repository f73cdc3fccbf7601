"""Whatever makes pods keeps them to the restricted Pod Security Standard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from components.capacity import scheduled
from components.contracts import FloorKeeperArgs, FloorKeeping, Floors, JobArgs, Reader, Volume
from components.kubernetes.autoscaler import IMAGES, Autoscaler, AutoscalerArgs
from components.kubernetes.floor_keeper import FloorKeeper
from components.kubernetes.job import Job
from components.kubernetes.on_eks import OnEks
from components.kubernetes.workload import Workload
from tests.support.clusters import IMAGE, workload_args
from tests.support.mocks import record
from tests.support.secrets import SECRETS

KEEPING = FloorKeeping(namespace="event-floors", account="keeper", priority_class="low", image=IMAGE, lead=900)
EVENTS = Floors(schedule={"base": "3"}, keeping=KEEPING)
MAKERS: dict[str, Callable[[], object]] = {
    "a Deployment": lambda: Workload("any", workload_args(config={"a": "b"})),
    "a Deployment with secrets": lambda: Workload(
        "any", workload_args(secrets=SECRETS, reader=Reader(annotations={}, region="r"), delivery=OnEks())
    ),
    "a StatefulSet": lambda: Workload("any", workload_args(kind="StatefulSet", volume=Volume())),
    "placeholders": lambda: Workload("any", workload_args(replicas=scheduled(min=3, max=30), floors=EVENTS)),
    "a Job": lambda: Job("any", JobArgs(image=IMAGE, config={"a": "b"})),
    "a CronJob": lambda: Job("any", JobArgs(image=IMAGE, schedule="30 2 * * *")),
    "the keeper of floors": lambda: FloorKeeper("any", FloorKeeperArgs()),
    "the autoscaler": lambda: Autoscaler("any", AutoscalerArgs(cluster="main", region="ap-southeast-3", image=IMAGES["1.36"])),
}


def pods(value: Any) -> Iterator[dict[str, Any]]:
    """Every specification of pods in an object, however deep."""
    if isinstance(value, dict):
        if "containers" in value:
            yield value
        for each in value.values():
            yield from pods(each)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_it_is_restricted(make):
    """As kubernetes.io/docs/concepts/security/pod-security-standards lists it."""
    found = [pod for each in record(make).values() if each.custom for pod in pods(each.inputs)]
    assert found
    for pod in found:
        around = pod["securityContext"]
        assert (around["runAsNonRoot"], around["seccompProfile"]["type"]) == (True, "RuntimeDefault")
        assert around["runAsUser"] > 0
        assert {"hostNetwork", "hostPID", "hostIPC"}.isdisjoint(pod)
        for volume in pod.get("volumes", ()):
            assert volume.keys() & {"emptyDir", "configMap", "projected", "secret"}
        for container in (*pod["containers"], *pod.get("initContainers", ())):
            security = container["securityContext"]
            assert (security["allowPrivilegeEscalation"], security["capabilities"]) == (False, {"drop": ["ALL"]})
            assert security["readOnlyRootFilesystem"] is True
            assert all("hostPort" not in port for port in container.get("ports", ()))
            assert "@sha256:" in container["image"]
