"""A state by hand: sites with load balancers, and a name that they serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from checks.drill.declared import Declarations, Declared

ROOT = "urn:pulumi:test::nusantara::nusantara:index:Environment::test"
WWW = "www.shop.example"
SITES: Mapping[str, dict[str, Any]] = {
    "jakarta-aws": {"cloud": "aws", "region": "ap-southeast-3", "zones": ["a", "b", "c"], "country": "id"},
    "jakarta-alicloud": {"cloud": "alicloud", "region": "ap-southeast-5", "zones": ["a", "b", "c"], "country": "id"},
    "singapore-aws": {"cloud": "aws", "region": "ap-southeast-1", "zones": ["a", "b", "c"], "country": "sg"},
}
SAID: Mapping[str, Any] = {
    "tier": "production",
    "domain": "shop.example",
    "sites": SITES,
    "objectives": {"site": {"capacity": 100, "within": 300}, "cloud": {"capacity": 70, "within": 900}},
    "clusters": {"main": {"sites": "all"}},
    "workloads": {
        "storefront": {"cluster": "main", "sites": "all", "replicas": {"min": 12, "max": 300}, "pod_rps": 80},
        "checkout": {
            "cluster": "main",
            "sites": ["jakarta-aws", "jakarta-alicloud"],
            "replicas": {"min": 8, "max": 120},
            "pod_rps": 25,
            "needs": ["orders-db"],
        },
    },
    "dependencies": {
        "orders-db": {
            "primary": "jakarta-aws",
            "replica": "jakarta-alicloud",
            "rpo": 30,
            "rto": 120,
            "promotion": "automatic",
            "personal_data": True,
        }
    },
    "traffic": {"www": {"to": "storefront"}},
    "events": {
        "payday": {
            "time_zone": "Asia/Jakarta",
            "start": "2026-12-25 00:00",
            "end": "2026-12-26 00:00",
            "headroom": "cloud",
            "peak_rps": {"storefront": 14000},
        }
    },
}


def urn(type_: str, name: str, *parents: str) -> str:
    return f"urn:pulumi:test::nusantara::{'$'.join((*parents, type_))}::{name}"


def site(name: str) -> str:
    return urn("nusantara:index:Site", name, "nusantara:index:Environment")


def resource(type_: str, name: str, inputs: Mapping[str, Any], *, parent: str = ROOT, **more: Any) -> Declared:
    return Declared(
        urn=urn(type_, name),
        type=type_,
        parent=parent,
        id=more.pop("id", name),
        inputs=inputs,
        outputs={**inputs, **more.pop("outputs", {})},
        **more,
    )


def check(of: str, **more: Any) -> Declared:
    inputs = {"type": "HTTPS", "fqdn": f"{of}.{WWW}", "requestInterval": 10, "failureThreshold": 3, **more}
    return resource("aws:route53/healthCheck:HealthCheck", f"check-{of}", inputs)


def record(of: str, **policy: Any) -> Declared:
    inputs = {
        "zoneId": "Z1",
        "name": WWW,
        "type": "CNAME",
        "ttl": 30,
        "setIdentifier": of,
        "records": [f"{of}.{WWW}"],
        "healthCheckId": f"check-{of}",
        **policy,
    }
    return resource("aws:route53/record:Record", f"www-{of}", inputs, outputs={"fqdn": inputs["name"]})


def weighted(of: str, weight: int, **more: Any) -> Declared:
    return record(of, weightedRoutingPolicies=[{"weight": weight}], **more)


def standing() -> Iterator[Declared]:
    """The sites, each with a load balancer and the name that leads to that."""
    for name in SITES:
        yield Declared(urn=site(name), type="nusantara:index:Site", parent=ROOT)
        balancer = {"dnsName": f"{name}.balancer.example"}
        yield resource("aws:lb/loadBalancer:LoadBalancer", f"{name}-front", {}, parent=site(name), outputs=balancer)
        own = {"zoneId": "Z1", "name": f"{name}.{WWW}", "type": "CNAME", "ttl": 60, "records": [f"{name}.balancer.example"]}
        yield resource("aws:route53/record:Record", f"{name}-own", own)


def stack(*declared: Declared, **said: Any) -> Declarations:
    """A stack with more than its sites."""
    root = Declared(urn=ROOT, type="nusantara:index:Environment", inputs={**SAID, **said})
    return Declarations([root, *standing(), *declared])


def shop(**said: Any) -> Declarations:
    """A name that two sites serve, and a third one in their stead."""
    weights = {"jakarta-aws": 60, "jakarta-alicloud": 40, "singapore-aws": 0}
    return stack(*(check(name) for name in weights), *(weighted(name, weight) for name, weight in weights.items()), **said)
