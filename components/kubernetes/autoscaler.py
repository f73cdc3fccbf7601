"""The Cluster Autoscaler: it moves the size of node groups between their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import apps, core, meta, rbac

from .. import arguments
from ..contracts.identity import rolling
from ..errors import Faults
from ..inputs import inputs
from .pod import container_security, pod_security, spread

NAMESPACE = "kube-system"
ACCOUNT = "cluster-autoscaler"
"""The service account's name, to which permissions are bound; upstream's own name, so that its guides hold here."""

_REPOSITORY = "registry.k8s.io/autoscaling/cluster-autoscaler"
IMAGES: Mapping[str, str] = {
    "1.35": f"{_REPOSITORY}@sha256:aac369dc283927a623deb1af54696efcc722ae79255aa07788422e495bab887d",
    "1.36": f"{_REPOSITORY}@sha256:461388d03eb5b55db58941ee7a81d9a619dd15302b01cbab9f5a9946715994b4",
}
"""Images known by the Kubernetes version that they are meant for: 1.35.2 and 1.36.1, the multi-platform index of each.

The autoscaler simulates the scheduler, so its minor version is that of the cluster
(github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler#releases).
"""

_LABELS = {"app.kubernetes.io/name": ACCOUNT}
_METRICS_PORT = 8085

_READ = ("get", "list", "watch")


class _Rule(NamedTuple):
    group: str
    resources: tuple[str, ...]
    verbs: tuple[str, ...]
    names: tuple[str, ...] = ()


_CLUSTER_RULES = (
    _Rule("", ("events", "endpoints"), ("create", "patch")),
    _Rule("", ("pods/eviction",), ("create",)),
    _Rule("", ("pods/status",), ("update",)),
    _Rule("", ("nodes",), (*_READ, "update")),
    _Rule("", ("namespaces", "pods", "services", "replicationcontrollers"), _READ),
    _Rule("", ("persistentvolumeclaims", "persistentvolumes"), _READ),
    _Rule("apps", ("daemonsets", "replicasets", "statefulsets"), _READ),
    _Rule("batch", ("jobs",), _READ),
    _Rule("policy", ("poddisruptionbudgets",), _READ),
    _Rule("storage.k8s.io", ("csidrivers", "csinodes", "csistoragecapacities", "storageclasses", "volumeattachments"), _READ),
    _Rule("resource.k8s.io", ("deviceclasses", "resourceclaims", "resourceslices"), _READ),
)
"""What it watches and moves, as upstream grants it in
github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/examples/cluster-autoscaler-autodiscover.yaml."""

_OWN_RULES = (
    _Rule("", ("configmaps",), ("create", "list", "watch")),
    _Rule("", ("configmaps",), ("delete", "get", "update", "watch"), names=("cluster-autoscaler-status",)),
    _Rule("coordination.k8s.io", ("leases",), ("create",)),
    _Rule("coordination.k8s.io", ("leases",), ("get", "update"), names=(ACCOUNT,)),
)
"""What it may do in its own namespace alone: its status, and the lease by which one of its pods leads."""


@dataclass(frozen=True, kw_only=True)
class AutoscalerArgs:
    """What an autoscaler is made from.

    Args:
        cluster: the cluster's name, by which its node groups are tagged.
        region: the cloud's own name of the region.
        image: the image by digest, of the cluster's minor version; see `IMAGES`.
        annotations: annotations of the service account, as `Cluster.bind` returns them for `ACCOUNT` in `NAMESPACE`.

    Raises:
        ArgumentsError: with every fault.
    """

    cluster: pulumi.Input[str]
    region: str
    image: str
    annotations: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_region(faults, "region", self.region)
        arguments.check_digest(faults, "image", self.image)
        faults.raise_any()


class Autoscaler(pulumi.ComponentResource):
    """The Cluster Autoscaler for the node groups of EKS, which it finds by the tags that EKS gives them.

    Two pods, of which one leads, in different zones where there are some, so that the loss of a zone does not stop scaling when
    it is needed most. It lives on the cluster that it scales and outranks ordinary pods. ACK runs an autoscaler of its own.
    Tags: docs.aws.amazon.com/eks/latest/best-practices/cas.html.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the cluster's Kubernetes provider among them.
    """

    TYPE: ClassVar[str] = "nusantara:kubernetes:Autoscaler"

    def __init__(self, name: str, args: AutoscalerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self)
        placed = meta.v1.ObjectMetaArgs(name=ACCOUNT, namespace=NAMESPACE, labels=_LABELS)
        account = kubernetes.core.v1.ServiceAccount(
            f"{name}-account",
            metadata=meta.v1.ObjectMetaArgs(name=ACCOUNT, namespace=NAMESPACE, labels=_LABELS, annotations=dict(args.annotations)),
            opts=child,
        )
        granted = self._grant(name, child)
        kubernetes.policy.v1.PodDisruptionBudget(
            f"{name}-budget", metadata=placed, spec={"max_unavailable": 1, "selector": {"match_labels": _LABELS}}, opts=child
        )
        kubernetes.apps.v1.Deployment(
            f"{name}-deployment",
            metadata=placed,
            spec=apps.v1.DeploymentSpecArgs(
                replicas=2,
                selector=meta.v1.LabelSelectorArgs(match_labels=_LABELS),
                template=core.v1.PodTemplateSpecArgs(
                    metadata=meta.v1.ObjectMetaArgs(labels=_LABELS, annotations=rolling(args.annotations) or None),
                    spec=_pod(args),
                ),
            ),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[account, *granted]),
        )
        self.register_outputs({})

    def _grant(self, name: str, child: pulumi.ResourceOptions) -> list[pulumi.Resource]:
        v1 = rbac.v1
        account = v1.SubjectArgs(kind="ServiceAccount", name=ACCOUNT, namespace=NAMESPACE)
        everywhere = meta.v1.ObjectMetaArgs(name=ACCOUNT, labels=_LABELS)
        here = meta.v1.ObjectMetaArgs(name=ACCOUNT, namespace=NAMESPACE, labels=_LABELS)

        def role(kind: str) -> rbac.v1.RoleRefArgs:
            return v1.RoleRefArgs(api_group="rbac.authorization.k8s.io", kind=kind, name=ACCOUNT)

        return [
            v1.ClusterRole(f"{name}-cluster-role", metadata=everywhere, rules=_rules(_CLUSTER_RULES), opts=child),
            v1.Role(f"{name}-role", metadata=here, rules=_rules(_OWN_RULES), opts=child),
            v1.ClusterRoleBinding(
                f"{name}-cluster-role-binding",
                metadata=everywhere,
                role_ref=role("ClusterRole"),
                subjects=[account],
                opts=child,
            ),
            v1.RoleBinding(f"{name}-role-binding", metadata=here, role_ref=role("Role"), subjects=[account], opts=child),
        ]


def _rules(table: tuple[_Rule, ...]) -> list[rbac.v1.PolicyRuleArgs]:
    return [
        rbac.v1.PolicyRuleArgs(
            api_groups=[rule.group],
            resources=list(rule.resources),
            resource_names=list(rule.names) or None,
            verbs=list(rule.verbs),
        )
        for rule in table
    ]


def _pod(args: AutoscalerArgs) -> core.v1.PodSpecArgs:
    v1 = core.v1
    groups = pulumi.Output.concat("asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/", args.cluster)
    return v1.PodSpecArgs(
        service_account_name=ACCOUNT,
        priority_class_name="system-cluster-critical",
        security_context=pod_security(),
        topology_spread_constraints=spread(_LABELS),
        containers=[
            v1.ContainerArgs(
                name=ACCOUNT,
                image=args.image,
                command=["./cluster-autoscaler"],
                args=[
                    "--cloud-provider=aws",
                    f"--namespace={NAMESPACE}",
                    pulumi.Output.concat("--node-group-auto-discovery=", groups),
                    "--balance-similar-node-groups=true",
                    "--expander=least-waste",
                    # Pods with scratch space on the node, and those of kube-system, would else pin half-empty nodes for good.
                    "--skip-nodes-with-local-storage=false",
                    "--skip-nodes-with-system-pods=false",
                ],
                env=[v1.EnvVarArgs(name="AWS_REGION", value=args.region)],
                ports=[v1.ContainerPortArgs(name="metrics", container_port=_METRICS_PORT)],
                liveness_probe=v1.ProbeArgs(
                    http_get=v1.HTTPGetActionArgs(path="/health-check", port="metrics"), initial_delay_seconds=60
                ),
                resources=v1.ResourceRequirementsArgs(requests={"cpu": "100m", "memory": "600Mi"}, limits={"memory": "600Mi"}),
                security_context=container_security(),
            )
        ],
    )
