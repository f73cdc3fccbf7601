"""Routes of the Gateway API: what is told of one that no Gateway of its stack takes."""

from __future__ import annotations

from typing import Any

import pytest

from engine.values import UNKNOWN

from .made import every, found, plan

API = "gateway.networking.k8s.io/v1"
SHOP = {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "In", "values": ["shop", "pay"]}]}


def told(
    route: dict[str, Any] | None = None, *, allowed: Any = None, parent: Any = None, gateways: int = 1
) -> list[tuple[str, str]]:
    """What is found of a route from the namespace shop to a listener of a Gateway in another."""
    allowed = {"from": "Selector", "selector": SHOP} if allowed is None else allowed
    listener = {"name": "www.shop.example", "port": 443, "protocol": "HTTPS", "allowedRoutes": {"namespaces": allowed}}
    gateway = {
        "apiVersion": API,
        "kind": "Gateway",
        "metadata": {"name": "public", "namespace": "open"},
        "spec": {"gatewayClassName": "public", "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}, listener]},
    }
    named = {"kind": "Gateway", "name": "public", "namespace": "open", "sectionName": "www.shop.example", **(parent or {})}
    made = {
        "apiVersion": API,
        "kind": "HTTPRoute",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {
            "parentRefs": [named],
            "rules": [{"backendRefs": [{"kind": "Service", "name": "web", "port": 80}]}],
            **(route or {}),
        },
    }
    objects = every() | ({"gateway": gateway} if gateways else {}) | {"route": made}
    return [(path, reason) for called, path, reason in found(plan(objects)) if called == "route"]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"allowed": {"from": "All"}},
        {"allowed": {"from": "Selector", "selector": {"matchLabels": {"team": "shop"}}}},
        {"allowed": {"from": "Selector", "selector": UNKNOWN}},
        {"parent": {"sectionName": UNKNOWN}},
        {"parent": {"name": "others"}},
        {"parent": {"sectionName": None}},
        {"gateways": 0},
    ],
    ids=str,
)
def test_what_may_be_taken_is_silent(options):
    assert told(**options) == []


def test_a_listener_that_there_is_not():
    assert told(parent={"sectionName": "shop.example"}) == [
        ("spec.parentRefs[0].sectionName", "the Gateway listens as http, www.shop.example, not as shop.example")
    ]


@pytest.mark.parametrize(
    "allowed",
    [
        {"from": "Same"},
        {},
        {"from": "Selector", "selector": {"matchExpressions": [{**SHOP["matchExpressions"][0], "values": ["pay"]}]}},
    ],
    ids=["its own namespace", "as it comes", "others by name"],
)
def test_a_listener_that_takes_none_from_its_namespace(allowed):
    assert told(allowed=allowed) == [
        ("spec.parentRefs[0]", "no listener of the Gateway takes routes from the namespace shop"),
    ]


def test_a_service_that_there_is_not():
    (fault,) = told({"rules": [{"backendRefs": [{"name": "webb", "port": 80}]}]})
    assert fault == ("spec.rules[0].backendRefs[0].name", "this stack makes no Service webb there")
