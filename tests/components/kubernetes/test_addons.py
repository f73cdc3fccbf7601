"""The baseline of a cluster: what each entry of its lists makes, and that one more of them touches no other."""

from __future__ import annotations

from dataclasses import replace

import pulumi
import pytest

from components.contracts import Limits, Quota
from components.errors import ArgumentsError
from components.kubernetes.addons import Addons, AddonsArgs
from components.kubernetes.alicloud_disks import AlicloudDisks
from components.kubernetes.chart import ChartArgs
from components.kubernetes.ebs_disks import EbsDisks
from components.kubernetes.namespace import Namespace, NamespaceArgs
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.priorities import PriorityArgs
from components.kubernetes.storage_class import StorageClassArgs
from tests.support.mocks import Recording, changes, record

QUOTA = "kubernetes:core/v1:ResourceQuota"
LIMITS = "kubernetes:core/v1:LimitRange"
PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass"
STORAGE = "kubernetes:storage.k8s.io/v1:StorageClass"

SHOP = NamespaceArgs(
    namespace="shop",
    quota=Quota(hard={"pods": "500", "requests.cpu": "200"}, by_priority={"urgent": {"pods": "40"}}),
    limits=Limits(default={"memory": "1Gi"}, request={"cpu": "100m"}, max={"memory": "8Gi"}, ratio={"cpu": "4"}, volume_max="1Ti"),
    pod_security_version="v1.35",
)
FAST = {
    "EKS": StorageClassArgs(called="fast", delivery=OnEks(), disks=EbsDisks(iops=6000, throughput=500).disks, default=True),
    "ACK": StorageClassArgs(
        called="fast", delivery=OnAck(), disks=AlicloudDisks(type="cloud_auto", iops=5000, bursting=True).disks, default=True
    ),
}


def made(on: str = "EKS", **more: NamespaceArgs) -> Recording:
    args = AddonsArgs(
        namespaces={"shop": SHOP, **more},
        priorities={"sale": PriorityArgs(called="sale", value=50_000, description="campaigns")},
        storage_classes={"fast": FAST[on]},
    )
    return record(lambda: Addons("main", args))


def test_a_quota_bounds_all_of_a_namespace_and_one_more_the_pods_of_a_priority():
    found = made()
    assert found.one(QUOTA, "main-shop-quota").inputs["metadata"] == {"name": "quota", "namespace": "shop"}
    assert found.one(QUOTA, "main-shop-quota").inputs["spec"] == {"hard": {"pods": "500", "requests.cpu": "200"}}
    assert found.one(QUOTA, "main-shop-quota-urgent").inputs["spec"] == {
        "hard": {"pods": "40"},
        "scopeSelector": {"matchExpressions": [{"scopeName": "PriorityClass", "operator": "In", "values": ["urgent"]}]},
    }
    assert {each.parent for each in found.of(QUOTA)} == {found.one(Namespace.TYPE).urn}


def test_a_limit_range_fills_in_and_bounds_containers_and_claims():
    assert made().one(LIMITS, "main-shop-limits").inputs["spec"] == {
        "limits": [
            {
                "type": "Container",
                "default": {"memory": "1Gi"},
                "defaultRequest": {"cpu": "100m"},
                "max": {"memory": "8Gi"},
                "maxLimitRequestRatio": {"cpu": "4"},
            },
            {"type": "PersistentVolumeClaim", "max": {"storage": "1Ti"}},
        ]
    }


def test_the_form_of_the_security_standard_is_pinned_where_it_is_told():
    labels = made().one("kubernetes:core/v1:Namespace").inputs["metadata"]["labels"]
    assert labels == {
        f"pod-security.kubernetes.io/{mode}{suffix}": value
        for mode in ("enforce", "audit", "warn")
        for suffix, value in (("", "restricted"), ("-version", "v1.35"))
    }


def test_each_is_switched_on_by_its_entry_alone():
    bare = record(lambda: Addons("main", AddonsArgs(namespaces={"shop": NamespaceArgs(namespace="shop", closed=False)})))
    assert [each.type for each in bare.values() if each.custom] == ["kubernetes:core/v1:Namespace"]
    assert [each.type for each in record(lambda: Addons("main", AddonsArgs())).values()] == [Addons.TYPE]


def test_a_priority_has_the_value_that_it_is_told():
    inputs = made().one(PRIORITY, "main-priority-sale-class").inputs
    assert (inputs["metadata"], inputs["value"], inputs["preemptionPolicy"]) == ({"name": "sale"}, 50_000, "PreemptLowerPriority")
    assert inputs["description"] == "campaigns"
    assert "globalDefault" not in inputs


def test_both_clouds_get_the_same_objects_but_for_what_makes_disks():
    eks, ack = made("EKS"), made("ACK")
    assert {(each.type, each.name) for each in eks.values()} == {(each.type, each.name) for each in ack.values()}
    differing = {urn for urn in eks if eks[urn].custom and eks[urn].inputs != ack[urn].inputs}
    assert differing == {eks.one(STORAGE).urn}
    told = {on: found.one(STORAGE).inputs for on, found in {"EKS": eks, "ACK": ack}.items()}
    assert {key for key in told["EKS"] if told["EKS"][key] != told["ACK"][key]} == {"provisioner", "parameters"}
    assert told["EKS"]["parameters"] == {"type": "gp3", "encrypted": "true", "iops": "6000", "throughput": "500"}
    assert told["ACK"]["parameters"] == {
        "type": "cloud_auto",
        "encrypted": "true",
        "provisionedIops": "5000",
        "burstingEnabled": "true",
    }
    assert told["EKS"]["metadata"] == {"name": "fast", "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}


def test_one_more_namespace_and_a_higher_quota_touch_no_other():
    assert changes(made(), made(batch=NamespaceArgs(namespace="batch"))) == (
        {"Namespace main-batch-namespace", "NetworkPolicy main-batch-closed"},
        set(),
        set(),
    )
    raised = replace(SHOP, quota=Quota(hard={"pods": "900"}, by_priority={"urgent": {"pods": "40"}}))
    assert changes(made(), made(shop=raised)) == (set(), set(), {"ResourceQuota main-shop-quota"})


def test_what_stood_beside_it_before_is_taken_over():
    class Site(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("nusantara:index:Site", "jakarta")
            args = AddonsArgs(namespaces={"shop": SHOP}, priorities={"urgent": PriorityArgs(called="urgent")})
            Addons("main", args, pulumi.ResourceOptions(parent=self))

    found = record(Site)
    site = found.one("nusantara:index:Site").urn
    for name in ("main-shop", "main-priority-urgent"):
        (each,) = [each for each in found.values() if each.name == name]
        assert each.aliases == ({"spec": {"parentUrn": site}},)


def test_a_chart_comes_after_its_namespace():
    chart = ChartArgs(chart="kured", repository="https://kubereboot.github.io/charts", version="5.6.1", namespace="reboots")
    reboots = NamespaceArgs(namespace="reboots", pod_security="privileged", closed=False)
    found = record(lambda: Addons("main", AddonsArgs(namespaces={"reboots": reboots}, charts={"reboots": chart})))
    release = found.one("kubernetes:helm.sh/v3:Release", "main-chart-reboots-release")
    assert (release.inputs["namespace"], release.inputs["version"]) == ("reboots", "5.6.1")
    assert found.one("kubernetes:core/v1:Namespace").urn in release.dependencies


def test_of_several_defaults_one_is_meant():
    priorities = {name: PriorityArgs(called=name, value=1, default=True) for name in ("one", "two")}
    classes = {name: replace(FAST["EKS"], called=name) for name in ("fast", "faster")}
    with pytest.raises(ArgumentsError) as error:
        AddonsArgs(priorities=priorities, storage_classes=classes)
    assert [str(fault) for fault in error.value.faults] == [
        "priorities.two.default: true, expected one default, which one is; fix: take it out of one of them",
        "storage_classes.faster.default: true, expected one default, which fast is; fix: take it out of one of them",
    ]
