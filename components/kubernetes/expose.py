"""How requests from outside of a cluster reach a workload."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import meta, networking

from ..contracts import Delivery, Entry, Expose, Route, WorkloadArgs
from .gateway import API, GROUP, PLAIN, section
from .workload_pod import selector

SERVICE_PORT = 80
"""The port of every workload's Service."""
IN_ANNOTATION = "use-annotation"
"""The port by whose name both clouds' controllers take a backend for an action that an annotation says. The Service is the
workload's own all the same, since an update waits for the endpoints of an Ingress' Services, and warns where there are none
(github.com/pulumi/pulumi-kubernetes, provider/pkg/await/ingress.go).
"""


def expose(
    name: str, args: WorkloadArgs, app: str, service: pulumi.Input[str], opts: pulumi.ResourceOptions
) -> pulumi.Output[str | None] | None:
    """An Ingress or an HTTPRoute for a workload that is exposed: HTTPS under its names.

    Returns: the name of the load balancer that its Ingress has; None without an Ingress.

    Args:
        name: the stable name that each resource's begins with.
        args: what the workload is made from.
        app: the workload's name inside the cluster.
        service: the name of its Service, known once it exists.
        opts: options of each resource.
    """
    told, delivery = args.expose, args.delivery
    if told is None or delivery is None:
        return None
    routes = [
        (each, Route(health=args.health, drain=args.drain, order=each.order, plain=told.through.plain)) for each in told.entries
    ]
    if told.through.namespace is None:
        made = [_ingress(name, args, app, entry, delivery, route, service, opts) for entry, route in routes]
        return made[0].status.apply(_front)  # all of them share one
    metadata = {"name": app, "namespace": args.namespace, "labels": selector(app)}
    before: list[pulumi.Resource] = []
    if (behind := delivery.behind(service, routes[0][1])) is not None:
        settings = kubernetes.apiextensions.CustomResource(
            f"{name}-targets",
            api_version=f"{behind.group}/{behind.version}",
            kind=behind.kind,
            metadata=metadata,
            spec=dict(behind.spec),
            opts=opts,
        )
        before.append(settings)
    kubernetes.apiextensions.CustomResource(
        f"{name}-route",
        api_version=API,
        kind="HTTPRoute",
        metadata=metadata,
        spec=_route(told, service),
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=before)),
    )
    return None


def _ingress(  # noqa: PLR0917 - what the workload is made from, and its one Service
    name: str,
    args: WorkloadArgs,
    app: str,
    entry: Entry,
    delivery: Delivery,
    route: Route,
    service: pulumi.Input[str],
    opts: pulumi.ResourceOptions,
) -> kubernetes.networking.v1.Ingress:
    """An Ingress for rules that are alike. Of what a CDN sends it says in an annotation, which whoever reads Ingresses reads."""
    assert args.expose is not None
    called = f"-{entry.key}" if entry.key else ""
    asked = {} if entry.asks is None else delivery.asked(app, entry.asks)
    refused = delivery.refused(app) if entry.refuses else {}
    return kubernetes.networking.v1.Ingress(
        f"{name}-ingress{called}",
        metadata=meta.v1.ObjectMetaArgs(
            name=f"{app}{called}",
            namespace=args.namespace,
            labels=selector(app),
            annotations={**delivery.ingress(route), **asked, **refused},
        ),
        spec={
            "ingress_class_name": args.expose.through.name,
            "tls": [{"hosts": list(entry.hosts)}],
            "rules": [_rule(entry, host, service) for host in entry.hosts],
        },
        opts=opts,
    )


def _front(status: networking.v1.outputs.IngressStatus | None) -> str | None:
    """The name, or else the address, that a cloud's controller wrote down once there was a load balancer."""
    balancer = status.load_balancer if status is not None else None
    found = (balancer.ingress or []) if balancer is not None else []
    return (found[0].hostname or found[0].ip) if found else None


def _rule(entry: Entry, host: str, service: pulumi.Input[str]) -> networking.v1.IngressRuleArgsDict:
    port = IN_ANNOTATION if entry.refuses else "http"
    backend: networking.v1.IngressBackendArgsDict = {"service": {"name": service, "port": {"name": port}}}
    kind = "Exact" if entry.exact else "Prefix"
    return {"host": host, "http": {"paths": [{"path": path, "path_type": kind, "backend": backend} for path in entry.paths]}}


def _route(told: Expose, service: pulumi.Input[str]) -> dict[str, Any]:
    """What an HTTPRoute says: it listens at each of its hosts' listeners alone."""
    through = told.through
    parent = {"group": GROUP, "kind": "Gateway", "name": through.name, "namespace": through.namespace}
    sections = [*([PLAIN] if through.plain == "serve" else []), *map(section, told.hosts)]
    return {
        "parentRefs": [{**parent, "sectionName": each} for each in sections],
        "hostnames": list(told.hosts),
        "rules": [
            {
                "matches": [{"path": {"type": "PathPrefix", "value": told.path}}],
                "backendRefs": [{"kind": "Service", "name": service, "port": SERVICE_PORT}],
            }
        ],
    }
