"""The load balancer that exposed workloads of a cluster on ACK share: what the ALB Ingress controller is told of it.

Sources, below www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide: alb-ingress-configuration-dictionary,
configure-the-alb-listener-through-the-albconfig, security-configuration.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

import pulumi

from .. import arguments
from ..contracts import Front
from ..errors import Faults

Edition: TypeAlias = Literal["basic", "standard", "waf"]

_EDITIONS: Final[Mapping[str, str]] = {"basic": "Basic", "standard": "Standard", "waf": "StandardWithWaf"}
_STORE: Final = re.compile(r"[a-z0-9-]{3,63}/[a-z0-9_-]{2,63}")


@dataclass(frozen=True, kw_only=True)
class AckFront(Front):
    """The load balancer that exposed workloads of a cluster on ACK share.

    Args:
        tls_policy: the TLS versions and ciphers offered; by default 1.3 and the strict ciphers of 1.2.
        edition: "basic", "standard", or "waf" with a web application firewall.
        request_timeout: seconds that it waits for a pod's answer, 1 to 600.
        access_logs: a project and a store of Simple Log Service, "project/store"; the store's name begins with alb_.

    Raises:
        ArgumentsError: with every fault.
    """

    tls_policy: str = "tls_cipher_policy_1_2_strict_with_1_3"
    edition: Edition = "standard"
    request_timeout: int = 60

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_pinned(faults, "tls_policy", self.tls_policy, "write the policy's id")
        arguments.check_choice(faults, "edition", self.edition, get_args(Edition))
        arguments.check_range(faults, "request_timeout", self.request_timeout, 1, 600)
        if isinstance(self.access_logs, str):
            expected = "a project and a store of its, say shop/alb_front"
            faults.check(
                _STORE.fullmatch(self.access_logs) is not None, "access_logs", self.access_logs, expected, "write project/store"
            )

    @property
    def config(self) -> dict[str, Any]:
        """What an AlbConfig says of the load balancer itself, beside its name and its place."""
        logged = (
            None if self.access_logs is None else pulumi.Output.from_input(self.access_logs).apply(lambda told: told.split("/"))
        )
        return {
            "addressType": "Internet" if self.public else "Intranet",
            "edition": _EDITIONS[self.edition],
            **({} if logged is None else {"accessLogConfig": {"logProject": logged[0], "logStore": logged[1]}}),
        }
