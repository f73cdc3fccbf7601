"""How requests from outside of a cluster reach a workload, on each cloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from components.contracts import Delivery, Entrance, Expose, Probe, Probes
from components.errors import ArgumentsError
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.workload import Workload
from tests.support.clusters import workload_args
from tests.support.mocks import Recording, record

INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
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


def workload(delivery: Delivery, expose: Expose | Callable[[], Expose] = EXPOSED, **options: Any) -> Recording:
    def program() -> None:
        told = expose() if callable(expose) else expose
        Workload("main-storefront", workload_args(expose=told, delivery=delivery, **options))

    return record(program)


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


def _orders(host: str, path: str) -> list[int]:
    return [each.order for each in Expose(host=host, path=path, through=PUBLIC).entries]


def test_longer_paths_come_before_shorter_ones_and_names_before_wildcards():
    told = [
        ("*.shop.example", "/"),
        ("*.shop.example", "/api"),
        ("shop.example", "/"),
        ("shop.example", "/api/v2"),
        ("shop.example", "/api/"),
    ]
    ranked = {order: (host, path) for host, path in told for order in _orders(host, path)}
    assert [ranked[order] for order in sorted(ranked)] == [told[3], told[4], told[2], told[1], told[0]]
    (longest,) = _orders("shop.example", "/" + "a" * 127)
    (last,) = _orders("*.shop.example", "/")
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
