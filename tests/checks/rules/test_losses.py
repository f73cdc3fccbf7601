"""Rules `failover-late`, `no-survivor` and `one-dns`: what a plan shows of a loss, by the records that it would leave."""

from __future__ import annotations

from typing import Any

import pytest

from checks.finding import Severity
from checks.judgement import judge
from checks.plan import Change, Component, Kind, Plan, Standing
from checks.subject import Subject
from engine.values import UNKNOWN
from tests.support.drilled import ROOT, SAID, SITES, WWW, check, shop, weighted

WEIGHTS = {"jakarta-aws": 60, "jakarta-alicloud": 40, "singapore-aws": 0}


def new(**said: Any) -> Plan:
    """Nothing is there yet: ids are not known, and what a value comes from is all that leads to a site."""
    declared = shop(**said).all
    urns = {each.id: each.urn for each in declared}
    changes = []
    for each in declared:
        if not each.id:
            continue
        inputs, sources = dict(each.inputs), {}
        if "healthCheckId" in inputs:
            sources["healthCheckId"] = (urns[inputs["healthCheckId"]],)
            inputs["healthCheckId"] = UNKNOWN
        if each.name.endswith("-own"):
            sources["records"] = (urns[f"{each.name.removesuffix('-own')}-front"],)
            inputs["records"] = UNKNOWN
        changes.append(Change(kind=Kind.CREATED, urn=each.urn, parent=each.parent, new=inputs, sources=sources))
    components = {each.urn: Component(urn=each.urn, parent=each.parent, new=dict(each.inputs)) for each in declared if not each.id}
    return Plan(changes=tuple(changes), components=components)


def there(*changes: Change, **said: Any) -> Plan:
    """All of it is there, and some of it changes."""
    declared = shop(**said).all
    standing = {
        each.urn: Standing(parent=each.parent, inputs=each.inputs, id=each.id, sources=each.sources, outputs=each.outputs)
        for each in declared
    }
    root = Component(urn=ROOT, old=dict(declared[0].inputs), new=dict(declared[0].inputs))
    return Plan(changes=changes, components={ROOT: root}, standing=standing)


def found(plan: Plan, *rules: str) -> list[tuple[str, str, str]]:
    named = rules or ("failover-late", "no-survivor", "one-dns")
    findings = judge(plan).findings
    assert all(finding.severity is Severity.WARNING for finding in findings if finding.rule in named)
    return [(finding.rule, finding.resource, finding.reason) for finding in findings if finding.rule in named]


@pytest.mark.parametrize("plan", [new(), there()])
def test_what_survives_is_told_alike_before_it_is_there_and_afterwards(plan: Plan) -> None:
    alone = f"without all of AWS, {WWW} is answered by Route 53 alone, which is lost"
    assert found(plan) == [("one-dns", "traffic.www", alone)]


def test_an_answer_that_is_kept_for_too_long() -> None:
    objectives = {"site": {"capacity": 100, "within": 60}}
    (late,) = found(new(objectives=objectives), "failover-late")
    assert late[1] == "traffic.www"
    assert late[2] == (
        f"without jakarta-alicloud, {WWW}: some are led to jakarta-alicloud for 1:06, 1:00 promised "
        "(10s × 3 checks + 6s of waiting + a TTL of 30s = 66s)"
    )


def test_a_record_that_loses_its_check_is_seen_in_the_plan_that_takes_it() -> None:
    before = weighted("jakarta-aws", 60)
    after = {key: value for key, value in before.inputs.items() if key != "healthCheckId"}
    change = Change(kind=Kind.UPDATED, urn=before.urn, parent=before.parent, old=before.inputs, new=after, outputs=before.outputs)
    (late,) = found(there(change), "failover-late")
    assert late[2] == f"without jakarta-aws, {WWW}: Route 53 goes on to lead to jakarta-aws"
    gone = Change(kind=Kind.DELETED, urn=check("jakarta-aws").urn, parent=ROOT, old=check("jakarta-aws").inputs)
    assert found(there(change, gone), "failover-late")


def test_more_than_what_is_left_may_have() -> None:
    workloads = {**SAID["workloads"], "storefront": {**SAID["workloads"]["storefront"], "replicas": {"min": 12, "max": 150}}}
    (short,) = found(new(workloads=workloads), "no-survivor")
    assert short[1] == "workloads.storefront"
    assert short[2] == (
        "without jakarta-alicloud, storefront in jakarta-aws is asked for 100% of payday, 14,000 requests a second: 175 pods, "
        "and it may have 150"
    )


def test_a_stack_of_no_environment_is_told_nothing() -> None:
    assert Subject(Plan(changes=())).losses == ()
    assert len(Subject(new()).losses) == len(SITES) + 2
