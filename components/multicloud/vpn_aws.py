"""The half of a VPN that stands on AWS: a virtual private gateway, customer gateways, connections of two tunnels, alarms.

Sources: docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html (what a tunnel may be told),
docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html (BGP, propagation).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..links.encryption import AGREED
from ..links.inside import Inside
from ..links.tunnels import ROLES, TUNNELS
from ..naming import named
from .transit_aws import follow
from .transit_gateway import Transit

_SHORT_ASNS: Final = 2**31
"""ASNs below have a field, those from here on another one.

Source: docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html.
"""


@dataclass(frozen=True)
class Tunnel:
    """A tunnel as AWS has made it: what the other end must know.

    Args:
        inside: its inside range.
        address: its outside address on AWS.
        key: its pre-shared key, which is secret.
    """

    inside: Inside
    address: pulumi.Output[str]
    key: pulumi.Output[str]


def make_gateway(name: str, end: contracts.End, opts: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """The gateway of a VPC, and its routes in the tables of the tiers that are linked.

    It announces every block of its VPC, and what it learns goes into all of these tables.

    A VPC takes one gateway, and a gateway with another ASN is another one: so what attaches it is by itself, and goes before the
    new one comes, while the connections move from gateway to gateway in place, and hold the old one until they have
    (docs.aws.amazon.com/vpn/latest/s2svpn/modify-vpn-target.html).

    Returns: its id by way of what attaches it: one that is attached to no VPC propagates no routes.
    """
    gateway = aws.ec2.VpnGateway(f"{name}-gateway", amazon_side_asn=str(end.asn), tags=named(end.tags, name), opts=opts)
    attached = aws.ec2.VpnGatewayAttachment(
        f"{name}-network",
        vpc_id=end.network.id,
        vpn_gateway_id=gateway.id,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(delete_before_replace=True)),
    ).vpn_gateway_id
    for key, table in contracts.tables_of(end.network, end.tiers).items():
        aws.ec2.VpnGatewayRoutePropagation(f"{name}-{key}", vpn_gateway_id=attached, route_table_id=table, opts=opts)
    return attached


def connect(
    name: str,
    ends: tuple[contracts.End, contracts.End],
    opts: pulumi.ResourceOptions,
    *,
    gateway: pulumi.Output[str] | None,
    transit: Transit | None,
    addresses: Mapping[str, pulumi.Output[str]],
    insides: tuple[Inside, ...],
    keys: Mapping[str, pulumi.Input[str]],
) -> dict[str, Tunnel]:
    """The connections to the other end, and an alarm for each tunnel.

    Args:
        name: the link's name.
        ends: this end and the other.
        opts: options of every resource.
        gateway: the id of this end's VPN gateway; None where a transit gateway carries the VPN.
        transit: that transit gateway: its tables are told what BGP tells.
        addresses: the outside addresses of the other end, by role.
        insides: the inside ranges of the pair.
        keys: pre-shared keys by tunnel, where AWS is not to make them.

    Returns: the tunnels by name.
    """
    near, far = ends
    made: dict[str, Tunnel] = {}
    for role in ROLES:
        tags = named(near.tags, f"{name}-{role}")
        customer = aws.ec2.CustomerGateway(
            f"{name}-{role}",
            type="ipsec.1",
            ip_address=addresses[role],
            # Of two alike AWS makes one: links of two sites in one region and account would share it, and neither could be deleted.
            # docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html
            device_name=f"{name}-{role}",
            **_asn(far.asn),
            tags=tags,
            opts=opts,
        )
        bundle = {tunnel: bundled for tunnel, bundled in TUNNELS.items() if bundled.role == role}
        # By the inside range the provider tells which of AWS' two tunnels is the first, whatever their order there; without it
        # they may be read the wrong way round: github.com/hashicorp/terraform-provider-aws/pull/19097.
        told: dict[str, Any] = {}
        for tunnel, bundled in bundle.items():
            told |= AGREED.of_aws(bundled.on_aws)
            told[f"tunnel{bundled.on_aws}_inside_cidr"] = str(insides[bundled.place].cidr)
            if tunnel in keys:
                told[f"tunnel{bundled.on_aws}_preshared_key"] = keys[tunnel]
        connection = aws.ec2.VpnConnection(
            f"{name}-{role}",
            type="ipsec.1",
            vpn_gateway_id=gateway,
            transit_gateway_id=transit.id if transit is not None else None,
            customer_gateway_id=customer.id,
            static_routes_only=False,
            **told,
            tags=tags,
            opts=opts,
        )
        if transit is not None:
            attachment = _attachment(connection, transit.id)
            follow(f"{name}-{role}", attachment, opts, followed=transit.inward, told={"table": transit.table})
        for tunnel, bundled in bundle.items():
            address: pulumi.Output[str] = getattr(connection, f"tunnel{bundled.on_aws}_address")
            key: pulumi.Output[str] = getattr(connection, f"tunnel{bundled.on_aws}_preshared_key")
            # Whatever the provider says of it, the key is a secret.
            made[tunnel] = Tunnel(insides[bundled.place], address, pulumi.Output.secret(key))
            _watch(f"{name}-{tunnel}", near, connection.id, address, opts)
    return made


def _attachment(connection: aws.ec2.VpnConnection, gateway: pulumi.Output[str]) -> pulumi.Output[str]:
    """The attachment that a connection of a transit gateway comes with.

    Of one that moves there from a VPN gateway the provider plans none, as it was, and an empty id is refused by what is planned
    with it; after the update it has its own (`resourceVPNConnectionUpdate` in terraform-provider-aws).
    """
    both = pulumi.Output.all(connection.transit_gateway_attachment_id, gateway)
    return both.apply(lambda found: found[0] or f"attachment to {found[1]}")


def _asn(asn: int) -> dict[str, Any]:
    return {"bgp_asn": str(asn)} if asn < _SHORT_ASNS else {"bgp_asn_extended": str(asn)}


def _watch(
    name: str, end: contracts.End, connection: pulumi.Output[str], address: pulumi.Output[str], opts: pulumi.ResourceOptions
) -> None:
    """An alarm for a tunnel that has been down for five minutes, or of which nothing is heard for as long.

    Five, since how often AWS tells is not promised, and many read the metric every five minutes: fewer would take the silence in
    between for a loss.

    With BGP the metric is 1 while routes are exchanged, and 0 otherwise:
    docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html.
    """
    aws.cloudwatch.MetricAlarm(
        name,
        alarm_description=f"Tunnel {name} is down; see docs/links.md",
        namespace="AWS/VPN",
        metric_name="TunnelState",
        dimensions={"VpnId": connection, "TunnelIpAddress": address},
        statistic="Maximum",
        period=60,
        evaluation_periods=5,
        comparison_operator="LessThanThreshold",
        threshold=1,
        treat_missing_data="breaching",
        alarm_actions=list(end.alarms),
        ok_actions=list(end.alarms),
        tags=named(end.tags, name),
        opts=opts,
    )
