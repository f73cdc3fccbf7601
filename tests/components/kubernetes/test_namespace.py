"""A namespace that workloads share."""

from __future__ import annotations

from components.kubernetes.namespace import Namespace, NamespaceArgs
from components.kubernetes.workload import Workload
from tests.support.clusters import workload_args
from tests.support.mocks import UNKNOWN, record


def test_it_holds_pods_to_the_standard_given():
    found = record(
        lambda: Namespace("main-shop", NamespaceArgs(namespace="shop", pod_security="baseline", labels={"team": "shop"}))
    )
    made = found.one("kubernetes:core/v1:Namespace")
    assert made.name == "main-shop-namespace"
    assert made.parent == found.one(Namespace.TYPE).urn
    assert made.inputs["metadata"] == {
        "name": "shop",
        "labels": {
            "team": "shop",
            "pod-security.kubernetes.io/enforce": "baseline",
            "pod-security.kubernetes.io/audit": "baseline",
            "pod-security.kubernetes.io/warn": "baseline",
        },
    }
    assert found.one(Namespace.TYPE).outputs == {"name": "shop"}


def test_it_is_restricted_by_default():
    labels = record(lambda: Namespace("main-shop", NamespaceArgs(namespace="shop"))).one("kubernetes:core/v1:Namespace")
    assert labels.inputs["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_its_name_is_known_before_it_is_there():
    found = record(
        lambda: Workload("main-storefront", workload_args(namespace=Namespace("main-shop", NamespaceArgs(namespace="shop")).name)),
        preview=True,
        outputs=lambda *_: {"metadata": UNKNOWN},
    )
    deployment = found.one("kubernetes:apps/v1:Deployment")
    assert deployment.inputs["metadata"]["namespace"] == "shop"
    assert found.one("kubernetes:core/v1:Namespace").urn in deployment.dependencies


def test_workloads_share_it_and_come_after_it():
    def program():
        shared = Namespace("main-shop", NamespaceArgs(namespace="shop"))
        for name in ("storefront", "checkout"):
            Workload(f"main-{name}", workload_args(app=name, namespace=shared.name))

    found = record(program)
    namespace = found.one("kubernetes:core/v1:Namespace")
    deployments = found.of("kubernetes:apps/v1:Deployment")
    assert [each.inputs["metadata"]["namespace"] for each in deployments] == ["shop", "shop"]
    assert all(namespace.urn in each.dependencies for each in deployments)


def test_pods_that_say_nothing_of_their_peers_are_closed():
    found = record(lambda: Namespace("main-shop", NamespaceArgs(namespace="shop")))
    made = found.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "main-shop-closed")
    assert (made.inputs["metadata"], made.parent) == ({"name": "closed", "namespace": "shop"}, found.one(Namespace.TYPE).urn)
    assert made.inputs["spec"]["podSelector"] == {}
    assert made.inputs["spec"]["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in made.inputs["spec"]
    assert [each["port"] for (rule,) in [made.inputs["spec"]["egress"]] for each in rule["ports"]] == [53, 53]
    opened = record(lambda: Namespace("main-shop", NamespaceArgs(namespace="shop", closed=False)))
    assert opened.of("kubernetes:networking.k8s.io/v1:NetworkPolicy") == []
