"""A small network on the simulated Alibaba Cloud, for tests that need one to stand in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.simulated import Provider

VPC = "alicloud:vpc/network:Network"
SWITCH = "alicloud:vpc/switch:Switch"
NAT = "alicloud:vpc/natGateway:NatGateway"
EIP = "alicloud:ecs/eipAddress:EipAddress"
ASSOCIATION = "alicloud:ecs/eipAssociation:EipAssociation"


class Site(Provider):
    """A provider for Jakarta with a VPC of 10.36.0.0/16, made when first asked for."""

    def __init__(self, store: Path, **config: Any) -> None:
        super().__init__("alicloud", store, **{"region": "ap-southeast-5", **config})
        self._vpc = ""

    @property
    def vpc(self) -> str:
        self._vpc = self._vpc or self.make(VPC, cidrBlock="10.36.0.0/16", vpcName="net")
        return self._vpc

    def switch(self, cidr: str = "10.36.0.0/20", zone: str = "a", **inputs: Any) -> str:
        usual = {"vpcId": self.vpc, "cidrBlock": cidr, "zoneId": f"ap-southeast-5{zone}"}
        return self.make(SWITCH, **{**usual, **inputs})

    def gateway(self, **inputs: Any) -> tuple[str, dict[str, Any]]:
        """The id and outputs of a NAT gateway."""
        return self.create(NAT, vpcId=self.vpc, vswitchId=inputs.pop("vswitchId", None) or self.switch(), **inputs)
