"""The half of a VPN that stands on Alibaba Cloud: a gateway in two zones, customer gateways, connections, routes, alarms.

Sources: www.alibabacloud.com/help/en/vpn/sub-product-ipsec-vpn/user-guide/configure-bgp-dynamic-routing,
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/vpn_gateway and vpn_connection.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts
from ..links.encryption import AGREED
from ..links.tunnels import CONNECTIONS, TUNNELS, Role
from .alarms_alicloud import NEARLY, Watched, watch
from .patience import patient
from .vpn_aws import Tunnel

GATEWAY_TIER: Final = "public"
"""The tier whose vSwitches hold the gateway, as they hold NAT gateways."""

EVERYWHERE: Final = "0.0.0.0/0"
"""What both ends of a tunnel let through it: with BGP it is routes that say what passes."""


SILENT: Final = Watched(
    project="acs_vpn", metric="tun.bgp_state", statistics="Average", bad="<", threshold=1, minutes=3, urgent=True
)
"""A tunnel over which no routes have been exchanged for three minutes."""


class Made(NamedTuple):
    """A gateway: its id, and its outside addresses, the master tunnels' first."""

    id: pulumi.Output[str]
    addresses: tuple[pulumi.Output[str], pulumi.Output[str]]


def make_gateway(name: str, end: contracts.End, mbps: int, zones: tuple[str, ...], opts: pulumi.ResourceOptions) -> Made:
    """The gateway of a VPC, in two zones.

    `auto_propagate` has two sides: only with it are the routes of the VPC's vSwitches announced to the other end, and with it
    what is learned from there goes into the VPC's system route table. No vSwitch follows that one, so links lead where their
    tiers' own tables lead (see `transit_alicloud.lead`).

    An alarm tells in either direction when what passes comes near to what the gateway carries, which drops the rest.
    """
    first, second = (end.network.subnets[GATEWAY_TIER][zone] for zone in sorted(zones))
    gateway = alicloud.vpn.Gateway(
        f"{name}-gateway",
        vpn_gateway_name=name,
        vpc_id=end.network.id,
        vswitch_id=first,
        disaster_recovery_vswitch_id=second,
        bandwidth=mbps,
        network_type="public",
        vpn_type="Normal",
        payment_type="PayAsYouGo",
        enable_ipsec=True,
        enable_ssl=False,
        auto_propagate=True,
        resource_group_id=end.resource_group,
        tags=end.tags,
        # The provider takes another second zone for a change in place, and changes nothing: resource_alicloud_vpn_gateway.go.
        opts=pulumi.ResourceOptions.merge(patient(opts), pulumi.ResourceOptions(replace_on_changes=["disasterRecoveryVswitchId"])),
    )
    for way, metric in {"inbound": "net_rx.rate", "outbound": "net_tx.rate"}.items():
        full = Watched(project="acs_vpn", metric=metric, threshold=mbps * 1_000_000 * NEARLY)
        watch(f"{name}-{way}", end, full, gateway.id.apply(lambda found: {"instanceId": found}), opts)
    return Made(gateway.id, (gateway.internet_ip, gateway.disaster_recovery_internet_ip))


def connect(
    name: str,
    ends: tuple[contracts.End, contracts.End],
    opts: pulumi.ResourceOptions,
    *,
    gateway: pulumi.Output[str],
    tunnels: Mapping[str, Tunnel],
) -> None:
    """The connections to the other end, and an alarm for each tunnel.

    Args:
        name: the link's name.
        ends: this end and the other.
        opts: options of every resource.
        gateway: the id of this end's gateway.
        tunnels: what AWS has made, by the tunnel's name.
    """
    near, far = ends
    customers = {
        tunnel: alicloud.vpn.CustomerGateway(
            f"{name}-{tunnel}",
            customer_gateway_name=f"{name}-{tunnel}",
            ip_address=made.address,
            asn=str(far.asn),
            tags=near.tags,
            opts=opts,
        ).id
        for tunnel, made in sorted(tunnels.items())
    }
    own = pulumi.ResourceOptions(
        # A gateway takes no inside range twice, and another customer gateway is another connection: the old one goes first.
        delete_before_replace=True,
        # What a connection of one tunnel has in place of two may hold a key all the same, and the provider calls none a secret.
        additional_secret_outputs=["ikeConfig"],
    )
    for bundle in CONNECTIONS:
        members = [tunnel for tunnel, bundled in TUNNELS.items() if bundled.on_alicloud == bundle]
        connection = alicloud.vpn.Connection(
            f"{name}-{bundle}",
            vpn_connection_name=f"{name}-{bundle}",
            vpn_gateway_id=gateway,
            local_subnets=[EVERYWHERE],
            remote_subnets=[EVERYWHERE],
            enable_tunnels_bgp=True,
            auto_config_route=False,
            effect_immediately=True,
            tunnel_options_specifications=[_tunnel(tunnel, near, tunnels[tunnel], customers[tunnel]) for tunnel in members],
            tags=near.tags,
            opts=pulumi.ResourceOptions.merge(patient(opts), own),
        )
        # The ids stand beside the keys, which are secret, and are none.
        ids = pulumi.Output.unsecret(connection.tunnel_options_specifications.apply(_ids))
        for tunnel in members:
            dimensions = pulumi.Output.all(gateway, ids).apply(functools.partial(_dimensions, TUNNELS[tunnel].role))
            watch(f"{name}-{tunnel}", near, SILENT, dimensions, opts)


def _tunnel(
    name: str, near: contracts.End, tunnel: Tunnel, customer: pulumi.Output[str]
) -> alicloud.vpn.ConnectionTunnelOptionsSpecificationArgs:
    ike: Any = AGREED.ike_of_alicloud()
    ipsec: Any = AGREED.ipsec_of_alicloud()
    return alicloud.vpn.ConnectionTunnelOptionsSpecificationArgs(
        role=TUNNELS[name].role,
        customer_gateway_id=customer,
        enable_dpd=True,
        enable_nat_traversal=True,
        tunnel_bgp_config=alicloud.vpn.ConnectionTunnelOptionsSpecificationTunnelBgpConfigArgs(
            local_asn=str(near.asn), tunnel_cidr=str(tunnel.inside.cidr), local_bgp_ip=str(tunnel.inside.other)
        ),
        tunnel_ike_config=alicloud.vpn.ConnectionTunnelOptionsSpecificationTunnelIkeConfigArgs(**ike, psk=tunnel.key),
        tunnel_ipsec_config=alicloud.vpn.ConnectionTunnelOptionsSpecificationTunnelIpsecConfigArgs(**ipsec),
    )


def _ids(tunnels: Any) -> dict[str, str]:
    """The id of each tunnel of a connection, by its role, whatever their order."""
    return {tunnel.role: tunnel.tunnel_id for tunnel in tunnels or () if tunnel.tunnel_id}


def _dimensions(role: Role, found: Sequence[Any]) -> dict[str, str]:
    """What tells a tunnel's metrics from those of the others."""
    gateway, ids = found
    return {"instanceId": gateway, "tunnelId": ids.get(role, "")}
