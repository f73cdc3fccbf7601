"""Load balancers of the two clouds as the contract suite and the components' own tests see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

import components.alicloud.load_balancer as alicloud
import components.aws.load_balancer as aws
from components.contracts import HealthCheck, Listener, TargetGroup
from components.errors import ArgumentsError
from tests.support.clouds import ALICLOUD, AWS, TAGS, Cloud
from tests.support.mocks import Recording, record


@dataclass(frozen=True, eq=False)
class Balancers:
    """A cloud's load balancers, "front" each, in front of machines called "web" that serve HTTP on 8080.

    `certificate` is an id in the cloud's spelling; `types` are the tokens of what the contract suite looks at, by the contract's word
    and, where they differ, by the kind of load balancer.
    """

    cloud: Cloud
    module: ModuleType
    certificate: str
    types: Mapping[str, Mapping[str, str]]

    def __str__(self) -> str:
        return str(self.cloud)

    @property
    def https(self) -> Listener:
        return Listener(port=443, protocol="https", to="web", certificate=self.certificate)

    def args(self, network: Any, **changes: Any) -> Any:
        usual = {"listeners": {"https": self.https}, "targets": {"web": TargetGroup(port=8080)}, "tags": TAGS}
        return self.module.LoadBalancerArgs(network=network, **{**usual, **changes})

    def make(self, opts: Any = None, *, zones: tuple[str, ...] = ("a", "b", "c"), **changes: Any) -> Any:
        return self.module.LoadBalancer("front", self.args(self.cloud.make_network(zones=zones), **changes), opts)

    def recorded(self, **changes: Any) -> Recording:
        return record(lambda: self.make(**changes))

    def faults(self, **changes: Any) -> dict[str, str]:
        """What is wrong with the arguments, by field."""
        found: list[ArgumentsError] = []

        def program() -> None:
            with pytest.raises(ArgumentsError) as raised:
                self.make(**changes)
            found.append(raised.value)

        record(program)
        return {fault.field: str(fault) for fault in found[0].faults}


def passing(**changes: Any) -> dict[str, Any]:
    """What makes it a network load balancer, in front of databases."""
    group = TargetGroup(port=5432, protocol="tcp", health=HealthCheck(path=None))
    usual = {"kind": "network", "listeners": {"tcp": Listener(port=5432, protocol="tcp", to="web")}, "targets": {"web": group}}
    return {**usual, **changes}


def _alicloud_types(kind: str) -> dict[str, str]:
    names = ("loadBalancer", "serverGroup", "listener", "listenerAdditionalCertificateAttachment")
    words = ("balancer", "group", "listener", "shown")
    return {word: f"alicloud:{kind}/{name}:{name[0].upper()}{name[1:]}" for word, name in zip(words, names, strict=True)}


_ON_AWS = {
    "balancer": "aws:lb/loadBalancer:LoadBalancer",
    "group": "aws:lb/targetGroup:TargetGroup",
    "listener": "aws:lb/listener:Listener",
    "shown": "aws:lb/listenerCertificate:ListenerCertificate",
}

AWS_BALANCERS = Balancers(
    cloud=AWS,
    module=aws,
    certificate="arn:aws:acm:ap-southeast-3:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000000",
    types={"application": _ON_AWS, "network": _ON_AWS},
)
ALICLOUD_BALANCERS = Balancers(
    cloud=ALICLOUD,
    module=alicloud,
    certificate="12345678-ap-southeast-1",
    types={"application": _alicloud_types("alb"), "network": _alicloud_types("nlb")},
)
BALANCERS = (AWS_BALANCERS, ALICLOUD_BALANCERS)
