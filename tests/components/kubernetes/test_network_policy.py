"""Who reaches the pods of a workload, and whom they reach: nobody but those that are named."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import JobArgs, Peer
from components.errors import ArgumentsError
from components.kubernetes.job import Job
from components.kubernetes.workload import Workload
from tests.support.clusters import IMAGE, workload_args
from tests.support.mocks import Recording, record

POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
SELECTOR = {"matchLabels": {"app.kubernetes.io/name": "storefront"}}
DNS = {
    "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}],
    "ports": [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}],
}


def workload(**options: Any) -> Recording:
    return record(lambda: Workload("main-storefront", workload_args(**options)))


def policy(**options: Any) -> dict[str, Any]:
    return workload(**options).one(POLICY).inputs["spec"]


def test_unless_told_otherwise_nobody_reaches_it_and_it_reaches_name_servers_alone():
    assert policy() == {"podSelector": SELECTOR, "policyTypes": ["Ingress", "Egress"], "ingress": [], "egress": [DNS]}


def test_callers_reach_the_port_that_it_listens_on():
    found = policy(port=9000, callers=(Peer(app="web"), Peer(namespace="monitoring", app="prometheus", ports=(9090,))))
    assert found["ingress"] == [
        {
            "from": [{"podSelector": {"matchLabels": {"app.kubernetes.io/name": "web"}}}],
            "ports": [{"port": 9000, "protocol": "TCP"}],
        },
        {
            "from": [
                {
                    "podSelector": {"matchLabels": {"app.kubernetes.io/name": "prometheus"}},
                    "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}},
                }
            ],
            "ports": [{"port": 9090, "protocol": "TCP"}],
        },
    ]


def test_it_reaches_what_it_calls():
    found = policy(calls=(Peer(cidr="10.32.0.0/12", ports=(5432,)), Peer(namespace="search")))
    assert found["egress"] == [
        DNS,
        {"to": [{"ipBlock": {"cidr": "10.32.0.0/12"}}], "ports": [{"port": 5432, "protocol": "TCP"}]},
        {"to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "search"}}}]},
    ]


def test_a_bound_service_account_reaches_who_gives_it_credentials_and_what_takes_them():
    found = policy(annotations={"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/orders"})
    assert found["egress"] == [
        DNS,
        {"to": [{"ipBlock": {"cidr": "169.254.170.23/32"}}], "ports": [{"port": 80, "protocol": "TCP"}]},
        {"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"port": 443, "protocol": "TCP"}]},
    ]


def test_no_pod_starts_before_the_policy_is_there():
    found = workload()
    (deployment,) = found.of("kubernetes:apps/v1:Deployment")
    assert found.one(POLICY).urn in deployment.dependencies


def test_it_is_open_where_that_is_asked_for():
    assert workload(closed=False).of(POLICY) == []


def test_nobody_reaches_a_job_and_it_reaches_what_it_calls():
    args = JobArgs(image=IMAGE, app="reindex", calls=(Peer(app="search", ports=(80, 8080)),))
    spec = record(lambda: Job("main-reindex", args)).one(POLICY).inputs["spec"]
    assert spec["ingress"] == []
    assert [each.get("ports") for each in spec["egress"][1:]] == [
        [{"port": 80, "protocol": "TCP"}, {"port": 8080, "protocol": "TCP"}]
    ]


@pytest.mark.parametrize(
    "wrong", [{}, {"cidr": "10.0.0.0/8", "app": "web"}, {"cidr": "ten"}, {"app": "Web"}, {"app": "web", "ports": (0,)}]
)
def test_a_peer_is_either_pods_or_a_block(wrong):
    with pytest.raises(ArgumentsError):
        Peer(**wrong)
