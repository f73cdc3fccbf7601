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


def quota(scopes: list[str] | None = None, **hard: str) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "ResourceQuota",
        **placed("quota", spec={"hard": hard, **({"scopes": scopes} if scopes else {})}),
    }


def limits(**item: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "LimitRange", **placed("limits", spec={"limits": [{"type": "Container", **item}]})}


def namespace(level: str | None) -> dict[str, Any]:
    labels = {"pod-security.kubernetes.io/enforce": level} if level else {}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": labels}}


WEB = {"matchLabels": {"app": "web"}}


def lost(
    guard: dict[str, Any], *left: dict[str, Any], kind: Kind = Kind.DELETED, new: dict[str, Any] | None = None
) -> list[Finding]:
    """What is found where a guard goes and some objects are still asked for, with the guard's successor among them."""
    objects = [asked(_called(each, left[:index]), each) for index, each in enumerate(left)]
    gone = asked("guard", guard)
    change = Change(kind=kind, urn=gone.urn, old=guard, new=new or {}, provider=PROVIDER)
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
    assert lost(policy(WEB), deployment(), policy(WEB, policyTypes=["Ingress"]), policy(WEB, policyTypes=["Egress"])) == []
    assert lost(policy(WEB), deployment(), policy(WEB), kind=Kind.REPLACED) == []


def test_a_policy_that_its_namespaces_alone_is_left_for():
    found = {finding.reason for finding in lost(policy(WEB), deployment(), policy())}
    assert found == {
        f"it would be deleted, and {what} the pods of Deployment-web is left to what is said of all of namespace shop"
        for what in ("who may reach", "what may be reached from")
    }
    assert len(lost(policy(WEB), deployment(), policy(policyTypes=["Ingress"]), policy(WEB, policyTypes=["Egress"]))) == 1


@pytest.mark.parametrize(
    "rule", [{}, {"from": []}, {"from": [{"podSelector": {}}, {"ipBlock": {"cidr": "0.0.0.0/0"}}]}, {"ports": []}]
)
def test_a_policy_that_is_opened(rule: dict[str, Any]):
    (finding,) = lost(policy(WEB), deployment(), policy(WEB, ingress=[rule]), kind=Kind.UPDATED)
    assert finding.reason == "it would guard less, and everyone may reach the pods of Deployment-web"


@pytest.mark.parametrize(
    "rule", [{"from": [{"podSelector": {}}]}, {"ports": [{"port": 80}]}, {"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}]
)
def test_a_policy_that_lets_somebody_in_still_guards(rule: dict[str, Any]):
    assert lost(policy(WEB), deployment(), policy(WEB, ingress=[rule]), kind=Kind.UPDATED) == []


def test_a_policy_that_was_open_guarded_nothing():
    assert lost(policy(WEB, ingress=[{}], egress=[{"to": []}]), deployment()) == []


def test_a_policy_that_means_fewer_pods():
    both = [deployment("web", app="web", tier="front"), deployment("api", app="web", tier="back")]
    narrowed = policy({"matchLabels": {"app": "web", "tier": "front"}})
    assert {finding.reason.rpartition(" ")[2] for finding in lost(policy(WEB), *both, narrowed, kind=Kind.UPDATED)} == {
        "Deployment-api"
    }


def test_a_policy_that_names_no_way_closes_the_incoming_one():
    told = policy(WEB, policyTypes=[])
    assert [reason.partition(", and ")[2] for reason in reasons(lost(told, deployment()))] == [
        "everyone may reach the pods of Deployment-web"
    ]


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


@pytest.mark.parametrize("allowed", [{"maxUnavailable": "100%"}, {"minAvailable": 0}, {"minAvailable": "0%"}])
def test_a_budget_that_lets_everything_go(allowed: dict[str, Any]):
    loose = {**budget(), "spec": {"selector": WEB, **allowed}}
    assert reasons(lost(budget(), deployment(), loose, kind=Kind.UPDATED)) == [
        "it would guard less, and a drain may end all pods of Deployment-web at once"
    ]
    assert lost(loose, deployment()) == []


def test_a_budget_that_lets_more_go_is_another_number():
    assert lost(budget(), deployment(), {**budget(), "spec": {"selector": WEB, "maxUnavailable": "50%"}}, kind=Kind.UPDATED) == []


def test_a_budget_without_a_selector_means_no_pods():
    assert lost({**budget(), "spec": {"maxUnavailable": 1}}, deployment()) == []
    assert len(lost(budget(), deployment(), {**budget(), "spec": {"maxUnavailable": 1}}, kind=Kind.UPDATED)) == 1


def test_a_quota_of_some_pods_stands_in_for_none_of_all():
    assert len(lost(quota(pods="9"), deployment(), quota(["BestEffort"], pods="9"))) == 1
    assert lost(quota(["BestEffort"], pods="9"), deployment(), quota(pods="9")) == []


def test_a_limit_range_of_a_namespace_that_stays():
    gone = limits(max={"memory": "4Gi"}, default={"cpu": "1", "memory": "1Gi"}, defaultRequest={"cpu": "1"})
    (reason,) = reasons(lost(gone, deployment(), limits(max={"memory": "8Gi"}), kind=Kind.UPDATED))
    bare = ["default cpu of a container", "default memory of a container", "defaultRequest cpu of a container"]
    assert reason == f"it would guard less, and nothing says {', '.join(bare)} in namespace shop"
    assert lost(gone) == lost(gone, deployment(), gone) == []


@pytest.mark.parametrize(("new", "told"), [("baseline", "baseline"), ("privileged", "privileged"), (None, "privileged")])
def test_a_security_level_that_falls(new: str | None, told: str):
    assert reasons(lost(namespace("restricted"), kind=Kind.UPDATED, new=namespace(new))) == [
        f"it would guard less, and pods of namespace shop are held to {told}, and no longer to restricted"
    ]


def test_a_security_level_that_rises_stays_is_unknown_or_goes_with_its_namespace():
    assert lost(namespace("baseline"), kind=Kind.UPDATED, new=namespace("restricted")) == []
    assert lost(namespace("restricted"), kind=Kind.UPDATED, new=namespace("restricted")) == []
    assert lost(namespace("restricted"), kind=Kind.UPDATED, new={"metadata": {"labels": UNKNOWN}}) == []
    assert lost(namespace("restricted")) == []


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
