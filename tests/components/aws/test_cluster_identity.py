"""Who acts as whom on AWS: roles of service accounts, and identities that get into a cluster."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from components.capacity import fixed
from components.contracts import IDENTITY_ANNOTATION, Access, Addon
from components.errors import ArgumentsError
from components.kubernetes.workload import Workload
from tests.support.clusters import EKS, altered, located, workload_args
from tests.support.mocks import Recorded, Recording, changes, record

FIXED = {"general": EKS.pool(capacity=fixed(3))}
ROLE = "arn:aws:iam::111122223333:role/"
POLICY = "arn:aws:eks::aws:cluster-access-policy/"
HOST = "main-control-plane.identities.oidcs.issuer"
IRSA = {
    "Effect": "Allow",
    "Principal": {"Federated": "main-issuer.arn"},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {"StringEquals": {f"{HOST}:aud": "sts.amazonaws.com", f"{HOST}:sub": "system:serviceaccount:shop:checkout"}},
}
AGENT = {
    "Effect": "Allow",
    "Principal": {"Service": "pods.eks.amazonaws.com"},
    "Action": ["sts:AssumeRole", "sts:TagSession"],
    "Condition": {
        "StringEquals": {
            "aws:RequestTag/eks-cluster-name": "nusantara-test-main",
            "aws:RequestTag/kubernetes-namespace": "shop",
            "aws:RequestTag/kubernetes-service-account": "checkout",
        }
    },
}


def bound(annotations: dict[str, Any] | None = None, **options: Any) -> Recording:
    def program():
        made = EKS.make(**options).bind("orders", namespace="shop", service_account="checkout", policies={"read": EKS.policy})
        if annotations is not None:
            annotations.update(
                {key: value.apply(lambda known, key=key: annotations.update({key: known})) for key, value in made.items()}
            )

    return record(program)


def trusted(found: Recording) -> list[dict[str, Any]]:
    return json.loads(found.one("aws:iam/role:Role", "main-bind-orders").inputs["assumeRolePolicy"])["Statement"]


def let_in(**access: Access) -> tuple[Recorded, Recorded]:
    found = EKS.record(access=access)
    (name,) = access
    kinds = ("aws:eks/accessEntry:AccessEntry", "aws:eks/accessPolicyAssociation:AccessPolicyAssociation")
    entry, association = (found.one(kind, f"main-access-{name}") for kind in kinds)
    return entry, association


def test_irsa_trusts_the_issuer_alone_and_is_named_by_the_account():
    annotations: dict[str, Any] = {}
    found = bound(annotations)
    assert trusted(found) == [IRSA]
    assert annotations == {"eks.amazonaws.com/role-arn": "main-bind-orders.arn", IDENTITY_ANNOTATION: "main-bind-orders.arn"}
    assert found.of("aws:eks/podIdentityAssociation:PodIdentityAssociation") == []


def test_pod_identity_is_an_association_and_the_role_trusts_both_while_there_is_an_issuer():
    annotations: dict[str, Any] = {}
    found = bound(annotations, identity="pod-identity")
    assert trusted(found) == [AGENT, IRSA]
    association = found.one("aws:eks/podIdentityAssociation:PodIdentityAssociation", "main-bind-orders-identity").inputs
    assert {key: association[key] for key in ("clusterName", "namespace", "serviceAccount", "roleArn")} == {
        "clusterName": "nusantara-test-main",
        "namespace": "shop",
        "serviceAccount": "checkout",
        "roleArn": "main-bind-orders.arn",
    }
    assert annotations == {IDENTITY_ANNOTATION: "main-bind-orders-identity.associationArn"}


def test_who_reads_secrets_goes_by_the_issuer_also_where_others_go_by_pod_identity():
    found = record(
        lambda: EKS.make(identity="pod-identity").reader(
            "checkout", namespace="shop", service_account="checkout-reader", secrets=["orders-db"]
        ),
        outputs=located,
    )
    role = found.one("aws:iam/role:Role", "main-bind-checkout-reader").inputs
    (statement,) = json.loads(role["assumeRolePolicy"])["Statement"]
    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    associations = found.of("aws:eks/podIdentityAssociation:PodIdentityAssociation")
    assert [each.name for each in associations] == ["main-bind-autoscaler-identity"]


def test_without_an_issuer_there_is_none_in_iam_and_roles_trust_the_agent_alone():
    found = bound(identity="pod-identity", issuer=False)
    assert trusted(found) == [AGENT]
    assert found.of("aws:iam/openIdConnectProvider:OpenIdConnectProvider") == []
    assert (EKS.root(found).outputs or {})["issuer"] == ""
    assert found.one("pulumi:providers:kubernetes").inputs["clusterIdentifier"] == HOST


def test_irsa_without_an_issuer_is_refused():
    expected = (
        "ClusterArgs.issuer: false, expected an issuer, which vouches for accounts; fix: write issuer: true, or identity: pod-identity,"
        " which needs no issuer"
    )
    with pytest.raises(ArgumentsError) as raised:
        bound(issuer=False, pools=FIXED)
    assert str(raised.value) == expected
    with pytest.raises(ArgumentsError) as raised:
        EKS.record(issuer=False)
    assert str(raised.value) == (
        "ClusterArgs.issuer: false, expected true, since the Cluster Autoscaler has its role by it; fix: write issuer: true, or"
        " identity: pod-identity, which needs no issuer"
    )


def test_pod_identity_without_its_agent_is_refused():
    with pytest.raises(
        ArgumentsError, match=r"addons\.eks-pod-identity-agent\.enabled: false, expected true, since it gives vpc-cni"
    ):
        EKS.record(identity="pod-identity", addons={"eks-pod-identity-agent": Addon(enabled=False)})


def test_moving_to_pod_identity_makes_the_association_and_rolls_the_pods():
    before, after = EKS.record(), EKS.record(identity="pod-identity")
    added, removed, _ = changes(before, after)
    assert (added, removed) == ({"PodIdentityAssociation main-bind-autoscaler-identity"}, set())
    assert altered(before, after) == {
        "Role main-bind-autoscaler": {"assumeRolePolicy"},
        "ServiceAccount main-autoscaler-account": {"metadata"},
        "Deployment main-autoscaler-deployment": {"spec"},
    }
    carried = [
        found.one("kubernetes:apps/v1:Deployment", "main-autoscaler-deployment").inputs["spec"]["template"]["metadata"][
            "annotations"
        ]
        for found in (before, after)
    ]
    assert carried == [
        {IDENTITY_ANNOTATION: "main-bind-autoscaler.arn"},
        {IDENTITY_ANNOTATION: "main-bind-autoscaler-identity.associationArn"},
    ]


@pytest.mark.parametrize(
    ("identity", "named", "known"),
    [
        ("irsa", {"eks.amazonaws.com/role-arn": "main-bind-storefront.arn"}, "main-bind-storefront.arn"),
        ("pod-identity", {}, "main-bind-storefront-identity.associationArn"),
    ],
)
def test_pods_of_a_workload_carry_what_starts_them_again_and_nothing_else(identity, named, known):
    def program():
        cluster = EKS.make(identity=identity)
        bound = cluster.bind("storefront", namespace="shop", service_account="storefront", policies={"read": EKS.policy})
        inside = pulumi.ResourceOptions(provider=cluster.kubernetes)
        Workload("main-storefront", workload_args(namespace="shop", annotations=bound), inside)

    found = record(program)
    account = found.one("kubernetes:core/v1:ServiceAccount", "main-storefront-account").inputs["metadata"]["annotations"]
    pods = found.one("kubernetes:apps/v1:Deployment", "main-storefront-deployment").inputs["spec"]["template"]["metadata"]
    assert account == {**named, IDENTITY_ANNOTATION: known}
    assert pods["annotations"] == {IDENTITY_ANNOTATION: known}


@pytest.mark.parametrize(
    ("role", "namespaces", "policy"),
    [
        ("admin", (), "AmazonEKSClusterAdminPolicy"),
        ("admin", ("shop",), "AmazonEKSAdminPolicy"),
        ("edit", (), "AmazonEKSEditPolicy"),
        ("edit", ("batch", "shop"), "AmazonEKSEditPolicy"),
        ("view", (), "AmazonEKSViewPolicy"),
        ("view", ("shop",), "AmazonEKSViewPolicy"),
    ],
)
def test_an_identity_gets_in_by_an_entry_and_a_policy(role, namespaces, policy):
    entry, association = let_in(shop=Access(principal=f"{ROLE}shop", role=role, namespaces=namespaces))
    assert entry.inputs["principalArn"] == association.inputs["principalArn"] == f"{ROLE}shop"
    assert "kubernetesGroups" not in entry.inputs
    assert association.inputs["policyArn"] == POLICY + policy
    scope = {"type": "namespace", "namespaces": list(namespaces)} if namespaces else {"type": "cluster"}
    assert association.inputs["accessScope"] == scope


def test_another_scope_never_takes_the_new_association_with_the_old_one():
    _, association = let_in(shop=Access(principal=f"{ROLE}shop"))
    assert association.delete_before_replace is True


def test_another_role_of_one_identity_leaves_its_entry_and_the_others():
    people = {"shop": Access(principal=f"{ROLE}shop"), "ops": Access(principal=f"{ROLE}ops", role="admin")}
    promoted = {**people, "shop": Access(principal=f"{ROLE}shop", role="edit")}
    found = altered(EKS.record(access=people), EKS.record(access=promoted))
    assert found == {"AccessPolicyAssociation main-access-shop": {"policyArn"}}


def test_admins_have_an_entry_each():
    found = EKS.record(admins={"platform": "arn:aws:iam::111122223333:role/platform"})
    entry = found.one("aws:eks/accessEntry:AccessEntry", "main-admin-platform")
    granted_to = found.one("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "main-admin-platform").inputs
    assert entry.inputs["principalArn"] == granted_to["principalArn"] == "arn:aws:iam::111122223333:role/platform"
    assert granted_to["policyArn"] == "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
    assert granted_to["accessScope"] == {"type": "cluster"}
