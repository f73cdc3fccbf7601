"""Rule `role-moved`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.finding import Finding, Severity
from checks.plan import Component

from ..shop import ALICLOUD, AWS, found, plan, urn_of

OLD, NEW = "arn:aws:iam::1:role/deploy", "arn:aws:iam::1:role/applier"


def moved(type_: str = f"{AWS}:Cluster", before: Any = OLD, after: Any = NEW, **more: Any) -> list[Finding]:
    inside = Component(urn=urn_of(type_, "java-main"), old={"deploy_role": before}, new={"deploy_role": after, **more})
    made = plan()
    return found("role-moved", replace(made, components={**made.components, inside.urn: inside}), None)


def test_a_role_that_eks_does_not_know_is_an_error():
    (finding,) = moved()
    assert (finding.severity, finding.resource) == (Severity.ERROR, urn_of(f"{AWS}:Cluster", "java-main"))
    assert finding.reason == (f"{NEW} would apply what stands inside, which {OLD} did, and the cluster may let in that one alone")
    assert finding.fix == "let it in by access, with the role admin, and name the one before by aws.creator"


def test_ack_may_know_it():
    (finding,) = moved(f"{ALICLOUD}:Cluster")
    assert finding.severity is Severity.WARNING
    assert "in an update under the one before" in finding.fix


@pytest.mark.parametrize(
    "told",
    [{"after": OLD}, {"before": None}, {"after": None}, {"creator": OLD}, {"creator_is_admin": False}, {"type_": f"{AWS}:Fleet"}],
)
def test_it_keeps_still_where_nobody_is_locked_out(told: dict[str, Any]):
    assert moved(**told) == []
