"""Policies that IAM would refuse, or that grant nothing: what is told of each, word for word; and what is left alone."""

from __future__ import annotations

import json

import pytest

from checks.schema.cloudformation.policies.actions import service, wrong
from engine.values import UNKNOWN, Secret

from .broken import told

ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
BUCKET = {**ALLOW, "Principal": "*", "Resource": "arn:aws:s3:::uploads/*"}
SEE = "see https://docs.aws.amazon.com/service-authorization/latest/reference/"
ARN = "write arn:aws:SERVICE:REGION:ACCOUNT:NAME"
IDENTITY = [
    ({"Action": "s3:GetObjekt"}, "?Action: s3 has no action GetObjekt → write s3:GetObject"),
    ({"Action": ["s3:GetObject", "sqss:SendMessage"]}, "?Action[1]: AWS has no service sqss → write sqs:SendMessage"),
    ({"Action": "s3:Lst*"}, "?Action: no action of s3 is Lst* → write s3:List*"),
    ({"Action": "GetObject"}, 'Action: "GetObject" names no service → write "service:Action"'),
    ({"NotAction": "iam:*"}, "NotAction: stands beside Action → give one of the two"),
    ({"Action": None, "Actions": ["s3:GetObject"]}, "Actions: a statement has no such key → write Action"),
    ({"Effect": "allow"}, 'Effect: "allow" is neither "Allow" nor "Deny" → write "Allow"'),
    ({"Effect": None}, 'Effect: is required, and missing → give "Allow" or "Deny"'),
    ({"Resource": None}, 'Resource: is required, and missing → give ARNs, or "*"'),
    ({"Resource": "uploads"}, f'Resource: "uploads" is neither an ARN nor "*" → {ARN}'),
    ({"Resource": "arn:aws:s3:uploads"}, f'Resource: "arn:aws:s3:uploads" has 4 parts of the six of an ARN → {ARN}; of a bucket arn:aws:s3:::NAME'),
    (
        {"Resource": "arn:aws:s3:::uploads/*", "Action": "sqs:SendMessage"},
        '?Resource: "arn:aws:s3:::uploads/*" is of s3, on which no action of sqs acts → give it actions of its own',
    ),
    (
        {"Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:ap-southeast-3:12345:orders"},
        'Resource: "arn:aws:sqs:ap-southeast-3:12345:orders" has "12345" for an account → give twelve digits, or *',
    ),
    ({"Principal": "*"}, "Principal: is not for the policy of an identity, which says who by whom it is attached to → leave it out"),
    ({"Sid": "read-all"}, 'Sid: "read-all" has more than letters and digits → write "readall"'),
    ({"Condition": {"StringEqual": {"a": "b"}}}, "Condition.StringEqual: is no operator of conditions → write StringEquals"),
    ({"Condition": {"Bool": "true"}}, 'Condition.Bool: a string is given, expected keys with their values → give a map, say {"aws:SourceAccount": "123456789012"}'),
]  # fmt: skip


def policy(statement, **others):
    said = {key: value for key, value in statement.items() if value is not None}
    return json.dumps({"Version": "2012-10-17", "Statement": [said], **others})


@pytest.mark.parametrize(("changed", "expected"), IDENTITY, ids=[row[1][:40] for row in IDENTITY])
def test_a_statement_of_an_identity_is_told_word_for_word(changed, expected):
    mark, rest = ("?", expected[1:]) if expected.startswith("?") else ("", expected)
    assert told("iam/policy:Policy", {"policy": policy({**ALLOW, **changed})}) == [f"{mark}policy.Statement[0].{rest}"]


@pytest.mark.parametrize(
    ("token", "inputs", "expected"),
    [
        ("iam/policy:Policy", {"policy": "{"}, "policy: is no JSON → give a policy as json.dumps writes it"),
        ("iam/policy:Policy", {"policy": "[]"}, "policy: is a list, expected a policy → give a policy as json.dumps writes it"),
        (
            "iam/policy:Policy",
            {"policy": json.dumps({"Version": "2012-10-17"})},
            "policy.Statement: is required, and missing → give statements",
        ),
        (
            "iam/rolePolicy:RolePolicy",
            {"role": "web", "policy": policy(ALLOW, Version="2012-10-18")},
            'policy.Version: "2012-10-18" is no version of the language of policies → write "2012-10-17"',
        ),
        (
            "iam/userPolicy:UserPolicy",
            {"user": "web", "policy": json.dumps({"Statements": [ALLOW]})},
            "policy.Statements: a policy has no such key → write Statement",
        ),
        (
            "iam/policy:Policy",
            {"policy": json.dumps({"Statement": [{**ALLOW, "Sid": "a"}, {**ALLOW, "Sid": "a"}]})},
            'policy.Statement[0].Sid: "a" is there twice → give each its own',
        ),
        (
            "iam/role:Role",
            {"assumeRolePolicy": policy({**TRUST, "Action": "s3:GetObject"})},
            'assumeRolePolicy.Statement[0].Action: "s3:GetObject" is no action of sts, and no other may stand there → leave it out',
        ),
        (
            "iam/role:Role",
            {"assumeRolePolicy": policy({**TRUST, "Resource": "*"})},
            "assumeRolePolicy.Statement[0].Resource: is not for the trust of a role → leave it out: it is the role",
        ),
        (
            "iam/role:Role",
            {"assumeRolePolicy": policy({**TRUST, "Principal": None})},
            'assumeRolePolicy.Statement[0].Principal: is required, and missing → say who, or "*"',
        ),
        (
            "iam/role:Role",
            {"assumeRolePolicy": {"Version": "2012-10-17", "Statement": [{**TRUST, "Principal": {"Service": "ec2.amazonaw.com"}}]}},
            '?assumeRolePolicy.Statement[0].Principal.Service: "ec2.amazonaw.com" is no service → write "ec2.amazonaws.com"',
        ),
        (
            "iam/role:Role",
            {"assumeRolePolicy": policy({**TRUST, "Principal": {"AWS": "ec2.amazonaws.com"}})},
            (
                'assumeRolePolicy.Statement[0].Principal.AWS: "ec2.amazonaws.com" is no account, and no ARN of an identity → '
                'write {"Service": "ec2.amazonaws.com"}'
            ),
        ),
        (
            "iam/role:Role",
            {"assumeRolePolicy": policy({**TRUST, "Principal": {"Servcie": "ec2.amazonaws.com"}})},
            "assumeRolePolicy.Statement[0].Principal.Servcie: is no kind of principal → write Service",
        ),
        (
            "iam/role:Role",
            {"assumeRolePolicy": policy(TRUST), "inlinePolicies": [{"name": "a", "policy": policy({**ALLOW, "Action": "s3:Gte"})}]},
            f"?inlinePolicies[0].policy.Statement[0].Action: s3 has no action Gte → {SEE}",
        ),
        (
            "s3/bucketPolicy:BucketPolicy",
            {"bucket": "uploads", "policy": policy({**BUCKET, "Action": "sqs:SendMessage"})},
            (
                'policy.Statement[0].Action: "sqs:SendMessage" is no action of s3 or s3express or s3-object-lambda or s3-outposts, '
                "and no other may stand there → leave it out"
            ),
        ),
        (
            "sqs/queuePolicy:QueuePolicy",
            {"queueUrl": "https://sqs", "policy": policy({"Effect": "Allow", "Action": "sqs:SendMessage", "Principal": "ec2.amazonaws.com"})},
            'policy.Statement[0].Principal: "ec2.amazonaws.com" is not "*" → say of what kind it is: {"Service": "ec2.amazonaws.com"}',
        ),
        (
            "iam/policy:Policy",
            {"policy": policy({**ALLOW, "Action": ["s3:GetObject"] * 500})},
            "policy: has 7,583 characters, of 6,144 that IAM takes → split it",
        ),
    ],
    ids=lambda each: str(each)[:50],
)  # fmt: skip
def test_a_policy_is_told_word_for_word(token, inputs, expected):
    assert expected in told(token, inputs)


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("iam/policy:Policy", {"policy": policy({**ALLOW, "Action": ["s3:get*", "S3:ListBucket", "*", "ec2:Describe?pcs"]})}),
        ("iam/policy:Policy", {"policy": policy({**ALLOW, "Resource": ["arn:aws:s3:::${aws:username}/*", "arn:*:s3:::a", "arn:aws:s3*"]})}),
        ("iam/policy:Policy", {"policy": policy({**ALLOW, "Condition": {"ForAllValues:StringLikeIfExists": {"a": ["b"]}}})}),
        ("iam/policy:Policy", {"policy": UNKNOWN}),
        ("iam/policy:Policy", {"policy": Secret("no JSON")}),
        ("iam/policy:Policy", {"policy": policy({"Effect": "Deny", "NotAction": "iam:*", "NotResource": "arn:aws:iam::aws:policy/*"})}),
        ("iam/role:Role", {"assumeRolePolicy": {"Version": "2012-10-17", "Statement": [{**TRUST, "Principal": {"AWS": UNKNOWN}}]}}),
        ("iam/role:Role", {"assumeRolePolicy": policy({**TRUST, "Action": ["sts:AssumeRole", "sts:TagSession"], "Principal": {"Service": "pods.eks.amazonaws.com"}})}),
        ("iam/role:Role", {"assumeRolePolicy": policy({**TRUST, "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "accounts.google.com"}})}),
        ("s3/bucketPolicy:BucketPolicy", {"bucket": "a", "policy": policy({**BUCKET, "Principal": {"AWS": ["123456789012", "arn:aws:iam::cloudfront:user/x", "AROAJ2UCCR6DPEXAMPLE"]}})}),
        ("kms/key:Key", {"policy": policy({"Sid": "Enable root", "Effect": "Allow", "Action": "kms:*", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Resource": "*"})}),
        ("ec2/vpcEndpoint:VpcEndpoint", {"vpcId": UNKNOWN, "policy": policy({"Effect": "Allow", "Action": "*", "Resource": "*"})}),
        ("ecr/lifecyclePolicy:LifecyclePolicy", {"repository": "a", "policy": json.dumps({"rules": []})}),
    ],
    ids=lambda each: str(each)[:50],
)  # fmt: skip
def test_what_iam_takes_is_left_alone(token, inputs):
    assert told(token, inputs) == []


def test_actions_are_known_as_aws_writes_them():
    queue = service("sqs")
    assert queue is not None
    assert queue.actions["sendmessage"] == "SendMessage"
    assert queue.arns == {"sqs"}
    assert service("sq") is None
    assert [wrong(f"sqs:{each}") for each in queue.actions] == [None] * len(queue.actions)
