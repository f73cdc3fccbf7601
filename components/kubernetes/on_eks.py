"""How requests and secrets come to pods on EKS: by the AWS Load Balancer Controller, and by External Secrets.

Sources: kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations, …/ingress_class,
…/deploy/pod_readiness_gate, …/guide/gateway/l7gateway, …/guide/gateway/loadbalancerconfig, …/guide/gateway/targetgroupconfig.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import pulumi

from ..contracts import ClassParameters, CustomObject, Disks, EdgeKey, Front, Reader, Route, Secret
from ..contracts.edge_key import REFUSAL
from . import external_secrets
from .ebs_disks import EbsDisks
from .eks_front import EksFront

_PREFIX: Final = "alb.ingress.kubernetes.io"
_GATEWAY: Final = "gateway.k8s.aws"
_HEALTHY: Final = "200-299"


@dataclass(frozen=True)
class OnEks:
    """What a workload is delivered by on EKS; see `contracts.Delivery`.

    A pod counts as ready only once the load balancer sends it requests, so that a rollout never runs ahead of it.
    """

    capabilities: ClassVar[frozenset[str]] = frozenset({"gateway-listeners", "gateway-health"})

    controller: str = "ingress.k8s.aws/alb"
    gateway_controller: str = "gateway.k8s.aws/alb"
    namespace_labels: Mapping[str, str] = field(default_factory=lambda: {"elbv2.k8s.aws/pod-readiness-gate-inject": "enabled"})
    disks: Disks = field(default_factory=lambda: EbsDisks().disks)
    front: ClassVar[type[Front]] = EksFront
    secrets_ready: str = external_secrets.READY

    def ingress(self, route: Route) -> Mapping[str, str]:
        health = route.health
        return {
            f"{_PREFIX}/listen-ports": '[{"HTTPS": 443}]' if route.plain == "refuse" else '[{"HTTP": 80}, {"HTTPS": 443}]',
            f"{_PREFIX}/group.order": str(route.order),
            f"{_PREFIX}/healthcheck-path": health.path,
            f"{_PREFIX}/healthcheck-interval-seconds": str(health.interval),
            f"{_PREFIX}/healthcheck-timeout-seconds": str(health.timeout),
            f"{_PREFIX}/unhealthy-threshold-count": str(health.failures),
            f"{_PREFIX}/success-codes": _HEALTHY,
            f"{_PREFIX}/target-group-attributes": f"deregistration_delay.timeout_seconds={route.drain}",
        }

    def asked(self, service: str, key: EdgeKey) -> Mapping[str, pulumi.Input[str]]:
        return {f"{_PREFIX}/conditions.{service}": key.accepted.apply(lambda values: _header(key.header, values))}

    def refused(self, service: str) -> Mapping[str, str]:
        answer = {"contentType": "text/plain", "statusCode": "403", "messageBody": REFUSAL}
        return {f"{_PREFIX}/actions.{service}": json.dumps({"type": "fixed-response", "fixedResponseConfig": answer})}

    def load_balancer(self, name: str, front: Front, subnets: Mapping[str, pulumi.Input[str]]) -> ClassParameters:
        """One load balancer for every Ingress of the class (`group`), as ACK has it; EKS names it itself.

        What is said here no Ingress can say otherwise.
        """
        assert isinstance(front, EksFront)
        spec = {
            "scheme": "internet-facing" if front.public else "internal",
            "group": {"name": name},
            "subnets": {"ids": [subnets[zone] for zone in sorted(subnets)]},
            "targetType": "ip",
            "sslPolicy": front.ssl_policy,
            **({"sslRedirectPort": "443"} if front.plain == "redirect" else {}),
            **({"certificateArn": list(front.certificates)} if front.certificates else {}),
            **({"inboundCIDRs": list(front.allowed)} if front.allowed else {}),
            "loadBalancerAttributes": front.attributes,
            **({"wafv2AclArn": front.web_acl} if front.web_acl is not None else {}),
        }
        return ClassParameters("elbv2.k8s.aws", "v1beta1", "IngressClassParams", spec)

    def store(self, account: pulumi.Input[str], reader: Reader) -> CustomObject:
        return external_secrets.store(account, reader)

    def external(self, store: pulumi.Input[str], secrets: Mapping[str, Secret], every: int) -> CustomObject:
        return external_secrets.external(store, secrets, every)

    def gateway(self, name: str, front: Front, subnets: Mapping[str, pulumi.Input[str]]) -> ClassParameters:  # noqa: ARG002 - the contract's
        """Certificates that nobody names are looked for by the hosts of its listeners."""
        assert isinstance(front, EksFront)
        first, *more = front.certificates or (None,)
        spec = {
            "scheme": "internet-facing" if front.public else "internal",
            "loadBalancerSubnets": [{"identifier": subnets[zone]} for zone in sorted(subnets)],
            "listenerConfigurations": [
                {
                    "protocolPort": "HTTPS:443",
                    "sslPolicy": front.ssl_policy,
                    **({"defaultCertificate": first} if first is not None else {}),
                    **({"certificates": more} if more else {}),
                }
            ],
            **({"sourceRanges": list(front.allowed)} if front.allowed else {}),
            "loadBalancerAttributes": front.attributes,
            **({"wafV2": {"webACL": front.web_acl}} if front.web_acl is not None else {}),
        }
        return ClassParameters(_GATEWAY, "v1", "LoadBalancerConfiguration", spec, namespaced=True)

    def shown(self, certificate: pulumi.Input[str] | None) -> Mapping[str, Any]:  # noqa: ARG002 - the contract's
        """Nothing: the configuration of the load balancer names certificates, and listeners on EKS cannot."""
        return {}

    def behind(self, service: pulumi.Input[str], route: Route) -> ClassParameters | None:
        health = route.health
        asked = {
            "healthCheckPath": health.path,
            "healthCheckInterval": health.interval,
            "healthCheckTimeout": health.timeout,
            "unhealthyThresholdCount": health.failures,
            "matcher": {"httpCode": _HEALTHY},
        }
        told = {
            "targetType": "ip",
            "healthCheckConfig": asked,
            "targetGroupAttributes": [{"key": "deregistration_delay.timeout_seconds", "value": str(route.drain)}],
        }
        spec = {"targetReference": {"name": service}, "defaultConfiguration": told}
        return ClassParameters(_GATEWAY, "v1", "TargetGroupConfiguration", spec, namespaced=True)


def _header(name: str, values: list[str]) -> str:
    return json.dumps([{"field": "http-header", "httpHeaderConfig": {"httpHeaderName": name, "values": values}}])
