"""Walks what a program declares of networks and links, as a packet would: table by table, until it stands in the network it is for.

What BGP tells is made up from what each gateway announces: a VPN gateway its network's blocks, a transit gateway what its table knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Any

from tests.support.mocks import Recorded

_TRANSIT, _CEN = "aws:ec2transitgateway/", "alicloud:cen/transitRouter"
_HOPS = 12
"""More than any path here has: two networks, and two routers at each of three sites."""


def answers(type_: str, name: str, _: Mapping[str, Any]) -> Mapping[str, Any]:
    """What clouds answer by which one resource is another's: a value of its own for each."""
    return {
        "alicloud:vpn/gateway:Gateway": {
            "internetIp": f"address-{name}",
            "disasterRecoveryInternetIp": f"second-address-{name}",
        },
        f"{_CEN}:TransitRouter": {"transitRouterId": f"tr-{name}"},
        f"{_CEN}RouteTable:TransitRouterRouteTable": {"transitRouterRouteTableId": f"vtb-{name}"},
        f"{_CEN}VpcAttachment:TransitRouterVpcAttachment": {"transitRouterAttachmentId": f"tr-attach-{name}"},
        f"{_CEN}PeerAttachment:TransitRouterPeerAttachment": {"transitRouterAttachmentId": f"tr-attach-{name}"},
        "aws:ec2/vpnConnection:VpnConnection": {
            "tunnel1Address": f"tunnel1-{name}",
            "tunnel2Address": f"tunnel2-{name}",
            "transitGatewayAttachmentId": f"tgw-attach-{name}",
        },
    }.get(type_, {})


@dataclass(frozen=True)
class Hop:
    """Where a packet stands, and by what it goes on.

    Args:
        place: the id of a network or of a router.
        table: the route table that it follows there.
    """

    place: str
    table: str


@dataclass
class Roads:
    """The networks, gateways and tables of a program.

    Args:
        resources: everything that it registers.
    """

    resources: Iterable[Recorded]
    tables: dict[str, list[tuple[IPv4Network, str]]] = field(default_factory=dict)
    """By table, destination and the id of the next hop."""

    def __post_init__(self) -> None:
        self._by_type: dict[str, list[Recorded]] = {}
        for each in self.resources:
            self._by_type.setdefault(each.type, []).append(each)
        self.networks = {each.id: [IPv4Network(each.inputs["cidrBlock"])] for each in self._of("aws:ec2/vpc:Vpc")}
        self.networks |= {each.id: [IPv4Network(each.inputs["cidrBlock"])] for each in self._of("alicloud:vpc/network:Network")}
        for each in self._of("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"):
            self.networks[each.inputs["vpcId"]].append(IPv4Network(each.inputs["cidrBlock"]))
        for each in self._of("alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock"):
            self.networks[each.inputs["vpcId"]].append(IPv4Network(each.inputs["secondaryCidrBlock"]))
        self._subnets()
        self._routers()
        self._routes()

    def walk(self, origin: str, destination: str) -> list[str] | None:
        """The networks and routers that a packet passes from one subnet to another, by their ids; None where it is lost.

        Args:
            origin: the block of the subnet that it leaves.
            destination: the block of the subnet that it is for.
        """
        block = IPv4Network(destination)
        network, table = self.subnets[IPv4Network(origin)]
        here, passed = Hop(network, table), [network]
        while len(passed) < _HOPS:
            if here.place in self.networks and any(block.subnet_of(own) for own in self.networks[here.place]):
                return passed
            following = self._next(here, block)
            if following is None:
                return None
            here = following
            passed.append(here.place)
        return None

    def _of(self, type_: str) -> list[Recorded]:
        return self._by_type.get(type_, [])

    def _subnets(self) -> None:
        follows = {
            each.inputs["subnetId"]: each.inputs["routeTableId"]
            for each in self._of("aws:ec2/routeTableAssociation:RouteTableAssociation")
        }
        follows |= {
            each.inputs["vswitchId"]: each.inputs["routeTableId"]
            for each in self._of("alicloud:vpc/routeTableAttachment:RouteTableAttachment")
        }
        both = (*self._of("aws:ec2/subnet:Subnet"), *self._of("alicloud:vpc/switch:Switch"))
        self.subnets = {IPv4Network(each.inputs["cidrBlock"]): (each.inputs["vpcId"], follows.get(each.id, "")) for each in both}

    def _routers(self) -> None:
        """What joins: both places of each by its id, and of routers the table that what comes by it follows."""
        self.joins: dict[str, tuple[str, str]] = {}
        for each in self._of("aws:ec2/vpcPeeringConnection:VpcPeeringConnection"):
            self.joins[each.id] = each.inputs["vpcId"], each.inputs["peerVpcId"]
        for each in self._of("alicloud:vpc/peerConnection:PeerConnection"):
            self.joins[each.id] = each.inputs["vpcId"], each.inputs["acceptingVpcId"]
        for each in self._of(f"{_TRANSIT}vpcAttachment:VpcAttachment"):
            self.joins[each.id] = each.inputs["vpcId"], each.inputs["transitGatewayId"]
        for each in self._of(f"{_TRANSIT}peeringAttachment:PeeringAttachment"):
            self.joins[each.id] = each.inputs["transitGatewayId"], each.inputs["peerTransitGatewayId"]
        for each in self._of(f"{_CEN}VpcAttachment:TransitRouterVpcAttachment"):
            self.joins[f"tr-attach-{each.name}"] = each.inputs["vpcId"], each.inputs["transitRouterId"]
        for each in self._of(f"{_CEN}PeerAttachment:TransitRouterPeerAttachment"):
            self.joins[f"tr-attach-{each.name}"] = each.inputs["transitRouterId"], each.inputs["peerTransitRouterId"]
        self.owners = {each.id: each.inputs["transitGatewayId"] for each in self._of(f"{_TRANSIT}routeTable:RouteTable")}
        self.owners |= {
            f"vtb-{each.name}": each.inputs["transitRouterId"] for each in self._of(f"{_CEN}RouteTable:TransitRouterRouteTable")
        }
        self.follows = {
            (self.owners[table], attachment): table
            for attachment, table in self._in_tables("routeTableAssociation:RouteTableAssociation", "Association")
        }
        self._vpns()

    def _vpns(self) -> None:
        """Connections by the outside addresses that both ends know each other by."""
        gateways = {}
        for each in self._of("alicloud:vpn/gateway:Gateway"):
            gateways |= {f"address-{each.name}": each, f"second-address-{each.name}": each}
        known = {each.inputs["ipAddress"] for each in self._of("alicloud:vpn/customerGateway:CustomerGateway")}
        customers = {each.id: each.inputs["ipAddress"] for each in self._of("aws:ec2/customerGateway:CustomerGateway")}
        self.networks_of: dict[str, str] = {}
        for each in self._of("aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment"):
            self.networks_of[each.inputs["vpnGatewayId"]] = each.inputs["vpcId"]
        for each in self._of("aws:ec2/vpnConnection:VpnConnection"):
            far = gateways[customers[each.inputs["customerGatewayId"]]]
            assert {f"tunnel1-{each.name}", f"tunnel2-{each.name}"} <= known, "the other end does not know these tunnels"
            self.networks_of[far.id] = far.inputs["vpcId"]
            near = each.inputs.get("transitGatewayId") or each.inputs["vpnGatewayId"]
            self.joins[f"tgw-attach-{each.name}"] = near, far.id

    def _in_tables(self, on_aws: str, on_alicloud: str) -> Iterator[tuple[str, str]]:
        for each in self._of(f"{_TRANSIT}{on_aws}"):
            yield each.inputs["transitGatewayAttachmentId"], each.inputs["transitGatewayRouteTableId"]
        for each in self._of(f"{_CEN}RouteTable{on_alicloud}:TransitRouterRouteTable{on_alicloud}"):
            yield each.inputs["transitRouterAttachmentId"], each.inputs["transitRouterRouteTableId"]

    def _routes(self) -> None:
        for each in self._of("aws:ec2/route:Route"):
            hop = each.inputs.get("vpcPeeringConnectionId") or each.inputs.get("transitGatewayId")
            if hop is not None:
                self._add(each.inputs["routeTableId"], each.inputs["destinationCidrBlock"], hop)
        for each in self._of("alicloud:vpc/routeEntry:RouteEntry"):
            if each.inputs["nexthopType"] in ("Attachment", "VpcPeer", "VpnGateway"):
                self._add(each.inputs["routeTableId"], each.inputs["destinationCidrblock"], each.inputs["nexthopId"])
        for each in self._of(f"{_TRANSIT}route:Route"):
            table, hop = each.inputs["transitGatewayRouteTableId"], each.inputs["transitGatewayAttachmentId"]
            self._add(table, each.inputs["destinationCidrBlock"], hop)
        for each in self._of(f"{_CEN}RouteEntry:TransitRouterRouteEntry"):
            block = each.inputs["transitRouterRouteEntryDestinationCidrBlock"]
            self._add(each.inputs["transitRouterRouteTableId"], block, each.inputs["transitRouterRouteEntryNextHopId"])
        for attachment, table in self._in_tables("routeTablePropagation:RouteTablePropagation", "Propagation"):
            for block in self._announced(self._across(attachment, self.owners[table])):
                self._add(table, str(block), attachment)
        for each in self._of("aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation"):
            for own, far in self.joins.values():
                if own == each.inputs["vpnGatewayId"]:
                    for block in self._announced(far):
                        self._add(each.inputs["routeTableId"], str(block), own)

    def _add(self, table: str, block: str, hop: str) -> None:
        self.tables.setdefault(table, []).append((IPv4Network(block), hop))

    def _across(self, attachment: str, place: str) -> str:
        one, other = self.joins[attachment]
        return other if one == place else one

    def _announced(self, place: str) -> list[IPv4Network]:
        """What is known to lie at a network, or behind a gateway of one."""
        return self.networks.get(self.networks_of.get(place, place), [])

    def _next(self, here: Hop, block: IPv4Network) -> Hop | None:
        if here.place in self.networks_of:
            return self._over_vpn(here.place, block)
        fitting = [route for route in self.tables.get(here.table, []) if block.subnet_of(route[0])]
        if not fitting:
            return None
        _, hop = max(fitting, key=lambda route: route[0].prefixlen)
        if hop in self.networks_of:  # a VPN gateway of this network
            return Hop(hop, "")
        if hop in self.owners.values():  # a transit gateway: by the attachment of this network
            hop = next(key for key, places in self.joins.items() if places == (here.place, hop))
        place = self._across(hop, here.place)
        return Hop(place, self.follows.get((place, hop), ""))

    def _over_vpn(self, gateway: str, block: IPv4Network) -> Hop | None:
        """On from a VPN gateway: to its own network, else to the gateway that announces the block."""
        network = self.networks_of[gateway]
        if any(block.subnet_of(own) for own in self.networks[network]):
            return Hop(network, "")
        for key, (near, far) in self.joins.items():
            if gateway in (near, far):
                other = far if gateway == near else near
                if other in self.networks_of and any(block.subnet_of(own) for own in self._announced(other)):
                    return Hop(other, "")
                table = self.follows.get((other, key))
                if table is not None and any(block.subnet_of(known) for known, _ in self.tables.get(table, [])):
                    return Hop(other, table)
        return None
