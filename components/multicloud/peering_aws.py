"""A peering connection of two networks on AWS, in one region or two, in one account or two.

Sources: docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html (what passes: to another region it is encrypted),
docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html (names).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi
import pulumi_aws as aws

from ..naming import named

if TYPE_CHECKING:
    from .link_peering import PeeringLinkArgs


def peer(name: str, args: PeeringLinkArgs, parent: pulumi.Resource) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
    """Ask for the peering at one end, and accept it at the other.

    Either end says for itself what of its names the other resolves, since no account sets another's options; and only of a peering
    that is active.

    Returns: the connection's id, and once more by way of its acceptance, before which no route leads to it.
    """
    one, other = args.one, args.other
    # Within one region and account both ends are one object, which has one set of tags: two would be written over each other.
    alike = args.account is None and one.network.region == other.network.region
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
        tags=named((one if alike else other).tags, name),
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
    return peering.id, active
