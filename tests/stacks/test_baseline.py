"""What a cluster's file declares before any workload: what is made of it, and where a fault of it stands."""

from __future__ import annotations

import pulumi
import pytest

from components.kubernetes.addons import Addons
from stacks.arguments import SiteArguments
from stacks.site import Site
from tests.support.mocks import Recording, changes, comes_after, record

LINE = "storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}"
POOLS = "        pools:\n"
NAMESPACE = "kubernetes:core/v1:Namespace"
CLASS = "kubernetes:storage.k8s.io/v1:StorageClass"
PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
QUOTA = "kubernetes:core/v1:ResourceQuota"


def edits(declared: str = "", workload: str = "namespace: shop", **more: str) -> dict[str, str]:
    """The environment with lines under its cluster, and its workload told more."""
    lines = "".join(f"        {line}\n" for line in declared.splitlines())
    return {POOLS: f"{lines}{POOLS}", LINE: LINE.replace("4}}", f"4}}, {workload}}}"), **more}


@pytest.fixture
def made(loaded):
    """What a site consists of, by what its cluster declares and its workload is told."""

    def site(name: str, declared: str = "", workload: str = "namespace: shop") -> Recording:
        arguments = SiteArguments(loaded(edits(declared, workload)), name)
        return record(lambda: Site(name, arguments, pulumi.ResourceOptions()))

    return site


class TestWhatIsMade:
    def test_without_a_word_it_is_as_it_was(self, made):
        found = made("jakarta", workload="namespace: shop, priority: urgent, kind: StatefulSet, volume: {}")
        assert found.of(Addons.TYPE) == []
        site = found.one(Site.TYPE).urn
        for name in ("jakarta-main-shop", "jakarta-main-priority-urgent", "jakarta-main-storage-encrypted"):
            assert [each.parent for each in found.values() if each.name == name] == [site]

    @pytest.mark.parametrize("site", ["jakarta", "batam"])
    def test_declared_namespaces_are_made_whether_or_not_anything_runs_in_them(self, made, site):
        declared = (
            "namespaces:\n"
            "  shop: {labels: {team: shop}, quota: {pods: 500, requests.cpu: '200'}, security_version: cluster}\n"
            "  batch: {closed: false, security: baseline, priority_quotas: {batch: {pods: 20}}}\n"
            "  monitoring: none"
        )
        found = made(site, declared, "namespace: shop, callers: [{namespace: monitoring, app: prometheus}]")
        assert [each.name for each in found.of(NAMESPACE)] == [f"{site}-main-batch-namespace", f"{site}-main-shop-namespace"]
        labels = found.one(NAMESPACE, f"{site}-main-shop-namespace").inputs["metadata"]["labels"]
        assert (labels["team"], labels["pod-security.kubernetes.io/enforce-version"]) == ("shop", "v1.35")
        assert found.one(QUOTA, f"{site}-main-shop-quota").inputs["spec"] == {"hard": {"pods": "500", "requests.cpu": "200"}}
        assert found.one(QUOTA, f"{site}-main-batch-quota-batch").inputs["spec"]["hard"] == {"pods": "20"}
        workload = found.one("kubernetes:apps/v1:Deployment", f"{site}-main-storefront-deployment")
        assert found.one(NAMESPACE, f"{site}-main-shop-namespace").urn in workload.dependencies

    def test_an_exposed_workloads_namespace_waits_for_its_load_balancer_also_where_it_is_declared(self, made):
        found = made("jakarta", "namespaces: {shop: {}}", "namespace: shop, expose: {host: shop.example}")
        labels = found.one(NAMESPACE, "jakarta-main-shop-namespace").inputs["metadata"]["labels"]
        assert labels["elbv2.k8s.aws/pod-readiness-gate-inject"] == "enabled"

    def test_pods_have_a_declared_priority_and_come_after_it(self, made):
        found = made("batam", "priorities: {sale: {value: 5000, preempts: false}}", "priority: sale")
        rank = found.one(PRIORITY, "batam-main-priority-sale-class")
        assert (rank.inputs["value"], rank.inputs["preemptionPolicy"]) == (5000, "Never")
        deployment = found.one("kubernetes:apps/v1:Deployment", "batam-main-storefront-deployment")
        assert deployment.inputs["spec"]["template"]["spec"]["priorityClassName"] == "sale"
        assert comes_after(found, deployment, rank)
        brought = made("batam", "priorities: {sale: none, urgent: none}", "priority: urgent")
        assert brought.of(PRIORITY) == []

    @pytest.mark.parametrize(
        ("site", "parameters"),
        [
            ("jakarta", {"type": "io2", "encrypted": "true", "iops": "6000", "kmsKeyId": "arn:of:key"}),
            ("batam", {"type": "cloud_essd", "encrypted": "true", "performanceLevel": "PL2"}),
        ],
    )
    def test_volumes_have_disks_of_a_declared_class(self, made, site, parameters):
        declared = (
            "storage_classes:\n"
            "  fast:\n"
            "    default: true\n"
            "    reclaim: Retain\n"
            "    aws: {type: io2, iops: 6000, keys: {jakarta: 'arn:of:key'}}\n"
            "    alicloud: {performance_level: PL2}"
        )
        found = made(site, declared, "kind: StatefulSet, volume: {storage_class: fast}")
        (storage,) = found.of(CLASS)
        assert (storage.name, storage.inputs["parameters"]) == (f"{site}-main-storage-fast-class", parameters)
        assert storage.inputs["reclaimPolicy"] == "Retain"
        stateful = found.one("kubernetes:apps/v1:StatefulSet")
        assert stateful.inputs["spec"]["volumeClaimTemplates"][0]["spec"]["storageClassName"] == "fast"
        assert comes_after(found, stateful, storage)

    def test_encrypted_disks_may_be_told_otherwise_and_other_classes_be_there_already(self, made):
        told = made("jakarta", "storage_classes: {encrypted: {default: true, aws: {iops: 4000}}}", "kind: StatefulSet, volume: {}")
        (storage,) = told.of(CLASS)
        assert (storage.name, storage.inputs["parameters"]["iops"]) == ("jakarta-main-storage-encrypted-class", "4000")
        brought = made("jakarta", "storage_classes: {efs: none}", "kind: StatefulSet, volume: {storage_class: efs}")
        assert brought.of(CLASS) == []

    def test_what_is_declared_later_moves_with_its_name_and_back(self, made):
        before, after = made("jakarta"), made("jakarta", "namespaces: {shop: {}}")
        old, new = (found.one("nusantara:kubernetes:Namespace", "jakarta-main-shop") for found in (before, after))
        assert new.aliases == ({"spec": {"parentUrn": before.one(Site.TYPE).urn}},)
        assert old.aliases == ({"spec": {"parentUrn": after.one(Addons.TYPE).urn}},)

    def test_one_more_namespace_touches_no_other(self, made):
        one, two = (made("jakarta", f"namespaces: {{shop: {{}}{more}}}") for more in ("", ", batch: {quota: {pods: 9}}"))
        found = changes(one, two)
        assert (found.removed, found.changed) == (set(), set())
        assert found.added == {
            "Namespace jakarta-main-batch-namespace",
            "NetworkPolicy jakarta-main-batch-closed",
            "ResourceQuota jakarta-main-batch-quota",
        }
