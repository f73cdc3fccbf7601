"""Which custom kinds a cluster knows: by definitions that were made in it, and by what charts and add-ons bring.

What a release contains is not simulated, so a table says which groups of kinds the charts that people use bring. A release of
another chart may bring any. Of a cluster that does not stand in the simulated clouds nothing is known, and it takes every kind. The
clouds' own groups are taken everywhere, since a cluster has some of them from its first day.

Sources: the folders `crds` and `templates/crds` of the charts, and the clouds' pages of each add-on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from .kinds import CRD, Kind

if TYPE_CHECKING:
    from ..call import Call, Object

RELEASE: Final = "kubernetes:helm.sh/v3:Release"
CHARTS: Final[Mapping[str, frozenset[str]]] = {
    "ack-secret-manager": frozenset({"alibabacloud.com"}),
    "aws-load-balancer-controller": frozenset({"elbv2.k8s.aws", "gateway.k8s.aws", "aga.k8s.aws"}),
    "cert-manager": frozenset({"cert-manager.io", "acme.cert-manager.io"}),
    "cluster-autoscaler": frozenset(),
    "external-dns": frozenset({"externaldns.k8s.io"}),
    "external-secrets": frozenset({"external-secrets.io", "generators.external-secrets.io"}),
    "fluent-bit": frozenset(),
    "gateway-api-crds": frozenset({"gateway.networking.k8s.io"}),
    "gateway-helm": frozenset({"gateway.networking.k8s.io", "gateway.envoyproxy.io"}),
    "karpenter": frozenset({"karpenter.sh", "karpenter.k8s.aws"}),
    "karpenter-crd": frozenset({"karpenter.sh", "karpenter.k8s.aws"}),
    "keda": frozenset({"keda.sh", "eventing.keda.sh"}),
    "kube-prometheus-stack": frozenset({"monitoring.coreos.com"}),
    "metrics-server": frozenset(),
    "nvidia-device-plugin": frozenset(),
    "prometheus-adapter": frozenset(),
    "prometheus-operator-crds": frozenset({"monitoring.coreos.com"}),
    "pulumi-kubernetes-operator": frozenset({"pulumi.com", "auto.pulumi.com"}),
}
"""The groups that charts bring, by the chart's name; those that bring none stand here so that they are known not to."""
ADD_ONS: Final[Mapping[str, frozenset[str]]] = {
    "alb-ingress-controller": frozenset({"alibabacloud.com"}),
    "amazon-cloudwatch-observability": frozenset({"cloudwatch.aws.amazon.com"}),
    "arms-prometheus": frozenset({"monitoring.coreos.com"}),
    "cert-manager": frozenset({"cert-manager.io", "acme.cert-manager.io"}),
    "gateway-api": frozenset({"gateway.networking.k8s.io"}),
    "managed-csiprovisioner": frozenset({"snapshot.storage.k8s.io"}),
    "csi-provisioner": frozenset({"snapshot.storage.k8s.io"}),
    "external-dns": frozenset({"externaldns.k8s.io"}),
    "snapshot-controller": frozenset({"snapshot.storage.k8s.io"}),
}
"""The groups that add-ons of EKS and ACK bring, by the add-on's name."""
_TOLD: Final = frozenset().union(*CHARTS.values(), *ADD_ONS.values())
_OF_CLOUDS: Final = ("amazonaws.com", "k8s.aws", "aliyun.com", "alibabacloud.com", "networking.k8s.io")


def unknown_kind(kind: Kind, call: Call) -> Iterator[str]:
    """What the provider says of an object of a kind that its cluster does not know."""
    if kind.builtin or kind.is_list or call.old or not call.hosts():
        return
    definition = definition_of(kind, call)
    served = [] if definition is None else definition.get("versions") or []
    if any(each.get("name") == kind.version and each.get("served", True) for each in served):
        return
    if definition is None and (_left_alone(kind.group) or _brought(kind.group, call)):
        return
    namespace, name = call.get("metadata.namespace"), call.get("metadata.name")
    yield (
        f"creation of resource {f'{namespace}/' if namespace else ''}{name} failed because the Kubernetes API server reported that "
        "the apiVersion for this resource does not exist. Verify that any required CRDs have been created: "
        f'no matches for kind "{kind.name}" in version "{kind.api_version}"'
    )


def definition_of(kind: Kind, call: Call) -> Mapping[str, Any] | None:
    """What defines a custom kind in its cluster; None where nothing that is known does."""
    for found in call.find(CRD, **{"spec.group": kind.group}):
        spec = found.outputs.get("spec") or {}
        if (spec.get("names") or {}).get("kind") == kind.name:
            return spec
    return None


def of_definition(call: Call) -> list[tuple[str, str]]:
    """The objects of the kind that a definition defines: they go with it."""
    spec = call.old.get("spec") or {}
    kind = (spec.get("names") or {}).get("kind")
    tokens = {f"kubernetes:{spec.get('group')}/{version.get('name')}:{kind}" for version in spec.get("versions") or ()}
    return [(found.type, found.id) for token in sorted(tokens) for found in call.find(token)]


def _left_alone(group: str) -> bool:
    """Whether a group is of a cloud, or of Kubernetes' own projects, and no chart here is known to bring it."""
    return group not in _TOLD and any(group == owner or group.endswith(f".{owner}") for owner in _OF_CLOUDS)


def _brought(group: str, call: Call) -> bool:
    charts = [str(found.outputs.get("chart")).rstrip("/").rpartition("/")[2] for found in call.find(RELEASE)]
    if any(chart not in CHARTS or group in CHARTS[chart] for chart in charts):
        return True
    return any(group in ADD_ONS.get(name, ()) for name in map(_add_on, call.beside()))


def _add_on(found: Object) -> str:
    """The name of an add-on of EKS or ACK; empty for anything else that points to a cluster."""
    return str(
        found.outputs.get("addonName") or (found.outputs.get("name") if found.type.endswith(":KubernetesAddon") else "") or ""
    )
