"""Faults planted in eight resources that mocks, type checkers and a preview without providers take: every one is found, and no other."""

from __future__ import annotations

import json

from .broken import told

ID = "0a1b2c3d4e5f60718"
PLANTED = {
    "ec2/vpc:Vpc": ({"cidrBlock": "10.0.0.0/33", "instanceTenancy": "shared"}, {"cidrBlock", "instanceTenancy"}),
    "ec2/subnet:Subnet": (
        {"vpcId": "vpc-12", "cidrBlock": "10.0.1.7/24", "mapPublicIpOnLaunch": "maybe"},
        {"vpcId", "cidrBlock", "mapPublicIpOnLaunch"},
    ),
    "ec2/securityGroup:SecurityGroup": (
        {
            "vpcId": f"subnet-{ID}",
            "ingress": [{"protocol": "tcp", "fromPort": 443, "toPort": 70000, "cidrBlocks": ["0.0.0.0"], "selfs": True}],
        },
        {"vpcId", "ingress[0].toPort", "ingress[0].cidrBlocks[0]", "ingress[0].selfs"},
    ),
    "iam/role:Role": (
        {
            "assumeRolePolicy": json.dumps(
                {
                    "Version": "2012-10-18",
                    "Statement": [{"Effect": "allow", "Action": "s3:GetObject", "Principal": "ec2.amazonaws.com"}],
                }
            ),
            "maxSessionDuration": 50000,
        },
        {
            "assumeRolePolicy.Version",
            "assumeRolePolicy.Statement[0].Effect",
            "assumeRolePolicy.Statement[0].Action",
            "assumeRolePolicy.Statement[0].Principal",
            "maxSessionDuration",
        },
    ),
    "iam/policy:Policy": (
        {
            "policy": json.dumps(
                {"Statement": [{"Effect": "Allow", "Action": ["s3:GetObjects", "dynamo:Query"], "Resource": "arn:aws:s3:uploads"}]}
            )
        },
        {"policy.Statement[0].Action[0]", "policy.Statement[0].Action[1]", "policy.Statement[0].Resource"},
    ),
    "sqs/queue:Queue": (
        {"delaySeconds": 1000, "messageRetentionSeconds": 10},
        {"delaySeconds", "messageRetentionSeconds"},
    ),
    "cloudwatch/metricAlarm:MetricAlarm": (
        {"comparisonOperator": "GreaterThan", "evaluationPeriods": 2, "period": 45},
        {"comparisonOperator", "period"},
    ),
    "ec2/instance:Instance": (
        {"ami": "ami-web", "instanceType": "c6i.large", "region": "ap-southeast-3"},
        {"ami", "instanceType"},
    ),
}


def test_every_fault_that_is_planted_is_found():
    found = {
        token: {each.removeprefix("?").partition(": ")[0] for each in told(token, inputs)} for token, (inputs, _) in PLANTED.items()
    }
    assert found == {token: paths for token, (_, paths) in PLANTED.items()}
    assert sum(map(len, found.values())) == 23
