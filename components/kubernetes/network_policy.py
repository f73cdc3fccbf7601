"""What closes pods to everyone but named peers, both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import meta, networking

from ..contracts import Peer, PodArgs
from .workload_pod import selector

v1 = networking.v1

NAMESPACE_LABEL = "kubernetes.io/metadata.name"
"""The label that every namespace bears with its name (kubernetes.io/docs/reference/labels-annotations-taints)."""
POD_IDENTITY_AGENT = "169.254.170.23/32"
"""Where EKS Pod Identity's agent answers, on port 80 (docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html)."""

_DNS, _HTTP, _HTTPS = 53, 80, 443
_API = (443, 6443)
_EVERYWHERE = "0.0.0.0/0"


def closed(
    name: str, args: PodArgs, app: str, opts: pulumi.ResourceOptions, *, callers: Sequence[Peer] = (), port: int | None = None
) -> tuple[pulumi.Resource, ...]:
    """The policy of an application's pods; none where it is to be open.

    Nobody but callers reaches them (and the kubelet of their node, which no policy keeps off). They reach what they call, name
    servers and, where their service account is bound, the cloud's own services by HTTPS.
    Source: kubernetes.io/docs/concepts/services-networking/network-policies.

    Args:
        name: the stable name that the resource's begins with.
        args: what the pods are made from.
        app: the application's name inside the cluster.
        opts: options of the resource.
        callers: who may reach the pods.
        port: the TCP port that they listen on, for callers that name none.
    """
    if not args.closed:
        return ()
    own = () if port is None else (port,)
    policy = kubernetes.networking.v1.NetworkPolicy(
        f"{name}-policy",
        metadata=meta.v1.ObjectMetaArgs(name=app, namespace=args.namespace, labels=selector(app)),
        spec=v1.NetworkPolicySpecArgs(
            pod_selector=meta.v1.LabelSelectorArgs(match_labels=selector(app)),
            policy_types=["Ingress", "Egress"],
            ingress=[v1.NetworkPolicyIngressRuleArgs(from_=[_peer(each)], ports=_tcp(each.ports or own)) for each in callers],
            egress=[names(), *(_bound() if args.annotations else ()), *map(_called, args.calls)],
        ),
        opts=opts,
    )
    return (policy,)


def shut(name: str, namespace: pulumi.Input[str], opts: pulumi.ResourceOptions) -> kubernetes.networking.v1.NetworkPolicy:
    """The policy of every pod of a namespace that no other policy speaks of: it reaches name servers, and nobody reaches it."""
    return kubernetes.networking.v1.NetworkPolicy(
        f"{name}-closed",
        metadata=meta.v1.ObjectMetaArgs(name="closed", namespace=namespace),
        spec=v1.NetworkPolicySpecArgs(
            pod_selector=meta.v1.LabelSelectorArgs(), policy_types=["Ingress", "Egress"], egress=[names()]
        ),
        opts=opts,
    )


def to_the_api(
    name: str, placed: meta.v1.ObjectMetaArgs, pods: Mapping[str, str], opts: pulumi.ResourceOptions
) -> kubernetes.networking.v1.NetworkPolicy:
    """The policy of pods that talk to the API server and to nobody else.

    Its address is the control plane's affair and may change, so the ports are all that is said: 443 of EKS and of the Service, and
    6443 of ACK.
    """
    return kubernetes.networking.v1.NetworkPolicy(
        f"{name}-policy",
        metadata=placed,
        spec=v1.NetworkPolicySpecArgs(
            pod_selector=meta.v1.LabelSelectorArgs(match_labels=dict(pods)),
            policy_types=["Ingress", "Egress"],
            egress=[names(), v1.NetworkPolicyEgressRuleArgs(ports=_tcp(_API))],
        ),
        opts=opts,
    )


def names() -> networking.v1.NetworkPolicyEgressRuleArgs:
    """The way to the cluster's name servers, which also clients of a headless Service need."""
    return v1.NetworkPolicyEgressRuleArgs(
        to=[_peer(Peer(namespace="kube-system"))],
        ports=[v1.NetworkPolicyPortArgs(port=_DNS, protocol=protocol) for protocol in ("UDP", "TCP")],
    )


def _bound() -> tuple[networking.v1.NetworkPolicyEgressRuleArgs, ...]:
    """The ways to what a bound service account is for: who gives credentials, and the services that take them."""
    return tuple(_called(Peer(cidr=cidr, ports=(port,))) for cidr, port in ((POD_IDENTITY_AGENT, _HTTP), (_EVERYWHERE, _HTTPS)))


def _called(peer: Peer) -> networking.v1.NetworkPolicyEgressRuleArgs:
    return v1.NetworkPolicyEgressRuleArgs(to=[_peer(peer)], ports=_tcp(peer.ports))


def _peer(peer: Peer) -> networking.v1.NetworkPolicyPeerArgs:
    if peer.cidr is not None:
        return v1.NetworkPolicyPeerArgs(ip_block=v1.IPBlockArgs(cidr=peer.cidr))
    within = None if peer.namespace is None else meta.v1.LabelSelectorArgs(match_labels={NAMESPACE_LABEL: peer.namespace})
    pods = None if peer.app is None else meta.v1.LabelSelectorArgs(match_labels=selector(peer.app))
    return v1.NetworkPolicyPeerArgs(namespace_selector=within, pod_selector=pods)


def _tcp(ports: Sequence[int]) -> list[networking.v1.NetworkPolicyPortArgs] | None:
    return [v1.NetworkPolicyPortArgs(port=port, protocol="TCP") for port in ports] or None
