"""The load balancer that exposed workloads of a cluster on EKS share: what the AWS Load Balancer Controller is told of it.

Source: kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/ingress_class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import pulumi

from .. import arguments
from ..contracts import Front
from ..errors import Faults

_WEB_ACL: Final = re.compile(r"arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:regional/webacl/\S+")


@dataclass(frozen=True, kw_only=True)
class EksFront(Front):
    """The load balancer that exposed workloads of a cluster on EKS share.

    Args:
        ssl_policy: the TLS versions and ciphers offered; by default 1.3, and 1.2 for who knows no better.
        web_acl: the ARN of the regional WAFv2 web ACL that requests pass.
        access_logs: a bucket in the region, whose policy lets Elastic Load Balancing write to it.

    Raises:
        ArgumentsError: with every fault.
    """

    ssl_policy: str = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    web_acl: pulumi.Input[str] | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_pinned(faults, "ssl_policy", self.ssl_policy, "write the policy's name")
        if isinstance(self.web_acl, str):
            expected = "the ARN of a regional web ACL of WAFv2; others are for CloudFront"
            fix = "write arn:aws:wafv2:…:…:regional/webacl/…"
            faults.check(_WEB_ACL.fullmatch(self.web_acl) is not None, "web_acl", self.web_acl, expected, fix)

    @property
    def attributes(self) -> list[dict[str, Any]]:
        """Attributes of the load balancer (docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/
        API_LoadBalancerAttribute.html).
        """
        logged = (
            {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": self.access_logs} if self.access_logs is not None else {}
        )
        told = {
            "idle_timeout.timeout_seconds": str(self.idle_timeout),
            "routing.http.drop_invalid_header_fields.enabled": "true",
            **logged,
        }
        return [{"key": key, "value": value} for key, value in told.items()]
