"""The load balancer that Ingresses share, as each cloud's controller is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import Delivery
from components.errors import ArgumentsError
from components.kubernetes.ack_front import AckFront
from components.kubernetes.eks_front import EksFront
from components.kubernetes.ingress_class import IngressClass, IngressClassArgs
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from tests.support.mocks import Recording, record

CLASS = "kubernetes:networking.k8s.io/v1:IngressClass"


def shared(delivery: Delivery, **told: Any) -> Recording:
    subnets = {"b": "subnet-b", "a": "subnet-a"}
    args = IngressClassArgs(called="outside", front=delivery.front(**told), subnets=subnets, delivery=delivery)
    return record(lambda: IngressClass("main-ingress", args))


def parameters(found: Recording) -> dict[str, Any]:
    return dict(next(each for each in found.values() if each.name == "main-ingress-parameters").inputs)


def test_on_eks_a_class_stands_for_one_load_balancer_in_the_subnets_given():
    found = shared(OnEks())
    made = found.one("kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams", "main-ingress-parameters")
    assert made.inputs["metadata"] == {"name": "outside"}
    assert made.inputs["spec"] == {
        "scheme": "internet-facing",
        "group": {"name": "main-ingress"},
        "subnets": {"ids": ["subnet-a", "subnet-b"]},
        "targetType": "ip",
        "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "sslRedirectPort": "443",
        "loadBalancerAttributes": [
            {"key": "idle_timeout.timeout_seconds", "value": "60"},
            {"key": "routing.http.drop_invalid_header_fields.enabled", "value": "true"},
        ],
    }
    assert found.one(CLASS, "main-ingress-class").inputs["spec"] == {
        "controller": "ingress.k8s.aws/alb",
        "parameters": {"apiGroup": "elbv2.k8s.aws", "kind": "IngressClassParams", "name": "outside"},
    }


def test_on_eks_it_is_told_everything_in_the_class():
    web_acl = "arn:aws:wafv2:ap-southeast-3:111122223333:regional/webacl/shop/1"
    told = shared(
        OnEks(),
        public=False,
        allowed=("203.0.113.0/24",),
        plain="serve",
        idle_timeout=300,
        certificates=("arn:one", "arn:two"),
        access_logs="shop-logs",
        ssl_policy="ELBSecurityPolicy-TLS13-1-3-2021-06",
        web_acl=web_acl,
    )
    spec = parameters(told)["spec"]
    assert spec["scheme"] == "internal"
    assert "sslRedirectPort" not in spec
    assert (spec["inboundCIDRs"], spec["certificateArn"]) == (["203.0.113.0/24"], ["arn:one", "arn:two"])
    assert (spec["sslPolicy"], spec["wafv2AclArn"]) == ("ELBSecurityPolicy-TLS13-1-3-2021-06", web_acl)
    assert {each["key"]: each["value"] for each in spec["loadBalancerAttributes"]} == {
        "idle_timeout.timeout_seconds": "300",
        "routing.http.drop_invalid_header_fields.enabled": "true",
        "access_logs.s3.enabled": "true",
        "access_logs.s3.bucket": "shop-logs",
    }


def test_on_ack_it_stands_for_an_albconfig_with_both_listeners():
    found = shared(OnAck(), public=False)
    made = found.one("kubernetes:alibabacloud.com/v1:AlbConfig", "main-ingress-parameters")
    assert made.inputs["spec"] == {
        "config": {
            "name": "main-ingress",
            "addressType": "Intranet",
            "edition": "Standard",
            "zoneMappings": [{"vSwitchId": "subnet-a"}, {"vSwitchId": "subnet-b"}],
        },
        "listeners": [
            {"port": 80, "protocol": "HTTP", "idleTimeout": 60, "requestTimeout": 60},
            {
                "port": 443,
                "protocol": "HTTPS",
                "securityPolicyId": "tls_cipher_policy_1_2_strict_with_1_3",
                "idleTimeout": 60,
                "requestTimeout": 60,
            },
        ],
    }
    made_class = found.one(CLASS)
    assert made_class.inputs["spec"]["controller"] == "ingress.k8s.alibabacloud/alb"
    assert made.urn in made_class.dependencies


def test_on_ack_it_is_told_everything_in_the_albconfig():
    told = shared(
        OnAck(),
        allowed=("203.0.113.0/24",),
        plain="refuse",
        idle_timeout=120,
        certificates=("1-ap-southeast-5", "2-ap-southeast-5"),
        access_logs="shop/alb_front",
        tls_policy="tls_cipher_policy_1_2_strict",
        edition="waf",
        request_timeout=300,
    )
    spec = parameters(told)["spec"]
    assert spec["config"]["edition"] == "StandardWithWaf"
    assert spec["config"]["accessLogConfig"] == {"logProject": "shop", "logStore": "alb_front"}
    assert spec["listeners"] == [
        {
            "port": 443,
            "protocol": "HTTPS",
            "securityPolicyId": "tls_cipher_policy_1_2_strict",
            "certificates": [
                {"CertificateId": "1-ap-southeast-5", "IsDefault": True},
                {"CertificateId": "2-ap-southeast-5", "IsDefault": False},
            ],
            "idleTimeout": 120,
            "requestTimeout": 300,
            "aclConfig": {"aclType": "White", "aclEntries": ["203.0.113.0/24"]},
        }
    ]


@pytest.mark.parametrize(
    ("front", "wrong", "fault"),
    [
        (EksFront, {"allowed": ("everyone",)}, r'EksFront\.allowed\.0: "everyone", expected an IPv4 block'),
        (EksFront, {"idle_timeout": 0}, r"EksFront\.idle_timeout: 0, expected a whole number, 1 to 600"),
        (EksFront, {"plain": "drop"}, r'EksFront\.plain: "drop", expected one of redirect, serve'),
        (EksFront, {"web_acl": "arn:aws:wafv2:us-east-1:1:global/webacl/a/1"}, r"EksFront\.web_acl: .*regional web ACL"),
        (AckFront, {"edition": "premium"}, r'AckFront\.edition: "premium", expected one of basic, standard'),
        (AckFront, {"request_timeout": 601}, r"AckFront\.request_timeout: 601"),
        (AckFront, {"access_logs": "shop"}, r'AckFront\.access_logs: "shop", expected a project and a store'),
    ],
)
def test_a_load_balancer_that_cannot_be_is_refused(front, wrong, fault):
    with pytest.raises(ArgumentsError, match=fault):
        front(**wrong)


def test_one_zone_is_too_few_for_a_load_balancer():
    with pytest.raises(ArgumentsError, match=r"IngressClassArgs\.subnets: 1, expected 2 zones at least"):
        IngressClassArgs(called="public", front=EksFront(), subnets={"a": "subnet-a"}, delivery=OnEks())


def test_a_load_balancer_of_another_cloud_is_refused():
    subnets = {"a": "subnet-a", "b": "subnet-b"}
    with pytest.raises(ArgumentsError, match=r'IngressClassArgs\.front: "AckFront", expected an EksFront'):
        IngressClassArgs(called="public", front=AckFront(), subnets=subnets, delivery=OnEks())
