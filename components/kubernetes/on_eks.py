"""How requests come to pods on EKS: by the AWS Load Balancer Controller.

Sources: kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations, …/ingress_class,
…/deploy/pod_readiness_gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pulumi

from ..contracts import ClassParameters, Disks
from .ebs_disks import EbsDisks

_PREFIX: Final = "alb.ingress.kubernetes.io"
_TLS_POLICY: Final = "ELBSecurityPolicy-TLS13-1-2-2021-06"


@dataclass(frozen=True)
class OnEks:
    """What a workload is delivered by on EKS; see `contracts.Delivery`.

    A pod counts as ready only once the load balancer sends it requests, so that a rollout never runs ahead of it.
    """

    controller: str = "ingress.k8s.aws/alb"
    namespace_labels: Mapping[str, str] = field(default_factory=lambda: {"elbv2.k8s.aws/pod-readiness-gate-inject": "enabled"})
    disks: Disks = field(default_factory=lambda: EbsDisks().disks)

    def ingress(self, health_path: str, drain: int) -> Mapping[str, str]:
        return {
            f"{_PREFIX}/listen-ports": '[{"HTTP": 80}, {"HTTPS": 443}]',
            f"{_PREFIX}/ssl-redirect": "443",
            f"{_PREFIX}/ssl-policy": _TLS_POLICY,
            f"{_PREFIX}/target-type": "ip",
            f"{_PREFIX}/healthcheck-path": health_path,
            f"{_PREFIX}/target-group-attributes": f"deregistration_delay.timeout_seconds={drain}",
        }

    def load_balancer(self, name: str, *, public: bool, subnets: Mapping[str, pulumi.Input[str]]) -> ClassParameters:
        """One load balancer for every Ingress of the class (`group`), as ACK has it; EKS names it itself."""
        spec = {
            "scheme": "internet-facing" if public else "internal",
            "group": {"name": name},
            "subnets": {"ids": [subnets[zone] for zone in sorted(subnets)]},
        }
        return ClassParameters("elbv2.k8s.aws", "v1beta1", "IngressClassParams", spec)
