"""The way between public vSwitches and the world by IPv6.

Nothing else gets one. On Alibaba Cloud an IPv6 address is private until bandwidth is bought for it by itself
(`vpc.Ipv6InternetBandwidth`), and from then on reached from everywhere, unless an egress-only rule stands for it
(`vpc.Ipv6EgressRule`); both are of single addresses, which come and go with machines, so that nothing says of a whole vSwitch that
it may open connections but not be reached. What is not public therefore has no IPv6 route out of the network at all, and leaves by
IPv4 through a NAT gateway.

Only the system route table gets a default route with the gateway; tables of one's own need an entry
(www.alibabacloud.com/help/en/ipv6-gateway/user-guide/create-and-manage-ipv6-routes).

Source: www.alibabacloud.com/help/en/ipv6-gateway/product-overview/what-is-an-ipv6-gateway.
"""

from __future__ import annotations

import pulumi
import pulumi_alicloud as alicloud

from .network_children import Children
from .network_routes import EVERYWHERE_IPV6, Routes


def make_ipv6_way(children: Children, vpc: pulumi.Output[str], routes: Routes) -> None:
    """Make the gateway, which costs nothing, and the public table's route to it."""
    gateway = alicloud.vpc.Ipv6Gateway(
        children.name("internet-ipv6"),
        ipv6_gateway_name=children.network,
        vpc_id=vpc,
        resource_group_id=children.args.resource_group,
        tags=children.args.tags,
        opts=children.options(),
    )
    routes.lead_out("public", "IPv6Gateway", gateway.id, destination=EVERYWHERE_IPV6)
