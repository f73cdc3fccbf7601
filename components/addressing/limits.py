"""What each cloud allows of a subnet and of a network's blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network


@dataclass(frozen=True, kw_only=True)
class Limits:
    """A cloud's limits.

    Args:
        widest: the prefix length of the largest subnet.
        narrowest: the prefix length of the smallest.
        reserved: how many addresses of each subnet the cloud keeps for itself.
        blocks: how many IPv4 blocks a network may have, its first one among them, unless the cloud raises the quota.
    """

    widest: int
    narrowest: int
    reserved: int
    blocks: int

    def usable(self, block: IPv4Network) -> int:
        """How many addresses of a subnet can be given to something."""
        return max(0, block.num_addresses - self.reserved)

    def fits(self, block: IPv4Network) -> bool:
        """Whether a subnet may have this size."""
        return self.widest <= block.prefixlen <= self.narrowest


LIMITS: Mapping[str, Limits] = {
    "aws": Limits(widest=16, narrowest=28, reserved=5, blocks=5),
    "alicloud": Limits(widest=16, narrowest=29, reserved=4, blocks=6),
}
"""By cloud.

Sources:
- AWS, sizes and the first four and the last address of a subnet: docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html;
  five blocks a VPC, which can be raised to 50: docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html.
- Alibaba Cloud, sizes: www.alibabacloud.com/help/en/vpc/vpc-and-vswitch; the first and the last three addresses of a vSwitch:
  www.alibabacloud.com/help/en/vpc/developer-reference/api-vpc-2016-04-28-createvswitch; five secondary blocks beside the first:
  www.alibabacloud.com/help/en/vpc/api-associatevpccidrblock.
"""

STRICTEST = Limits(
    widest=max(limits.widest for limits in LIMITS.values()),
    narrowest=min(limits.narrowest for limits in LIMITS.values()),
    reserved=max(limits.reserved for limits in LIMITS.values()),
    blocks=min(limits.blocks for limits in LIMITS.values()),
)
"""What both clouds allow."""
