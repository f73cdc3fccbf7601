"""The add-ons of ACK's clusters, and what scales their node pools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Rule, as_json, table
from .cs_types import ADDON, AUTOSCALING, IN_CLUSTER
from .shapes import PROVIDER, checks, one_of

if TYPE_CHECKING:
    from ..call import Call

KNOWN: Final = frozenset(
    {
        "ack-cost-exporter",
        "ack-koordinator",
        "ack-node-problem-detector",
        "ack-pod-identity-webhook",
        "ack-virtual-node",
        "alb-ingress-controller",
        "alicloud-monitor-controller",
        "arms-prometheus",
        "cloud-controller-manager",
        "coredns",
        "csi-plugin",
        "csi-provisioner",
        "flannel",
        "gatekeeper",
        "gateway-api",
        "kube-flannel-ds",
        "logtail-ds",
        "loongcollector",
        "managed-aliyun-acr-credential-helper",
        "managed-coredns",
        "managed-csiprovisioner",
        "managed-security-inspector",
        "metrics-server",
        "migrate-controller",
        "nginx-ingress-controller",
        "node-lifecycle-controller",
        "node-local-dns",
        "policy-template-controller",
        "security-inspector",
        "storage-operator",
        "terway-controlplane",
        "terway-eniip",
    }
)
"""The add-ons of managed clusters, from the examples of the provider's documentation and
https://www.alibabacloud.com/help/en/ack/product-overview/component-overview."""


def _unknown(call: Call) -> Iterator[str]:
    if (name := call.get("name")) not in KNOWN:
        yield f"AddonNotFound: there is no add-on '{name}'"


def _scaler_faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.get("scalerType") == "goatscaler" and call.get("expander") not in (None, "least-waste"):
        yield "expander", "goatscaler knows least-waste alone"


RULES = table(
    Rule(
        type=ADDON,
        source=f"{PROVIDER}resource_alicloud_cs_kubernetes_addon.go",
        id=lambda call: f"{call['clusterId']}:{call['name']}",
        replaces=frozenset({"clusterId", "name"}),
        canonical={"config": as_json},
        defaults={"canUpgrade": False, "nextVersion": "", "required": False},
        computed={"version": lambda _: "v1.0.0"},  # a stand-in: ACK's API alone tells which version each add-on would get
        references=IN_CLUSTER,
        refuses=_unknown,
        exists="AddonAlreadyExists: '{id}' is installed already",
    ),
    Rule(
        type=AUTOSCALING,
        source=f"{PROVIDER}resource_alicloud_cs_autoscaling_config.go",
        id=lambda call: call["clusterId"],
        replaces=frozenset({"clusterId"}),
        defaults={
            "coolDownDuration": "10m",
            "expander": "least-waste",
            "gpuUtilizationThreshold": "0.5",
            "scaleDownEnabled": True,
            "scanInterval": "30s",
            "unneededDuration": "10m",
            "utilizationThreshold": "0.5",
        },
        references=IN_CLUSTER,
        check=checks(
            one_of("expander", "least-waste", "random", "priority"),
            one_of("scalerType", "cluster-autoscaler", "goatscaler"),
            _scaler_faults,
        ),
        exists="AutoscalingConfigExists: the cluster '{id}' has one already",
    ),
)
