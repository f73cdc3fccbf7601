"""The inside ranges of tunnels: a block of 16 link-local addresses for each pair of sites, a /30 of it for each of four tunnels.

A range must differ from that of every other tunnel of the same gateway, and should from every other of the environment, or logs
and packet captures would be read wrongly. It must not move when other sites come or go, since a tunnel that gets another range is
down until both ends have it. So neither a counter will do nor a digest of the pair's names, of which two of a few hundred pairs
would be alike.

What does is a set of numbers whose sums of two are all different, one for each site number: the sum of a pair names its block. The
set below is Bose and Chowla's, "Theorems in the additive theory of numbers", 1962, for 64: its sums differ also modulo 4,095, and
with `_SHIFT` added none falls into a block that a cloud keeps for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Final

TUNNELS: Final = 4

LINK_LOCAL: Final = IPv4Network("169.254.0.0/16")

RESERVED: Final = tuple(
    map(
        IPv4Network,
        (
            "169.254.0.0/30",
            "169.254.1.0/30",
            "169.254.2.0/30",
            "169.254.3.0/30",
            "169.254.4.0/30",
            "169.254.5.0/30",
            "169.254.6.0/30",
            "169.254.169.252/30",
        ),
    )
)
"""Ranges that one cloud or the other keeps for itself.

Sources: docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html,
www.alibabacloud.com/help/en/vpn/sub-product-ipsec-vpn/user-guide/create-and-manage-an-ipsec-vpn-connection-in-dual-tunnel-mode.
"""

_MODULUS: Final = 4_095
_SHIFT: Final = 280
_MARKS: Final = (
    *(1, 7, 37, 39, 50, 64, 84, 142, 215, 355, 439, 448, 612, 693, 759, 898),
    *(1000, 1007, 1017, 1046, 1199, 1281, 1424, 1475, 1498, 1687, 1724, 1837, 2147, 2159, 2219, 2223),
    *(2245, 2273, 2313, 2344, 2368, 2429, 2488, 2496, 2540, 2575, 2596, 2676, 2738, 2786, 2855, 2908),
    *(3023, 3026, 3041, 3042, 3130, 3200, 3242, 3369, 3402, 3526, 3531, 3622, 3663, 3760, 3866, 3941),
)
_BLOCK: Final = 16
_RANGE: Final = 4


@dataclass(frozen=True, slots=True)
class Inside:
    """The inside range of one tunnel.

    Args:
        cidr: the /30.
        aws: the address that AWS takes, which is always the first one (docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html).
        other: the address that is left to the other end.
    """

    cidr: IPv4Network
    aws: IPv4Address
    other: IPv4Address


def inside_ranges(one: int, other: int) -> tuple[Inside, ...]:
    """The inside ranges of the four tunnels between two sites, in the same order whichever of the two is named first.

    Args:
        one: the number of a site, 0 to 63.
        other: that of the other site.

    Raises:
        ValueError: when the numbers are one and the same.
    """
    if one == other:
        raise ValueError(f"two sites with the number {one} cannot be told apart")
    block = (_MARKS[one] + _MARKS[other] + _SHIFT) % _MODULUS
    begins = int(LINK_LOCAL.network_address) + block * _BLOCK
    return tuple(_inside(begins + tunnel * _RANGE) for tunnel in range(TUNNELS))


def _inside(begins: int) -> Inside:
    cidr = IPv4Network((begins, 30))
    return Inside(cidr, cidr[1], cidr[2])
