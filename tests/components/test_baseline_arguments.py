"""Quotas, limits, priorities and namespaces that cannot be, with every fault at once."""

from __future__ import annotations

import pytest

from components.contracts import Limits, Quota
from components.errors import ArgumentsError
from components.kubernetes.namespace import NamespaceArgs
from components.kubernetes.priorities import PriorityArgs

CASES = {
    "a quota of nothing": (Quota, ["hard: nothing, expected one resource at least; fix: write pods, say"]),
    "a quota of what nobody counts": (
        lambda: Quota(hard={"request.cpu": "1", "count/Deployment": "2"}),
        [
            'hard.request.cpu: "request.cpu", expected what a quota counts; fix: write requests.cpu',
            (
                'hard.count/Deployment: "count/Deployment", expected what a quota counts; '
                "fix: write pods, requests.cpu or count/deployments.apps, say"
            ),
        ],
    ),
    "a quota of a priority for more than pods": (
        lambda: Quota(by_priority={"urgent": {"requests.storage": "1Gi"}}),
        [
            (
                'by_priority.urgent.requests.storage: "requests.storage", expected what a quota of a priority counts: cpu, limits.cpu, '
                "limits.memory, memory, pods, requests.cpu, requests.memory; fix: let the quota of all pods bound it"
            )
        ],
    ),
    "limits of nothing": (
        Limits,
        ["max: nothing, expected one bound or default at least; fix: write max: {memory: 8Gi}, say"],
    ),
    "limits that fall": (
        lambda: Limits(min={"cpu": "2"}, request={"cpu": "1"}, default={"cpu": "3"}, max={"cpu": "2500m"}, ratio={"cpu": "0.5"}),
        [
            'min.cpu: "2", expected at most request, which is 1; fix: lower it',
            'default.cpu: "3", expected at most max, which is 2500m; fix: lower it',
            'ratio.cpu: "0.5", expected 1 or more; fix: write how many times the request a limit may be',
        ],
    ),
    "a resource that is none": (
        lambda: Limits(max={"cores": "2"}),
        [
            'max.cores: "cores", expected cpu, memory, ephemeral-storage, or a device like nvidia.com/gpu; fix: write one of them',
        ],
    ),
    "a security level and a version of it that there are not": (
        lambda: NamespaceArgs(namespace="shop", pod_security="strict", pod_security_version="1.35"),  # ty: ignore[invalid-argument-type]  what is tried
        [
            'pod_security: "strict", expected one of restricted, baseline, privileged; fix: choose one of them',
            'pod_security_version: "1.35", expected latest, or a minor version; fix: write "v1.35", say',
        ],
    ),
    "a priority beyond those of people": (
        lambda: PriorityArgs(called="system-own", value=2_000_000_000),
        [
            'called: "system-own", expected none that begins with system-, as Kubernetes\' own do; fix: choose a name of your own',
            "value: 2000000000, expected a whole number, -2147483648 to 1000000000; fix: choose a number between them",
        ],
    ),
    "another value for one that is known": (
        lambda: PriorityArgs(called="urgent", value=5),
        ['called: "urgent", expected a name that has no value yet; fix: choose a name of your own'],
    ),
}


@pytest.mark.parametrize(("make", "told"), CASES.values(), ids=CASES)
def test_what_cannot_be_is_told_at_once(make, told):
    with pytest.raises(ArgumentsError) as error:
        make()
    assert [str(fault) for fault in error.value.faults] == told


def test_kinds_classes_and_devices_are_counted_too():
    hard = {
        "count/deployments.apps": "9",
        "requests.nvidia.com/gpu": "8",
        "fast.storageclass.storage.k8s.io/requests.storage": "1Ti",
        "hugepages-2Mi": "1Gi",
    }
    with pytest.raises(ArgumentsError, match="hugepages-2Mi"):
        Quota(hard=hard)
    assert Quota(hard={**{name: hard[name] for name in list(hard)[:3]}, "requests.hugepages-2Mi": "1Gi"}).by_priority == {}
