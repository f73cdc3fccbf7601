"""VPN gateways of Alibaba Cloud: customer gateways, and IPsec connections of two tunnels, a master and a slave.

Limits: www.alibabacloud.com/help/en/vpn/sub-product-ipsec-vpn/user-guide/customer-gateway,
www.alibabacloud.com/help/en/vpn/sub-product-ipsec-vpn/user-guide/create-and-manage-an-ipsec-vpn-connection-in-dual-tunnel-mode.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from ..addresses import public_address
from ..rules import Function, Quota, Rule, refer, table
from ..values import Properties
from .shapes import CREATED, PROVIDER, Network, checks, default_group, identified, network, one_of, renamed
from .vpc import SWITCH, VPC, same_vpc

if TYPE_CHECKING:
    from ..call import Call

GATEWAY: Final = "alicloud:vpn/gateway:Gateway"
CUSTOMER: Final = "alicloud:vpn/customerGateway:CustomerGateway"
CONNECTION: Final = "alicloud:vpn/connection:Connection"
VPN_ATTACHMENT: Final = "alicloud:vpn/gatewayVpnAttachment:GatewayVpnAttachment"
"""An IPsec connection without a gateway, for a transit router."""

_OWN_ASN = 45_104
_BANDWIDTHS = (5, 10, 20, 50, 100, 200, 500, 1_000)
_LINK_LOCAL = Network("169.254.0.0/16")
_RESERVED = tuple(Network(each) for each in (*(f"169.254.{third}.0/30" for third in range(7)), "169.254.169.252/30"))
_SHARED = Network("100.64.0.0/10")
_ROLES = ("master", "slave")
_TUNNELS = "tunnelOptionsSpecifications"
_WORDS = {
    "tunnelIkeConfig": {
        "ikeAuthAlg": ("md5", "sha1", "sha256", "sha384", "sha512"),
        "ikeEncAlg": ("aes", "aes192", "aes256", "des", "3des"),
        "ikeMode": ("main", "aggressive"),
        "ikePfs": ("group1", "group2", "group5", "group14"),
        "ikeVersion": ("ikev1", "ikev2"),
    },
    "tunnelIpsecConfig": {
        "ipsecAuthAlg": ("md5", "sha1", "sha256", "sha384", "sha512"),
        "ipsecEncAlg": ("aes", "aes192", "aes256", "des", "3des"),
        "ipsecPfs": ("disabled", "group1", "group2", "group5", "group14"),
    },
}


def _gateway_faults(call: Call) -> Iterator[tuple[str, str]]:
    bandwidth = call.get("bandwidth")
    if bandwidth is not None and bandwidth not in _BANDWIDTHS:
        yield "bandwidth", f"InvalidBandwidth: expected one of {', '.join(map(str, _BANDWIDTHS))}, got {bandwidth:g}"


def _zones(call: Call) -> Iterator[str]:
    """A gateway of two tunnels stands in two zones, where the region has two."""
    first, second = call.referenced("vswitchId"), call.referenced("disasterRecoveryVswitchId")
    if first is not None and second is not None and first.outputs.get("zoneId") == second.outputs.get("zoneId"):
        yield f"InvalidParameter.DisasterRecoveryVSwitchId: {second.id} lies in the zone of {first.id}"
    yield from same_vpc("vswitchId")(call)
    yield from same_vpc("disasterRecoveryVswitchId")(call)


def _asn_faults(call: Call) -> Iterator[tuple[str, str]]:
    text = call.get("asn")
    if text is None:
        return
    if not (str(text).isdigit() and 1 <= int(text) < 2**32):
        yield "asn", f'IllegalParam.Asn: expected an ASN from 1 to 4294967295, got "{text}"'
    elif int(text) == _OWN_ASN:
        yield "asn", f"IllegalParam.Asn: {_OWN_ASN} is Alibaba Cloud's own"


def _address_faults(call: Call) -> Iterator[tuple[str, str]]:
    address = network(f"{call.get('ipAddress')}/32")
    if address is not None and (address.is_loopback or address.is_link_local or address.is_multicast or address.subnet_of(_SHARED)):
        yield "ipAddress", f"InvalidIpAddress: {address.network_address} is no address of a gateway"


def _tunnel_faults(call: Call) -> Iterator[tuple[str, str]]:
    tunnels = call.get(_TUNNELS) or []
    roles = [tunnel.get("role") for tunnel in tunnels if isinstance(tunnel, Mapping)]
    if tunnels and (len(tunnels) != len(_ROLES) or (None not in roles and set(roles) != set(_ROLES))):
        yield _TUNNELS, "TunnelOptionsSpecification: expected two tunnels, a master and a slave"
    for number, tunnel in enumerate(tunnels):
        yield from _proposal_faults(f"{_TUNNELS}[{number}]", tunnel)
        yield from _bgp_faults(f"{_TUNNELS}[{number}].tunnelBgpConfig", tunnel.get("tunnelBgpConfig") or {})


def _attachment_faults(call: Call) -> Iterator[tuple[str, str]]:
    """Two tunnels, numbered 1 and 2, in any order."""
    tunnels = call.get(_TUNNELS) or []
    numbers = [tunnel.get("tunnelIndex") for tunnel in tunnels if isinstance(tunnel, Mapping)]
    if tunnels and None not in numbers and sorted(numbers) != [1, 2]:
        yield _TUNNELS, "TunnelOptionsSpecification: expected two tunnels, of the numbers 1 and 2"
    for number, tunnel in enumerate(tunnels):
        yield from _proposal_faults(f"{_TUNNELS}[{number}]", tunnel)
        yield from _bgp_faults(f"{_TUNNELS}[{number}].tunnelBgpConfig", tunnel.get("tunnelBgpConfig") or {})


def _proposal_faults(path: str, tunnel: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for phase, names in _WORDS.items():
        for name, words in names.items():
            value = (tunnel.get(phase) or {}).get(name)
            if value is not None and value not in words:
                yield f"{path}.{phase}.{name}", f'expected one of {", ".join(words)}, got "{value}"'


def _bgp_faults(path: str, bgp: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    text, own = bgp.get("tunnelCidr"), bgp.get("localBgpIp")
    if text is None:
        return
    block = network(text)
    if block is None or block.prefixlen != 30 or not block.subnet_of(_LINK_LOCAL) or block in _RESERVED:
        yield (
            f"{path}.tunnelCidr",
            f'IllegalParam.TunnelCidr: expected a /30 inside 169.254.0.0/16 that is not reserved, got "{text}"',
        )
    elif own is not None and network(f"{own}/32") not in (Network(f"{each}/32") for each in block.hosts()):
        yield f"{path}.localBgpIp", f"IllegalParam.LocalBgpIp: {own} is no address of {block}"


def _ranges(call: Call) -> Iterator[str]:
    """That each inside range is the only one of its gateway, and that BGP has an ASN on the other end."""
    others = [*call.siblings("vpnGatewayId")]
    seen = {cidr: other.id for other in others for cidr in _cidrs(other.outputs.get(_TUNNELS))}
    for cidr in _cidrs(call.get(_TUNNELS)):
        if cidr in seen:
            yield f"IllegalParam.TunnelCidr: {cidr} is in use by {seen[cidr]}"
        seen[cidr] = "the other tunnel"
    yield from _without_asn(call)


def _without_asn(call: Call) -> Iterator[str]:
    if call.get("enableTunnelsBgp"):
        for customer in call.all_referenced(f"{_TUNNELS}[*].customerGatewayId"):
            if not customer.outputs.get("asn"):
                yield f"MissingParameter.Asn: BGP needs the ASN of {customer.id}"


def _cidrs(tunnels: Any) -> list[str]:
    bgp = [tunnel.get("tunnelBgpConfig") for tunnel in tunnels or () if isinstance(tunnel, Mapping)]
    return [each["tunnelCidr"] for each in bgp if isinstance(each, Mapping) and each.get("tunnelCidr")]


def _public(role: str) -> Function:
    """The public address of one of the two tunnels."""
    return lambda call: public_address(call, "tunnels", _ROLES.index(role))


def _address(place: int) -> Function:
    """Which of its gateway's addresses a tunnel begins at: the first one, where it is the master."""

    def address(call: Call) -> str | None:
        gateway, role = call.referenced("vpnGatewayId"), call.get(f"{_TUNNELS}[{place}].role") or _ROLES[place]
        if gateway is None:
            return None
        return gateway.outputs["internetIp" if role == _ROLES[0] else "disasterRecoveryInternetIp"]

    return address


def _tunnel_id(place: int) -> Function:
    return lambda call: f"tun-{call.hex(18, stream=_ROLES[place])}"


def _tunnels_made(_: Call, outputs: Properties) -> None:
    """Each tunnel as the provider reads it back."""
    tunnels = outputs.get(_TUNNELS)
    for tunnel in tunnels if isinstance(tunnels, list) else ():
        if isinstance(tunnel, dict):
            tunnel.setdefault("status", "ipsec_sa_established")
            tunnel.setdefault("state", "active")


RULES = table(
    Rule(
        type=GATEWAY,
        source=f"{PROVIDER}resource_alicloud_vpn_gateway.go",
        id=identified("vpn"),
        replaces=frozenset(
            {"bandwidth", "instanceChargeType", "networkType", "paymentType", "sslConnections", "vpcId", "vpnType", "vswitchId"}
        ),
        defaults={
            "autoPropagate": False,
            "businessStatus": "Normal",
            "createTime": 1_767_225_600_000,
            "enableIpsec": True,
            "enableSsl": False,
            "networkType": "public",
            "paymentType": "PayAsYouGo",
            "instanceChargeType": "PayAsYouGo",
            "period": 1,
            "sslConnections": 0,
            "status": "active",
            "vpnType": "Normal",
        },
        derived={**renamed(name="vpnGatewayName"), "resourceGroupId": default_group},
        computed={
            "internetIp": _public("master"),
            "disasterRecoveryInternetIp": _public("slave"),
            "sslVpnInternetIp": lambda _: "",
            "disasterRecoveryVswitchId": lambda _: "",
            "vswitchId": lambda _: "",
        },
        references={"vpcId": refer(VPC), "vswitchId": refer(SWITCH), "disasterRecoveryVswitchId": refer(SWITCH)},
        quotas=(Quota(10, "QuotaExceeded.VpnGateway: the VPC has ten VPN gateways already", per=("vpcId",)),),
        check=checks(_gateway_faults, one_of("networkType", "public", "private"), one_of("vpnType", "Normal", "NationalStandard")),
        refuses=_zones,
        not_found="InvalidVpnGatewayInstanceId.NotFound: the VPN gateway '{id}' does not exist",
        in_use="VpnGateway.Configuring: the VPN gateway '{id}' has connections and cannot be deleted",
    ),
    Rule(
        type=CUSTOMER,
        source=f"{PROVIDER}resource_alicloud_vpn_customer_gateway.go",
        id=identified("cgw"),
        replaces=frozenset({"asn", "ipAddress"}),
        defaults={"createTime": 1_767_225_600_000},
        derived=renamed(name="customerGatewayName"),
        check=checks(_asn_faults, _address_faults),
        not_found="InvalidCustomerGatewayInstanceId.NotFound: the customer gateway '{id}' does not exist",
        in_use="CustomerGateway.ConflictRouteEntry: the customer gateway '{id}' is in use",
    ),
    Rule(
        type=CONNECTION,
        source=f"{PROVIDER}resource_alicloud_vpn_connection.go",
        id=identified("vco"),
        settles=_tunnels_made,
        replaces=frozenset({"customerGatewayId", "vpnGatewayId", f"{_TUNNELS}[*].customerGatewayId"}),
        defaults={
            "autoConfigRoute": True,
            "createTime": CREATED,
            "enableDpd": True,
            "enableNatTraversal": True,
            "enableTunnelsBgp": False,
            "status": "ipsec_sa_established",
        },
        derived={**renamed(name="vpnConnectionName"), "resourceGroupId": default_group},
        computed={
            f"{_TUNNELS}[{place}].{name}": made(place)
            for place in range(len(_ROLES))
            for name, made in (("internetIp", _address), ("tunnelId", _tunnel_id))
        },
        references={
            "vpnGatewayId": refer(GATEWAY),
            "customerGatewayId": refer(CUSTOMER),
            f"{_TUNNELS}[*].customerGatewayId": refer(CUSTOMER),
        },
        quotas=(Quota(10, "QuotaExceeded.VpnConnection: the VPN gateway has ten connections already", per=("vpnGatewayId",)),),
        check=_tunnel_faults,
        refuses=_ranges,
        not_found="InvalidVpnConnectionInstanceId.NotFound: the IPsec connection '{id}' does not exist",
    ),
    Rule(
        type=VPN_ATTACHMENT,
        source=f"{PROVIDER}resource_alicloud_vpn_gateway_vpn_attachment.go",
        id=identified("vco"),
        settles=_tunnels_made,
        replaces=frozenset({"networkType", "tunnelBandwidth"}),
        defaults={
            "createTime": CREATED,
            "effectImmediately": False,
            "enableDpd": True,
            "enableNatTraversal": True,
            "enableTunnelsBgp": False,
            "networkType": "public",
            "status": "attached",
            "tunnelBandwidth": "Standard",
        },
        derived={"resourceGroupId": default_group},
        computed={f"{_TUNNELS}[{place}].internetIp": _public(role) for place, role in enumerate(_ROLES)},
        references={f"{_TUNNELS}[*].customerGatewayId": refer(CUSTOMER)},
        check=checks(
            _attachment_faults, one_of("networkType", "public", "private"), one_of("tunnelBandwidth", "Standard", "Large")
        ),
        refuses=_without_asn,
        not_found="InvalidVpnConnectionInstanceId.NotFound: the IPsec connection '{id}' does not exist",
        in_use="VpnConnection.Attached: the IPsec connection '{id}' is attached to a transit router",
    ),
)
