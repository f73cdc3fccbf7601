"""Rule `no-effect`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.finding import Finding, Severity
from checks.plan import Kind
from engine.values import UNKNOWN
from simulator.alicloud.cs_clusters import RULES
from simulator.generic import class_of, inputs_of

from ..shop import ALICLOUD, change, found, plan, urn_of

ACK = "alicloud:cs/managedKubernetes:ManagedKubernetes"


def updated(*inputs: str, type_: str = ACK, kind: Kind = Kind.UPDATED) -> list[Finding]:
    made = change(type_, "bali-main-control-plane", kind, f"{ALICLOUD}:Cluster::bali-main")
    return found("no-effect", plan(replace(made, inputs=inputs)), None)


def test_an_endpoint_that_is_turned_public_stays_private():
    (finding,) = updated("slbInternetEnabled", "version")
    assert (finding.severity, finding.resource) == (Severity.WARNING, urn_of(ACK, "bali-main-control-plane"))
    assert finding.reason == (
        "slbInternetEnabled would be updated, which ACK reads at creation alone: the API server keeps the endpoint that it was made with"
    )
    assert finding.fix.startswith("bind an elastic IP to its load balancer")


def test_each_of_several_is_told():
    told = updated("addons", "podVswitchIds", "vswitchIds")
    assert {finding.reason.partition(" ")[0] for finding in told} == {"podVswitchIds", "addons"}


@pytest.mark.parametrize("kind", [Kind.CREATED, Kind.REPLACED, Kind.DELETED])
def test_a_cluster_that_is_made_reads_them(kind: Kind):
    assert updated("slbInternetEnabled", kind=kind) == []


def test_what_takes_effect_is_not_told_of_nor_what_is_another_cluster():
    assert updated("version", "deletionProtection", "vswitchIds") == []
    assert updated("addons", type_="aws:eks/cluster:Cluster") == []


def test_the_key_of_secrets_on_eks_is_for_good():
    made = change("aws:eks/cluster:Cluster", "main-control-plane", Kind.UPDATED, f"{ALICLOUD}:Cluster::bali-main")
    other = replace(made, inputs=("encryptionConfig",), old={"encryptionConfig": {"provider": {"keyArn": "first"}}})
    (finding,) = found("no-effect", plan(other), None)
    assert finding.severity is Severity.ERROR
    assert finding.fix.startswith("name the key that it had")
    assert found("no-effect", plan(replace(other, old={})), None) == [], "the first one does count"
    assert found("no-effect", plan(replace(other, inputs=("version",))), None) == []


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ('{"b": {"c": 3}}', "a"),
        ('{"a": 1, "b": {}}', "b.c"),
        (None, "a, b, b.c"),
        ('{"a": 2, "b": {"c": 3}, "d": 4}', ""),
        (UNKNOWN, ""),
        ("{", ""),
    ],
)
def test_settings_of_an_add_on_that_are_left_out(after: Any, told: str):
    made = change(
        "alicloud:cs/kubernetesAddon:KubernetesAddon", "bali-main-addon-x", Kind.UPDATED, f"{ALICLOUD}:Cluster::bali-main"
    )
    made = replace(made, old={"config": '{"a": 1, "b": {"c": 2}}'}, new={"config": after} if after else {})
    findings = found("no-effect", plan(made), None)
    assert [finding.reason for finding in findings] == (
        [f"config says no more of {told}, which ACK leaves as it is: it merges settings, and takes none out"] if told else []
    )


def test_what_it_names_are_inputs_that_replace_nothing():
    named = (
        "slbInternetEnabled",
        "podVswitchIds",
        "addons",
        "newNatGateway",
        "isEnterpriseSecurityGroup",
        "userCa",
        "zoneIds",
    )
    assert len(updated(*named)) == len(named)
    found_class = class_of(ACK)
    assert found_class is not None
    assert set(named) <= inputs_of(found_class)
    replaces = RULES[ACK].replaces
    assert isinstance(replaces, frozenset)
    assert not replaces & set(named)
