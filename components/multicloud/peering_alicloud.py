"""A peering connection of two networks on Alibaba Cloud, in one region or two, in one account or two.

Sources: www.alibabacloud.com/help/en/vpc/user-guide/overview-6 (one account's is accepted by itself, another's by its owner),
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/vpc_peer_connection and vpc_peer_connection_accepter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi
import pulumi_alicloud as alicloud

if TYPE_CHECKING:
    from .link_peering import PeeringLinkArgs


def peer(name: str, args: PeeringLinkArgs, parent: pulumi.Resource) -> tuple[pulumi.Output[str], pulumi.Output[str]]:
    """Ask for the peering at one end, and accept it at the other.

    Also in one account, where the cloud accepts it by itself: the provider takes that for accepted, and waits until it is active.

    Returns: the connection's id, and once more by way of its acceptance, before which no route leads to it.
    """
    one, other = args.one, args.other
    assert args.account is not None
    asked = alicloud.vpc.PeerConnection(
        f"{name}-{one.site}",
        peer_connection_name=name,
        vpc_id=one.network.id,
        accepting_vpc_id=other.network.id,
        accepting_region_id=other.network.region,
        accepting_ali_uid=int(args.account),
        bandwidth=args.mbps,
        resource_group_id=one.resource_group,
        tags=one.tags,
        opts=pulumi.ResourceOptions(parent=parent, provider=one.provider),
    )
    accepted = alicloud.vpc.PeerConnectionAccepter(
        f"{name}-{other.site}",
        instance_id=asked.id,
        opts=pulumi.ResourceOptions(parent=parent, provider=other.provider),
    )
    return asked.id, accepted.instance_id
