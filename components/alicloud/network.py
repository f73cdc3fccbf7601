"""A network on Alibaba Cloud: a VPC with vSwitches of every tier in every zone, and the ways into and out of them."""

from __future__ import annotations

from typing import ClassVar

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts
from ..inputs import inputs, outputs
from .network_acl import guard_tiers
from .network_adoption import check_adopted, read_network
from .network_args import NetworkArgs
from .network_children import Children
from .network_dhcp import tell_machines
from .network_endpoints import link_registries, make_gateway_endpoint, make_interface_endpoints
from .network_flow_logs import record_flows
from .network_ipv6 import make_ipv6_way
from .network_nat import let_out, make_gateways
from .network_routes import Routes
from .network_services import GATEWAY_SERVICE
from .network_subnets import make_subnets

__all__ = ["Network", "NetworkArgs"]


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
    - What may leave is named by vSwitch: an SNAT entry for each private and pod vSwitch, and for those of tiers like them.
    - Nothing finds vSwitches by their tags. ACK's controllers are told them: a CLB or NLB by annotations of its Service, an ALB by
      `zoneMappings` of its AlbConfig; left to itself, the ALB controller takes the first vSwitch that the VPC has in each of two
      zones, of whichever tier (github.com/kubernetes/cloud-provider-alibaba-cloud, `vswitch_discovery.go`). So name those in
      `subnets`. The tag `network-tier` is for people.
    - Of a network that is only read (adopt.manage false), `route_tables` holds those that are named: the cloud does not tell which
      one a vSwitch follows.

    Sources: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/, by the names above.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.

    Attributes:
        endpoint_domains: the domain by which each service behind an interface endpoint is reached.

    Raises:
        AdoptionError: in a preview already, when adopted parts do not fit the plan.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:Network"
    capabilities: ClassVar[frozenset[str]] = frozenset({"zone-spanning-nat"})

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self.region, self.zones, self.cidr, self.pods = args.region, args.zones, args.cidr, args.pods
        self.ranges, self.blocks, self.kinds = args.ranges, args.blocks, args.kinds
        self.endpoint_domains: dict[str, pulumi.Output[str]] = {}
        if args.adopt is not None and not args.adopt.manage:
            self.id, self.subnets, self.route_tables, self.egress = read_network(name, args, args.adopt, self)
        else:
            self._make(Children(network=name, args=args, parent=self, fits=check_adopted(name, args, self)))
        self.register_outputs(outputs(self, contracts.Network))

    def _make(self, children: Children) -> None:
        args = children.args
        vpc, self.subnets = make_subnets(children)
        self.id = vpc.id
        if args.flow_logs is not None:
            record_flows(children, vpc.id, args.flow_logs)
        if args.dhcp is not None:
            tell_machines(children, vpc.id, args.dhcp)
        routes = Routes(children, vpc.id, self.subnets)
        self.route_tables = routes.by_tier
        gateways = make_gateways(children, vpc.id, self.subnets["public"], routes, self._open(children, vpc.id, routes))
        for zone in args.zones:
            if carrier := args.gateway_zone(zone):
                let_out(children, zone, self.subnets, routes, gateways[carrier])
        self.egress = {zone: gateways[carrier].address for zone in args.zones if (carrier := args.gateway_zone(zone))}
        if args.ipv6 and args.internet:
            make_ipv6_way(children, vpc.id, routes)
        guard_tiers(children, vpc, self.subnets)
        if GATEWAY_SERVICE in args.endpoints:
            make_gateway_endpoint(children, vpc.id, routes)
        if args.interface_services:
            self.endpoint_domains = make_interface_endpoints(children, vpc.id, self.subnets["private"])
        link_registries(children, vpc.id, self.subnets["private"])

    def _open(self, children: Children, vpc: pulumi.Output[str], routes: Routes) -> pulumi.Resource:
        """The way between the public vSwitches and the world; where there is to be none, what keeps elastic addresses shut."""
        internet = alicloud.vpc.Ipv4Gateway(
            children.name("internet"),
            ipv4_gateway_name=children.network,
            vpc_id=vpc,
            enabled=True,
            internet_mode="private",  # should it ever be deleted, nothing becomes public by that
            resource_group_id=children.args.resource_group,
            tags=children.args.tags,
            opts=children.options(part="internet"),
        )
        if not children.args.internet:
            return internet
        return routes.lead_out("public", "Ipv4Gateway", internet.id)
