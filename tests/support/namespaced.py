"""A namespace of a simulated cluster, and objects in it that bring pods."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.simulated import Provider

NAMESPACE = "kubernetes:core/v1:Namespace"
QUOTA = "kubernetes:core/v1:ResourceQuota"
LIMITS = "kubernetes:core/v1:LimitRange"
POD = "kubernetes:core/v1:Pod"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
SERVICE = "kubernetes:core/v1:Service"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
STATEFUL_SET = "kubernetes:apps/v1:StatefulSet"
JOB = "kubernetes:batch/v1:Job"
SHOP = {"namespace": "shop"}
FAILED = 'the Kubernetes API server reported that "shop/web" failed to fully initialize or become live:'
HALF = {"requests": {"cpu": "500m", "memory": "512Mi"}}


def container(resources: dict[str, Any] | None = HALF, **more: Any) -> dict[str, Any]:
    return {"name": "web", "image": "web@sha256:0", **({"resources": resources} if resources else {}), **more}


def deployment(replicas: int = 2, spec: dict[str, Any] | None = None, annotations: dict[str, str] | None = None, **strategy: Any):
    """The inputs of a Deployment in the namespace."""
    return {
        "metadata": {"name": "web", **SHOP, **({"annotations": annotations} if annotations else {})},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": spec or {"containers": [container()]}},
            **({"strategy": {"type": "RollingUpdate", "rollingUpdate": strategy}} if strategy else {}),
        },
    }


def named(inputs: dict[str, Any], name: str, namespace: str = "shop") -> dict[str, Any]:
    return {**inputs, "metadata": {"name": name, "namespace": namespace}}


def shop(folder: Path) -> Provider:
    """A cluster with the namespace."""
    cluster = Provider("kubernetes", folder / "clouds.sqlite", clusterIdentifier="main")
    cluster.make(NAMESPACE, metadata={"name": "shop"})
    return cluster


def bound(cluster: Provider, **hard: str) -> None:
    """Bound the namespace by a quota; an underscore stands for a dot."""
    spec = {"hard": {key.replace("_", "."): of for key, of in hard.items()}}
    cluster.make(QUOTA, metadata={"name": "quota", **SHOP}, spec=spec)
