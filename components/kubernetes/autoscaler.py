"""The Cluster Autoscaler: it moves the size of node groups between their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import apps, core, meta

from .. import arguments
from ..contracts.identity import rolling
from ..errors import Faults
from ..inputs import inputs
from .grants import READ, Account, Rule, grant
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
(github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler#releases). Another's digest is what
`crane digest registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.3` prints, say; an environment gives it as `autoscaler_image`.
"""

_LABELS = {"app.kubernetes.io/name": ACCOUNT}
_METRICS_PORT = 8085

_CLUSTER_RULES = (
    Rule("", ("events",), ("create", "patch")),
    Rule("", ("pods/eviction",), ("create",)),
    Rule("", ("pods/status",), ("update",)),
    Rule("", ("nodes",), (*READ, "update")),
    Rule("", ("namespaces", "pods", "services", "replicationcontrollers"), READ),
    Rule("", ("persistentvolumeclaims", "persistentvolumes"), READ),
    Rule("apps", ("daemonsets", "replicasets", "statefulsets"), READ),
    Rule("batch", ("jobs",), READ),
    Rule("policy", ("poddisruptionbudgets",), READ),
    Rule("storage.k8s.io", ("csidrivers", "csinodes", "csistoragecapacities", "storageclasses", "volumeattachments"), READ),
    Rule("resource.k8s.io", ("deviceclasses", "resourceclaims", "resourceslices"), READ),
)
"""What it watches and moves, as upstream grants it in
github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/examples/cluster-autoscaler-autodiscover.yaml;
but for Endpoints: its leader holds a lease, and who may write those may lead the requests of a Service astray (CVE-2021-25740)."""

_OWN_RULES = (
    Rule("", ("configmaps",), ("create", "list", "watch")),
    Rule("", ("configmaps",), ("delete", "get", "update", "watch"), names=("cluster-autoscaler-status",)),
    Rule("coordination.k8s.io", ("leases",), ("create",)),
    Rule("coordination.k8s.io", ("leases",), ("get", "update"), names=(ACCOUNT,)),
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
        own = Account(ACCOUNT, NAMESPACE)
        granted = [
            *grant(name, ACCOUNT, own, _CLUSTER_RULES, labels=_LABELS, opts=child),
            *grant(name, ACCOUNT, own, _OWN_RULES, labels=_LABELS, opts=child, namespace=NAMESPACE),
        ]
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
