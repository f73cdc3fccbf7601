"""Rule `version-support`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from checks.finding import Finding, Severity
from checks.plan import Change, Kind
from engine.events import Asked
from engine.values import UNKNOWN

from ..shop import ALICLOUD, AWS, PREFIX, found, plan

EKS, ACK = f"{PREFIX}{AWS}:Cluster::java-main", f"{PREFIX}{ALICLOUD}:Cluster::bali-main"


def on(day: str, urn: str, version: str, before: str | None = None, **told: str) -> list[Finding]:
    """What is found of one cluster on a day, which had that version before, or another."""
    made = plan()
    cluster = replace(made.components[urn], old={"version": before or version}, new={"version": version, **told})
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return found("version-support", replace(made, components={**made.components, urn: cluster}), at)


def only(findings: list[Finding]) -> tuple[Severity, str, str]:
    (finding,) = findings
    return finding.severity, finding.reason, finding.fix


def test_eks_before_the_end_of_standard_support():
    told = on("2027-01-26", EKS, "1.35")
    assert told[0].resource == EKS
    assert only(told) == (
        Severity.WARNING,
        "standard support for 1.35 ends on 2027-03-27, in 60 days: extended support is paid apart then, until 2028-03-27",
        "bring 1.36 up, control plane first, then its nodes",
    )
    assert on("2027-01-25", EKS, "1.35") == []


def test_eks_in_extended_support():
    assert only(on("2027-03-27", EKS, "1.35"))[:2] == (
        Severity.WARNING,
        "standard support for 1.35 ended on 2027-03-27: extended support is paid apart, until 2028-03-27",
    )


def test_eks_with_standard_support_alone_moves_the_version_itself():
    _, before, _ = only(on("2027-03-01", EKS, "1.35", support="STANDARD"))
    assert before == "standard support for 1.35 ends on 2027-03-27, in 26 days: EKS moves it to the next version by itself then"
    _, after, _ = only(on("2027-04-01", EKS, "1.35", support="STANDARD"))
    assert after == "standard support for 1.35 ended on 2027-03-27: EKS moves it to the next version by itself"


PLANE = "aws:eks/cluster:Cluster"


def bare(version: object, before: str | None = None, parent: str = "", **told: object) -> list[Finding]:
    """What is found of a control plane that a program makes without the component."""
    own = f"{PREFIX}{PLANE}::own"
    asked = Asked(urn=own, type=PLANE, parent=parent, inputs={"version": version, **told})
    changes = [Change(kind=Kind.UPDATED, urn=own, old={"version": before})] if before else []
    return found("version-support", replace(plan(*changes), asked=(asked,)), datetime(2028, 4, 1, tzinfo=UTC))


def test_a_control_plane_of_no_component():
    (finding,) = bare("1.35")
    assert (finding.severity, finding.resource) == (Severity.ERROR, f"{PREFIX}{PLANE}::own")
    assert [each.severity for each in bare("1.35", before="1.34")] == [Severity.WARNING]
    (moved,) = bare("1.36", upgradePolicy={"supportType": "STANDARD"})
    assert moved.reason == "standard support for 1.36 ended on 2027-08-02: EKS moves it to the next version by itself"


def test_one_of_a_component_is_told_of_once_and_what_is_not_known_yet_is_not_judged():
    assert bare("1.35", parent=EKS) == []
    assert bare(UNKNOWN) == []


def test_ack_sells_nothing_beyond_its_support():
    severity, reason, _ = only(on("2027-02-27", ACK, "1.35.7-aliyun.1"))
    assert severity is Severity.WARNING
    assert reason == (
        "support for 1.35.7-aliyun.1 ends on 2027-02-28, in 1 day; from then on ACK fixes nothing in it any more, and makes no "
        "cluster of it"
    )


@pytest.mark.parametrize(("urn", "version"), [(EKS, "1.31"), (ACK, "1.33.1-aliyun.1")])
def test_what_is_past_all_support_is_an_error(urn: str, version: str):
    severity, reason, _ = only(on("2026-11-26", urn, version))
    assert severity is Severity.ERROR
    assert reason.startswith(f"support for {version} ended on 2026-")


def test_the_way_out_of_what_is_over_is_not_refused():
    severity, _, fix = only(on("2026-11-26", ACK, "1.33.1-aliyun.1", before="1.32.1-aliyun.1"))
    assert (severity, fix) == (Severity.WARNING, "bring 1.34 up, control plane first, then its nodes")


def test_the_newest_that_is_known_has_no_next():
    assert (
        only(on("2027-05-01", ACK, "1.36.1-aliyun.1"))[2] == "none newer than 1.36 is known here: see what the cloud offers by now"
    )


def test_versions_that_are_not_known_are_not_judged():
    assert on("2030-01-01", EKS, "1.99") == on("2030-01-01", EKS, "later") == []


def test_nothing_is_said_without_the_time():
    made = plan()
    cluster = replace(made.components[EKS], new={"version": "1.31"})
    assert found("version-support", replace(made, components={**made.components, EKS: cluster}), None) == []
