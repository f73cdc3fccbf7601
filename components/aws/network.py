"""A network on AWS: a VPC with public, private, data and pod subnets in every zone."""

from __future__ import annotations

from typing import ClassVar

import pulumi

from .. import contracts
from ..inputs import inputs, outputs
from .network_acl import guard_tiers
from .network_args import NetworkArgs
from .network_dhcp import set_dhcp
from .network_endpoints import make_gateway_endpoints, make_interface_endpoints
from .network_flow_logs import record_flows
from .network_groups import make_subnet_groups
from .network_nat import make_gateways
from .network_parts import Parts
from .network_reading import checked, read_network
from .network_routes import associate, make_tables, route_private, route_private_ipv6, route_public
from .network_subnets import make_subnets, make_vpc

__all__ = ["Network", "NetworkArgs"]


class Network(pulumi.ComponentResource):
    """A VPC whose every zone stands alone: own subnets, own route tables and, with nat "per_zone", its own way out.

    Each child is keyed by its zone's letter and its tier, at an address that follows from both, so that a zone added or removed
    touches no sibling. Data subnets have no route out of the network. With nat "single" every zone leaves through one zone and
    loses its way out with it; AWS bills what crosses zones.

    A VPC keeps its IPv6 block while a subnet has one of it: `ipv6` is turned on in one update, and off only by hand.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.

    Attributes:
        subnet_groups: the names of the groups of `NetworkArgs.subnet_groups`, by tier.

    Raises:
        AdoptionError: as the end of the program, when what is to be taken over does not fit the plan.
    """

    TYPE: ClassVar[str] = "nusantara:aws:Network"
    capabilities: ClassVar[frozenset[str]] = frozenset(
        {
            "default-security-group",
            "egress-only-ipv6",
            "flow-logs-to-storage",
            "flow-logs-to-stream",
            "load-balancer-tags",
            "route-table-per-tier",
        }
    )

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self.region, self.zones, self.cidr, self.pods = args.region, args.zones, args.cidr, args.pods
        self.ranges, self.blocks, self.kinds = args.ranges, args.blocks, args.kinds
        self.subnet_groups: dict[str, pulumi.Output[str]] = {}
        parts = Parts(name, args, self)
        if args.adopt is not None and not args.adopt.manage:
            self.id, self.subnets, self.route_tables, addresses = read_network(parts)
        else:
            addresses = self._make(parts, args)
        self.egress = {zone: addresses[carrier] for zone in args.zones if (carrier := args.gateway_zone(zone))}
        self.register_outputs(outputs(self, contracts.Network))

    def _make(self, parts: Parts, args: NetworkArgs) -> dict[str, pulumi.Output[str]]:
        """Everything there is of a network; the public address of each gateway by its zone."""
        vpc = make_vpc(parts)
        self.id = checked(parts, vpc.id)
        if args.flow_logs is not None:
            record_flows(parts, vpc, self.id, args.flow_logs)
        set_dhcp(parts, self.id)
        self.subnets = make_subnets(parts, self.id, vpc.ipv6_cidr_block)
        self.route_tables = tables = make_tables(parts, self.id, self.subnets)
        leading_out = route_public(parts, self.id, tables)
        public = associate(parts, self.subnets, tables, leading_out, "public")
        gateways = make_gateways(parts, self.subnets, leading_out, public)
        ways = route_private(parts, tables, {zone: gateway.id for zone, gateway in gateways.items()})
        associate(parts, self.subnets, tables, ways, "private", "pods", "data")
        if args.ipv6 and args.internet:
            route_private_ipv6(parts, self.id, tables)
        make_gateway_endpoints(parts, self.id, tables)
        make_interface_endpoints(parts, self.id, self.subnets, vpc.ipv6_cidr_block)
        self.subnet_groups = make_subnet_groups(parts, self.subnets)
        guard_tiers(parts, self.id, self.subnets, vpc.ipv6_cidr_block)
        return {zone: gateway.address for zone, gateway in gateways.items()}
