"""What the AWS Load Balancer Controller may do, by what each action is held to; pure.

Source: github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json, the controller's version
in `components.kubernetes.charts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from .iam import document

_CLUSTER: Final = "elbv2.k8s.aws/cluster"
"""The tag that the controller puts on whatever it makes."""
_ASKED: Final = f"aws:RequestTag/{_CLUSTER}"
_BORN: Final = f"aws:ResourceTag/{_CLUSTER}"
_GROUPS: Final = "arn:aws:ec2:*:*:security-group/*"
_TARGETS: Final = "arn:aws:elasticloadbalancing:*:*:targetgroup/*/*"
_BALANCERS: Final = tuple(f"arn:aws:elasticloadbalancing:*:*:loadbalancer/{kind}/*/*" for kind in ("net", "app"))
_LISTENERS: Final = tuple(
    f"arn:aws:elasticloadbalancing:*:*:{part}/{kind}/*/*/*" for part in ("listener", "listener-rule") for kind in ("net", "app")
)


class _Allowed(NamedTuple):
    """Actions of one service under the same condition.

    Args:
        service: the prefix of the actions.
        actions: their names.
        resources: what they may be done to; anything where it is empty.
        tags: by condition key of a tag, whether it must be absent.
        equals: by condition key, the values of which it must have one.
    """

    service: str
    actions: tuple[str, ...]
    resources: Sequence[str] = ()
    tags: Mapping[str, bool] = {}
    equals: Mapping[str, Any] = {}


_OWN = {_BORN: False}
"""What bears the controller's tag already."""
_MAKES = {_ASKED: False}
"""What is made with the controller's tag."""
_KEEPS = {_ASKED: True, _BORN: False}
"""What bears the controller's tag, which stays as it is."""

_TABLE: Final = (
    _Allowed("iam", ("CreateServiceLinkedRole",), equals={"iam:AWSServiceName": "elasticloadbalancing.amazonaws.com"}),
    _Allowed(
        "ec2",
        (
            "DescribeAccountAttributes",
            "DescribeAddresses",
            "DescribeAvailabilityZones",
            "DescribeCoipPools",
            "DescribeInstances",
            "DescribeInternetGateways",
            "DescribeIpamPools",
            "DescribeNetworkInterfaces",
            "DescribeRouteTables",
            "DescribeSecurityGroups",
            "DescribeSubnets",
            "DescribeTags",
            "DescribeVpcPeeringConnections",
            "DescribeVpcs",
            "GetCoipPoolUsage",
            "GetSecurityGroupsForVpc",
        ),
    ),
    _Allowed(
        "elasticloadbalancing",
        (
            "DescribeCapacityReservation",
            "DescribeListenerAttributes",
            "DescribeListenerCertificates",
            "DescribeListeners",
            "DescribeLoadBalancerAttributes",
            "DescribeLoadBalancers",
            "DescribeRules",
            "DescribeSSLPolicies",
            "DescribeTags",
            "DescribeTargetGroupAttributes",
            "DescribeTargetGroups",
            "DescribeTargetHealth",
            "DescribeTrustStores",
        ),
    ),
    _Allowed("acm", ("DescribeCertificate", "ListCertificates")),
    _Allowed("cognito-idp", ("DescribeUserPoolClient",)),
    _Allowed("iam", ("GetServerCertificate", "ListServerCertificates")),
    _Allowed("shield", ("CreateProtection", "DeleteProtection", "DescribeProtection", "GetSubscriptionState")),
    *(
        _Allowed(waf, ("AssociateWebACL", "DisassociateWebACL", "GetWebACL", "GetWebACLForResource"))
        for waf in ("waf-regional", "wafv2")
    ),
    # Groups: of nodes too, so that load balancers reach pods; only its own are tagged anew or deleted.
    _Allowed("ec2", ("AuthorizeSecurityGroupIngress", "CreateSecurityGroup", "RevokeSecurityGroupIngress")),
    _Allowed("ec2", ("CreateTags",), (_GROUPS,), tags=_MAKES, equals={"ec2:CreateAction": "CreateSecurityGroup"}),
    _Allowed("ec2", ("CreateTags", "DeleteTags"), (_GROUPS,), tags=_KEEPS),
    _Allowed("ec2", ("AuthorizeSecurityGroupIngress", "DeleteSecurityGroup", "RevokeSecurityGroupIngress"), tags=_OWN),
    # Load balancers and target groups: its own alone are changed or deleted.
    _Allowed("elasticloadbalancing", ("CreateLoadBalancer", "CreateTargetGroup"), tags=_MAKES),
    _Allowed(
        "elasticloadbalancing",
        ("AddTags",),
        (_TARGETS, *_BALANCERS),
        tags=_MAKES,
        equals={"elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"]},
    ),
    _Allowed("elasticloadbalancing", ("AddTags", "RemoveTags"), (_TARGETS, *_BALANCERS), tags=_KEEPS),
    _Allowed(
        "elasticloadbalancing",
        (
            "DeleteLoadBalancer",
            "DeleteTargetGroup",
            "ModifyCapacityReservation",
            "ModifyIpPools",
            "ModifyListenerAttributes",
            "ModifyLoadBalancerAttributes",
            "ModifyTargetGroup",
            "ModifyTargetGroupAttributes",
            "SetIpAddressType",
            "SetSecurityGroups",
            "SetSubnets",
        ),
        tags=_OWN,
    ),
    _Allowed("elasticloadbalancing", ("DeregisterTargets", "RegisterTargets"), (_TARGETS,)),
    # Listeners and rules bear no tag that a condition could read before they are there.
    _Allowed("elasticloadbalancing", ("AddTags", "RemoveTags"), _LISTENERS),
    _Allowed(
        "elasticloadbalancing",
        (
            "AddListenerCertificates",
            "CreateListener",
            "CreateRule",
            "DeleteListener",
            "DeleteRule",
            "ModifyListener",
            "ModifyRule",
            "RemoveListenerCertificates",
            "SetRulePriorities",
            "SetWebAcl",
        ),
    ),
)


def controller_policy() -> str:
    """The policy of the controller's role, as a document."""
    return document(*(_statement(allowed) for allowed in _TABLE))


def _statement(allowed: _Allowed) -> dict[str, Any]:
    conditions = dict(_conditions(allowed))
    resources = list(allowed.resources)
    return {
        "Effect": "Allow",
        "Action": [f"{allowed.service}:{action}" for action in allowed.actions],
        "Resource": resources[0] if len(resources) == 1 else resources or "*",
        **({"Condition": conditions} if conditions else {}),
    }


def _conditions(allowed: _Allowed) -> Iterator[tuple[str, dict[str, Any]]]:
    if allowed.equals:
        yield "StringEquals", dict(allowed.equals)
    if allowed.tags:
        yield "Null", {key: "true" if absent else "false" for key, absent in allowed.tags.items()}
