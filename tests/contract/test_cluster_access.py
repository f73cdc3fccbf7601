"""Who gets into a cluster, and what its service accounts get of the cloud, on every cloud alike."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.contracts import IDENTITY_ANNOTATION, Access, rolling
from tests.support.clusters import ALL, EKS, KUBERNETES, Clusters, altered
from tests.support.mocks import Recorded, Recording, record
from tests.support.schema import Secret

pytestmark = pytest.mark.parametrize("clusters", ALL, ids=str)


def provider(found: Recording) -> Recorded:
    return found.one(KUBERNETES)


def kubeconfig(found: Recording) -> dict[str, Any]:
    return json.loads(provider(found).inputs["kubeconfig"])


def trust(found: Recording, clusters: Clusters, name: str) -> dict[str, Any]:
    inputs = found.one(clusters.types["role"], name).inputs
    document = json.loads(inputs.get("assumeRolePolicy") or inputs["assumeRolePolicyDocument"])
    (statement,) = document["Statement"]
    return statement


def bound(clusters: Clusters, annotations: dict[str, Any] | None = None) -> Recording:
    def program():
        made = clusters.make()
        found = made.bind("orders", namespace="shop", service_account="checkout", policies={"read": clusters.policy})
        if annotations is not None:
            annotations.update(found)

    return record(program)


def test_no_credential_is_in_the_kubeconfig(clusters: Clusters):
    config = kubeconfig(clusters.record())
    (user,) = config["users"]
    assert user["user"].keys() == {"exec"}
    assert user["user"]["exec"]["command"] == ("aws" if clusters is EKS else "ack-ram-tool")
    assert "--role-arn" not in user["user"]["exec"]["args"]


def test_what_runs_inside_is_applied_under_the_deploy_role(clusters: Clusters):
    (user,) = kubeconfig(clusters.record(deploy_role="arn-of-deploy"))["users"]
    arguments = user["user"]["exec"]["args"]
    assert arguments[arguments.index("--role-arn") + 1] == "arn-of-deploy"


def test_who_may_apply_what_stands_inside_is_let_in_before_it_and_stays_until_it_is_gone(clusters: Clusters):
    people, readers = ("arn:people", "arn:readers") if clusters is EKS else ("300123456789012345", "300123456789012346")
    access = {"people": Access(principal=people, role="admin"), "readers": Access(principal=readers)}
    found = clusters.record(access=access)
    granted = {name: found.one(clusters.types["grant inside"], f"main-access-{name}").urn for name in access}
    assert granted["people"] in provider(found).dependencies
    assert granted["readers"] not in provider(found).dependencies


def test_another_way_in_never_replaces_the_provider(clusters: Clusters):
    before, after = clusters.record(), clusters.record(deploy_role="arn-of-deploy")
    assert altered(before, after) == {"kubernetes main-kubernetes": {"kubeconfig"}}
    assert provider(before).inputs["clusterIdentifier"]


def test_what_runs_inside_comes_after_nodes_and_before_they_go(clusters: Clusters):
    found = clusters.record(pools={"general": clusters.pool(spot=50)})
    assert {pool.urn for pool in clusters.pools(found).values()} <= provider(found).dependencies


def test_a_bound_service_account_has_a_role_that_trusts_it_alone(clusters: Clusters):
    annotations: dict[str, Any] = {}
    found = bound(clusters, annotations)
    conditions = trust(found, clusters, "main-bind-orders")["Condition"]["StringEquals"]
    assert "system:serviceaccount:shop:checkout" in conditions.values()
    assert len(conditions) >= 2
    assert annotations.keys() > rolling(annotations).keys() == {IDENTITY_ANNOTATION}


def test_a_bound_service_account_gets_the_policies_named_and_no_other(clusters: Clusters):
    grants = [each for each in bound(clusters).of(clusters.types["grant"]) if each.name.startswith("main-bind-orders")]
    assert [each.name for each in grants] == ["main-bind-orders-read"]
    assert clusters.policy in grants[0].inputs.values()


def test_what_kubectl_is_told_is_a_secret_and_the_same_that_what_runs_inside_is_applied_with(clusters: Clusters):
    found = clusters.record()
    told = (clusters.root(found).outputs or {})["kubeconfig"]
    assert isinstance(told, Secret)
    assert told.value == provider(found).inputs["kubeconfig"]
