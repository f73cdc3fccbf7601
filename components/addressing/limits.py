"""What each cloud allows of a subnet and of a network's blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from ..errors import ArgumentFault


@dataclass(frozen=True, kw_only=True)
class Limits:
    """A cloud's limits.

    Args:
        widest: the prefix length of the largest subnet.
        narrowest: the prefix length of the smallest.
        reserved: how many addresses of each subnet the cloud keeps for itself.
        blocks: how many IPv4 blocks a network may have, its first one among them, unless the cloud raises the quota.
        most_blocks: how many it may have at all.
    """

    widest: int
    narrowest: int
    reserved: int
    blocks: int
    most_blocks: int

    def usable(self, block: IPv4Network) -> int:
        """How many addresses of a subnet can be given to something."""
        return max(0, block.num_addresses - self.reserved)

    def fits(self, block: IPv4Network) -> bool:
        """Whether a subnet may have this size."""
        return self.widest <= block.prefixlen <= self.narrowest


LIMITS: Mapping[str, Limits] = {
    "aws": Limits(widest=16, narrowest=28, reserved=5, blocks=5, most_blocks=50),
    "alicloud": Limits(widest=16, narrowest=29, reserved=4, blocks=6, most_blocks=6),
}
"""By cloud.

Sources:
- AWS, sizes and the first four and the last address of a subnet: docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html;
  five blocks a VPC, which can be raised to 50: docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html.
- Alibaba Cloud, sizes: www.alibabacloud.com/help/en/vpc/vpc-and-vswitch; the first and the last three addresses of a vSwitch:
  www.alibabacloud.com/help/en/vpc/developer-reference/api-vpc-2016-04-28-createvswitch; five secondary blocks
  beside the first, no more: www.alibabacloud.com/help/en/vpc/api-associatevpccidrblock.
"""

STRICTEST = Limits(
    widest=max(limits.widest for limits in LIMITS.values()),
    narrowest=min(limits.narrowest for limits in LIMITS.values()),
    reserved=max(limits.reserved for limits in LIMITS.values()),
    blocks=min(limits.blocks for limits in LIMITS.values()),
    most_blocks=min(limits.most_blocks for limits in LIMITS.values()),
)
"""What both clouds allow."""


def block_faults(cloud: str, names: Sequence[str]) -> tuple[ArgumentFault, ...]:
    """A fault for each extra tier whose block is one more than its cloud adds to a network, in fields called tiers.

    Args:
        cloud: "aws" or "alicloud".
        names: the extra tiers with blocks of their own, in order; each comes on top of cidr and pods.
    """
    room = LIMITS[cloud].most_blocks - 2
    expected = f"at most {room} tiers with blocks of their own, since {cloud} adds no more blocks to a network"
    fix = "give it slot 1 or 2 and no block, or join it to another tier"
    return tuple(
        ArgumentFault(f"tiers.{name}.cidr", f"the block of tier {number}", expected, fix)
        for number, name in enumerate(names, 1)
        if number > room
    )
