"""How requests from outside of a cluster reach a workload, on each cloud."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import Delivery, Expose
from components.errors import ArgumentsError
from components.kubernetes.ingress_class import IngressClass, IngressClassArgs
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.workload import Workload
from tests.support.clusters import workload_args
from tests.support.mocks import Recording, record

INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
CLASS = "kubernetes:networking.k8s.io/v1:IngressClass"
EXPOSED = Expose(host="www.shop.example", ingress_class="public")
PREFIX = "alb.ingress.kubernetes.io"
ON_EKS = {
    f"{PREFIX}/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
    f"{PREFIX}/ssl-redirect": "443",
    f"{PREFIX}/ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
    f"{PREFIX}/target-type": "ip",
    f"{PREFIX}/healthcheck-path": "/healthz",
    f"{PREFIX}/target-group-attributes": "deregistration_delay.timeout_seconds=15",
}
ON_ACK = {
    f"{PREFIX}/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
    f"{PREFIX}/ssl-redirect": "true",
    f"{PREFIX}/healthcheck-enabled": "true",
    f"{PREFIX}/healthcheck-path": "/healthz",
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


def test_the_load_balancer_asks_what_readiness_asks_and_drains_as_long_as_pods_answer():
    found = workload(OnAck(), health_path="/live", drain=0).one(INGRESS).inputs["metadata"]["annotations"]
    assert found[f"{PREFIX}/healthcheck-path"] == "/live"
    assert not [key for key in found if "drain" in key]


def test_what_is_not_exposed_has_no_ingress():
    assert record(lambda: Workload("main-storefront", workload_args(delivery=OnEks()))).of(INGRESS) == []


def test_exposing_needs_the_clouds_way():
    with pytest.raises(ArgumentsError, match=r"WorkloadArgs\.delivery: nothing, expected one, since it is exposed"):
        workload_args(expose=EXPOSED)


@pytest.mark.parametrize("wrong", [{"host": "Shop.Example"}, {"host": "shop"}, {"path": "shop"}])
def test_a_name_that_is_none_is_refused(wrong):
    with pytest.raises(ArgumentsError):
        Expose(**{"host": "shop.example", "ingress_class": "public", **wrong})


def shared(delivery: Delivery, *, public: bool) -> Recording:
    args = IngressClassArgs(called="outside", public=public, subnets={"b": "subnet-b", "a": "subnet-a"}, delivery=delivery)
    return record(lambda: IngressClass("main-ingress", args))


def test_on_eks_a_class_stands_for_one_load_balancer_in_the_subnets_given():
    found = shared(OnEks(), public=True)
    made = found.one("kubernetes:elbv2.k8s.aws/v1beta1:IngressClassParams", "main-ingress-parameters")
    assert made.inputs["metadata"] == {"name": "outside"}
    assert made.inputs["spec"] == {
        "scheme": "internet-facing",
        "group": {"name": "main-ingress"},
        "subnets": {"ids": ["subnet-a", "subnet-b"]},
    }
    assert found.one(CLASS, "main-ingress-class").inputs["spec"] == {
        "controller": "ingress.k8s.aws/alb",
        "parameters": {"apiGroup": "elbv2.k8s.aws", "kind": "IngressClassParams", "name": "outside"},
    }


def test_on_ack_it_stands_for_an_albconfig_with_both_listeners():
    found = shared(OnAck(), public=False)
    made = found.one("kubernetes:alibabacloud.com/v1:AlbConfig", "main-ingress-parameters")
    assert made.inputs["spec"] == {
        "config": {
            "name": "main-ingress",
            "addressType": "Intranet",
            "zoneMappings": [{"vSwitchId": "subnet-a"}, {"vSwitchId": "subnet-b"}],
        },
        "listeners": [
            {"port": 80, "protocol": "HTTP"},
            {"port": 443, "protocol": "HTTPS", "securityPolicyId": "tls_cipher_policy_1_2_strict_with_1_3"},
        ],
    }
    made_class = found.one(CLASS)
    assert made_class.inputs["spec"]["controller"] == "ingress.k8s.alibabacloud/alb"
    assert made.urn in made_class.dependencies


def test_one_zone_is_too_few_for_a_load_balancer():
    with pytest.raises(ArgumentsError, match=r"IngressClassArgs\.subnets: 1, expected 2 zones at least"):
        IngressClassArgs(called="public", public=True, subnets={"a": "subnet-a"}, delivery=OnEks())
