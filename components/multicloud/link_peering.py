"""Two networks on one cloud joined by a peering connection, in one region or two, in one account or two.

It hands nothing on, and blocks may not overlap: docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html,
www.alibabacloud.com/help/en/vpc/user-guide/overview-6.
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from .. import contracts
from ..errors import Faults
from .link_routes import Hop, Joined


@dataclass(frozen=True, kw_only=True)
class PeeringLinkArgs(contracts.LinkArgs):
    """What a peering of two networks on one cloud is made from.

    Args:
        account: the id of the second end's account; on AWS only where it is not the first end's.
        mbps: on Alibaba Cloud, what may pass between two regions, in Mbit/s; within one nothing bounds it, and on AWS nothing does.
        resolve: on AWS, let either end resolve the public names of the other's machines to their private addresses.

    Raises:
        ArgumentsError: with every fault.
    """

    account: str | None = None
    mbps: int | None = None
    resolve: bool = True

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        one, other = self.one, self.other
        given = f"{one.cloud} and {other.cloud}"
        faults.check(one.cloud == other.cloud, "other.cloud", given, "two sites on one cloud", "join them by a VPN or by transit")
        if one.cloud == "alicloud":
            known = self.account is not None
            faults.check(known, "account", None, "the id of the second end's account", "write it, whosever it is")
        if one.cloud == "alicloud" and one.network.region != other.network.region:
            faults.check((self.mbps or 0) > 0, "mbps", self.mbps, "what the link may carry, in Mbit/s", "write 200, say")
        else:
            faults.check(self.mbps is None, "mbps", self.mbps, "none, since nothing bounds it", "leave it out")


def connect(name: str, args: PeeringLinkArgs, parent: pulumi.Resource) -> Joined:
    """Ask for the peering at one end, and accept it at the other."""
    match args.one.cloud:
        case "aws":
            from .peering_aws import peer
        case "alicloud":
            from .peering_alicloud import peer
    asked, active = peer(name, args, parent)
    return Joined({"peering": asked}, {end.site: Hop(kind="peering", id=active) for end in (args.one, args.other)})
