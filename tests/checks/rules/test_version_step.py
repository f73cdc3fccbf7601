"""Rule `version-step`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.finding import Finding, Severity
from checks.plan import Kind
from engine.values import UNKNOWN

from ..shop import AWS, change, found, plan, urn_of

PLANE = "aws:eks/cluster:Cluster"
ACK = "alicloud:cs/managedKubernetes:ManagedKubernetes"


def step(before: str, after: str, type_: str = PLANE, kind: Kind = Kind.UPDATED) -> list[Finding]:
    made = change(type_, "java-main-control-plane", kind, f"{AWS}:Cluster::java-main", {"version": after})
    return found("version-step", plan(replace(made, old={"version": before})), None)


def test_two_minors_at_once():
    (finding,) = step("1.34", "1.36")
    assert (finding.severity, finding.resource) == (Severity.ERROR, urn_of(PLANE, "java-main-control-plane"))
    assert finding.reason == "it is 1.34 and would be 1.36; expected 1.34 or 1.35"
    assert finding.fix == "bring 1.35 up first; a control plane takes one minor at a time"


def test_back_by_one_in_the_spelling_of_alibaba_cloud():
    (finding,) = step("1.35.7-aliyun.1", "1.34.4-aliyun.1", ACK)
    assert (
        finding.reason
        == "it is 1.35.7-aliyun.1 and would be 1.34.4-aliyun.1; expected 1.35 or newer, since no cloud takes a version back"
    )
    assert finding.fix == "write 1.35"


@pytest.mark.parametrize(("before", "after"), [("1.35", "1.36"), ("1.35.5-aliyun.1", "1.35.7-aliyun.1"), ("1.35", "newest")])
def test_one_minor_and_what_is_no_version_are_let_be(before: str, after: str):
    assert step(before, after) == step(before, after, ACK) == []


def test_nodes_go_back_neither_and_may_skip():
    (finding,) = step("1.36", "1.35", "aws:eks/nodeGroup:NodeGroup")
    assert finding.reason == "it is 1.36 and would be 1.35; expected 1.36 or newer, since no node goes back"
    assert finding.fix == "write 1.36, or make a pool of 1.35 beside it"
    pool = change("alicloud:cs/nodePool:NodePool", "bali-main-pool-general", Kind.UPDATED, f"{AWS}:Cluster::java-main")
    told = [{"upgradePolicy": {"kubernetesVersion": version}} for version in ("1.36.1-aliyun.1", "1.35.7-aliyun.1")]
    assert len(found("version-step", plan(replace(pool, old=told[0], new=told[1])), None)) == 1
    assert found("version-step", plan(replace(pool, old=told[1], new=told[0])), None) == []
    assert found("version-step", plan(replace(pool, old=told[0], new={})), None) == []


def test_a_version_that_is_not_known_yet_is_not_judged():
    made = change(PLANE, "java-main-control-plane", Kind.UPDATED, f"{AWS}:Cluster::java-main", {"version": UNKNOWN})
    assert found("version-step", plan(replace(made, old={"version": "1.34"})), None) == []


def test_what_is_no_control_plane_or_is_made_anew_steps_from_nothing():
    assert step("1.32", "1.35", "aws:eks/nodeGroup:NodeGroup") == step("1.32", "1.35", kind=Kind.REPLACED) == []
