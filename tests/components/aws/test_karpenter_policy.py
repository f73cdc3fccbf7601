"""What Karpenter may do, statement by statement, as its own template has it."""

from __future__ import annotations

import json
import re
from typing import Any

from components.aws.karpenter_policy import policies

CLUSTER = "arn:aws:eks:ap-southeast-3:111122223333:cluster/main"
QUEUE = "arn:aws:sqs:ap-southeast-3:111122223333:queue"
EC2 = "arn:aws:ec2:ap-southeast-3:"
IAM = "arn:aws:iam::111122223333:"
STATEMENTS: dict[str, list[dict[str, Any]]] = {
    "nodes": [
        {
            "Sid": "UseWhatNodesStartFrom",
            "Effect": "Allow",
            "Action": ["ec2:CreateFleet", "ec2:RunInstances"],
            "Resource": [
                EC2 + ":image/*",
                EC2 + ":snapshot/*",
                EC2 + "*:security-group/*",
                EC2 + "*:subnet/*",
                EC2 + "*:capacity-reservation/*",
                EC2 + "*:placement-group/*",
            ],
        },
        {
            "Sid": "UseOwnTemplates",
            "Effect": "Allow",
            "Action": ["ec2:CreateFleet", "ec2:RunInstances"],
            "Resource": [EC2 + "*:launch-template/*"],
            "Condition": {
                "StringEquals": {"aws:ResourceTag/kubernetes.io/cluster/main": "owned"},
                "StringLike": {"aws:ResourceTag/karpenter.sh/nodepool": "*"},
            },
        },
        {
            "Sid": "StartNodesThatAreTagged",
            "Effect": "Allow",
            "Action": ["ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"],
            "Resource": [
                EC2 + "*:fleet/*",
                EC2 + "*:instance/*",
                EC2 + "*:volume/*",
                EC2 + "*:network-interface/*",
                EC2 + "*:launch-template/*",
                EC2 + "*:spot-instances-request/*",
            ],
            "Condition": {
                "StringEquals": {
                    "aws:RequestTag/kubernetes.io/cluster/main": "owned",
                    "aws:RequestTag/eks:eks-cluster-name": "main",
                },
                "StringLike": {"aws:RequestTag/karpenter.sh/nodepool": "*"},
            },
        },
        {
            "Sid": "TagWhatIsStarted",
            "Effect": "Allow",
            "Action": ["ec2:CreateTags"],
            "Resource": [
                EC2 + "*:fleet/*",
                EC2 + "*:instance/*",
                EC2 + "*:volume/*",
                EC2 + "*:network-interface/*",
                EC2 + "*:launch-template/*",
                EC2 + "*:spot-instances-request/*",
            ],
            "Condition": {
                "StringEquals": {
                    "aws:RequestTag/kubernetes.io/cluster/main": "owned",
                    "aws:RequestTag/eks:eks-cluster-name": "main",
                    "ec2:CreateAction": ["CreateFleet", "CreateLaunchTemplate", "RunInstances"],
                },
                "StringLike": {"aws:RequestTag/karpenter.sh/nodepool": "*"},
            },
        },
        {
            "Sid": "NameOwnNodes",
            "Effect": "Allow",
            "Action": ["ec2:CreateTags"],
            "Resource": [EC2 + "*:instance/*"],
            "Condition": {
                "StringEquals": {"aws:ResourceTag/kubernetes.io/cluster/main": "owned"},
                "StringLike": {"aws:ResourceTag/karpenter.sh/nodepool": "*"},
                "StringEqualsIfExists": {"aws:RequestTag/eks:eks-cluster-name": "main"},
                "ForAllValues:StringEquals": {"aws:TagKeys": ["Name", "eks:eks-cluster-name", "karpenter.sh/nodeclaim"]},
            },
        },
        {
            "Sid": "EndOwnNodes",
            "Effect": "Allow",
            "Action": ["ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"],
            "Resource": [EC2 + "*:instance/*", EC2 + "*:launch-template/*"],
            "Condition": {
                "StringEquals": {"aws:ResourceTag/kubernetes.io/cluster/main": "owned"},
                "StringLike": {"aws:ResourceTag/karpenter.sh/nodepool": "*"},
            },
        },
    ],
    "profiles": [
        {
            "Sid": "GiveNodesTheirRole",
            "Effect": "Allow",
            "Action": ["iam:PassRole"],
            "Resource": [IAM + "role/nodes"],
            "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
        },
        {
            "Sid": "MakeProfilesThatAreTagged",
            "Effect": "Allow",
            "Action": ["iam:CreateInstanceProfile"],
            "Resource": [IAM + "instance-profile/*"],
            "Condition": {
                "StringEquals": {
                    "aws:RequestTag/kubernetes.io/cluster/main": "owned",
                    "aws:RequestTag/eks:eks-cluster-name": "main",
                    "aws:RequestTag/topology.kubernetes.io/region": "ap-southeast-3",
                },
                "StringLike": {"aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*"},
            },
        },
        {
            "Sid": "TagOwnProfiles",
            "Effect": "Allow",
            "Action": ["iam:TagInstanceProfile"],
            "Resource": [IAM + "instance-profile/*"],
            "Condition": {
                "StringEquals": {
                    "aws:ResourceTag/kubernetes.io/cluster/main": "owned",
                    "aws:ResourceTag/topology.kubernetes.io/region": "ap-southeast-3",
                    "aws:RequestTag/kubernetes.io/cluster/main": "owned",
                    "aws:RequestTag/eks:eks-cluster-name": "main",
                    "aws:RequestTag/topology.kubernetes.io/region": "ap-southeast-3",
                },
                "StringLike": {
                    "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*",
                    "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*",
                },
            },
        },
        {
            "Sid": "ChangeOwnProfiles",
            "Effect": "Allow",
            "Action": ["iam:AddRoleToInstanceProfile", "iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile"],
            "Resource": [IAM + "instance-profile/*"],
            "Condition": {
                "StringEquals": {
                    "aws:ResourceTag/kubernetes.io/cluster/main": "owned",
                    "aws:ResourceTag/topology.kubernetes.io/region": "ap-southeast-3",
                },
                "StringLike": {"aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*"},
            },
        },
    ],
    "reads": [
        {
            "Sid": "LookAtTheRegion",
            "Effect": "Allow",
            "Action": [
                "ec2:DescribeCapacityReservations",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeInstanceTypeOfferings",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeInstances",
                "ec2:DescribeLaunchTemplates",
                "ec2:DescribePlacementGroups",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSpotPriceHistory",
                "ec2:DescribeSubnets",
            ],
            "Resource": ["*"],
            "Condition": {"StringEquals": {"aws:RequestedRegion": "ap-southeast-3"}},
        },
        {
            "Sid": "FindImages",
            "Effect": "Allow",
            "Action": ["ssm:GetParameter"],
            "Resource": ["arn:aws:ssm:ap-southeast-3::parameter/aws/service/*"],
        },
        {"Sid": "ReadPrices", "Effect": "Allow", "Action": ["pricing:GetProducts"], "Resource": ["*"]},
        {"Sid": "ListProfiles", "Effect": "Allow", "Action": ["iam:ListInstanceProfiles"], "Resource": ["*"]},
        {
            "Sid": "LookAtProfiles",
            "Effect": "Allow",
            "Action": ["iam:GetInstanceProfile"],
            "Resource": [IAM + "instance-profile/*"],
        },
        {"Sid": "FindTheCluster", "Effect": "Allow", "Action": ["eks:DescribeCluster"], "Resource": [CLUSTER]},
        {
            "Sid": "SeeZonesThatTrafficLeft",
            "Effect": "Allow",
            "Action": ["arc-zonal-shift:GetManagedResource"],
            "Resource": ["*"],
            "Condition": {"StringEquals": {"arc-zonal-shift:ResourceIdentifier": CLUSTER}},
        },
        {
            "Sid": "TakeInterruptions",
            "Effect": "Allow",
            "Action": ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
            "Resource": [QUEUE],
        },
    ],
}


def test_they_allow_what_its_template_does_and_nothing_else():
    found = policies(arn=CLUSTER, role=f"{IAM}role/nodes", queue=QUEUE)
    assert {key: json.loads(document)["Statement"] for key, document in found.items()} == STATEMENTS


def test_what_changes_something_is_held_to_the_clusters_own():
    """But for what every cluster starts nodes from: images, subnets, groups."""
    changing = [
        statement
        for key in ("nodes", "profiles")
        for statement in STATEMENTS[key]
        if statement["Sid"] not in ("UseWhatNodesStartFrom", "GiveNodesTheirRole")
    ]
    owned = ("aws:ResourceTag/kubernetes.io/cluster/main", "aws:RequestTag/kubernetes.io/cluster/main")
    assert all(any(tag in statement["Condition"]["StringEquals"] for tag in owned) for statement in changing)


def test_each_is_as_long_as_a_policy_may_be_with_the_longest_names_that_there_are():
    """6,144 characters without white space: docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html."""
    found = policies(arn=CLUSTER.replace("main", "m" * 100), role=f"{IAM}role/{'r' * 64}", queue=QUEUE.replace("queue", "q" * 80))
    assert max(len(re.sub(r"\s", "", document)) for document in found.values()) <= 6144
