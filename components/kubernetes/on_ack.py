"""How requests and secrets come to pods on ACK: by the add-on `alb-ingress-controller`, and by ack-secret-manager.

Sources, below www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide: alb-ingress-configuration-dictionary,
advanced-alb-ingress-configurations, customize-the-routing-rules-of-an-alb-ingress-1,
configure-the-alb-listener-through-the-albconfig, security-configuration, use-the-gateway-api-to-expose-services-through-alb.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import pulumi

from ..contracts import ClassParameters, CustomObject, Disks, EdgeKey, Front, Reader, Route, Secret
from ..contracts.edge_key import REFUSAL
from . import secret_manager
from .ack_front import AckFront
from .alicloud_disks import AlicloudDisks

_PREFIX: Final = "alb.ingress.kubernetes.io"


@dataclass(frozen=True)
class OnAck:
    """What a workload is delivered by on ACK; see `contracts.Delivery`."""

    capabilities: ClassVar[frozenset[str]] = frozenset()

    controller: str = "ingress.k8s.alibabacloud/alb"
    gateway_controller: str = "gateways.alibabacloud.com/alb/v1"
    namespace_labels: Mapping[str, str] = field(default_factory=dict)
    disks: Disks = field(default_factory=lambda: AlicloudDisks().disks)
    front: ClassVar[type[Front]] = AckFront
    secrets_ready: str = secret_manager.READY

    def ingress(self, route: Route) -> Mapping[str, str]:
        """Unless told, an ALB asks nothing of pods, asks with HEAD where it does, and drops the connections of those that go."""
        health = route.health
        drained = {f"{_PREFIX}/connection-drain-enabled": "true", f"{_PREFIX}/connection-drain-timeout": str(route.drain)}
        return {
            f"{_PREFIX}/listen-ports": '[{"HTTPS": 443}]' if route.plain == "refuse" else '[{"HTTP": 80}, {"HTTPS": 443}]',
            **({f"{_PREFIX}/ssl-redirect": "true"} if route.plain == "redirect" else {}),
            f"{_PREFIX}/order": str(route.order),
            f"{_PREFIX}/healthcheck-enabled": "true",
            f"{_PREFIX}/healthcheck-path": health.path,
            f"{_PREFIX}/healthcheck-method": "GET",
            f"{_PREFIX}/healthcheck-interval-seconds": str(health.interval),
            f"{_PREFIX}/healthcheck-timeout-seconds": str(health.timeout),
            f"{_PREFIX}/healthy-threshold-count": "2",
            f"{_PREFIX}/unhealthy-threshold-count": str(health.failures),
            **(drained if route.drain else {}),
        }

    def asked(self, service: str, key: EdgeKey) -> Mapping[str, pulumi.Input[str]]:
        return {f"{_PREFIX}/conditions.{service}": key.accepted.apply(lambda values: _header(key.header, values))}

    def refused(self, service: str) -> Mapping[str, str]:
        answer = {"contentType": "text/plain", "httpCode": "403", "content": REFUSAL}
        return {f"{_PREFIX}/actions.{service}": json.dumps([{"type": "FixedResponse", "FixedResponseConfig": answer}])}

    def load_balancer(self, name: str, front: Front, subnets: Mapping[str, pulumi.Input[str]]) -> ClassParameters:
        """An AlbConfig; its address type and vSwitches count at creation alone."""
        assert isinstance(front, AckFront)
        spec = {
            "config": _config(name, front, subnets),
            "listeners": [
                *([] if front.plain == "refuse" else [{"port": 80, "protocol": "HTTP", **_listening(front)}]),
                {"port": 443, "protocol": "HTTPS", "securityPolicyId": front.tls_policy, **_shown(front), **_listening(front)},
            ],
        }
        return ClassParameters("alibabacloud.com", "v1", "AlbConfig", spec)

    def store(self, account: pulumi.Input[str], reader: Reader) -> CustomObject:
        return secret_manager.store(account, reader)

    def external(self, store: pulumi.Input[str], secrets: Mapping[str, Secret], every: int) -> CustomObject:
        return secret_manager.external(store, secrets, every)

    def gateway(self, name: str, front: Front, subnets: Mapping[str, pulumi.Input[str]]) -> ClassParameters:
        """An AlbConfig without listeners, which are the Gateway's own."""
        assert isinstance(front, AckFront)
        return ClassParameters("alibabacloud.com", "v1", "AlbConfig", {"config": _config(name, front, subnets)})

    def shown(self, certificate: pulumi.Input[str] | None) -> Mapping[str, Any]:
        """A TLS Secret beside the Gateway; those of Certificate Management Service cannot be named."""
        if certificate is None:
            return {}
        return {"tls": {"mode": "Terminate", "certificateRefs": [{"kind": "Secret", "name": certificate}]}}

    def behind(self, service: pulumi.Input[str], route: Route) -> ClassParameters | None:  # noqa: ARG002 - the contract's
        """Nothing: there is no way to tell it."""
        return None


def _config(name: str, front: AckFront, subnets: Mapping[str, pulumi.Input[str]]) -> dict[str, Any]:
    return {"name": name, **front.config, "zoneMappings": [{"vSwitchId": subnets[zone]} for zone in sorted(subnets)]}


def _listening(front: AckFront) -> dict[str, Any]:
    """What both listeners are told; who is allowed becomes an ACL, which knows IPv4 alone."""
    allowed = {"aclConfig": {"aclType": "White", "aclEntries": list(front.allowed)}} if front.allowed else {}
    return {"idleTimeout": front.idle_timeout, "requestTimeout": front.request_timeout, **allowed}


def _shown(front: AckFront) -> dict[str, Any]:
    shown = [{"CertificateId": each, "IsDefault": place == 0} for place, each in enumerate(front.certificates)]
    return {"certificates": shown} if shown else {}


def _header(name: str, values: list[str]) -> str:
    return json.dumps([{"type": "Header", "headerConfig": {"key": name, "values": values}}])
