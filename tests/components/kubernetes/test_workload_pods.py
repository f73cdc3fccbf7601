"""What a workload can be told of its pods, beside what it does unless told otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.contracts import Probe, Probes, Taint
from components.errors import ArgumentsError
from components.kubernetes.workload import Workload
from tests.support.clusters import altered, workload_args
from tests.support.mocks import Recording, record

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
CONFIG = "kubernetes:core/v1:ConfigMap"


def workload(**options: Any) -> Recording:
    return record(lambda: Workload("main-storefront", workload_args(**options)))


def pod(**options: Any) -> dict[str, Any]:
    return workload(**options).one(DEPLOYMENT).inputs["spec"]["template"]["spec"]


def container(**options: Any) -> dict[str, Any]:
    (only,) = pod(**options)["containers"]
    return only


def faults(**options: Any) -> list[str]:
    with pytest.raises(ArgumentsError) as error:
        workload_args(**options)
    return str(error.value).split("\n")


def test_a_container_may_run_something_else_than_its_image_says():
    found = container(command=("/bin/serve",), arguments=("--quiet", "--port=8080"))
    assert (found["command"], found["args"]) == (["/bin/serve"], ["--quiet", "--port=8080"])
    assert {"command", "args"}.isdisjoint(container())


def test_cpu_is_limited_where_that_is_asked_for():
    assert container(cpu="500m", cpu_limit="2")["resources"]["limits"] == {"memory": "512Mi", "cpu": "2"}
    assert faults(cpu="1500m", cpu_limit="1") == [
        'WorkloadArgs.cpu_limit: "1", expected no less than the request, 1500m; fix: raise it to 1500m or more, or leave it out'
    ]


def test_each_probe_has_its_own_path_and_patience():
    ready, alive = Probe(path="/ready", period=3, timeout=1, failures=4), Probe(period=20, timeout=10, failures=3)
    found = container(health_path="/live", probes=Probes(startup=61, readiness=ready, liveness=alive))
    assert found["startupProbe"] == {
        "httpGet": {"path": "/live", "port": "http"},
        "periodSeconds": 2,
        "failureThreshold": 31,
    }
    assert found["readinessProbe"] == {
        "httpGet": {"path": "/ready", "port": "http"},
        "periodSeconds": 3,
        "timeoutSeconds": 1,
        "failureThreshold": 4,
    }
    assert found["livenessProbe"] == {
        "httpGet": {"path": "/live", "port": "http"},
        "periodSeconds": 20,
        "timeoutSeconds": 10,
        "failureThreshold": 3,
    }


def test_liveness_that_is_no_more_patient_than_readiness_is_refused():
    with pytest.raises(ArgumentsError) as error:
        Probes(readiness=Probe(period=10, failures=6))
    assert str(error.value).startswith('Probes.liveness: "60 s", expected patience of more than 60 s')


def test_a_probe_is_answered_before_it_asks_again():
    with pytest.raises(ArgumentsError, match=r"Probe\.timeout: 6, expected a whole number, 1 to 5"):
        Probe(period=5, timeout=6)


def test_draining_ends_before_the_grace_does():
    assert pod(drain=40, grace=90)["terminationGracePeriodSeconds"] == 90
    assert container(drain=40, grace=90)["lifecycle"] == {"preStop": {"sleep": {"seconds": 40}}}
    assert "lifecycle" not in container(drain=0)
    assert faults(drain=60) == [
        "WorkloadArgs.drain: 60, expected less than the 60 s of grace, and 0 or more; fix: lower drain or raise grace"
    ]


def test_pods_are_kept_to_a_pool_and_tolerate_its_taints():
    taints = (Taint(key="dedicated", value="data"), Taint(key="nvidia.com/gpu", effect="NoExecute"))
    found = pod(pool="data", tolerations=taints)
    assert found["nodeSelector"] == {"nusantara/pool": "data"}
    assert found["tolerations"] == [
        {"key": "dedicated", "operator": "Equal", "value": "data", "effect": "NoSchedule"},
        {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoExecute"},
    ]
    assert {"nodeSelector", "tolerations", "priorityClassName"}.isdisjoint(pod())


def test_pods_have_the_priority_that_is_named():
    assert pod(priority="urgent")["priorityClassName"] == "urgent"


def test_files_are_found_under_the_workloads_name():
    found = workload(config={"app.yaml": "currency: idr\n"})
    made = found.one(CONFIG)
    assert (made.inputs["data"], made.inputs["immutable"]) == ({"app.yaml": "currency: idr\n"}, True)
    spec = found.one(DEPLOYMENT).inputs["spec"]["template"]["spec"]
    assert {"name": "config", "configMap": {"name": made.inputs["metadata"]["name"]}} in spec["volumes"]
    assert {"name": "config", "mountPath": "/etc/storefront", "readOnly": True} in spec["containers"][0]["volumeMounts"]


def test_other_files_are_another_object_to_which_the_pods_are_rolled():
    before, after = (workload(config={"app.yaml": text}) for text in ("one", "two"))
    assert altered(before, after) == {
        "ConfigMap main-storefront-config": {"metadata", "data"},
        "Deployment main-storefront-deployment": {"spec"},
    }
    same = workload(config={"b": "1", "a": "2"}), workload(config={"a": "2", "b": "1"})
    assert altered(*same) == {}


def test_what_no_file_can_be_called_is_refused():
    assert faults(config={"../secret": "x"}) == [
        'WorkloadArgs.config: "../secret", expected a file\'s name: letters, digits, hyphens, dots and underscores; fix: rename the file'
    ]
    assert faults(config={"a": "x" * 1_048_577})[0].startswith(
        'WorkloadArgs.config: "1,048,578 bytes", expected 1,048,576 bytes at most'
    )


@pytest.mark.parametrize("blocking", [0, "0%", "101%", "5", "-1", -1])
def test_a_budget_that_would_block_every_drain_is_refused(blocking):
    (fault,) = faults(disruptions=blocking)
    assert "expected 1 or more, or 1% to 100%, so that a node can always be drained" in fault


@settings(max_examples=1000)
@given(replicas=st.integers(1, 5000), share=st.integers(1, 100) | st.integers(1, 5000).map(str))
def test_one_pod_at_least_may_always_be_evicted(replicas, share):
    """A share is of all pods and rounded up, a number is taken as it is."""
    disruptions = f"{share}%" if isinstance(share, int) else int(share)
    accepted = workload_args(disruptions=disruptions).disruptions
    evicted = -(-replicas * int(accepted[:-1]) // 100) if isinstance(accepted, str) else accepted
    assert min(evicted, replicas) >= 1
