"""Site-to-Site VPN: virtual private gateways, customer gateways, connections of two tunnels, and the routes that they bring.

Source of what a tunnel may be: docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, Any

from ..addresses import public_address
from ..rules import Function, Quota, as_set, refer, table
from .routes import TABLE
from .shapes import CONNECTION, VPC, arn_of, blanks, exactly_one, hex_id, lists, row
from .transit import TRANSIT

if TYPE_CHECKING:
    from ..call import Call

GATEWAY = "aws:ec2/vpnGateway:VpnGateway"
ATTACHMENT = "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment"
PROPAGATION = "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation"
CUSTOMER = "aws:ec2/customerGateway:CustomerGateway"

_TUNNELS = (1, 2)
_KEY = re.compile(r"[1-9a-zA-Z._][0-9a-zA-Z._]{7,63}")
_LINK_LOCAL = IPv4Network("169.254.0.0/16")
_RESERVED = tuple(IPv4Network(each) for each in (*(f"169.254.{third}.0/30" for third in range(6)), "169.254.169.252/30"))
_WORDS = {
    "IkeVersions": ("ikev1", "ikev2"),
    "Phase1EncryptionAlgorithms": ("AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"),
    "Phase2EncryptionAlgorithms": ("AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16"),
    "Phase1IntegrityAlgorithms": ("SHA1", "SHA2-256", "SHA2-384", "SHA2-512"),
    "Phase2IntegrityAlgorithms": ("SHA1", "SHA2-256", "SHA2-384", "SHA2-512"),
    "Phase1DhGroupNumbers": (2, *range(14, 25)),
    "Phase2DhGroupNumbers": (2, 5, *range(14, 25)),
}
_RANGES = {
    "Phase1LifetimeSeconds": (900, 28_800),
    "Phase2LifetimeSeconds": (900, 3_600),
    "DpdTimeoutSeconds": (30, float("inf")),
    "ReplayWindowSize": (64, 2_048),
}
_FORCED = ("enableAcceleration", "presharedKeyStorage", "staticRoutesOnly", "tunnelInsideIpVersion", "type")


def _asn_faults(call: Call) -> Iterator[tuple[str, str]]:
    text = call.get("amazonSideAsn")
    if text is None:
        return
    asn = int(text) if str(text).isdigit() else 0
    if not (64_512 <= asn <= 65_534 or 4_200_000_000 <= asn <= 4_294_967_294):
        yield "amazonSideAsn", f'expected "{text}" to be an ASN from 64512 to 65534 or from 4200000000 to 4294967294'


def _one_gateway(call: Call) -> Iterator[str]:
    """A VPC has one, whether the gateway names it or an attachment does."""
    vpc = call.referenced("vpcId")
    other = ATTACHMENT if call.type == GATEWAY else GATEWAY
    if vpc is not None and (call.siblings("vpcId") or call.users(vpc, other, "vpcId")):
        yield f"InvalidVpcState: Network {vpc.id} already has a VPN gateway attached"


def _unattached(call: Call) -> Iterator[str]:
    """A gateway propagates routes into tables of the VPC that it is attached to, and of no other."""
    table_, gateway = call.referenced("routeTableId"), call.referenced("vpnGatewayId")
    if table_ is None or gateway is None:
        return
    attached = [gateway.outputs, *(each.outputs for each in call.users(gateway, ATTACHMENT, "vpnGatewayId"))]
    if table_.outputs.get("vpcId") not in [each.get("vpcId") for each in attached]:
        yield f"Gateway.NotAttached: Virtual private gateway {gateway.id} is not attached to {table_.outputs.get('vpcId')}"


def _customer_faults(call: Call) -> Iterator[tuple[str, str]]:
    """`bgpAsn` and `bgpAsnExtended` share the numbers of 32 bits between them."""
    yield from exactly_one(call, "bgpAsn", "bgpAsnExtended")
    for name, (lowest, highest) in {"bgpAsn": (1, 2**31 - 1), "bgpAsnExtended": (2**31, 2**32 - 1)}.items():
        text = call.get(name)
        if text is not None and not (str(text).isdigit() and lowest <= int(text) <= highest):
            yield name, f'expected "{text}" to be an ASN from {lowest} to {highest}'


def _tunnel_faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.given("vpnGatewayId") and call.given("transitGatewayId"):
        yield "vpnGatewayId", '"vpnGatewayId": conflicts with transitGatewayId'
    for tunnel in _TUNNELS:
        prefix = f"tunnel{tunnel}"
        yield from _inside_faults(f"{prefix}InsideCidr", call.get(f"{prefix}InsideCidr"))
        key = call.get(f"{prefix}PresharedKey")
        if key is not None and not _KEY.fullmatch(key):
            yield (
                f"{prefix}PresharedKey",
                "can only contain 8 to 64 alphanumeric, period and underscore characters, none a leading zero",
            )
        for name, words in _WORDS.items():
            for value in call.get(prefix + name) or ():
                if value not in words:
                    yield prefix + name, f"expected {prefix}{name} to be one of {', '.join(map(str, words))}, got {value}"
        for name, (lowest, highest) in _RANGES.items():
            number = call.get(prefix + name)
            if number is not None and not lowest <= number <= highest:
                yield prefix + name, f"expected {prefix}{name} to be in the range ({lowest:g} - {highest:g}), got {number:g}"


def _inside_faults(path: str, text: str | None) -> Iterator[tuple[str, str]]:
    if text is None:
        return
    try:
        block = IPv4Network(text)
    except ValueError:
        yield path, f'"{text}" is not a valid IPv4 CIDR block'
        return
    if block.prefixlen != 30 or not block.subnet_of(_LINK_LOCAL):
        yield path, f'expected "{text}" to be a /30 inside 169.254.0.0/16'
    elif block in _RESERVED:
        yield path, f'"{text}" is reserved'


def _used_ranges(call: Call) -> Iterator[str]:
    """That each inside range is the only one of its gateway."""
    mine = [call.get(f"tunnel{tunnel}InsideCidr") for tunnel in _TUNNELS]
    if mine[0] is not None and mine[0] == mine[1]:
        yield f"InvalidParameterCombination: the inside range {mine[0]} is given to both tunnels"
    for other in (*call.siblings("vpnGatewayId"), *call.siblings("transitGatewayId")):
        for tunnel in _TUNNELS:
            if (theirs := other.outputs.get(f"tunnel{tunnel}InsideCidr")) in mine:
                yield f"InvalidParameterValue: the inside range {theirs} is in use by {other.id}"


def _inside(tunnel: int, host: int) -> Function:
    """An address inside a tunnel: the first is AWS' own, the second the other end's."""

    def address(call: Call) -> str:
        return str(IPv4Network(call.get(f"tunnel{tunnel}InsideCidr") or _some_range(call, tunnel))[host])

    return address


def _some_range(call: Call, tunnel: int) -> str:
    """A range that AWS chooses itself, past those that are reserved."""
    chosen = int(call.hex(4, stream="inside"), 16)
    return f"169.254.{8 + chosen % 100}.{8 * (chosen // 100 % 32) + 4 * (tunnel - 1)}/30"


def _outside(tunnel: int) -> Function:
    """The public address of a tunnel."""
    return lambda call: public_address(call, "tunnels", tunnel)


def _asn(call: Call) -> str:
    gateway = call.referenced("vpnGatewayId") or call.referenced("transitGatewayId")
    return str(int(gateway.outputs["amazonSideAsn"])) if gateway else "64512"


def _attached(call: Call) -> str:
    """The attachment that a connection of a transit gateway comes with."""
    return f"tgw-attach-0{call.hex(16, stream='attachment')}" if call.given("transitGatewayId") else ""


def _key(tunnel: int) -> Function:
    return lambda call: call.get(f"tunnel{tunnel}PresharedKey") or f"k{call.hex(31, stream=f'key {tunnel}')}"


def _of_tunnels(made: Callable[[int], dict[str, Any]]) -> dict[str, Any]:
    return {f"tunnel{tunnel}{name}": value for tunnel in _TUNNELS for name, value in made(tunnel).items()}


def _connection_computed(tunnel: int) -> dict[str, Any]:
    return {
        "Address": _outside(tunnel),
        "BgpAsn": _asn,
        "BgpHoldtime": lambda _: 30,
        "CgwInsideAddress": _inside(tunnel, 2),
        "InsideCidr": lambda call: _some_range(call, tunnel),
        "PresharedKey": _key(tunnel),
        "VgwInsideAddress": _inside(tunnel, 1),
    }


RULES = table(
    row(
        GATEWAY,
        "ec2/vpnsite_gateway.go",
        id=hex_id("vgw"),
        replaces=frozenset({"amazonSideAsn", "availabilityZone"}),
        computed={"amazonSideAsn": lambda _: "64512", "arn": arn_of("ec2", "vpn-gateway/{id}"), **blanks("vpcId")},
        references={"vpcId": refer(VPC)},
        refuses=_one_gateway,
        quotas=(Quota(5, "VpnGatewayLimitExceeded: The maximum number of virtual private gateways has been reached."),),
        check=_asn_faults,
        not_found="InvalidVpnGatewayID.NotFound: The vpnGateway ID '{id}' does not exist",
        in_use="IncorrectState: The vpnGateway '{id}' is in use and cannot be deleted.",
    ),
    row(
        ATTACHMENT,
        "ec2/vpnsite_gateway_attachment.go",
        id=lambda call: f"vpn-attachment-{call.hex(8)}",
        tagged=False,
        replaces=frozenset({"vpcId", "vpnGatewayId"}),
        references={"vpcId": refer(VPC), "vpnGatewayId": refer(GATEWAY)},
        refuses=_one_gateway,
        not_found="InvalidVpnGatewayAttachment.NotFound: no attachment {id}",
    ),
    row(
        PROPAGATION,
        "ec2/vpnsite_gateway_route_propagation.go",
        id=lambda call: f"{call['vpnGatewayId']}_{call['routeTableId']}",
        tagged=False,
        replaces=frozenset({"routeTableId", "vpnGatewayId"}),
        references={"routeTableId": refer(TABLE), "vpnGatewayId": refer(GATEWAY)},
        refuses=_unattached,
        not_found="InvalidRouteTableID.NotFound: no propagation {id}",
    ),
    row(
        CUSTOMER,
        "ec2/vpnsite_customer_gateway.go",
        id=hex_id("cgw"),
        replaces=frozenset({"bgpAsn", "bgpAsnExtended", "certificateArn", "deviceName", "ipAddress", "type"}),
        computed={"arn": arn_of("ec2", "customer-gateway/{id}")},
        check=_customer_faults,
        not_found="InvalidCustomerGatewayID.NotFound: The customerGateway ID '{id}' does not exist",
        in_use="IncorrectState: The customer gateway is in use.",
    ),
    row(
        CONNECTION,
        "ec2/vpnsite_connection.go",
        id=hex_id("vpn"),
        # Inside ranges change in place: github.com/hashicorp/terraform-provider-aws/pull/45781.
        replaces=frozenset(_FORCED),
        canonical=_of_tunnels(lambda _: dict.fromkeys(_WORDS, as_set)),
        defaults={"enableAcceleration": False, "staticRoutesOnly": False, "tunnelInsideIpVersion": "ipv4"},
        computed={
            "arn": arn_of("ec2", "vpn-connection/{id}"),
            "customerGatewayConfiguration": lambda call: f'<vpn_connection id="{call.id}"/>',
            "localIpv4NetworkCidr": lambda _: "0.0.0.0/0",
            "outsideIpAddressType": lambda _: "PublicIpv4",
            "remoteIpv4NetworkCidr": lambda _: "0.0.0.0/0",
            **_of_tunnels(_connection_computed),
            "transitGatewayAttachmentId": _attached,
            **blanks("coreNetworkArn", "coreNetworkAttachmentArn", "presharedKeyArn"),
            **lists("routes", "vgwTelemetries"),
        },
        # What the provider reads once it has modified the connection; its plan shows what was, which no program should go by.
        volatile={
            "transitGatewayAttachmentId": frozenset({"transitGatewayId", "vpnGatewayId"}),
            **{f"tunnel{tunnel}BgpAsn": frozenset({"transitGatewayId", "vpnGatewayId"}) for tunnel in _TUNNELS},
            **{
                f"tunnel{tunnel}{end}InsideAddress": frozenset({f"tunnel{tunnel}InsideCidr"})
                for tunnel in _TUNNELS
                for end in ("Cgw", "Vgw")
            },
        },
        secrets=frozenset(("customerGatewayConfiguration", *(f"tunnel{tunnel}PresharedKey" for tunnel in _TUNNELS))),
        references={
            "customerGatewayId": refer(CUSTOMER),
            "vpnGatewayId": refer(GATEWAY),
            "transitGatewayId": refer(TRANSIT),
        },
        quotas=(Quota(10, "VpnConnectionLimitExceeded: The gateway has ten connections already.", per=("vpnGatewayId",)),),
        check=_tunnel_faults,
        refuses=_used_ranges,
        not_found="InvalidVpnConnectionID.NotFound: The vpnConnection ID '{id}' does not exist",
    ),
)
