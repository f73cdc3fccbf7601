"""IPv6 blocks: the one that AWS gives a VPC, and those that its subnets take out of it."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv6Network
from typing import TYPE_CHECKING, Any

from .shapes import SUBNET

if TYPE_CHECKING:
    from ..call import Call
    from ..rules import Function

_DOCUMENTATION = 0x20010DB8 << 96
"""Addresses that nobody on the internet has (RFC 3849)."""

_SUBNETS = range(44, 65, 4)
"""Sizes of subnets: `subnetCIDRValidIPv6Netmasks` in the provider's internal/service/ec2/vpc_subnet.go."""


def vpc_block(call: Call) -> str:
    """The /56 of a VPC that asked for one; empty text otherwise."""
    if not call.get("assignGeneratedIpv6CidrBlock"):
        return ""
    return str(IPv6Network((_DOCUMENTATION | int(call.hex(6, stream="ipv6"), 16) << 72, 56)))


def assigned(name: Function) -> Function:
    """An output of a VPC that is there with its IPv6 block only."""
    return lambda call: name(call) if call.get("assignGeneratedIpv6CidrBlock") else ""


def block_in_use(call: Call) -> Iterator[str]:
    """A VPC keeps its block while a subnet has one of it."""
    if not call.old.get("ipv6CidrBlock") or call.get("assignGeneratedIpv6CidrBlock"):
        return
    if any(subnet.outputs.get("ipv6CidrBlock") for subnet in call.find(SUBNET, vpcId=call.id)):
        yield f"InvalidCidrBlock.InUse: The IPv6 CIDR block {call.old['ipv6CidrBlock']} of {call.id} is in use by a subnet"


def subnet_faults(call: Call) -> Iterator[tuple[str, str]]:
    """Faults of a subnet's IPv6 block that need no look at the cloud."""
    text = call.get("ipv6CidrBlock")
    block = parse(text) if text else None
    if text and block is None:
        yield "ipv6CidrBlock", f'"{text}" is not a valid IPv6 CIDR block'
    elif block is not None and block.prefixlen not in _SUBNETS:
        yield "ipv6CidrBlock", f'expected "{text}" to have one of {list(_SUBNETS)} significant bits'


def subnet_conflicts(call: Call) -> Iterator[str]:
    """A subnet's block lies in that of its VPC and apart from others, and without one it has nothing to give out."""
    text, vpc = call.get("ipv6CidrBlock"), call.referenced("vpcId")
    if not text and call.get("assignIpv6AddressOnCreation") and not call.old.get("ipv6CidrBlock"):
        yield "InvalidParameterValue: Cannot assign IPv6 addresses on creation in a subnet without an IPv6 CIDR block"
    if not text or vpc is None:
        return
    block, outer = IPv6Network(text), parse(vpc.outputs.get("ipv6CidrBlock"))
    if outer is None or not block.subnet_of(outer):
        yield f"InvalidSubnet.Range: The IPv6 CIDR '{text}' is invalid."
    for other in call.siblings("vpcId"):
        taken = parse(other.outputs.get("ipv6CidrBlock"))
        if taken is not None and block.overlaps(taken):
            yield f"InvalidSubnet.Conflict: The IPv6 CIDR '{text}' conflicts with another subnet"


def parse(text: Any) -> IPv6Network | None:
    """The block that a text names, if it names one."""
    try:
        return IPv6Network(text) if isinstance(text, str) and text else None
    except ValueError:
        return None
