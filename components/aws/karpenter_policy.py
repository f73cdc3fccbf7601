"""What Karpenter's controller may do: make and end nodes of its own cluster, and look at what it needs for that; pure.

Source: the template of Karpenter 1.14, statement by statement, in
github.com/aws/karpenter-provider-aws/blob/v1.14.1/website/content/en/docs/getting-started/getting-started-with-karpenter/cloudformation.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from .iam import document


class Statement(NamedTuple):
    """One statement that allows, with `{…}` for what differs between clusters: see `policies`."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Mapping[str, Mapping[str, str | tuple[str, ...]]] = {}


_OWNED: Final = {"aws:ResourceTag/kubernetes.io/cluster/{cluster}": "owned"}
_POOLED: Final = {"aws:ResourceTag/karpenter.sh/nodepool": "*"}
_BECOMES_OWNED: Final = {
    "aws:RequestTag/kubernetes.io/cluster/{cluster}": "owned",
    "aws:RequestTag/eks:eks-cluster-name": "{cluster}",
}
_BECOMES_POOLED: Final = {"aws:RequestTag/karpenter.sh/nodepool": "*"}
_HERE: Final = {"aws:ResourceTag/topology.kubernetes.io/region": "{region}"}
_BECOMES_HERE: Final = {"aws:RequestTag/topology.kubernetes.io/region": "{region}"}
_OF_CLASS: Final = {"aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*"}
_BECOMES_OF_CLASS: Final = {"aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*"}

_TEMPLATES: Final = "{ec2}:*:launch-template/*"
_INSTANCES: Final = "{ec2}:*:instance/*"
_PROFILES: Final = "{iam}:instance-profile/*"
_STARTED: Final = (
    "{ec2}:*:fleet/*",
    _INSTANCES,
    "{ec2}:*:volume/*",
    "{ec2}:*:network-interface/*",
    _TEMPLATES,
    "{ec2}:*:spot-instances-request/*",
)
_USED: Final = (
    "{ec2}::image/*",
    "{ec2}::snapshot/*",
    "{ec2}:*:security-group/*",
    "{ec2}:*:subnet/*",
    "{ec2}:*:capacity-reservation/*",
    "{ec2}:*:placement-group/*",
)
_LOOKED_AT: Final = (
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
)

STATEMENTS: Final[Mapping[str, tuple[Statement, ...]]] = {
    "nodes": (
        Statement("UseWhatNodesStartFrom", ("ec2:CreateFleet", "ec2:RunInstances"), _USED),
        Statement(
            "UseOwnTemplates",
            ("ec2:CreateFleet", "ec2:RunInstances"),
            (_TEMPLATES,),
            {"StringEquals": _OWNED, "StringLike": _POOLED},
        ),
        Statement(
            "StartNodesThatAreTagged",
            ("ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"),
            _STARTED,
            {"StringEquals": _BECOMES_OWNED, "StringLike": _BECOMES_POOLED},
        ),
        Statement(
            "TagWhatIsStarted",
            ("ec2:CreateTags",),
            _STARTED,
            {
                "StringEquals": {
                    **_BECOMES_OWNED,
                    "ec2:CreateAction": ("CreateFleet", "CreateLaunchTemplate", "RunInstances"),
                },
                "StringLike": _BECOMES_POOLED,
            },
        ),
        Statement(
            "NameOwnNodes",
            ("ec2:CreateTags",),
            (_INSTANCES,),
            {
                "StringEquals": _OWNED,
                "StringLike": _POOLED,
                "StringEqualsIfExists": {"aws:RequestTag/eks:eks-cluster-name": "{cluster}"},
                "ForAllValues:StringEquals": {"aws:TagKeys": ("Name", "eks:eks-cluster-name", "karpenter.sh/nodeclaim")},
            },
        ),
        Statement(
            "EndOwnNodes",
            ("ec2:DeleteLaunchTemplate", "ec2:TerminateInstances"),
            (_INSTANCES, _TEMPLATES),
            {"StringEquals": _OWNED, "StringLike": _POOLED},
        ),
    ),
    "profiles": (
        Statement(
            "GiveNodesTheirRole", ("iam:PassRole",), ("{role}",), {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
        ),
        Statement(
            "MakeProfilesThatAreTagged",
            ("iam:CreateInstanceProfile",),
            (_PROFILES,),
            {"StringEquals": {**_BECOMES_OWNED, **_BECOMES_HERE}, "StringLike": _BECOMES_OF_CLASS},
        ),
        Statement(
            "TagOwnProfiles",
            ("iam:TagInstanceProfile",),
            (_PROFILES,),
            {
                "StringEquals": {**_OWNED, **_HERE, **_BECOMES_OWNED, **_BECOMES_HERE},
                "StringLike": {**_OF_CLASS, **_BECOMES_OF_CLASS},
            },
        ),
        Statement(
            "ChangeOwnProfiles",
            ("iam:AddRoleToInstanceProfile", "iam:DeleteInstanceProfile", "iam:RemoveRoleFromInstanceProfile"),
            (_PROFILES,),
            {"StringEquals": {**_OWNED, **_HERE}, "StringLike": _OF_CLASS},
        ),
    ),
    "reads": (
        Statement("LookAtTheRegion", _LOOKED_AT, ("*",), {"StringEquals": {"aws:RequestedRegion": "{region}"}}),
        Statement("FindImages", ("ssm:GetParameter",), ("{ssm}::parameter/aws/service/*",)),
        Statement("ReadPrices", ("pricing:GetProducts",), ("*",)),
        Statement("ListProfiles", ("iam:ListInstanceProfiles",), ("*",)),
        Statement("LookAtProfiles", ("iam:GetInstanceProfile",), (_PROFILES,)),
        Statement("FindTheCluster", ("eks:DescribeCluster",), ("{arn}",)),
        Statement(
            "SeeZonesThatTrafficLeft",
            ("arc-zonal-shift:GetManagedResource",),
            ("*",),
            {"StringEquals": {"arc-zonal-shift:ResourceIdentifier": "{arn}"}},
        ),
        Statement("TakeInterruptions", ("sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"), ("{queue}",)),
    ),
}
"""The statements by policy: together they are longer than one policy may be, 6,144 characters
(docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)."""


def policies(*, arn: str, role: str, queue: str) -> dict[str, str]:
    """The controller's policies as documents, by a stable key.

    Args:
        arn: the cluster's ARN, which holds its name, account and region too.
        role: ARN of the role of the nodes that it makes.
        queue: ARN of the queue that it takes interruptions from.
    """
    _, partition, _, region, account, resource = arn.split(":", 5)
    known = {
        "arn": arn,
        "cluster": resource.removeprefix("cluster/"),
        "region": region,
        "ec2": f"arn:{partition}:ec2:{region}",
        "iam": f"arn:{partition}:iam::{account}",
        "ssm": f"arn:{partition}:ssm:{region}",
        "role": role,
        "queue": queue,
    }
    return {key: document(*(_written(statement, known) for statement in table)) for key, table in STATEMENTS.items()}


def _written(statement: Statement, known: Mapping[str, str]) -> dict[str, Any]:
    conditions = {
        test: {key.format(**known): _filled(value, known) for key, value in operands.items()}
        for test, operands in statement.conditions.items()
    }
    return {
        "Sid": statement.sid,
        "Effect": "Allow",
        "Action": list(statement.actions),
        "Resource": [resource.format(**known) for resource in statement.resources],
        **({"Condition": conditions} if conditions else {}),
    }


def _filled(value: str | tuple[str, ...], known: Mapping[str, str]) -> str | list[str]:
    return value.format(**known) if isinstance(value, str) else list(value)
