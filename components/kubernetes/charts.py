"""The Helm charts that are known: where each comes from, at which version, what it needs; pure.

Versions, names of values and what a chart's pods need were read in its own repository, at the version that stands here (`source`).
What a chart is told is in `chart_values`; what its role may do in its cloud stands with that cloud.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..naming import Cloud

if TYPE_CHECKING:
    from .namespace import PodSecurity  # takes the SDK

SYSTEM = "kube-system"
LOAD_BALANCERS = "aws-load-balancer-controller"
GATEWAY_KINDS = "gateway-api-crds"
METRICS = "kube-prometheus-stack"
METRICS_API = "prometheus-adapter"
GPUS = "nvidia-device-plugin"
LOGS = "fluent-bit"
DNS = "external-dns"
CERTIFICATES = "cert-manager"
EXTERNAL_SECRETS = "external-secrets"
KMS_READER = "ack-secret-manager"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A chart that is known.

    Args:
        repository: where it is, "https://…" of an index or "oci://…" of a registry.
        version: the version that is installed unless another is written.
        namespace: where it runs; a namespace of its own, or kube-system.
        security: the Pod Security Standard that its pods fit, as its documentation has it.
        clouds: the clouds on whose clusters it does something.
        otherwise: what to do on a cluster that it is not for.
        account: the service account that calls the cloud; none where nothing does.
        called: whether it does nothing without its cloud; some of what it does works without, where this is false.
        role: what the role's name says, short, since a cloud lets it have 64 characters with those of site and cluster.
        after: the charts that it needs, which come with it.
        source: where version, values and needs were read.
    """

    repository: str
    version: str
    namespace: str
    source: str
    security: PodSecurity = "restricted"
    clouds: tuple[Cloud, ...] = ("aws", "alicloud")
    otherwise: str = ""
    account: str = ""
    called: bool = True
    role: str = ""
    after: tuple[str, ...] = ()


READERS: Mapping[Cloud, str] = {"aws": EXTERNAL_SECRETS, "alicloud": KMS_READER}
"""What brings secrets of the cloud's store into a cluster."""

KINDS: Mapping[str, Kind] = {
    LOAD_BALANCERS: Kind(
        repository="https://aws.github.io/eks-charts",
        version="3.5.0",
        namespace=SYSTEM,
        clouds=("aws",),
        otherwise="the add-on alb-ingress-controller comes with the first workload that is exposed",
        account=LOAD_BALANCERS,
        role="balancers",
        source="github.com/kubernetes-sigs/aws-load-balancer-controller/tree/v3.5.0/helm/aws-load-balancer-controller",
    ),
    GATEWAY_KINDS: Kind(
        repository="https://wiremind.github.io/wiremind-helm-charts",
        version="1.6.0",
        namespace=SYSTEM,
        clouds=("aws",),
        otherwise="the add-on gateway-api comes with the first workload that is exposed by a gateway",
        source="github.com/wiremind/wiremind-helm-charts/tree/gateway-api-crds-1.6.0/charts/gateway-api-crds",
    ),
    DNS: Kind(
        repository="https://kubernetes-sigs.github.io/external-dns",
        version="1.21.1",
        namespace=DNS,
        clouds=("aws",),
        otherwise="it knows no RRSA (github.com/kubernetes-sigs/external-dns/issues/5019) and would need a key that lasts;"
        " with one, write it in full under a name of yours",
        account=DNS,
        role="dns",
        source="github.com/kubernetes-sigs/external-dns/tree/external-dns-helm-chart-1.21.1/charts/external-dns",
    ),
    CERTIFICATES: Kind(
        repository="https://charts.jetstack.io",
        version="v1.21.1",
        namespace=CERTIFICATES,
        account=CERTIFICATES,
        called=False,  # proves names by DNS with it, and by HTTP without
        role="certificates",
        source="github.com/cert-manager/cert-manager/tree/v1.21.1/deploy/charts/cert-manager",
    ),
    METRICS: Kind(
        repository="https://prometheus-community.github.io/helm-charts",
        version="88.5.3",
        namespace="monitoring",
        security="privileged",  # its node exporter reads the node's own processes, network and disks
        source="github.com/prometheus-community/helm-charts/tree/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack",
    ),
    METRICS_API: Kind(
        repository="https://prometheus-community.github.io/helm-charts",
        version="5.3.0",
        namespace="monitoring",
        security="privileged",  # shares the namespace of what it asks
        after=(METRICS,),
        source="github.com/prometheus-community/helm-charts/tree/prometheus-adapter-5.3.0/charts/prometheus-adapter",
    ),
    LOGS: Kind(
        repository="https://fluent.github.io/helm-charts",
        version="0.58.1",
        namespace="logging",
        security="privileged",  # reads every pod's log where the node keeps it
        clouds=("aws",),
        otherwise="ACK's own collector is an add-on; write addons: {alicloud: {loongcollector: {}}}",
        account=LOGS,
        role="logs",
        source="github.com/fluent/helm-charts/tree/fluent-bit-0.58.1/charts/fluent-bit",
    ),
    EXTERNAL_SECRETS: Kind(
        repository="https://charts.external-secrets.io",
        version="2.9.0",
        namespace=EXTERNAL_SECRETS,
        clouds=("aws",),
        otherwise="it cannot read KMS any more; ack-secret-manager comes with the first workload that has secrets",
        source="github.com/external-secrets/external-secrets/tree/helm-chart-2.9.0/deploy/charts/external-secrets",
    ),
    KMS_READER: Kind(
        repository="https://aliyuncontainerservice.github.io/ack-secret-manager",
        version="0.6.7",
        namespace=SYSTEM,
        clouds=("alicloud",),
        otherwise="external-secrets comes with the first workload that has secrets",
        source="github.com/AliyunContainerService/ack-secret-manager/tree/v0.6.7/charts/ack-secret-manager",
    ),
    GPUS: Kind(
        repository="https://nvidia.github.io/k8s-device-plugin",
        version="0.20.0",
        namespace=SYSTEM,
        clouds=("aws",),
        otherwise="ACK installs a device plug-in on its GPU nodes itself",
        source="github.com/NVIDIA/k8s-device-plugin/tree/v0.20.0/deployments/helm/nvidia-device-plugin",
    ),
}
