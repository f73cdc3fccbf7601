"""Which part of the IPv6 block that AWS gives a VPC each of its subnets has; pure."""

from __future__ import annotations

from ipaddress import IPv6Network

SUBNET_BITS = 64
"""Every subnet of a VPC may be a /64: docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html."""


def subnet_block(block: str, index: int) -> str:
    """One of the 256 /64 blocks of a VPC's /56.

    Args:
        block: the VPC's, which nobody chooses: AWS takes it out of its own pool.
        index: `addressing.ipv6_index` of the subnet.
    """
    first = int(IPv6Network(block).network_address)
    return str(IPv6Network((first + (index << (128 - SUBNET_BITS)), SUBNET_BITS)))
