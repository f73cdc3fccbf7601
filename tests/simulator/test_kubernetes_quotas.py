"""Quotas of a simulated cluster: what counts, what has no room, and what is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.namespaced import (
    CONFIG_MAP,
    DEPLOYMENT,
    FAILED,
    POD,
    QUOTA,
    SERVICE,
    SHOP,
    STATEFUL_SET,
    bound,
    container,
    deployment,
    named,
    shop,
)
from tests.support.simulated import RefusalError


def term(operator: str, *values: str) -> dict[str, Any]:
    """The scope of a quota that means pods of some priority classes."""
    told = {"scopeName": "PriorityClass", "operator": operator, **({"values": list(values)} if values else {})}
    return {"scopeSelector": {"matchExpressions": [told]}}


@pytest.fixture
def cluster(tmp_path):
    return shop(tmp_path)


def test_pods_that_have_no_room_are_told_by_the_rollout_which_is_kept(cluster):
    bound(cluster, pods="3")
    with pytest.raises(RefusalError) as refusal:
        cluster.make(DEPLOYMENT, **deployment(4))
    assert str(refusal.value).split("; ") == [
        f"{FAILED} 'web' timed out waiting to be Ready",
        "[MinimumReplicasUnavailable] Deployment does not have minimum availability.",
        "Minimum number of live Pods was not attained",
        '[FailedCreate] pods "web-" is forbidden: exceeded quota: quota, requested: pods=1, used: pods=3, limited: pods=3',
        "3 of 4 pods are ready",
    ]
    _, live = cluster.found(DEPLOYMENT, "shop/web")
    assert live["status"]["readyReplicas"] == 3
    assert live["status"]["unavailableReplicas"] == 1
    assert live["status"]["conditions"][-1]["reason"] == "FailedCreate"


def test_what_others_took_counts(cluster):
    bound(cluster, requests_cpu="1500m")
    cluster.make(DEPLOYMENT, **deployment(2))
    with pytest.raises(RefusalError, match=r"requested: requests.cpu=500m, used: requests.cpu=1500m, limited: requests.cpu=1500m"):
        cluster.make(STATEFUL_SET, **named(deployment(2), "db"))


def test_a_program_that_does_not_wait_is_told_nothing(cluster):
    bound(cluster, pods="0")
    _, outputs = cluster.create(DEPLOYMENT, **deployment(1, annotations={"pulumi.com/skipAwait": "true"}))
    assert outputs["status"]["unavailableReplicas"] == 1


def test_a_pod_that_says_not_what_it_takes_is_not_let_in(cluster):
    bound(cluster, requests_cpu="4", limits_memory="4Gi")
    with pytest.raises(RefusalError, match=r"failed quota: quota: must specify limits.memory for: web; requests.cpu for: web"):
        cluster.make(DEPLOYMENT, **deployment(1, {"containers": [container(None)]}))


def test_a_rollout_that_keeps_every_pod_needs_room_for_one_more(cluster):
    bound(cluster, pods="2")
    inputs = deployment(2, maxUnavailable=0, maxSurge=1)
    identity, before = cluster.create(DEPLOYMENT, **inputs)
    other = deployment(2, {"containers": [container(image="web@sha256:1")]}, maxUnavailable=0, maxSurge=1)
    with pytest.raises(RefusalError, match="requested: pods=1, used: pods=2, limited: pods=2"):
        cluster.update(DEPLOYMENT, identity, before, **{**before, **other})
    yielding = deployment(2, {"containers": [container(image="web@sha256:1")]}, maxUnavailable=1, maxSurge=0)
    assert cluster.update(DEPLOYMENT, identity, before, **{**before, **yielding})["status"]["readyReplicas"] == 2


def test_objects_count_too_and_are_refused_themselves(cluster):
    bound(cluster, configmaps="1", **{"count/deployments_apps": "0"})
    cluster.make(CONFIG_MAP, metadata={"name": "one", **SHOP})
    with pytest.raises(RefusalError, match='configmaps "two" is forbidden: exceeded quota: quota, requested: configmaps=1, used'):
        cluster.make(CONFIG_MAP, metadata={"name": "two", **SHOP})
    with pytest.raises(RefusalError, match=r'deployments.apps "web" is forbidden: exceeded quota: quota'):
        cluster.make(DEPLOYMENT, **deployment())
    cluster.make(CONFIG_MAP, metadata={"name": "two", "namespace": "default"})


def test_load_balancers_are_bounded_apart(cluster):
    bound(cluster, services_loadbalancers="0")
    ports = [{"port": 80}]
    cluster.make(SERVICE, metadata={"name": "inside", **SHOP}, spec={"ports": ports})
    with pytest.raises(RefusalError, match=r"services.loadbalancers=1, used: services.loadbalancers=0"):
        cluster.make(SERVICE, metadata={"name": "outside", **SHOP}, spec={"type": "LoadBalancer", "ports": ports})


def test_its_status_tells_what_is_used(cluster):
    cluster.make(DEPLOYMENT, **deployment(3))
    _, quota = cluster.create(QUOTA, metadata={"name": "quota", **SHOP}, spec={"hard": {"pods": "9", "requests.memory": "8Gi"}})
    assert quota["status"] == {
        "hard": {"pods": "9", "requests.memory": "8Gi"},
        "used": {"pods": "3", "requests.memory": "1536Mi"},
    }


def test_its_status_follows_what_comes_and_goes(cluster):
    identity, _ = cluster.create(
        QUOTA, metadata={"name": "quota", **SHOP}, spec={"hard": {"pods": "9", "requests.memory": "9216Mi"}}
    )

    def used():
        return cluster.found(QUOTA, identity)[1]["status"]["used"]

    web, outputs = cluster.create(DEPLOYMENT, **deployment(4))
    assert used() == {"pods": "4", "requests.memory": "2Gi"}
    cluster.update(DEPLOYMENT, web, outputs, **deployment(1))
    assert used() == {"pods": "1", "requests.memory": "512Mi"}
    cluster.delete(DEPLOYMENT, web, outputs)
    assert used() == {"pods": "0", "requests.memory": "0"}


@pytest.mark.parametrize(
    ("scopes", "pod", "held"),
    [
        ({"scopes": ["BestEffort"]}, {"containers": [{"name": "web", "image": "web"}]}, True),
        ({"scopes": ["BestEffort"]}, {"containers": [container()]}, False),
        ({"scopes": ["NotBestEffort"]}, {"containers": [container()]}, True),
        ({"scopes": ["Terminating"]}, {"containers": [container()], "activeDeadlineSeconds": 60}, True),
        ({"scopes": ["Terminating"]}, {"containers": [container()]}, False),
        ({"scopes": ["NotTerminating"]}, {"containers": [container()]}, True),
        ({"scopes": ["NotTerminating", "BestEffort"]}, {"containers": [container()]}, False),
        (term("In", "urgent"), {"containers": [container()], "priorityClassName": "urgent"}, True),
        (term("In", "urgent"), {"containers": [container()]}, False),
        (term("NotIn", "urgent"), {"containers": [container()]}, True),
        (term("Exists"), {"containers": [container()], "priorityClassName": "urgent"}, True),
        (term("DoesNotExist"), {"containers": [container()], "priorityClassName": "urgent"}, False),
    ],
)
def test_one_with_scopes_means_some_pods_and_nothing_else(cluster, scopes: dict[str, Any], pod: dict[str, Any], held: bool):
    cluster.make("kubernetes:scheduling.k8s.io/v1:PriorityClass", metadata={"name": "urgent"}, value=10)
    cluster.make(QUOTA, metadata={"name": "quota", **SHOP}, spec={"hard": {"pods": "0", "configmaps": "0"}, **scopes})
    cluster.make(CONFIG_MAP, metadata={"name": "free", **SHOP})
    if held:
        with pytest.raises(RefusalError, match='pods "web" is forbidden: exceeded quota: quota, requested: pods=1'):
            cluster.make(POD, metadata={"name": "web", **SHOP}, spec=pod)
    else:
        cluster.make(POD, metadata={"name": "web", **SHOP}, spec=pod)


def test_each_pod_of_a_stateful_set_claims_its_own(cluster):
    bound(cluster, persistentvolumeclaims="3", requests_storage="100Gi")
    claim = {"metadata": {"name": "data"}, "spec": {"resources": {"requests": {"storage": "40Gi"}}}}
    told = deployment(3)
    told["spec"]["volumeClaimTemplates"] = [claim]
    with pytest.raises(RefusalError, match=r"requested: requests.storage=40Gi, used: requests.storage=80Gi, limited: .*=100Gi"):
        cluster.make(STATEFUL_SET, **told)
    _, live = cluster.found(STATEFUL_SET, "shop/web")
    assert live["status"]["readyReplicas"] == 2


def test_the_largest_of_what_runs_before_counts_where_it_is_more(cluster):
    bound(cluster, requests_cpu="1")
    spec = {"containers": [container()], "initContainers": [container({"requests": {"cpu": "2"}}, name="first")]}
    with pytest.raises(RefusalError, match=r"requested: requests.cpu=2, used: requests.cpu=0"):
        cluster.make(DEPLOYMENT, **deployment(1, spec))
