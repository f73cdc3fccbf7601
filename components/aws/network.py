"""A network on AWS: a VPC with public, private, data and pod subnets in every zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..addressing import Tier
from ..inputs import inputs, outputs
from ..naming import named, zone_id
from .iam import document, service_trust

EVERYWHERE = "0.0.0.0/0"
TRAFFIC: Mapping[contracts.Traffic, str] = {"all": "ALL", "accepted": "ACCEPT", "rejected": "REJECT"}
FLOW_LOG_ACTIONS = ("CreateLogStream", "PutLogEvents", "DescribeLogGroups", "DescribeLogStreams")

DISCOVERY_TAGS: Mapping[Tier, Mapping[str, str]] = {
    "public": {"kubernetes.io/role/elb": "1"},
    "private": {"kubernetes.io/role/internal-elb": "1"},
    "pods": {"kubernetes.io/role/cni": "1"},
}
"""By these tags a cluster finds where its load balancers and its pods belong.

Sources: docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html and alb-ingress.html (elb, internal-elb),
github.com/aws/amazon-vpc-cni-k8s#enable_subnet_discovery-v1180 (cni).
"""


@dataclass(frozen=True, kw_only=True)
class NetworkArgs(contracts.NetworkArgs):
    """What a network on AWS is made from.

    Args:
        public_ip_on_launch: give what starts in a public subnet a public address. Load balancers and NAT gateways bring their
            own; an instance there is reachable from the internet only where somebody asked for it.
        close_default_security_group: take every rule from the group that AWS gives to what names none; by default it lets its
            members reach each other and the world (docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html).
    """

    public_ip_on_launch: bool = False
    close_default_security_group: bool = True


class Network(pulumi.ComponentResource):
    """A VPC whose every zone stands alone: own subnets, own route table and, with nat "per_zone", its own way out.

    Each child is keyed by its zone's letter and its tier, at an address that follows from both, so that a zone added or removed
    touches no sibling. Data subnets have no route out of the network. With nat "single" every zone leaves through one zone and
    loses its way out with it; AWS bills what crosses zones.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:aws:Network"
    capabilities: ClassVar[frozenset[str]] = frozenset({"default-security-group", "flow-logs", "load-balancer-tags"})

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self.region, self.zones, self.cidr, self.pods = args.region, args.zones, args.cidr, args.pods
        self.ranges, self.blocks = args.ranges, args.blocks

        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=args.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,  # private endpoints of EKS and other services are found by name
            tags=named(args.tags, name),
            opts=self._child,
        )
        self.id = vpc.id
        if args.close_default_security_group:
            tags = named(args.tags, f"{name}-default-closed")
            key = f"{name}-default-security-group"
            aws.ec2.DefaultSecurityGroup(key, vpc_id=vpc.id, ingress=[], egress=[], tags=tags, opts=self._child)
        if args.flow_logs is not None:
            self._record_flows(name, args.flow_logs)
        self.subnets = self._make_subnets(name)
        self.route_tables: dict[str, dict[str, pulumi.Output[str]]] = {tier: {} for tier in self.subnets}
        gateways = self._route_public(name)
        self.egress = {zone: gateways[carrier][1] for zone in args.zones if (carrier := args.gateway_zone(zone))}
        for zone in args.zones:
            carrier = args.gateway_zone(zone)
            self._route_zone(name, zone, gateways[carrier][0] if carrier else None)
        self._route_data(name)
        self.register_outputs(outputs(self, contracts.Network))

    def _make_subnets(self, name: str) -> dict[str, dict[str, pulumi.Output[str]]]:
        args = self._args
        pods = aws.ec2.VpcIpv4CidrBlockAssociation(f"{name}-pods", vpc_id=self.id, cidr_block=args.pods, opts=self._child)
        made: dict[str, dict[str, pulumi.Output[str]]] = {tier: {} for tier in self.blocks}
        for tier, blocks in self.blocks.items():
            for zone, block in blocks.items():
                key = f"{name}-{tier}-{zone}"
                made[tier][zone] = aws.ec2.Subnet(
                    key,
                    vpc_id=pods.vpc_id if tier == "pods" else self.id,  # through the association: its block must be there first
                    cidr_block=block,
                    availability_zone=zone_id("aws", args.region, zone),
                    map_public_ip_on_launch=tier == "public" and args.public_ip_on_launch,
                    tags={**named(args.tags, key), **DISCOVERY_TAGS.get(tier, {})},
                    opts=self._child,
                ).id
        return made

    def _route_public(self, name: str) -> dict[str, tuple[pulumi.Output[str], pulumi.Output[str]]]:
        """The way between the public subnets and the world, and by zone each NAT gateway's id and address."""
        args = self._args
        internet = aws.ec2.InternetGateway(f"{name}-internet", vpc_id=self.id, tags=named(args.tags, name), opts=self._child)
        table = self._table(f"{name}-public")
        way_out = aws.ec2.Route(
            f"{name}-public-out", route_table_id=table, destination_cidr_block=EVERYWHERE, gateway_id=internet.id, opts=self._child
        )
        for zone in args.zones:
            self._associate(name, "public", zone, table)
        gateways: dict[str, tuple[pulumi.Output[str], pulumi.Output[str]]] = {}
        for zone in args.gateway_zones:
            key = f"{name}-nat-{zone}"
            address = aws.ec2.Eip(key, domain="vpc", tags=named(args.tags, key), opts=self._child)
            gateway = aws.ec2.NatGateway(
                key,
                subnet_id=self.subnets["public"][zone],
                allocation_id=address.allocation_id,
                tags=named(args.tags, key),
                opts=pulumi.ResourceOptions(parent=self, depends_on=[way_out]),
            )
            gateways[zone] = (gateway.id, address.public_ip)
        return gateways

    def _route_zone(self, name: str, zone: str, gateway: pulumi.Output[str] | None) -> None:
        table = self._table(f"{name}-private-{zone}")
        if gateway is not None:
            key = f"{name}-private-{zone}-out"
            aws.ec2.Route(key, route_table_id=table, destination_cidr_block=EVERYWHERE, nat_gateway_id=gateway, opts=self._child)
        self._associate(name, "private", zone, table)
        self._associate(name, "pods", zone, table)

    def _route_data(self, name: str) -> None:
        table = self._table(f"{name}-data")
        for zone in self.zones:
            self._associate(name, "data", zone, table)

    def _table(self, key: str) -> pulumi.Output[str]:
        return aws.ec2.RouteTable(key, vpc_id=self.id, tags=named(self._args.tags, key), opts=self._child).id

    def _associate(self, name: str, tier: Tier, zone: str, table: pulumi.Output[str]) -> None:
        key = f"{name}-{tier}-{zone}"
        self.route_tables[tier][zone] = table
        aws.ec2.RouteTableAssociation(key, subnet_id=self.subnets[tier][zone], route_table_id=table, opts=self._child)

    def _record_flows(self, name: str, logs: contracts.FlowLogs) -> None:
        """Flow logs to CloudWatch, by a role that may write to this one log group.

        Source: docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html.
        """
        args, key = self._args, f"{name}-flow-logs"
        group = aws.cloudwatch.LogGroup(key, retention_in_days=logs.days, tags=named(args.tags, key), opts=self._child)
        role = aws.iam.Role(
            key,
            assume_role_policy=service_trust("vpc-flow-logs.amazonaws.com"),
            tags=named(args.tags, key),
            opts=self._child,
        )
        actions = [f"logs:{action}" for action in FLOW_LOG_ACTIONS]
        write = group.arn.apply(lambda arn: document({"Effect": "Allow", "Action": actions, "Resource": f"{arn}:*"}))
        policy = aws.iam.RolePolicy(key, role=role.name, policy=write, opts=self._child)
        aws.ec2.FlowLog(
            key,
            vpc_id=self.id,
            traffic_type=TRAFFIC[logs.traffic],
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            tags=named(args.tags, key),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
