"""A plan judged: what is refused, what is allowed, and what a test may expect of it."""

from __future__ import annotations

from dataclasses import replace

from checks.edits import Edit, edits
from checks.evolution import judged
from checks.expectation import Expectation
from checks.plan import Cause, Kind

from . import shop
from .conftest import TOLD, lost

SUBNET, CLUSTER = "aws:ec2/subnet:Subnet", "aws:eks/cluster:Cluster"


def test_what_is_protected_is_refused_once(plan):
    subnet = replace(lost(SUBNET, "jakarta-private-a"), protected=True)
    cluster = replace(lost(CLUSTER, "jakarta-main"), protected=True)
    found = judged(plan(subnet, cluster, lost(CLUSTER, "jakarta-other")))
    assert [(finding.rule, finding.resource) for finding in found.refused] == [
        ("network-moved", subnet.urn),
        ("protected", cluster.urn),
    ]
    assert "deletion_protection: false" in found.refused[1].fix


def test_what_is_allowed_is_refused_no_more_and_still_told(plan):
    subnets = [lost(SUBNET, f"jakarta-private-{zone}") for zone in "abc"]
    found = judged(plan(*subnets), allow=["jakarta-*-a", f"*Subnet::{subnets[1].name}", "batam-*"])
    assert [finding.resource for finding in found.refused] == [subnets[2].urn]
    assert [finding.resource for finding in found.allowed] == [subnets[0].urn, subnets[1].urn]
    assert found.unused == ("batam-*",)


def test_an_edit_reaches_its_site_its_part_or_everything(plan):
    subnet = lost(SUBNET, "jakarta-private-a")
    now = {**TOLD, "ipv6": True}
    assert [str(edit) for edit in plan(subnet, now=now).edits_for(subnet)] == ["sites.jakarta.network.ipv6"]
    parts = {"jakarta", "main", "main-storefront"}
    reached = {
        path: Edit(tuple(path.split(".")), 1, 2).reaches("jakarta", parts)
        for path in (
            "tags.owner",
            "sites.jakarta.zones",
            "sites.batam.zones",
            "clusters.main.versions",
            "clusters.other",
            "workloads.storefront.port",
            "workloads.front.port",
            "fleets.transcoder.ports",
        )
    }
    assert [path for path, holds in reached.items() if holds] == [
        "tags.owner",
        "sites.jakarta.zones",
        "clusters.main.versions",
        "workloads.storefront.port",
    ]


def test_edits_are_told_by_key_and_a_list_is_one_value():
    old = {"tags": {"owner": "a", "kept": 1}, "zones": ["a", "b"], "gone": {"x": 1}}
    new = {"tags": {"owner": "b", "kept": 1}, "zones": ["a", "c"], "come": 2}
    assert [(str(edit), edit.old, edit.new) for edit in edits(old, new)] == [
        ("come", None, 2),
        ("gone", {"x": 1}, None),
        ("tags.owner", "a", "b"),
        ("zones", ["a", "b"], ["a", "c"]),
    ]


def test_an_expectation_fails_for_what_is_beyond_it_and_for_what_does_not_come(plan):
    found = judged(plan(lost(SUBNET, "jakarta-private-a", Cause(input="cidrBlock", old=["x"])), lost(SUBNET, "jakarta-private-b")))
    assert Expectation(replaced=("Subnet jakarta-*-a",), deleted=("Subnet jakarta-*-b",)).faults(found) == []
    assert Expectation(deleted=("Subnet *",), created=("Subnet *-c",)).faults(found) == [
        "nothing is created that is called Subnet *-c",
        "Subnet jakarta-private-a is replaced by cidrBlock, and nothing says that it may be",
    ]
    assert [change.name for change in found.of(Kind.REPLACED)] == ["jakarta-private-a"]


def test_what_is_dated_is_told_at_a_moment_alone():
    made = shop.plan(shop.change("a:b/c:C", "x", Kind.DELETED, shop.FLEET))
    assert [finding.rule for finding in judged(made, at=shop.SALE_TIME).findings] == ["freeze-window"]
    assert judged(made).findings == ()
