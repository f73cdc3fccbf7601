"""Rule `controller-swap`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from checks.finding import Finding, Severity
from checks.plan import Change, Kind

from ..shop import AWS, change, found, plan

SHOP = f"{AWS}:Cluster::java-main"


def controller(kind: str, what: Kind, name: str = "storefront", namespace: str = "shop", provider: str = "java") -> Change:
    made = replace(change(f"kubernetes:apps/v1:{kind}", f"java-main-{name}-{kind.lower()}", what, SHOP), provider=provider)
    inputs = {"metadata": {"name": name, "namespace": namespace}}
    return replace(made, old=inputs) if what is Kind.DELETED else replace(made, new=inputs)


def swapped(*changes: Change) -> list[Finding]:
    return found("controller-swap", plan(*changes), None)


@pytest.mark.parametrize(("old", "new"), [*permutations(("Deployment", "StatefulSet", "DaemonSet"), 2)])
def test_another_kind_under_the_same_name(old: str, new: str):
    gone = controller(old, Kind.DELETED)
    (finding,) = swapped(controller(new, Kind.CREATED), gone)
    assert (finding.severity, finding.resource) == (Severity.ERROR, gone.urn)
    assert finding.reason == (
        f"this {old} would go with all its pods in the update that makes the {new} storefront, which begins with few"
    )
    assert finding.fix == (
        f"declare the {new} beside it under another name, move what calls it, and take this one out in a later update"
    )


@pytest.mark.parametrize(
    "new",
    [
        controller("StatefulSet", Kind.CREATED, name="storefront-2"),
        controller("StatefulSet", Kind.CREATED, namespace="lab"),
        controller("StatefulSet", Kind.CREATED, provider="bali"),
        controller("StatefulSet", Kind.UPDATED),
        controller("Deployment", Kind.CREATED),
    ],
    ids=["another name", "another namespace", "another cluster", "that was there", "the same kind"],
)
def test_what_is_no_swap(new: Change):
    assert swapped(controller("Deployment", Kind.DELETED), new) == []


@pytest.mark.parametrize(
    ("kind", "disks"), [("Deployment", ""), ("StatefulSet", ", which then have the disks of old"), ("DaemonSet", "")]
)
def test_the_same_kind_made_anew(kind: str, disks: str):
    anew = replace(controller(kind, Kind.REPLACED), deleted_first=True)
    (finding,) = swapped(anew)
    assert (finding.severity, finding.resource) == (Severity.ERROR, anew.urn)
    assert finding.reason == f"the {kind} storefront is made anew, and would go with all its pods before there are others{disks}"
    assert finding.fix == (
        f"declare another {kind} beside it under another name, move what calls it, and take this one out in a later update"
    )
    assert swapped(replace(anew, deleted_first=False)) == []


def test_one_that_goes_for_good():
    assert swapped(controller("Deployment", Kind.DELETED)) == []
