"""What charts may do on AWS, exactly."""

from __future__ import annotations

import json
from collections import defaultdict

from components.aws.chart_policies import certificates_policy, dns_policy, logs_policy
from components.aws.controller_policy import controller_policy

OWN = {"Null": {"aws:ResourceTag/elbv2.k8s.aws/cluster": "false"}}
MADE = {"Null": {"aws:RequestTag/elbv2.k8s.aws/cluster": "false"}}
KEPT = {"Null": {"aws:RequestTag/elbv2.k8s.aws/cluster": "true", "aws:ResourceTag/elbv2.k8s.aws/cluster": "false"}}
BORN = "elasticloadbalancing:CreateAction"
GROUPS = "arn:aws:ec2:*:*:security-group/*"
TARGETS = "arn:aws:elasticloadbalancing:*:*:targetgroup/*/*"
BALANCERS = [f"arn:aws:elasticloadbalancing:*:*:loadbalancer/{kind}/*/*" for kind in ("app", "net")]
LISTENERS = [
    f"arn:aws:elasticloadbalancing:*:*:{part}/{kind}/*/*/*" for part in ("listener", "listener-rule") for kind in ("app", "net")
]
POLICY_LIMIT = 6144


def grants(policy: str) -> dict[str, list[str]]:
    """What a policy allows: the actions by resources and condition."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in json.loads(policy)["Statement"]:
        assert statement["Effect"] == "Allow"
        on = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        found[json.dumps([sorted(on), statement.get("Condition", {})], sort_keys=True)] |= set(statement["Action"])
    return {key: sorted(actions) for key, actions in found.items()}


def key(on: list[str], condition: dict) -> str:
    return json.dumps([sorted(on), condition], sort_keys=True)


def elb(*actions: str) -> list[str]:
    return sorted(f"elasticloadbalancing:{action}" for action in actions)


def test_the_controller_may_change_what_bears_its_tag_and_no_other_load_balancer():
    """As docs/install/iam_policy.json of v3.5.0 has it, action by action."""
    found = grants(controller_policy())
    anything = found.pop(key(["*"], {}))
    assert found == {
        key(["*"], {"StringEquals": {"iam:AWSServiceName": "elasticloadbalancing.amazonaws.com"}}): ["iam:CreateServiceLinkedRole"],
        key([GROUPS], {"StringEquals": {"ec2:CreateAction": "CreateSecurityGroup"}, **MADE}): ["ec2:CreateTags"],
        key([GROUPS], KEPT): ["ec2:CreateTags", "ec2:DeleteTags"],
        key(["*"], OWN): [
            "ec2:AuthorizeSecurityGroupIngress",
            "ec2:DeleteSecurityGroup",
            "ec2:RevokeSecurityGroupIngress",
            *elb(
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
        ],
        key(["*"], MADE): elb("CreateLoadBalancer", "CreateTargetGroup"),
        key([TARGETS, *BALANCERS], {"StringEquals": {BORN: ["CreateTargetGroup", "CreateLoadBalancer"]}, **MADE}): elb("AddTags"),
        key([TARGETS, *BALANCERS], KEPT): elb("AddTags", "RemoveTags"),
        key([TARGETS], {}): elb("DeregisterTargets", "RegisterTargets"),
        key(LISTENERS, {}): elb("AddTags", "RemoveTags"),
    }
    changing = [action for action in anything if not action.split(":")[1].startswith(("Describe", "Get", "List"))]
    assert changing == [
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateSecurityGroup",
        "ec2:RevokeSecurityGroupIngress",
        *elb(
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
        "shield:CreateProtection",
        "shield:DeleteProtection",
        *(f"{waf}:{way}WebACL" for waf in ("waf-regional", "wafv2") for way in ("Associate", "Disassociate")),
    ]
    assert len(anything) == 59


def test_the_controllers_policy_is_no_longer_than_a_policy_may_be():
    assert len(controller_policy()) <= POLICY_LIMIT


def test_names_outside_of_the_domain_are_nobodys_to_change():
    changed = {
        "ForAllValues:StringLike": {"route53:ChangeResourceRecordSetsNormalizedRecordNames": ["shop.example", "*.shop.example"]}
    }
    anywhere = ["arn:aws:route53:::hostedzone/*"]
    assert grants(dns_policy("shop.example", ())) == {
        key(anywhere, changed): ["route53:ChangeResourceRecordSets"],
        key(anywhere, {}): ["route53:ListResourceRecordSets", "route53:ListTagsForResources"],
        key(["*"], {}): ["route53:ListHostedZones"],
    }
    zones = ["arn:aws:route53:::hostedzone/Z1", "arn:aws:route53:::hostedzone/Z2"]
    assert set(grants(dns_policy("shop.example", ("Z1", "Z2")))) == {key(zones, changed), key(zones, {}), key(["*"], {})}


def test_certificates_are_proved_by_challenges_alone():
    (changed,) = (each for each in json.loads(certificates_policy("shop.example", ("Z1",)))["Statement"] if "Condition" in each)
    assert changed == {
        "Effect": "Allow",
        "Action": ["route53:ChangeResourceRecordSets"],
        "Resource": ["arn:aws:route53:::hostedzone/Z1"],
        "Condition": {
            "ForAllValues:StringLike": {
                "route53:ChangeResourceRecordSetsNormalizedRecordNames": [
                    "_acme-challenge.shop.example",
                    "_acme-challenge.*.shop.example",
                ],
                "route53:ChangeResourceRecordSetsRecordTypes": ["TXT"],
            }
        },
    }


def test_logs_go_into_one_group():
    group = "arn:aws:logs:ap-southeast-3:111122223333:log-group:/aws/eks/main/workloads"
    assert grants(logs_policy(group)) == {
        key([group, f"{group}:*"], {}): ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    }
