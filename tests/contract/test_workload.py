"""One workload, the same in the clusters of every cloud."""

from __future__ import annotations

from typing import Any

import pytest

from components.kubernetes.workload import Workload
from tests.support.clusters import ACK, ALL, EKS, KUBERNETES, Clusters, make_workload, workload_args
from tests.support.mocks import Recording, record

pytestmark = pytest.mark.parametrize("clusters", ALL, ids=str)


def workload(clusters: Clusters, **changes: Any) -> Recording:
    return record(lambda: make_workload(clusters, **changes))


def inside(found: Recording) -> dict[str, Any]:
    return {each.name: each.inputs for each in found.children(found.one(Workload.TYPE))}


def test_it_is_applied_through_the_clusters_own_provider(clusters: Clusters):
    found = workload(clusters)
    provider = found.one(KUBERNETES)
    children = found.children(found.one(Workload.TYPE))
    assert {each.provider for each in children} == {f"{provider.urn}::{provider.id}"}


def test_it_is_the_same_on_every_cloud(clusters: Clusters):
    assert inside(workload(clusters)) == inside(workload(EKS))


def test_a_binding_reaches_the_service_account_after_its_role(clusters: Clusters):
    def program():
        cluster = clusters.make()
        annotations = cluster.bind("shop", namespace="shop", service_account="storefront", policies={"read": clusters.policy})
        Workload("main-storefront", workload_args(namespace="shop", annotations=annotations))

    found = record(program)
    account = found.one("kubernetes:core/v1:ServiceAccount", "main-storefront-account")
    role = found.one(clusters.types["role"], "main-bind-shop")
    (key,) = account.inputs["metadata"]["annotations"]
    assert key == ("pod-identity.alibabacloud.com/role-name" if clusters is ACK else "eks.amazonaws.com/role-arn")
    assert role.urn in account.dependencies
