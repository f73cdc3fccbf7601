"""Rule `guard-removed`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from typing import Any

import pytest

from checks.finding import Finding, Severity
from checks.judgement import judge
from checks.plan import Change, Kind, Plan
from engine.values import UNKNOWN

from ..manifests.made import PROVIDER, asked, cluster

DIGEST = f"@sha256:{'0' * 64}"


def placed(name: str, **more: Any) -> dict[str, Any]:
    return {"metadata": {"name": name, "namespace": "shop"}, **more}


def deployment(name: str = "web", **labels: str) -> dict[str, Any]:
    labels = labels or {"app": name}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": name, "image": f"shop/{name}{DIGEST}"}]}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        **placed(name, spec={"selector": {"matchLabels": labels}, "template": template}),
    }


def policy(selector: dict[str, Any] | None = None, **spec: Any) -> dict[str, Any]:
    told = {"podSelector": selector or {}, "policyTypes": ["Ingress", "Egress"], **spec}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", **placed("closed", spec=told)}


def budget(**labels: str) -> dict[str, Any]:
    spec = {"maxUnavailable": "25%", "selector": {"matchLabels": labels or {"app": "web"}}}
    return {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", **placed("web", spec=spec)}


def quota(**hard: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ResourceQuota", **placed("quota", spec={"hard": hard})}


WEB = {"matchLabels": {"app": "web"}}


def lost(guard: dict[str, Any], *left: dict[str, Any], kind: Kind = Kind.DELETED) -> list[Finding]:
    """What is found where a guard goes and some objects are still asked for, with the guard's successor among them."""
    objects = [asked(_called(each, left[:index]), each) for index, each in enumerate(left)]
    gone = asked("guard", guard)
    change = Change(kind=kind, urn=gone.urn, old=guard, provider=PROVIDER)
    found = judge(Plan((change,), asked=(*cluster(), *objects))).findings
    return [finding for finding in found if finding.rule == "guard-removed"]


def _called(each: dict[str, Any], before: tuple[dict[str, Any], ...]) -> str:
    name = f"{each['kind']}-{each['metadata']['name']}"
    return name if each["kind"] == "Deployment" else f"{name}-{len(before)}"


def reasons(findings: list[Finding]) -> list[str]:
    return [finding.reason for finding in findings]


def test_a_policy_of_pods_that_stay():
    opened = lost(policy(WEB), deployment())
    assert {finding.severity for finding in opened} == {Severity.ERROR}
    assert reasons(opened) == [
        "it would be deleted, and everyone may reach the pods of Deployment-web",
        "it would be deleted, and nothing limits what is reached from the pods of Deployment-web",
    ]
    assert opened[0].fix == "keep it, or declare what takes its place; who wants it so accepts it in the environment"


def test_a_policy_that_closed_one_way():
    assert reasons(lost(policy(WEB, policyTypes=["Egress"]), deployment(), policy(policyTypes=["Ingress"]))) == [
        "it would be deleted, and nothing limits what is reached from the pods of Deployment-web"
    ]
    assert reasons(lost(policy(WEB, policyTypes=None), deployment(), policy(policyTypes=["Egress"]))) == [
        "it would be deleted, and everyone may reach the pods of Deployment-web"
    ]


def test_a_policy_that_others_stand_in_for():
    assert lost(policy(WEB), deployment(), policy()) == []
    assert lost(policy(WEB), deployment(), policy(policyTypes=["Ingress"]), policy(WEB, policyTypes=["Egress"])) == []
    assert lost(policy(WEB), deployment(), policy(WEB), kind=Kind.REPLACED) == []


def test_a_policy_that_is_opened():
    (finding,) = lost(policy(WEB), deployment(), policy(WEB, ingress=[{}]), kind=Kind.UPDATED)
    assert finding.reason == "it would guard less, and everyone may reach the pods of Deployment-web"


def test_the_policy_of_a_whole_namespace():
    assert reasons(lost(policy(), deployment(), policy(WEB))) == [
        "it would be deleted, and everyone may reach the pods of namespace shop",
        "it would be deleted, and nothing limits what is reached from the pods of namespace shop",
    ]
    assert lost(policy()) == []  # the namespace goes too


def test_a_budget_of_pods_that_stay():
    several = [deployment(name, app="web") for name in ("web", "api", "jobs", "mail")]
    assert reasons(lost(budget(), *several)) == [
        "it would be deleted, and a drain may end all pods of Deployment-api, Deployment-jobs, Deployment-mail and 1 more at once"
    ]


@pytest.mark.parametrize("left", [(), (deployment("api"),), (deployment(), budget())])
def test_a_budget_that_goes_with_its_pods_or_has_a_successor(left: tuple[dict[str, Any], ...]):
    assert lost(budget(), *left) == []


def test_a_budget_that_means_other_pods_now():
    assert reasons(lost(budget(), deployment(), budget(app="api"), kind=Kind.UPDATED)) == [
        "it would guard less, and a drain may end all pods of Deployment-web at once"
    ]


def test_a_quota_of_a_namespace_that_stays():
    gone = quota(pods="90", **{"requests.cpu": "40"})
    assert reasons(lost(gone, deployment(), quota(pods="10"))) == [
        "it would be deleted, and nothing bounds requests.cpu of namespace shop"
    ]
    assert lost(gone, deployment(), gone) == lost(gone) == []


def test_a_guard_that_does_not_know_its_namespace_yet_may_be_in_it():
    anew = {**policy(WEB), "metadata": {"name": "closed", "namespace": UNKNOWN}}
    assert lost(policy(WEB), deployment(), anew, kind=Kind.REPLACED) == []


def test_what_is_in_a_cluster_that_goes_is_not_missed():
    gone = policy(WEB)
    change = Change(kind=Kind.DELETED, urn=asked("guard", gone).urn, old=gone, provider=f"{PROVIDER}-elsewhere")
    found = judge(Plan((change,), asked=(*cluster(), asked("web", deployment())))).findings
    assert [finding for finding in found if finding.rule == "guard-removed"] == []
