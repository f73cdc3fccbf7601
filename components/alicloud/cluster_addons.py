"""The add-ons of a cluster on ACK: what pods and nodes need to run, installed and kept by ACK."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_alicloud as alicloud

from faults import nearest

from ..contracts import Addon
from ..contracts.addon import laid_over
from ..errors import Faults

NETWORK = "terway-eniip"
WEBHOOK = "ack-pod-identity-webhook"


@dataclass(frozen=True)
class Kind:
    """How a cluster is given one add-on.

    Args:
        usual: whether every cluster has it unless told otherwise.
        before: whether it is there before the first node, as what runs on every node, or beside the control plane, should be.
        says: what it is configured with under whatever else it is told.
        collects: whether it keeps logs, which then go into the cluster's own project: without one ACK makes another, of its own.
    """

    usual: bool = False
    before: bool = False
    says: Mapping[str, Any] = field(default_factory=dict)
    collects: bool = False


KINDS: Mapping[str, Kind] = {
    NETWORK: Kind(before=True, says={"IPVlan": "false", "NetworkPolicy": "true"}),
    "terway-controlplane": Kind(before=True),
    "csi-plugin": Kind(usual=True, before=True),
    "managed-csiprovisioner": Kind(usual=True, before=True),
    "node-lifecycle-controller": Kind(usual=True, before=True),
    "ack-node-problem-detector": Kind(usual=True, before=True),
    "metrics-server": Kind(usual=True),
    WEBHOOK: Kind(usual=True),
    "coredns": Kind(),
    "managed-coredns": Kind(),
    "node-local-dns": Kind(),
    "storage-operator": Kind(),
    "alb-ingress-controller": Kind(says={"albIngress": {"CreateDefaultALBConfig": False}}),
    "nginx-ingress-controller": Kind(),
    "gateway-api": Kind(),
    "loongcollector": Kind(collects=True),
    "logtail-ds": Kind(collects=True),
    "arms-prometheus": Kind(),
    "alicloud-monitor-controller": Kind(),
    "ack-cost-exporter": Kind(),
    "ack-koordinator": Kind(),
    "ack-virtual-node": Kind(),
    "managed-aliyun-acr-credential-helper": Kind(),
    "managed-security-inspector": Kind(),
    "security-inspector": Kind(),
    "gatekeeper": Kind(),
    "policy-template-controller": Kind(),
    "migrate-controller": Kind(),
}
"""The add-ons that are known. The network plug-in and coredns are in a cluster from its start: to name them is to keep their
version or configuration. The webhook injects what RRSA needs; node-lifecycle-controller and the problem detector repair nodes;
and no load balancer is made that nothing asks for.

Sources: the examples of registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cs_managed_kubernetes and
cs_kubernetes_addon, www.alibabacloud.com/help/en/ack/product-overview/component-overview, ack-pod-identity-webhook, and
`management.auto_repair` in cs_kubernetes_node_pool.
"""


def addon_faults(faults: Faults, addons: Mapping[str, Addon], *, unlisted: Collection[str], issuer: bool) -> None:
    """Note add-ons that there are not, that a cluster cannot be without, or that it never had.

    Args:
        faults: what notes them.
        addons: what the cluster is told, by name.
        unlisted: names that are newer than what is known.
        issuer: whether the cluster has an OIDC issuer.
    """
    for name, addon in addons.items():
        place, kind = f"addons.{name}", KINDS.get(name, Kind() if name in unlisted else None)
        if kind is None:
            near = nearest(name, KINDS)
            fix = f"write {near}" if near else f"write one of {', '.join(KINDS)}; newer ones are listed in unlisted_addons"
            faults.check(ok=False, field=place, given=name, expected="an add-on of ACK", fix=fix)
        elif not addon.enabled:
            fix = "remove it; pods have no network without it" if name == NETWORK else "remove it; it is not installed by itself"
            expected = f"one of {', '.join(known for known, each in KINDS.items() if each.usual)}, which can be left out"
            faults.check(kind.usual, f"{place}.enabled", addon.enabled, expected, fix)
        elif name == WEBHOOK:
            faults.check(issuer, place, name, "none on a cluster without an issuer", "remove it, or let the cluster have an issuer")


def wanted(addons: Mapping[str, Addon], *, issuer: bool) -> dict[str, Addon]:
    """The add-ons of a cluster by name, in an order that neither their table nor the program decides."""
    usual = {name: Addon() for name, kind in KINDS.items() if kind.usual and (issuer or name != WEBHOOK)}
    return {name: addon for name, addon in sorted({**usual, **addons}.items()) if addon.enabled}


def install(
    name: str,
    addons: Mapping[str, Addon],
    *,
    before: bool,
    cluster: pulumi.Output[str],
    project: pulumi.Output[str] | None,
    parent: pulumi.Resource,
    after: Sequence[pulumi.Resource] = (),
) -> list[pulumi.Resource]:
    """Install those add-ons of a cluster that come before its nodes, or those that come after them.

    An add-on that the cluster has already is brought to the version and the configuration that are written here; ACK keeps keys
    of a configuration that are no longer written, and an add-on that it needs itself stays when it is no longer named.

    Args:
        name: the cluster component's name, which each child's name begins with.
        addons: the add-ons of the cluster, by name.
        before: which of them.
        cluster: the cluster's id.
        project: name of the project that keeps the cluster's logs; None where there is none.
        parent: the cluster component.
        after: what must be there before.

    Source: github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/resource_alicloud_cs_kubernetes_addon.go.
    """
    return [
        alicloud.cs.KubernetesAddon(
            f"{name}-addon-{addon}",
            cluster_id=cluster,
            name=addon,
            version=told.version,
            config=_configuration(addon, told, project),
            opts=pulumi.ResourceOptions(parent=parent, depends_on=list(after)),
        )
        for addon, told in addons.items()
        if KINDS.get(addon, Kind()).before is before
    ]


def network_configuration() -> str:
    """The configuration of the network plug-in as a cluster begins with it: network policies hold."""
    return json.dumps(dict(KINDS[NETWORK].says))


def _configuration(addon: str, told: Addon, project: pulumi.Output[str] | None) -> pulumi.Input[str] | None:
    """What an add-on says; logs go where `sls_project_name` says (`addons` in cs_managed_kubernetes)."""
    kind = KINDS.get(addon, Kind())
    if kind.collects and project is not None:
        return project.apply(lambda known: json.dumps(laid_over({**kind.says, "sls_project_name": known}, told.config)))
    config = laid_over(kind.says, told.config)
    return json.dumps(config) if config else None
