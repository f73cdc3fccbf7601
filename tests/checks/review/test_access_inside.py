"""Who may do or reach what inside clusters, and could not before: network policies and RBAC, each cluster by itself."""

from __future__ import annotations

from typing import Any

from checks.plan import Plan, Standing
from checks.review.access import access

from .test_access import PREFIX, changed, told

NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"


def closed(*callers: str) -> dict[str, Any]:
    rules = [{"from": [{"podSelector": {"matchLabels": {"app": name}}}], "ports": [{"port": 8080}]} for name in callers]
    spec = {"podSelector": {"matchLabels": {"app": "checkout"}}, "policyTypes": ["Ingress"], "ingress": rules}
    return {"metadata": {"namespace": "shop"}, "spec": spec}


def test_a_caller_more_of_a_closed_workload():
    found = told(changed(NETWORK_POLICY, closed("web"), closed("web", "admin")))
    assert found == {("+", "shop/app=admin", "tcp 8080", "shop/app=checkout", "")}


def test_a_network_policy_that_goes_opens_its_pods_to_everyone():
    found = told(changed(NETWORK_POLICY, closed("web")))
    assert ("+", "anyone", "any", "shop/app=checkout", "everyone") in found


def test_one_that_goes_with_its_pods_opens_nothing():
    labels = {"spec": {"template": {"metadata": {"labels": {"app": "checkout", "version": "2"}}}}}
    pods = changed("kubernetes:apps/v1:Deployment", {"metadata": {"namespace": "shop"}, **labels})
    assert ("+", "anyone") not in {each[:2] for each in told(changed(NETWORK_POLICY, closed("web")), pods)}


def test_rules_of_a_role_and_whom_it_is_bound_to():
    role = changed(
        "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
        None,
        {"metadata": {"name": "all"}, "rules": [{"verbs": ["*"], "resources": ["*"]}]},
    )
    bound = {
        "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": [{"kind": "Group", "name": "system:anonymous"}],
    }
    binding = changed("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", None, bound)
    assert told(role, binding) == {
        ("+", "whom ClusterRole all is bound to", "*", "*", "everything"),
        ("+", "Group system:anonymous", "what ClusterRole cluster-admin allows", "the whole cluster", "everyone"),
    }  # fmt: skip


def test_the_same_in_two_clusters_is_told_of_both():
    one, two = (f"{PREFIX}pulumi:providers:kubernetes::{name}" for name in ("java", "bali"))
    old, new = closed("web"), closed("web", "admin")
    changes = [changed(NETWORK_POLICY, old, new, name=name, provider=of) for name, of in (("a", one), ("b", two))]
    assert [each.urn for each in access(Plan(tuple(changes)))] == [each.urn for each in changes]
    moved = (changed(NETWORK_POLICY, old, new, name="a", provider=one), changed(NETWORK_POLICY, new, old, name="b", provider=two))
    assert {(each.gained, each.who) for each in access(Plan(moved))} == {(True, "shop/app=admin"), (False, "shop/app=admin")}


def test_pods_that_another_policy_speaks_of_stay_closed():
    everything = {"metadata": {"namespace": "shop"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}
    plan = Plan(
        (changed(NETWORK_POLICY, closed("web")),), standing={f"{PREFIX}{NETWORK_POLICY}::closed": Standing(inputs=everything)}
    )
    assert [(each.gained, each.who) for each in access(plan)] == [(False, "shop/app=web")]
    elsewhere = {**everything, "metadata": {"namespace": "news"}}
    plan = Plan(
        (changed(NETWORK_POLICY, closed("web")),), standing={f"{PREFIX}{NETWORK_POLICY}::closed": Standing(inputs=elsewhere)}
    )
    assert [(each.gained, each.who) for each in access(plan)] == [(True, "anyone")]


def test_pods_that_stay_when_others_of_a_policy_go_are_opened():
    def pods(name: str, label: str, namespace: str = "shop") -> dict[str, Any]:
        labels = {"spec": {"template": {"metadata": {"labels": {"app": label}}}}}
        return {"metadata": {"namespace": namespace, "name": name}, **labels}

    of = "kubernetes:apps/v1:Deployment"
    policy_gone, gone = changed(NETWORK_POLICY, closed("web")), changed(of, pods("one", "checkout"), name="one")
    stays = {f"{PREFIX}{of}::two": Standing(inputs=pods("two", "checkout"))}
    assert {each.wide for each in access(Plan((policy_gone, gone)))} == {""}
    assert "everyone" in {each.wide for each in access(Plan((policy_gone, gone), standing=stays))}
    other = changed(of, pods("other", "admin"), name="other")
    assert "everyone" in {each.wide for each in access(Plan((policy_gone, other)))}


def test_a_direction_that_a_policy_no_longer_speaks_of_is_open():
    both = {"metadata": {"namespace": "shop"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}}
    inward = {"metadata": {"namespace": "shop"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}
    assert told(changed(NETWORK_POLICY, both, inward)) == {("+", "shop/all pods", "any", "anyone", "")}
    assert told(changed(NETWORK_POLICY, inward, both)) == {("-", "shop/all pods", "any", "anyone", "")}
    implied = {"metadata": {"namespace": "shop"}, "spec": {"podSelector": {}, "egress": [{"ports": [{"port": 53}]}]}}
    assert ("+", "shop/all pods", "tcp 53", "anyone", "") not in told(changed(NETWORK_POLICY, inward, implied))
    assert ("-", "shop/all pods", "any", "anyone", "") in told(changed(NETWORK_POLICY, inward, implied))


def test_addresses_that_a_policy_excepts():
    def block(*left_out: str) -> dict[str, Any]:
        peer = {"ipBlock": {"cidr": "0.0.0.0/0", **({"except": list(left_out)} if left_out else {})}}
        return {"metadata": {"namespace": "shop"}, "spec": {"podSelector": {}, "ingress": [{"from": [peer]}]}}

    (one, two) = sorted(told(changed(NETWORK_POLICY, block("10.0.0.0/8", "172.16.0.0/12"), block("10.0.0.0/8"))))
    assert one[:2] == ("+", "0.0.0.0/0 except 10.0.0.0/8")
    assert two[:2] == ("-", "0.0.0.0/0 except 10.0.0.0/8, 172.16.0.0/12")


def test_verbs_that_lend_rights_and_groups_of_everybody():
    role = {"metadata": {"name": "r"}, "rules": [{"verbs": ["escalate"], "resources": ["clusterroles"]}]}
    (found,) = told(changed("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", None, role))
    assert found[-1] == "the rights of others"
    bound = {"roleRef": {"kind": "ClusterRole", "name": "view"}, "subjects": [{"kind": "Group", "name": "system:serviceaccounts"}]}
    (every,) = told(changed("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", None, bound))
    assert every[-1] == "every service account"
