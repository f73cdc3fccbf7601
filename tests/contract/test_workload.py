"""One workload, the same in the clusters of every cloud."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import IDENTITY_ANNOTATION, JobArgs
from components.kubernetes.job import Job
from components.kubernetes.workload import Workload
from tests.support.clusters import ACK, ALL, EKS, IMAGE, KUBERNETES, Clusters, altered, make_workload, workload_args
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
    named = "pod-identity.alibabacloud.com/role-name" if clusters is ACK else "eks.amazonaws.com/role-arn"
    assert account.inputs["metadata"]["annotations"].keys() == {named, IDENTITY_ANNOTATION}
    assert role.urn in account.dependencies


def test_pods_start_again_when_they_get_a_role_another_one_or_none(clusters: Clusters):
    """Workloads and jobs on a schedule; another policy of the same role reaches them as they run."""

    def made(role: str = "", *policies: str) -> Recording:
        def program():
            cluster = clusters.make()
            granted = dict.fromkeys(policies, clusters.policy)
            told = cluster.bind(role, namespace="shop", service_account="storefront", policies=granted) if role else {}
            Workload("main-storefront", workload_args(namespace="shop", annotations=told))
            Job("main-reindex", JobArgs(image=IMAGE, namespace="shop", schedule="30 2 * * *", annotations=told))

        return record(program)

    def rolled(before: Recording, after: Recording) -> set[str]:
        return {name for name in altered(before, after) if name.split()[0] in {"Deployment", "CronJob"}}

    without, shop, orders = made(), made("shop", "read"), made("orders", "read")
    both = {"Deployment main-storefront-deployment", "CronJob main-reindex-job"}
    assert rolled(without, shop) == rolled(shop, orders) == rolled(shop, without) == both
    assert rolled(shop, made("shop", "read", "write")) == set()
