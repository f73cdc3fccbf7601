"""How requests from outside of a cluster reach a workload, on each cloud."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import Delivery, Entrance, Expose, Probe, Probes
from components.errors import ArgumentsError
from components.kubernetes.ack_front import AckFront
from components.kubernetes.eks_front import EksFront
from components.kubernetes.ingress_class import IngressClass, IngressClassArgs
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.workload import Workload
from tests.support.clusters import workload_args
from tests.support.mocks import Recording, record

INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
CLASS = "kubernetes:networking.k8s.io/v1:IngressClass"
PUBLIC = Entrance(name="public")
EXPOSED = Expose(host="www.shop.example", through=PUBLIC)
PREFIX = "alb.ingress.kubernetes.io"
ON_EKS = {
    f"{PREFIX}/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
    f"{PREFIX}/group.order": "500",
    f"{PREFIX}/healthcheck-path": "/healthz",
    f"{PREFIX}/healthcheck-interval-seconds": "5",
    f"{PREFIX}/healthcheck-timeout-seconds": "2",
    f"{PREFIX}/unhealthy-threshold-count": "2",
    f"{PREFIX}/success-codes": "200-299",
    f"{PREFIX}/target-group-attributes": "deregistration_delay.timeout_seconds=15",
}
ON_ACK = {
    f"{PREFIX}/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
    f"{PREFIX}/ssl-redirect": "true",
    f"{PREFIX}/order": "500",
    f"{PREFIX}/healthcheck-enabled": "true",
    f"{PREFIX}/healthcheck-path": "/healthz",
    f"{PREFIX}/healthcheck-method": "GET",
    f"{PREFIX}/healthcheck-interval-seconds": "5",
    f"{PREFIX}/healthcheck-timeout-seconds": "2",
    f"{PREFIX}/healthy-threshold-count": "2",
    f"{PREFIX}/unhealthy-threshold-count": "2",
    f"{PREFIX}/connection-drain-enabled": "true",
    f"{PREFIX}/connection-drain-timeout": "15",
}
BOTH = pytest.mark.parametrize(("delivery", "annotations"), [(OnEks(), ON_EKS), (OnAck(), ON_ACK)], ids=["EKS", "ACK"])


def workload(delivery: Delivery, expose: Expose = EXPOSED, **options: Any) -> Recording:
    return record(lambda: Workload("main-storefront", workload_args(expose=expose, delivery=delivery, **options)))


@BOTH
def test_an_ingress_differs_by_its_annotations_alone(delivery, annotations):
    made = workload(delivery).one(INGRESS).inputs
    assert made["metadata"] == {
        "name": "storefront",
        "namespace": "default",
        "labels": {"app.kubernetes.io/name": "storefront"},
        "annotations": annotations,
    }
    backend = {"service": {"name": "storefront", "port": {"name": "http"}}}
    assert made["spec"] == {
        "ingressClassName": "public",
        "tls": [{"hosts": ["www.shop.example"]}],
        "rules": [
            {"host": "www.shop.example", "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}},
        ],
    }


@BOTH
def test_every_name_has_a_rule_and_stands_in_the_certificate(delivery, annotations):
    told = Expose(host="shop.example", aliases=("www.shop.example", "*.shop.example"), path="/shop", through=PUBLIC)
    found = workload(delivery, told)
    made = {each.name: each.inputs for each in found.of(INGRESS)}
    hosts = {
        "main-storefront-ingress": ("storefront", ["shop.example", "www.shop.example"], "495"),
        "main-storefront-ingress-any": ("storefront-any", ["*.shop.example"], "995"),
    }
    assert made.keys() == hosts.keys()
    for name, (called, expected, order) in hosts.items():
        spec, metadata = made[name]["spec"], made[name]["metadata"]
        assert metadata["name"] == called
        assert [value for key, value in metadata["annotations"].items() if key.endswith("order")] == [order]
        assert spec["tls"] == [{"hosts": expected}]
        assert [rule["host"] for rule in spec["rules"]] == expected
        assert {rule["http"]["paths"][0]["path"] for rule in spec["rules"]} == {"/shop"}


def test_longer_paths_come_before_shorter_ones_and_names_before_wildcards():
    told = [
        ("*.shop.example", "/"),
        ("*.shop.example", "/api"),
        ("shop.example", "/"),
        ("shop.example", "/api/v2"),
        ("shop.example", "/api/"),
    ]
    ranked = {order: (host, path) for host, path in told for order in Expose(host=host, path=path, through=PUBLIC).ranked}
    assert [ranked[order] for order in sorted(ranked)] == [told[3], told[4], told[2], told[1], told[0]]
    (longest,) = Expose(host="shop.example", path="/" + "a" * 127, through=PUBLIC).ranked
    (last,) = Expose(host="*.shop.example", through=PUBLIC).ranked
    assert 1 <= longest < last <= 1000


@BOTH
@pytest.mark.parametrize("plain", ["serve", "refuse"])
def test_plain_http_can_be_served_or_refused(delivery, annotations, plain):
    through = Entrance(name="public", plain=plain)
    found = workload(delivery, Expose(host="shop.example", through=through)).one(INGRESS).inputs["metadata"]["annotations"]
    ports = '[{"HTTPS": 443}]' if plain == "refuse" else '[{"HTTP": 80}, {"HTTPS": 443}]'
    assert found[f"{PREFIX}/listen-ports"] == ports
    assert f"{PREFIX}/ssl-redirect" not in found


@BOTH
def test_it_is_asked_within_what_both_load_balancers_can_be_told(delivery, annotations):
    slow = Probes(readiness=Probe(path="/ready", period=120, timeout=120, failures=1), liveness=Probe(period=300))
    found = workload(delivery, probes=slow).one(INGRESS).inputs["metadata"]["annotations"]
    keys = ("path", "interval-seconds", "timeout-seconds")
    assert [found[f"{PREFIX}/healthcheck-{key}"] for key in keys] == ["/ready", "50", "49"]
    assert found[f"{PREFIX}/unhealthy-threshold-count"] == "2"
    hasty = Probes(readiness=Probe(period=1, timeout=1, failures=20))
    found = workload(delivery, probes=hasty).one(INGRESS).inputs["metadata"]["annotations"]
    assert [found[f"{PREFIX}/healthcheck-{key}"] for key in keys] == ["/healthz", "5", "2"]
    assert found[f"{PREFIX}/unhealthy-threshold-count"] == "10"


def test_the_load_balancer_asks_what_readiness_asks_and_drains_as_long_as_pods_answer():
    found = workload(OnAck(), health_path="/live", drain=0).one(INGRESS).inputs["metadata"]["annotations"]
    assert found[f"{PREFIX}/healthcheck-path"] == "/live"
    assert not [key for key in found if "drain" in key]


def test_what_is_not_exposed_has_no_ingress():
    assert record(lambda: Workload("main-storefront", workload_args(delivery=OnEks()))).of(INGRESS) == []


def test_exposing_needs_the_clouds_way():
    with pytest.raises(ArgumentsError, match=r"WorkloadArgs\.delivery: nothing, expected one, since it is exposed"):
        workload_args(expose=EXPOSED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": "Shop.Example"},
        {"host": "shop"},
        {"path": "shop"},
        {"path": "/" + "a" * 128},
        {"aliases": ("shop.example",)},
        {"aliases": ("www.*.example",)},
    ],
)
def test_a_name_that_is_none_is_refused(wrong):
    told: dict[str, Any] = {"host": "shop.example", "through": PUBLIC, **wrong}
    with pytest.raises(ArgumentsError):
        Expose(**told)


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
