"""A workload that is reached from outside, the same in the clusters of every cloud but for what each load balancer is told."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.contracts import Delivery, Entrance, Expose
from components.kubernetes.gateway import Gateway, GatewayArgs
from components.kubernetes.ingress_class import IngressClass, IngressClassArgs
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.workload import Workload
from tests.support.clusters import ALL, EKS, Clusters, workload_args
from tests.support.mocks import Recording, record

HOSTS = ("www.shop.example", "*.shop.example")
INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
ROUTE = "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute"
VIA = pytest.mark.parametrize("via", ["ingress", "gateway"])
SUBNETS = {"a": "subnet-a", "b": "subnet-b"}


def delivery(clusters: Clusters) -> Delivery:
    return OnEks() if clusters is EKS else OnAck()


def entrance(clusters: Clusters, via: str, opts: pulumi.ResourceOptions) -> Entrance:
    cloud = delivery(clusters)
    if via == "ingress":
        shared = IngressClassArgs(called="public", front=cloud.front(), subnets=SUBNETS, delivery=cloud)
        return IngressClass("main-ingress-public", shared, opts).entrance
    told = GatewayArgs(
        called="public",
        namespace="gateways",
        hosts=dict.fromkeys(HOSTS, "shop-tls"),
        namespaces=("shop",),
        front=cloud.front(),
        subnets=SUBNETS,
        delivery=cloud,
    )
    return Gateway("main-gateway-public", told, opts).entrance


def exposed(clusters: Clusters, via: str, **changes: Any) -> Recording:
    def program() -> None:
        cluster = clusters.make()
        opts = pulumi.ResourceOptions(provider=cluster.kubernetes)
        told = Expose(host=HOSTS[0], aliases=HOSTS[1:], through=entrance(clusters, via, opts))
        Workload("main-storefront", workload_args(namespace="shop", expose=told, delivery=delivery(clusters), **changes), opts)

    return record(program)


def common(found: Recording) -> dict[str, Any]:
    """What every cloud has of the workload: no annotation of an Ingress, nothing of a cloud's own kind."""
    made = [each for each in found.children(found.one(Workload.TYPE)) if not each.name.endswith("-targets")]
    return {
        each.name: {key: value for key, value in each.inputs.items() if key != "metadata"}
        | {"metadata": {key: value for key, value in each.inputs["metadata"].items() if key != "annotations"}}
        for each in made
    }


@VIA
@pytest.mark.parametrize("clusters", ALL, ids=str)
def test_it_differs_in_what_its_load_balancer_is_told_alone(clusters, via):
    assert common(exposed(clusters, via)) == common(exposed(EKS, via))


@VIA
@pytest.mark.parametrize("clusters", ALL, ids=str)
def test_what_serves_it_is_there_before_it_and_its_service_too(clusters, via):
    found = exposed(clusters, via)
    service = found.one("kubernetes:core/v1:Service", "main-storefront-service")
    shared = found.one(f"nusantara:kubernetes:{'IngressClass' if via == 'ingress' else 'Gateway'}")
    serving = {each.urn for each in found.children(shared) if each.name.endswith(("-class", "-gateway"))}
    ways = [each for each in found.of(INGRESS if via == "ingress" else ROUTE) if not each.name.endswith("-redirect")]
    assert len(ways) == (2 if via == "ingress" else 1)
    for each in ways:
        assert service.urn in each.dependencies
        assert serving & set(each.dependencies)


@pytest.mark.parametrize("clusters", ALL, ids=str)
def test_nothing_of_a_pod_depends_on_how_it_is_exposed(clusters):
    by_ingress, by_gateway = (common(exposed(clusters, via)) for via in ("ingress", "gateway"))
    same = by_ingress.keys() & by_gateway.keys()
    assert {"main-storefront-deployment", "main-storefront-policy", "main-storefront-service"} <= same
    assert all(by_ingress[name] == by_gateway[name] for name in same)
