"""A load balancer that HTTPRoutes share, and how a workload is exposed by it, on each cloud."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import Delivery, Entrance, Expose
from components.errors import ArgumentsError
from components.kubernetes.ack_front import AckFront
from components.kubernetes.eks_front import EksFront
from components.kubernetes.gateway import Gateway, GatewayArgs
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.workload import Workload
from tests.support.clusters import workload_args
from tests.support.mocks import Recording, record

API = "kubernetes:gateway.networking.k8s.io/v1"
BOTH = pytest.mark.parametrize("delivery", [OnEks(), OnAck()], ids=["EKS", "ACK"])
HOSTS = {"www.shop.example": "shop-tls", "*.pay.example": "pay-tls"}


def gateway_args(delivery: Delivery, hosts: dict[str, Any] | None = None, **told: Any) -> GatewayArgs:
    return GatewayArgs(
        called="public",
        namespace="gateways",
        hosts=HOSTS if hosts is None else hosts,
        namespaces=("shop", "pay"),
        front=delivery.front(**told),
        subnets={"b": "subnet-b", "a": "subnet-a"},
        delivery=delivery,
    )


def gateway(delivery: Delivery, **told: Any) -> Recording:
    return record(lambda: Gateway("main-gateway-public", gateway_args(delivery, **told)))


def workload(delivery: Delivery, plain: Any = "redirect") -> Recording:
    through = Entrance(name="public", namespace="gateways", plain=plain)
    told = Expose(host="www.shop.example", aliases=("*.pay.example",), path="/shop", through=through)
    return record(lambda: Workload("main-storefront", workload_args(namespace="shop", expose=told, delivery=delivery)))


def spec(found: Recording, type_: str) -> dict[str, Any]:
    return found.one(type_).inputs["spec"]


@BOTH
def test_it_listens_for_each_host_to_routes_of_the_namespaces_told(delivery):
    found = gateway(delivery)
    made = found.one(f"{API}:Gateway", "main-gateway-public-gateway")
    assert made.inputs["metadata"] == {"name": "public", "namespace": "gateways"}
    plain, *secure = made.inputs["spec"]["listeners"]
    assert plain == {"name": "http", "port": 80, "protocol": "HTTP", "allowedRoutes": {"namespaces": {"from": "Same"}}}
    assert [(each["name"], each["hostname"], each["port"], each["protocol"]) for each in secure] == [
        ("any.pay.example", "*.pay.example", 443, "HTTPS"),
        ("www.shop.example", "www.shop.example", 443, "HTTPS"),
    ]
    chosen = {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["pay", "shop"]}]}
    assert all(each["allowedRoutes"] == {"namespaces": {"from": "Selector", "selector": chosen}} for each in secure)
    for before in ("class", "parameters"):
        assert next(each for each in found.values() if each.name == f"main-gateway-public-{before}").urn in made.dependencies


def test_on_eks_the_gateway_names_what_it_stands_for():
    told = {
        "certificates": ("arn:one", "arn:two", "arn:three"),
        "allowed": ("203.0.113.0/24",),
        "idle_timeout": 90,
        "web_acl": None,
    }
    found = gateway(OnEks(), **told)
    assert spec(found, f"{API}:GatewayClass") == {"controllerName": "gateway.k8s.aws/alb"}
    made = found.one("kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration")
    assert made.inputs["metadata"] == {"name": "gateway-public", "namespace": "gateways"}
    assert made.inputs["spec"] == {
        "scheme": "internet-facing",
        "loadBalancerSubnets": [{"identifier": "subnet-a"}, {"identifier": "subnet-b"}],
        "listenerConfigurations": [
            {
                "protocolPort": "HTTPS:443",
                "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
                "defaultCertificate": "arn:one",
                "certificates": ["arn:two", "arn:three"],
            }
        ],
        "sourceRanges": ["203.0.113.0/24"],
        "loadBalancerAttributes": [
            {"key": "idle_timeout.timeout_seconds", "value": "90"},
            {"key": "routing.http.drop_invalid_header_fields.enabled", "value": "true"},
        ],
    }
    shared = spec(found, f"{API}:Gateway")
    assert shared["infrastructure"] == {
        "parametersRef": {"group": "gateway.k8s.aws", "kind": "LoadBalancerConfiguration", "name": "gateway-public"}
    }
    assert not [each for each in shared["listeners"] if "tls" in each]


def test_on_eks_certificates_that_nobody_names_are_looked_for():
    (listener,) = spec(gateway(OnEks(), public=False), "kubernetes:gateway.k8s.aws/v1:LoadBalancerConfiguration")[
        "listenerConfigurations"
    ]
    assert listener.keys() == {"protocolPort", "sslPolicy"}


def test_on_ack_its_class_names_what_it_stands_for_and_listeners_show_secrets():
    found = gateway(OnAck(), public=False, edition="waf")
    made = found.one("kubernetes:alibabacloud.com/v1:AlbConfig")
    assert made.inputs["metadata"] == {"name": "gateway-public"}
    assert made.inputs["spec"] == {
        "config": {
            "name": "main-gateway-public",
            "addressType": "Intranet",
            "edition": "StandardWithWaf",
            "zoneMappings": [{"vSwitchId": "subnet-a"}, {"vSwitchId": "subnet-b"}],
        }
    }
    assert spec(found, f"{API}:GatewayClass") == {
        "controllerName": "gateways.alibabacloud.com/alb/v1",
        "parametersRef": {"group": "alibabacloud.com", "kind": "AlbConfig", "name": "gateway-public"},
    }
    shared = spec(found, f"{API}:Gateway")
    assert "infrastructure" not in shared
    assert [each["tls"] for each in shared["listeners"][1:]] == [
        {"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": name}]} for name in ("pay-tls", "shop-tls")
    ]


@BOTH
def test_plain_http_is_redirected_by_a_route_of_its_own(delivery):
    found = gateway(delivery)
    made = found.one(f"{API}:HTTPRoute", "main-gateway-public-redirect")
    assert made.inputs["metadata"] == {"name": "public-redirect", "namespace": "gateways"}
    assert made.inputs["spec"] == {
        "parentRefs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "public", "sectionName": "http"}],
        "rules": [
            {"filters": [{"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "port": 443, "statusCode": 301}}]}
        ],
    }
    assert found.one(f"{API}:Gateway").urn in made.dependencies


@BOTH
def test_plain_http_that_is_served_or_refused(delivery):
    served = spec(gateway(delivery, plain="serve"), f"{API}:Gateway")["listeners"][0]
    assert served["allowedRoutes"]["namespaces"]["from"] == "Selector"
    refused = gateway(delivery, plain="refuse")
    assert {each["port"] for each in spec(refused, f"{API}:Gateway")["listeners"]} == {443}
    assert refused.of(f"{API}:HTTPRoute") == []
    sections = [each["sectionName"] for each in spec(workload(delivery, "serve"), f"{API}:HTTPRoute")["parentRefs"]]
    assert sections == ["http", "www.shop.example", "any.pay.example"]


@BOTH
def test_a_workload_has_a_route_to_the_listeners_of_its_hosts(delivery):
    found = workload(delivery)
    assert found.of("kubernetes:networking.k8s.io/v1:Ingress") == []
    made = found.one(f"{API}:HTTPRoute", "main-storefront-route")
    labels = {"app.kubernetes.io/name": "storefront"}
    assert made.inputs["metadata"] == {"name": "storefront", "namespace": "shop", "labels": labels}
    parent = {"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "public", "namespace": "gateways"}
    assert made.inputs["spec"] == {
        "parentRefs": [{**parent, "sectionName": "www.shop.example"}, {**parent, "sectionName": "any.pay.example"}],
        "hostnames": ["www.shop.example", "*.pay.example"],
        "rules": [
            {
                "matches": [{"path": {"type": "PathPrefix", "value": "/shop"}}],
                "backendRefs": [{"kind": "Service", "name": "storefront", "port": 80}],
            }
        ],
    }


def test_on_eks_its_pods_are_targets_that_are_asked_and_drained():
    found = workload(OnEks())
    made = found.one("kubernetes:gateway.k8s.aws/v1:TargetGroupConfiguration", "main-storefront-targets")
    assert made.inputs["spec"] == {
        "targetReference": {"name": "storefront"},
        "defaultConfiguration": {
            "targetType": "ip",
            "healthCheckConfig": {
                "healthCheckPath": "/healthz",
                "healthCheckInterval": 5,
                "healthCheckTimeout": 2,
                "unhealthyThresholdCount": 2,
                "matcher": {"httpCode": "200-299"},
            },
            "targetGroupAttributes": [{"key": "deregistration_delay.timeout_seconds", "value": "15"}],
        },
    }
    assert made.urn in found.one(f"{API}:HTTPRoute").dependencies


def test_on_ack_there_is_no_way_to_tell_it():
    assert {each.name for each in workload(OnAck()).values() if each.name.endswith(("-targets", "-route"))} == {
        "main-storefront-route"
    }


@pytest.mark.parametrize(
    ("hosts", "count"), [({}, 0), ({f"a{number}.shop.example": None for number in range(64)}, 64)], ids=["none", "too many"]
)
def test_a_gateway_listens_for_some_hosts(hosts, count):
    with pytest.raises(ArgumentsError, match=rf"GatewayArgs\.hosts: {count}, expected 1 to 63 names"):
        gateway_args(OnEks(), hosts)


def test_what_it_stands_for_must_fit_its_cloud():
    told = {"called": "public", "namespace": "gateways", "hosts": HOSTS, "namespaces": (), "delivery": OnAck()}
    with pytest.raises(ArgumentsError) as error:
        GatewayArgs(**told, front=EksFront(), subnets={"a": "subnet-a"})
    fields = [fault.field for fault in error.value.faults]
    assert fields == ["namespaces", "subnets", "front"]
    assert AckFront is OnAck.front
