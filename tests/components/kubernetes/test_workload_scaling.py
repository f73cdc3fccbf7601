"""By what a workload is scaled."""

from __future__ import annotations

from typing import Any

import pytest

from components.errors import ArgumentsError
from components.kubernetes.workload import Workload
from tests.support.clusters import workload_args
from tests.support.mocks import record

AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"


def metrics(**options: Any) -> list[dict[str, Any]]:
    found = record(lambda: Workload("main-storefront", workload_args(**options)))
    return found.one(AUTOSCALER).inputs["spec"]["metrics"]


def utilization(resource: str, percent: int) -> dict[str, Any]:
    return {"type": "Resource", "resource": {"name": resource, "target": {"type": "Utilization", "averageUtilization": percent}}}


def test_it_is_scaled_by_cpu_alone_unless_told_otherwise():
    assert metrics() == [utilization("cpu", 60)]


def test_it_is_scaled_by_memory_and_requests_as_well():
    assert metrics(target_cpu=55, target_memory=75, target_rps=80) == [
        utilization("cpu", 55),
        utilization("memory", 75),
        {
            "type": "Pods",
            "pods": {"metric": {"name": "http_requests_per_second"}, "target": {"type": "AverageValue", "averageValue": "80"}},
        },
    ]


@pytest.mark.parametrize("told", [{"target_memory": 0}, {"target_memory": 101}, {"target_rps": 0}])
def test_a_target_that_nothing_reaches_is_refused(told):
    with pytest.raises(ArgumentsError):
        workload_args(**told)
