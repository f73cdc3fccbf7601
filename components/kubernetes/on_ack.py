"""How requests come to pods on ACK: by the ALB Ingress controller, the add-on `alb-ingress-controller`.

Source: www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/alb-ingress-configuration-dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pulumi

from ..contracts import ClassParameters, Disks
from .alicloud_disks import AlicloudDisks

_PREFIX: Final = "alb.ingress.kubernetes.io"
_TLS_POLICY: Final = "tls_cipher_policy_1_2_strict_with_1_3"


@dataclass(frozen=True)
class OnAck:
    """What a workload is delivered by on ACK; see `contracts.Delivery`."""

    controller: str = "ingress.k8s.alibabacloud/alb"
    namespace_labels: Mapping[str, str] = field(default_factory=dict)
    disks: Disks = field(default_factory=lambda: AlicloudDisks().disks)

    def ingress(self, health_path: str, drain: int) -> Mapping[str, str]:
        drained = {f"{_PREFIX}/connection-drain-enabled": "true", f"{_PREFIX}/connection-drain-timeout": str(drain)}
        return {
            f"{_PREFIX}/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
            f"{_PREFIX}/ssl-redirect": "true",
            f"{_PREFIX}/healthcheck-enabled": "true",
            f"{_PREFIX}/healthcheck-path": health_path,
            **(drained if drain else {}),
        }

    def load_balancer(self, name: str, *, public: bool, subnets: Mapping[str, pulumi.Input[str]]) -> ClassParameters:
        """An AlbConfig; its address type and vSwitches count at creation alone.

        Without certificates of its own, its listener takes those that Certificate Management Service has for the Ingresses' hosts.
        """
        spec = {
            "config": {
                "name": name,
                "addressType": "Internet" if public else "Intranet",
                "zoneMappings": [{"vSwitchId": subnets[zone]} for zone in sorted(subnets)],
            },
            "listeners": [
                {"port": 80, "protocol": "HTTP"},
                {"port": 443, "protocol": "HTTPS", "securityPolicyId": _TLS_POLICY},
            ],
        }
        return ClassParameters("alibabacloud.com", "v1", "AlbConfig", spec)
