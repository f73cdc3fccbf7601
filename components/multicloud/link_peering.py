"""Two networks on AWS joined by a peering connection, in one region or two, in one account or two.

Sources: docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html (what passes: to another region it is encrypted),
docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html (nothing is handed on, blocks may not overlap),
docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html (names).
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from .. import contracts
from ..errors import Faults
from ..naming import named
from .link_routes import Hop, Joined


@dataclass(frozen=True, kw_only=True)
class PeeringLinkArgs(contracts.LinkArgs):
    """What a peering of two networks on AWS is made from.

    Args:
        account: the id of the second end's account, where it is not the first end's.
        resolve: let either end resolve the public names of the other's machines to their private addresses.

    Raises:
        ArgumentsError: with every fault.
    """

    account: str | None = None
    resolve: bool = True

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        for field, end in (("one", self.one), ("other", self.other)):
            expected, fix = "a site on AWS, as the other one", "join them by a VPN or by transit"
            faults.check(end.cloud == "aws", f"{field}.cloud", end.cloud, expected, fix)


def connect(name: str, args: PeeringLinkArgs, parent: pulumi.Resource) -> Joined:
    """Ask for the peering at one end, and accept it at the other.

    Either end says for itself what of its names the other resolves, since no account sets another's options; and only of a peering
    that is active.
    """
    import pulumi_aws as aws  # where it is needed: links of other kinds go without

    one, other = args.one, args.other
    near, far = (pulumi.ResourceOptions(parent=parent, provider=end.provider) for end in (one, other))
    peering = aws.ec2.VpcPeeringConnection(
        f"{name}-{one.site}",
        vpc_id=one.network.id,
        peer_vpc_id=other.network.id,
        peer_region=other.network.region,
        peer_owner_id=args.account,
        tags=named(one.tags, name),
        opts=near,
    )
    accepted = aws.ec2.VpcPeeringConnectionAccepter(
        f"{name}-{other.site}",
        vpc_peering_connection_id=peering.id,
        auto_accept=True,
        accepter=aws.ec2.VpcPeeringConnectionAccepterAccepterArgs(allow_remote_vpc_dns_resolution=args.resolve),
        tags=named(other.tags, name),
        opts=far,
    )
    # By way of the accepter, so that this waits until the peering is active.
    active = accepted.vpc_peering_connection_id
    aws.ec2.PeeringConnectionOptions(
        f"{name}-{one.site}-names",
        vpc_peering_connection_id=active,
        requester=aws.ec2.PeeringConnectionOptionsRequesterArgs(allow_remote_vpc_dns_resolution=args.resolve),
        opts=near,
    )
    return Joined({"peering": peering.id}, {end.site: Hop(kind="peering", id=active) for end in (one, other)})
