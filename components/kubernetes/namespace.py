"""A namespace, made once for every workload that shares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

import pulumi
import pulumi_kubernetes as kubernetes

from .. import arguments
from ..errors import Faults
from ..inputs import inputs
from .network_policy import shut

PodSecurity: TypeAlias = Literal["restricted", "baseline", "privileged"]

RESERVED = ("default", "kube-system", "kube-public", "kube-node-lease")


@dataclass(frozen=True, kw_only=True)
class NamespaceArgs:
    """What a namespace is made from.

    Args:
        namespace: its name inside the cluster, the same on every site.
        pod_security: the Pod Security Standard that pods are held to: what breaks it is refused
            (kubernetes.io/docs/concepts/security/pod-security-standards). Workloads of this project fit the strictest.
        labels: further labels.
        closed: let pods that no policy of their own speaks of reach nobody but name servers, and be reached by nobody.

    Raises:
        ArgumentsError: with every fault.
    """

    namespace: str
    pod_security: PodSecurity = "restricted"
    labels: Mapping[str, str] = field(default_factory=dict)
    closed: bool = True

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_label(faults, "namespace", self.namespace)
        fix = "choose a namespace of your own; Kubernetes makes these itself"
        faults.check(self.namespace not in RESERVED, "namespace", self.namespace, f"none of {', '.join(RESERVED)}", fix)
        faults.raise_any()


class Namespace(pulumi.ComponentResource):
    """A namespace that refuses pods below its security standard, and closes those that say nothing of their peers.

    Workloads share namespaces, and two components that made the same one would fight over it; so it is a component of its own,
    and workloads are given its `name`, after which they then come.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Namespace"

    name: pulumi.Output[str]
    """The namespace's name, known once it exists."""

    def __init__(self, name: str, args: NamespaceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        standard = {f"pod-security.kubernetes.io/{mode}": args.pod_security for mode in ("enforce", "audit", "warn")}
        made = kubernetes.core.v1.Namespace(
            f"{name}-namespace",
            metadata={"name": args.namespace, "labels": {**args.labels, **standard}},
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.name = made.metadata.apply(lambda metadata: metadata.name or args.namespace)
        if args.closed:
            shut(name, self.name, pulumi.ResourceOptions(parent=self))
        self.register_outputs({"name": self.name})
