"""Rule `access-moved`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.finding import Finding, Severity
from checks.plan import Change, Kind

from ..shop import ALICLOUD, AWS, change, found, plan

MAIN = f"{AWS}:Cluster::java-main"
ENTRIES = [
    ("aws:eks/accessEntry:AccessEntry", "principalArn", MAIN, "EKS refuses a second entry of one identity"),
    (
        "alicloud:cs/kubernetesPermission:KubernetesPermission",
        "uid",
        f"{ALICLOUD}:Cluster::java-main",
        "ACK takes what is granted away with the entry that goes",
    ),
]


def entry(type_: str, name: str, kind: Kind, inside: str, **inputs: str) -> Change:
    made = change(type_, f"java-main-access-{name}", kind, inside)
    return replace(made, old=inputs) if kind is Kind.DELETED else replace(made, new=inputs)


def moved(*changes: Change) -> list[Finding]:
    return found("access-moved", plan(*changes), None)


@pytest.mark.parametrize(("type_", "named", "inside", "comes"), ENTRIES)
def test_an_entry_that_only_got_another_name(type_, named, inside, comes):
    gone = entry(type_, "shop", Kind.DELETED, inside, **{named: "someone"})
    (finding,) = moved(gone, entry(type_, "store", Kind.CREATED, inside, **{named: "someone"}))
    assert (finding.severity, finding.resource) == (Severity.ERROR, gone.urn)
    assert finding.reason == f"its identity would be let in by java-main-access-store before it goes: {comes}"
    assert finding.fix == "keep the name that it has, or remove the entry in one update and add it in the next"


@pytest.mark.parametrize(("type_", "named", "inside", "comes"), ENTRIES)
def test_one_of_somebody_else_or_of_another_cluster(type_, named, inside, comes):
    gone = entry(type_, "shop", Kind.DELETED, inside, **{named: "someone"})
    assert moved(gone, entry(type_, "store", Kind.CREATED, inside, **{named: "another"})) == [], comes
    assert moved(gone, entry(type_, "store", Kind.CREATED, f"{AWS}:Cluster::java-other", **{named: "someone"})) == []
    assert moved(gone) == []
