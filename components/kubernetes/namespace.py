"""A namespace, made once for every workload that shares it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias, get_args

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..contracts import Limits, Quota
from ..errors import Faults
from ..inputs import inputs
from .namespace_guards import limits, quotas
from .network_policy import shut

PodSecurity: TypeAlias = Literal["restricted", "baseline", "privileged"]

RESERVED = ("default", "kube-system", "kube-public", "kube-node-lease")

_SECURITY_VERSION = re.compile(r"latest|v1\.\d{1,2}")


@dataclass(frozen=True, kw_only=True)
class NamespaceArgs:
    """What a namespace is made from.

    Args:
        namespace: its name inside the cluster, the same on every site.
        pod_security: the Pod Security Standard that pods are held to: what breaks it is refused
            (kubernetes.io/docs/concepts/security/pod-security-standards). Workloads of this project fit the strictest.
        pod_security_version: the Kubernetes version whose form of that standard holds: "latest", or one like "v1.35", so that
            another form of it comes when the program says so, and not with the control plane; "latest" by default.
        labels: further labels.
        closed: let pods that no policy of their own speaks of reach nobody but name servers, and be reached by nobody.
        quota: how much all of it may take; without bounds by default.
        limits: what its containers get by default, and may ask for; without bounds by default.

    Raises:
        ArgumentsError: with every fault.
    """

    namespace: str
    pod_security: PodSecurity = "restricted"
    pod_security_version: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    closed: bool = True
    quota: Quota | None = None
    limits: Limits | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_label(faults, "namespace", self.namespace)
        fix = "choose a namespace of your own; Kubernetes makes these itself"
        faults.check(self.namespace not in RESERVED, "namespace", self.namespace, f"none of {', '.join(RESERVED)}", fix)
        arguments.check_choice(faults, "pod_security", self.pod_security, get_args(PodSecurity))
        pinned = self.pod_security_version
        sound = pinned is None or bool(_SECURITY_VERSION.fullmatch(pinned))
        faults.check(sound, "pod_security_version", pinned, "latest, or a minor version", 'write "v1.35", say')
        faults.raise_any()


class Namespace(pulumi.ComponentResource):
    """A namespace that refuses pods below its security standard, or beyond its bounds, and closes those that name no peers.

    Workloads share namespaces, and two components that made the same one would fight over it; so it is a component of its own,
    and workloads are given its `name`, after which they then come.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Namespace"

    name: pulumi.Output[str]
    """The namespace's name; what is given it comes after the namespace."""

    def __init__(self, name: str, args: NamespaceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        made = kubernetes.core.v1.Namespace(
            f"{name}-namespace",
            metadata={"name": args.namespace, "labels": {**args.labels, **_standard(args)}},
            opts=pulumi.ResourceOptions(parent=self),
        )
        child = pulumi.ResourceOptions(parent=self)
        there = made.urn.apply(lambda _: args.namespace)
        if args.closed:
            shut(name, there, child)
        guards: list[pulumi.CustomResource] = []
        if args.quota is not None:
            guards += quotas(name, there, args.quota, child)
        if args.limits is not None:
            guards.append(limits(name, there, args.limits, child))
        # Known also in the preview of a cluster that is not there yet, and given once the first pod would be held to its bounds.
        self.name = pulumi.Output.all(made.urn, *(each.urn for each in guards)).apply(lambda _: args.namespace)
        self.register_outputs({"name": self.name})


def _standard(args: NamespaceArgs) -> dict[str, str]:
    """The labels that Pod Security admission goes by: what it refuses, notes in the audit log and warns of is the same."""
    modes = [f"pod-security.kubernetes.io/{mode}" for mode in ("enforce", "audit", "warn")]
    pinned = {f"{mode}-version": args.pod_security_version for mode in modes if args.pod_security_version is not None}
    return {**dict.fromkeys(modes, args.pod_security), **pinned}
