"""Who may do or reach what, and could not before: identities, connections and clusters, on both clouds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checks.plan import Change, Kind, Plan
from checks.review.access import access
from checks.review.access.connections import CONNECTIONS
from checks.review.access.exposing import EXPOSING
from checks.review.access.identities import IDENTITIES
from engine.values import UNKNOWN
from tests.support.sdk import known_type

PREFIX = "urn:pulumi:prod::shop::"


def changed(type_: str, old: Any = None, new: Any = None, name: str = "it", **more: Any) -> Change:
    kind = Kind.CREATED if old is None else Kind.DELETED if new is None else Kind.UPDATED
    return Change(kind=kind, urn=f"{PREFIX}{type_}::{name}", old=old or {}, new=new or {}, **more)


def told(*changes: Change) -> set[tuple[str, str, str, str, str]]:
    found = access(Plan(changes))
    return {("+" if each.gained else "-", each.who, each.may, each.on, each.wide) for each in found}


def policy(*actions: str, resource: str = "arn:aws:s3:::orders/*", **more: Any) -> str:
    return json.dumps({"Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}]})


ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"


def test_an_action_more_is_told_and_those_that_stay_are_not():
    old, new = {"role": "app", "policy": policy("s3:GetObject")}, {"role": "app", "policy": policy("s3:GetObject", "s3:PutObject")}
    assert told(changed(ROLE_POLICY, old, new)) == {("+", "app", "s3:PutObject", "arn:aws:s3:::orders/*", "")}


def test_the_same_policy_in_other_words_grants_nothing():
    one = json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["a"]}]})
    two = json.dumps({"Statement": {"Resource": "a", "Action": ["s3:GetObject"], "Effect": "Allow"}}, indent=2)
    assert told(changed(ROLE_POLICY, {"role": "app", "policy": one}, {"role": "app", "policy": two})) == set()


@pytest.mark.parametrize(
    ("statement", "who", "may", "on", "wide"),
    [
        ({"NotAction": ["iam:*", "sts:*"], "Resource": "*"}, "app", "all but iam:*, sts:*", "*", "everything"),
        ({"Action": "s3:GetObject", "NotResource": ["a", "b"]}, "app", "s3:GetObject", "all but a, b", ""),
        ({"Action": "iam:PassRole", "Resource": "*"}, "app", "iam:PassRole", "*", "every role"),
        ({"Action": "iam:PassRole", "Resource": "arn:role"}, "app", "iam:PassRole", "arn:role", ""),
    ],
)
def test_what_a_statement_leaves_out_is_told(statement: Any, who: str, may: str, on: str, wide: str):
    document = json.dumps({"Statement": {"Effect": "Allow", **statement}})
    assert told(changed(ROLE_POLICY, None, {"role": "app", "policy": document})) == {("+", who, may, on, wide)}


def test_everyone_but_some_is_everyone():
    statement = {"Effect": "Allow", "NotPrincipal": {"AWS": "arn:a"}, "Action": "s3:GetObject", "Resource": "b"}
    change = changed("aws:s3/bucketPolicy:BucketPolicy", None, {"bucket": "b", "policy": json.dumps({"Statement": [statement]})})
    assert told(change) == {("+", "all but arn:a", "s3:GetObject", "b", "everyone")}


def test_a_denial_that_goes_is_a_gain():
    denied = {"role": "app", "policy": policy("s3:DeleteObject", Effect="Deny")}
    (found,) = told(changed(ROLE_POLICY, denied, {"role": "app", "policy": json.dumps({"Statement": []})}))
    assert found == ("+", "app", "no longer denied: s3:DeleteObject", "arn:aws:s3:::orders/*", "")
    boundary = {"permissionsBoundary": "arn:limits"}
    (freed,) = told(changed("aws:iam/role:Role", boundary, {"description": "x"}))
    assert freed[:3] == ("+", "it", "no longer denied: what arn:limits does not allow (permissionsBoundary)")


@pytest.mark.parametrize("kind", [Kind.CREATED, Kind.DELETED])
def test_a_denial_that_comes_or_goes_with_what_it_is_about_changes_nothing(kind: Kind):
    bucket = Change(kind=kind, urn=f"{PREFIX}aws:s3/bucket:Bucket::b")
    inputs = {"bucket": "b", "blockPublicPolicy": True}
    type_, old, new = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", inputs, None
    if kind is Kind.CREATED:
        old, new = new, old
    block = changed(type_, old, new, sources={"bucket": (bucket.urn,)})
    assert told(bucket, block) == set()
    assert told(block) != set()


def test_what_a_wider_grant_allows_comes_and_goes_with_it_alone():
    wide, narrow = ({"role": "app", "policy": policy(*actions)} for actions in (("s3:*",), ("s3:GetObject", "s3:PutObject")))
    assert told(changed(ROLE_POLICY, wide, narrow)) == {("-", "app", "s3:*", "arn:aws:s3:::orders/*", "")}
    assert told(changed(ROLE_POLICY, narrow, wide)) == {("+", "app", "s3:*", "arn:aws:s3:::orders/*", "")}
    free, bound = (
        {"role": "app", "policy": policy("s3:Get*")},
        {"role": "app", "policy": policy("s3:Get*", Condition={"Bool": {"a": "b"}})},
    )
    assert {each[0] for each in told(changed(ROLE_POLICY, free, bound))} == {"-"}
    assert {each[0] for each in told(changed(ROLE_POLICY, bound, free))} == {"+"}


def test_everything_is_wide_unless_a_condition_or_a_refusal_narrows_it():
    (found,) = told(changed(ROLE_POLICY, None, {"role": "app", "policy": policy("*", resource="*")}))
    assert found[-1] == "everything"
    conditioned = policy("*", resource="*", Condition={"Bool": {"aws:SecureTransport": "true"}})
    (narrow,) = told(changed(ROLE_POLICY, None, {"role": "app", "policy": conditioned}))
    assert narrow[-1] == ""
    (denied,) = told(changed(ROLE_POLICY, None, {"role": "app", "policy": policy("*", resource="*", Effect="Deny")}))
    assert (denied[0], denied[2], denied[-1]) == ("-", "denied: *", "")


def test_who_may_take_on_a_role():
    def trust(*principals: str) -> dict[str, str]:
        statement = {"Effect": "Allow", "Principal": {"AWS": list(principals)}, "Action": "sts:AssumeRole"}
        return {"assumeRolePolicy": json.dumps({"Statement": [statement]})}

    assert told(changed("aws:iam/role:Role", trust("a"), trust("a", "*"))) == {("+", "*", "sts:AssumeRole", "role it", "everyone")}


def test_many_actions_of_one_grant_are_one_row():
    (found,) = told(changed(ROLE_POLICY, None, {"role": "app", "policy": policy(*(f"s3:A{index}" for index in range(9)))}))
    assert found[2].endswith("s3:A5 and 3 more")


def test_an_attachment_says_which_policy_and_an_unknown_role_by_its_name():
    role = f"{PREFIX}aws:iam/role:Role::app-role"
    inputs = {"role": UNKNOWN, "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    change = changed("aws:iam/rolePolicyAttachment:RolePolicyAttachment", None, inputs, sources={"role": (role,)})
    assert told(change) == {("+", "app-role", "what arn:aws:iam::aws:policy/AdministratorAccess allows", "*", "everything")}


def test_a_bucket_that_everyone_may_read():
    document = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}
    change = changed("aws:s3/bucketPolicy:BucketPolicy", None, {"bucket": "b", "policy": json.dumps(document)})
    assert told(change) == {("+", "*", "s3:GetObject", "arn:aws:s3:::b/*", "everyone")}


def test_policies_of_ram_are_told_alike():
    document = {"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:orders/*"}]}
    change = changed("alicloud:ram/policy:Policy", None, {"policyDocument": json.dumps(document)})
    assert told(change) == {("+", "whom it is attached to", "oss:GetObject", "acs:oss:*:*:orders/*", "")}


INGRESS, EGRESS = (
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
)
HTTPS = {"securityGroupId": "sg-1", "fromPort": 443.0, "toPort": 443.0, "ipProtocol": "tcp"}
RULE = "alicloud:ecs/securityGroupRule:SecurityGroupRule"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (changed(INGRESS, None, {**HTTPS, "cidrIpv4": "0.0.0.0/0"}), ("+", "0.0.0.0/0", "tcp 443", "sg-1", "everyone")),
        (changed(INGRESS, {**HTTPS, "cidrIpv4": "10.0.0.0/8"}), ("-", "10.0.0.0/8", "tcp 443", "sg-1", "")),
        (changed(EGRESS, None, {"securityGroupId": "sg-1", "ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"}), ("+", "sg-1", "any", "0.0.0.0/0", "")),
        (
            changed(RULE, None, {"securityGroupId": "sg-2", "type": "ingress", "ipProtocol": "tcp", "portRange": "22/22", "cidrIp": "0.0.0.0/0"}),
            ("+", "0.0.0.0/0", "tcp 22", "sg-2", "everyone"),
        ),
        (
            changed(RULE, None, {"securityGroupId": "sg-2", "type": "ingress", "ipProtocol": "all", "portRange": "-1/-1", "policy": "drop"}),
            ("-", "0.0.0.0/0", "denied: any", "sg-2", ""),
        ),
        (
            changed("aws:ec2/securityGroup:SecurityGroup", {"ingress": []}, {"ingress": [{"protocol": "tcp", "fromPort": 1, "toPort": 9, "self": True}]}),
            ("+", "it", "tcp 1-9", "it", ""),
        ),
        (
            changed("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", None, {
                "clusterName": "main", "principalArn": "arn:dev", "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
                "accessScope": {"type": "namespace", "namespaces": ["shop"]},
            }),
            ("+", "arn:dev", "AmazonEKSEditPolicy", "main shop", ""),
        ),
        (
            changed("alicloud:cs/kubernetesPermission:KubernetesPermission", None, {
                "uid": "300", "permissions": [{"cluster": "c-1", "roleName": "admin", "roleType": "cluster"}],
            }),
            ("+", "300", "admin", "c-1", "everything"),
        ),
    ],
)  # fmt: skip
def test_connections_and_who_gets_into_clusters(change: Change, expected: tuple[str, ...]):
    assert told(change) == {expected}


def test_narrower_addresses_and_ports_are_no_gain():
    wide, narrow = {**HTTPS, "cidrIpv4": "10.0.0.0/8"}, {**HTTPS, "cidrIpv4": "10.16.0.0/16"}
    assert told(changed(INGRESS, wide, narrow)) == {("-", "10.0.0.0/8", "tcp 443", "sg-1", "")}
    ports = {**wide, "fromPort": 1.0, "toPort": 1024.0}
    assert told(changed(INGRESS, ports, wide)) == {("-", "10.0.0.0/8", "tcp 1-1024", "sg-1", "")}


@pytest.mark.parametrize(
    ("type_", "old", "new", "expected"),
    [
        ("alicloud:rds/instance:Instance", {"securityIps": ["10.0.0.1"]}, {"securityIps": ["0.0.0.0/0"]}, ("+", "0.0.0.0/0", "any", "it", "everyone")),
        ("aws:eks/cluster:Cluster", {"vpcConfig": {"endpointPublicAccess": False}}, {"vpcConfig": {}}, ("+", "0.0.0.0/0", "tcp 443", "API server of it", "everyone")),
        ("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {"bucket": "b", "blockPublicPolicy": True}, None,
         ("+", "*", "no longer denied: public access (blockPublicPolicy)", "b", "everyone")),
        ("alicloud:oss/bucketAcl:BucketAcl", {"bucket": "b", "acl": "private"}, {"bucket": "b", "acl": "public-read"}, ("+", "*", "read", "b", "everyone")),
        ("aws:iam/groupMembership:GroupMembership", {"group": "admins", "users": []}, {"group": "admins", "users": ["ana"]},
         ("+", "ana", "what group admins may", "*", "everything")),
        ("aws:lambda/permission:Permission", None, {"principal": "*", "action": "lambda:InvokeFunction", "function": "f"},
         ("+", "*", "lambda:InvokeFunction", "f", "everyone")),
        ("alicloud:ecs/securityGroup:SecurityGroup", {"innerAccessPolicy": "Drop"}, {"innerAccessPolicy": "Accept"}, ("+", "it", "any", "it", "")),
    ],
)  # fmt: skip
def test_what_else_lets_somebody_in(type_: str, old: Any, new: Any, expected: tuple[str, ...]):
    assert expected in told(changed(type_, old, new))


def test_a_grant_that_is_only_written_elsewhere_is_not_told():
    rule = {**HTTPS, "cidrIpv4": "10.0.0.0/8"}
    assert told(changed(INGRESS, rule, name="old"), changed(INGRESS, None, rule, name="new")) == set()


@pytest.mark.parametrize("type_", sorted({**IDENTITIES, **CONNECTIONS, **EXPOSING}))
def test_every_type_of_the_tables_is_one_of_the_sdk(type_: str):
    assert known_type(type_), f"{type_} is no type of the SDK"


def test_a_group_that_is_replaced_lets_the_same_through_under_its_name():
    group = f"{PREFIX}aws:ec2/securityGroup:SecurityGroup::web"
    rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    old = {"cidrIpv4": "10.0.0.0/8", "fromPort": 443, "toPort": 443, "ipProtocol": "tcp", "securityGroupId": "sg-1"}
    replaced = Change(kind=Kind.REPLACED, urn=group, id="sg-1")
    same, other = {**old, "securityGroupId": UNKNOWN}, {**old, "securityGroupId": UNKNOWN, "toPort": 444}
    sources = {"securityGroupId": (group,)}
    assert told(replaced, changed(rule, old, same, sources=sources)) == set()
    assert told(replaced, changed(rule, old, other, sources=sources)) == {
        ("+", "10.0.0.0/8", "tcp 443-444", "web", ""),
    }


@pytest.mark.parametrize(
    ("type_", "document", "about"),
    [
        (ROLE_POLICY, "policy", "[unknown]"),
        ("aws:s3/bucketPolicy:BucketPolicy", "policy", "it"),
        ("aws:iam/role:Role", "assumeRolePolicy", "role it"),
    ],
)
def test_a_policy_that_only_an_update_can_tell_takes_nothing_away_for_sure(type_: str, document: str, about: str):
    old = {document: policy("s3:GetObject", Principal={"AWS": "a"})}
    ((sign, _, may, on, _),) = told(
        changed(type_, old, {document: UNKNOWN}, sources={document: (f"{PREFIX}aws:s3/bucket:Bucket::b",)})
    )
    assert (sign, may, on) == ("+", "what only the update can tell, from b", about)
