"""What machines of a network are told when they ask for an address.

A VPC has one DHCP options set, an account ten of them; a machine learns of a change when its lease is renewed or it restarts
(help.aliyun.com/zh/vpc/understanding-vpc-quotas-in-alibaba-cloud,
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/vpc_dhcp_options_set).
"""

from __future__ import annotations

import pulumi
import pulumi_alicloud as alicloud

from ..contracts import Dhcp
from .network_children import Children


def tell_machines(children: Children, vpc: pulumi.Output[str], dhcp: Dhcp) -> None:
    """Make a DHCP options set and attach it to the VPC. Name servers keep their order, in which machines ask them."""
    name = children.name("dhcp")
    options = alicloud.vpc.DhcpOptionsSet(
        name,
        dhcp_options_set_name=name,
        domain_name=dhcp.domain,
        domain_name_servers=",".join(dhcp.name_servers) or None,
        resource_group_id=children.args.resource_group,
        tags=children.args.tags,
        opts=children.options(),
    )
    alicloud.vpc.DhcpOptionsSetAttachment(
        name, dhcp_options_set_id=options.id, vpc_id=vpc, opts=children.options(delete_before_replace=True)
    )
