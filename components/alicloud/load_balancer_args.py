"""What a load balancer on Alibaba Cloud is told, beside what every cloud is told of one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, get_args

from .. import arguments, contracts
from ..choices import Balancing
from ..errors import Faults

Edition: TypeAlias = Literal["basic", "standard", "waf"]

_STORE = re.compile(r"[a-z0-9][a-z0-9_-]*/[a-z0-9][a-z0-9_-]*")

LEAST_DRAIN = 10
"""Seconds of an NLB's connection draining (nlb_server_group, `connection_drain_timeout`)."""


@dataclass(frozen=True, kw_only=True)
class LoadBalancerArgs(contracts.LoadBalancerArgs):
    """What a load balancer on Alibaba Cloud is made from.

    Args:
        edition: an ALB's: "basic", "standard", or "waf" with a web application firewall.
        tls_policy: the TLS versions and ciphers offered; by default 1.3 and the strict ciphers of 1.2.
        request_timeout: seconds that an ALB waits for a machine's answer, 1 to 600; the cloud's minute otherwise.
        proxy_protocol: let an NLB tell machines the client's address by the Proxy protocol, which they must then understand; an ALB
            tells it by X-Forwarded-For.
        shifted_zones: zones that no traffic is sent to for now.
        resource_group: the id of the resource group of all that is made; the account's default group by default.

    Raises:
        ArgumentsError: with every fault.

    Sources, in registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources: alb_load_balancer, alb_listener,
    nlb_load_balancer, nlb_listener, alb_load_balancer_zone_shifted_attachment.
    """

    edition: Edition = "standard"
    tls_policy: str = "tls_cipher_policy_1_2_strict_with_1_3"
    request_timeout: int | None = None
    proxy_protocol: bool = False
    shifted_zones: tuple[str, ...] = ()
    resource_group: str | None = None

    capabilities: ClassVar[frozenset[str]] = frozenset({"same-port", "shifted-zones", "tls-idle-timeout"})
    least_zones: ClassVar[Mapping[Balancing, int]] = {"application": 2, "network": 2}
    """Of either kind (alb_load_balancer and nlb_load_balancer, `zone_mappings`)."""

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_choice(faults, "edition", self.edition, get_args(Edition))
        arguments.check_pinned(faults, "tls_policy", self.tls_policy, "write the policy's id")
        if self.request_timeout is not None:
            arguments.check_range(faults, "request_timeout", self.request_timeout, 1, 600)
            fix = "leave it out, or choose kind application"
            knows = self.kind == "application"
            faults.check(knows, "request_timeout", self.request_timeout, "nothing for a network load balancer", fix)
        fix = "leave it out; an ALB says X-Forwarded-For"
        spoken = self.kind == "network" or not self.proxy_protocol
        faults.check(spoken, "proxy_protocol", self.proxy_protocol, "kind network beside it", fix)
        cut = self.edition == "basic" and not self.cross_zone
        fix = "choose edition standard, or leave cross_zone out"
        faults.check(not cut, "cross_zone", self.cross_zone, "true in edition basic", fix)
        answers = self.asks is None or self.edition != "basic"
        faults.check(answers, "edition", self.edition, "standard or waf beside asks, since basic refuses nobody", "choose standard")
        whole = not isinstance(self.access_logs, str) or _STORE.fullmatch(self.access_logs) is not None
        faults.check(whole, "access_logs", self.access_logs, "a project and a store of its, say shop/alb", "write project/store")
        self._check_zones(faults)
        for name, group in self.targets.items():
            short = self.kind == "network" and 0 < group.drain < LEAST_DRAIN
            where, expected = f"targets.{name}.drain", f"0, or {LEAST_DRAIN} to 900 behind a network load balancer"
            faults.check(not short, where, group.drain, expected, f"write {LEAST_DRAIN}")

    def _check_zones(self, faults: Faults) -> None:
        zones = self.network.zones
        arguments.check_each_once(faults, "shifted_zones", self.shifted_zones)
        for place, zone in enumerate(self.shifted_zones):
            arguments.check_choice(faults, f"shifted_zones.{place}", zone, zones)
        left = set(zones) - set(self.shifted_zones)
        faults.check(bool(left), "shifted_zones", self.shifted_zones, "a zone that is left", "let traffic go to one of them")
