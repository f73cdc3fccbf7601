"""How requests from outside of a cluster reach a workload."""

from __future__ import annotations

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import meta, networking

from ..contracts import Expose, Route, WorkloadArgs
from .workload_pod import selector


def expose(name: str, args: WorkloadArgs, app: str, service: pulumi.Input[str], opts: pulumi.ResourceOptions) -> None:
    """An Ingress for a workload that is exposed: HTTPS under its names.

    Args:
        name: the stable name that the resource's begins with.
        args: what the workload is made from.
        app: the workload's name inside the cluster.
        service: the name of its Service, known once it exists.
        opts: options of the resource.
    """
    told, delivery = args.expose, args.delivery
    if told is None or delivery is None:
        return
    route = Route(health=args.health, drain=args.drain, order=told.order, plain=told.through.plain)
    kubernetes.networking.v1.Ingress(
        f"{name}-ingress",
        metadata=meta.v1.ObjectMetaArgs(
            name=app, namespace=args.namespace, labels=selector(app), annotations=dict(delivery.ingress(route))
        ),
        spec={
            "ingress_class_name": told.through.name,
            "tls": [{"hosts": list(told.hosts)}],
            "rules": [_rule(told, host, service) for host in told.hosts],
        },
        opts=opts,
    )


def _rule(told: Expose, host: str, service: pulumi.Input[str]) -> networking.v1.IngressRuleArgsDict:
    backend: networking.v1.IngressBackendArgsDict = {"service": {"name": service, "port": {"name": "http"}}}
    return {"host": host, "http": {"paths": [{"path": told.path, "path_type": "Prefix", "backend": backend}]}}
