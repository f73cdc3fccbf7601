"""The two clouds as the contract suite and the components' own tests see them: modules, a region, names that exist there."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pulumi_alicloud
import pulumi_aws

import components.alicloud.fleet as alicloud_fleet
import components.alicloud.network as alicloud_network
import components.aws.fleet as aws_fleet
import components.aws.network as aws_network
from components.capacity import autoscaled
from tests.support.mocks import Recording, record

CIDR, PODS = "10.32.0.0/16", "10.33.0.0/16"
TAGS = {"owner": "platform"}


@dataclass(frozen=True, eq=False)
class Cloud:
    """A cloud's modules and what a site on it is made from.

    `types` are the tokens of what the contract suite counts, by the contract's word; `facts` what a recording has to answer
    exactly, by type, since it is calculated with.
    """

    name: str
    package: ModuleType
    network: ModuleType
    fleet: ModuleType
    region: str
    image: str
    instances: tuple[str, ...]
    types: dict[str, str]
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    def provider(self, name: str) -> Any:
        """An explicit provider, as a site has one."""
        return self.package.Provider(name, region=self.region)

    def network_args(self, **changes: Any) -> Any:
        """A network over three zones, unless told otherwise."""
        usual = {"region": self.region, "zones": ("a", "b", "c"), "cidr": CIDR, "pods": PODS, "tags": TAGS}
        return self.network.NetworkArgs(**{**usual, **changes})

    def make_network(self, name: str = "net", opts: Any = None, **changes: Any) -> Any:
        return self.network.Network(name, self.network_args(**changes), opts)

    def fleet_args(self, network: Any, **changes: Any) -> Any:
        """A fleet of three to nine instances, unless told otherwise."""
        capacity = autoscaled(min=3, max=9, initial=4)
        usual = {"network": network, "image": self.image, "types": self.instances, "capacity": capacity, "tags": TAGS}
        return self.fleet.FleetArgs(**{**usual, **changes})

    def make_fleet(self, name: str = "transcoder", opts: Any = None, **changes: Any) -> Any:
        return self.fleet.Fleet(name, self.fleet_args(self.make_network(), **changes), opts)

    @functools.cache  # noqa: B019 - there are two clouds, and many tests look at the same recording
    def recorded_network(self, **changes: Any) -> Recording:
        return record(lambda: self.make_network(**changes), outputs=self.answer)

    def answer(self, type_: str, _name: str, _inputs: Any) -> dict[str, Any]:
        """The facts of a type, for `record`."""
        return self.facts.get(type_, {})

    @functools.cache  # noqa: B019 - likewise
    def recorded_fleet(self, **changes: Any) -> Recording:
        return record(lambda: self.make_fleet(**changes))


AWS = Cloud(
    name="aws",
    package=pulumi_aws,
    network=aws_network,
    fleet=aws_fleet,
    region="ap-southeast-3",
    image="ami-0a1b2c3d4e5f67890",
    instances=("c7i.2xlarge", "c5.2xlarge"),
    types={
        "subnet": "aws:ec2/subnet:Subnet",
        "gateway": "aws:ec2/natGateway:NatGateway",
        "address": "aws:ec2/eip:Eip",
        "table": "aws:ec2/routeTable:RouteTable",
        "association": "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "route": "aws:ec2/route:Route",
        "flow log": "aws:ec2/flowLog:FlowLog",
        "records": "aws:cloudwatch/logGroup:LogGroup",
        "secondary block": "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
        "template": "aws:ec2/launchTemplate:LaunchTemplate",
        "group": "aws:autoscaling/group:Group",
        "rule": "aws:autoscaling/policy:Policy",
        "ingress": "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "role": "aws:iam/role:Role",
    },
    facts={
        "aws:ec2/vpc:Vpc": {"ipv6CidrBlock": "2001:db8:1234:5600::/56", "ownerId": "111122223333"},
        "aws:s3/bucket:Bucket": {"arn": "arn:aws:s3:::net-flow-logs-0a1b2c3"},
    },
)

ALICLOUD = Cloud(
    name="alicloud",
    package=pulumi_alicloud,
    network=alicloud_network,
    fleet=alicloud_fleet,
    region="ap-southeast-5",
    image="m-k1a0example",
    instances=("ecs.c7.2xlarge", "ecs.c6.2xlarge"),
    types={
        "subnet": "alicloud:vpc/switch:Switch",
        "gateway": "alicloud:vpc/natGateway:NatGateway",
        "address": "alicloud:ecs/eipAddress:EipAddress",
        "table": "alicloud:vpc/routeTable:RouteTable",
        "association": "alicloud:vpc/routeTableAttachment:RouteTableAttachment",
        "route": "alicloud:vpc/routeEntry:RouteEntry",
        "flow log": "alicloud:vpc/flowLog:FlowLog",
        "records": "alicloud:log/project:Project alicloud:log/store:Store alicloud:log/storeIndex:StoreIndex",
        "secondary block": "alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock",
        "template": "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate",
        "group": "alicloud:ess/scalingGroup:ScalingGroup",
        "rule": "alicloud:ess/scalingRule:ScalingRule",
        "ingress": "alicloud:ecs/securityGroupRule:SecurityGroupRule",
        "role": "alicloud:ram/role:Role",
    },
)

CLOUDS = (AWS, ALICLOUD)
