"""A network on Alibaba Cloud: a VPC with public, private, data and pod vSwitches in every zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import pulumi
import pulumi_alicloud as alicloud

from .. import arguments, contracts
from ..addressing import Tier
from ..errors import Faults
from ..inputs import inputs, outputs
from ..naming import zone_id

EVERYWHERE = "0.0.0.0/0"
TRAFFIC: Mapping[contracts.Traffic, str] = {"all": "All", "accepted": "Allow", "rejected": "Drop"}
SHARED_TABLES = 2
"""The public and the data route table, beside one for each zone."""


class Gateway(NamedTuple):
    """A NAT gateway: its id, the table of its SNAT entries and the address it leaves by."""

    id: pulumi.Output[str]
    table: pulumi.Output[str]
    address: pulumi.Output[str]


@dataclass(frozen=True, kw_only=True)
class NetworkArgs(contracts.NetworkArgs):
    """What a network on Alibaba Cloud is made from.

    Args:
        egress_mbps: what each NAT address may carry, in Mbit/s, 1 to 200; the cloud's own default of 5 would throttle an image
            pull (registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/eip_address, `bandwidth`).
        route_tables: how many custom route tables the VPC may hold: nine, until the quota is raised
            (www.alibabacloud.com/help/en/vpc/vpc-route-table).
        resource_group: the id of the resource group that the VPC belongs to; the account's default group by default.
    """

    egress_mbps: int = 200
    route_tables: int = 9
    resource_group: str | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_range(faults, "egress_mbps", self.egress_mbps, 1, 200)
        needed = len(self.zones) + SHARED_TABLES
        expected = f"{needed} at least, one for each of {len(self.zones)} zones and {SHARED_TABLES} more"
        fix = "raise the quota and write it here, or use fewer zones"
        faults.check(self.route_tables >= needed, "route_tables", self.route_tables, expected, fix)


class Network(pulumi.ComponentResource):
    """A VPC whose every zone stands alone: own vSwitches, own route table and, with nat "per_zone", its own NAT gateway.

    Each child is keyed by its zone's letter and its tier, at an address that follows from both, so that a zone added or removed
    touches no sibling. Data vSwitches have no route out of the network.

    What differs from AWS, by the cloud's own rules:
    - The IPv4 gateway is explicit. Without one, an elastic address makes any vSwitch public, whatever its routes say; with one,
      only vSwitches whose table leads to it are (vpc_ipv4_gateway, `internet_mode`).
    - There is no default security group to close: an instance without a group cannot be made.
    - An enhanced NAT gateway spans zones (`availability_mode` CrossAZ, the default), so "single" outlives the loss of a zone.
      Its addresses are bound in the mode that goes with an IPv4 gateway (nat_gateway, `eip_bind_mode` NAT).
    - What may leave is named by vSwitch: an SNAT entry each for a zone's private and pod vSwitches.

    Sources: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/, by the names above.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:Network"
    capabilities: ClassVar[frozenset[str]] = frozenset({"flow-logs", "zone-spanning-nat"})

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self.region, self.zones, self.cidr, self.pods = args.region, args.zones, args.cidr, args.pods
        self.ranges, self.blocks = args.ranges, args.blocks

        vpc = alicloud.vpc.Network(
            f"{name}-vpc",
            vpc_name=name,
            cidr_block=args.cidr,
            resource_group_id=args.resource_group,
            tags=args.tags,
            opts=self._child,
        )
        self.id = vpc.id
        if args.flow_logs is not None:
            self._record_flows(name, args.flow_logs)
        self.subnets = self._make_subnets(name)
        self.route_tables: dict[str, dict[str, pulumi.Output[str]]] = {tier: {} for tier in self.subnets}
        gateways = self._route_public(name)
        self.egress = {zone: gateways[carrier].address for zone in args.zones if (carrier := args.gateway_zone(zone))}
        for zone in args.zones:
            carrier = args.gateway_zone(zone)
            self._route_zone(name, zone, gateways[carrier] if carrier else None)
        self._route_data(name)
        self.register_outputs(outputs(self, contracts.Network))

    def _make_subnets(self, name: str) -> dict[str, dict[str, pulumi.Output[str]]]:
        args = self._args
        pods = alicloud.vpc.Ipv4CidrBlock(f"{name}-pods", vpc_id=self.id, secondary_cidr_block=args.pods, opts=self._child)
        made: dict[str, dict[str, pulumi.Output[str]]] = {tier: {} for tier in self.blocks}
        for tier, blocks in self.blocks.items():
            for zone, block in blocks.items():
                key = f"{name}-{tier}-{zone}"
                made[tier][zone] = alicloud.vpc.Switch(
                    key,
                    vswitch_name=key,
                    vpc_id=pods.vpc_id if tier == "pods" else self.id,  # through the block, which must be there first
                    cidr_block=block,
                    zone_id=zone_id("alicloud", args.region, zone),
                    tags=args.tags,
                    opts=self._child,
                ).id
        return made

    def _route_public(self, name: str) -> dict[str, Gateway]:
        """The way between the public vSwitches and the world, and the NAT gateways by zone."""
        args = self._args
        internet = alicloud.vpc.Ipv4Gateway(
            f"{name}-internet",
            ipv4_gateway_name=name,
            vpc_id=self.id,
            enabled=True,
            internet_mode="private",  # should it ever be deleted, nothing becomes public by that
            resource_group_id=args.resource_group,
            tags=args.tags,
            opts=self._child,
        )
        table = self._table(f"{name}-public")
        way_out = self._route(f"{name}-public-out", table, "Ipv4Gateway", internet.id)
        attached = [self._attach(name, "public", zone, table) for zone in args.zones]
        return {zone: self._gateway(name, zone, [way_out, attached[args.zones.index(zone)]]) for zone in args.gateway_zones}

    def _gateway(self, name: str, zone: str, after: list[pulumi.Resource]) -> Gateway:
        args, key = self._args, f"{name}-nat-{zone}"
        address = alicloud.ecs.EipAddress(
            key,
            address_name=key,
            bandwidth=str(args.egress_mbps),
            internet_charge_type="PayByTraffic",
            payment_type="PayAsYouGo",
            resource_group_id=args.resource_group,
            tags=args.tags,
            opts=self._child,
        )
        gateway = alicloud.vpc.NatGateway(
            key,
            nat_gateway_name=key,
            vpc_id=self.id,
            vswitch_id=self.subnets["public"][zone],
            nat_type="Enhanced",
            network_type="internet",
            internet_charge_type="PayByLcu",
            payment_type="PayAsYouGo",
            eip_bind_mode="NAT",
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )
        bound = alicloud.ecs.EipAssociation(
            key, allocation_id=address.id, instance_id=gateway.id, instance_type="Nat", opts=self._child
        )
        # An SNAT entry may name an address only once it is bound: what waits for the binding waits for both.
        usable = pulumi.Output.all(address.ip_address, bound.id).apply(lambda found: found[0])
        return Gateway(gateway.id, gateway.snat_table_ids, usable)

    def _route_zone(self, name: str, zone: str, gateway: Gateway | None) -> None:
        table = self._table(f"{name}-private-{zone}")
        if gateway is not None:
            self._route(f"{name}-private-{zone}-out", table, "NatGateway", gateway.id)
        for tier in ("private", "pods"):
            self._attach(name, tier, zone, table)
            if gateway is not None:
                key = f"{name}-{tier}-{zone}-out"
                alicloud.vpc.SnatEntry(
                    key,
                    snat_entry_name=key,
                    snat_table_id=gateway.table,
                    source_vswitch_id=self.subnets[tier][zone],
                    snat_ip=gateway.address,
                    opts=self._child,
                )

    def _route_data(self, name: str) -> None:
        table = self._table(f"{name}-data")
        for zone in self.zones:
            self._attach(name, "data", zone, table)

    def _table(self, key: str) -> pulumi.Output[str]:
        tags = self._args.tags
        return alicloud.vpc.RouteTable(
            key, route_table_name=key, vpc_id=self.id, associate_type="VSwitch", tags=tags, opts=self._child
        ).id

    def _route(self, key: str, table: pulumi.Output[str], kind: str, target: pulumi.Output[str]) -> pulumi.Resource:
        # Another next hop is another entry, and a table takes no two for one destination: the old one goes first.
        options = pulumi.ResourceOptions(parent=self, delete_before_replace=True)
        return alicloud.vpc.RouteEntry(
            key,
            name=key,
            route_table_id=table,
            destination_cidrblock=EVERYWHERE,
            nexthop_type=kind,
            nexthop_id=target,
            opts=options,
        )

    def _attach(self, name: str, tier: Tier, zone: str, table: pulumi.Output[str]) -> pulumi.Resource:
        key = f"{name}-{tier}-{zone}"
        self.route_tables[tier][zone] = table
        return alicloud.vpc.RouteTableAttachment(key, vswitch_id=self.subnets[tier][zone], route_table_id=table, opts=self._child)

    def _record_flows(self, name: str, logs: contracts.FlowLogs) -> None:
        """Flow logs to Simple Log Service.

        A log project's name is unique among all customers of the cloud, so the VPC's own id is part of it.
        Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/log_project.
        """
        args, key = self._args, f"{name}-flow-logs"
        project = alicloud.log.Project(
            key,
            project_name=pulumi.Output.concat("flow-logs-", self.id),
            resource_group_id=args.resource_group,
            tags=args.tags,
            opts=self._child,
        )
        store = alicloud.log.Store(
            key,
            project_name=project.project_name,
            logstore_name="flow-logs",
            retention_period=logs.days,
            opts=self._child,
        )
        alicloud.vpc.FlowLog(
            key,
            flow_log_name=key,
            resource_type="VPC",
            resource_id=self.id,
            traffic_type=TRAFFIC[logs.traffic],
            project_name=project.project_name,
            log_store_name=store.logstore_name,
            resource_group_id=args.resource_group,
            tags=args.tags,
            opts=self._child,
        )
