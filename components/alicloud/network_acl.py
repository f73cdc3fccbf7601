"""A network ACL before the vSwitches of the data tier, and of tiers like it.

Entries are stateless: whatever may come in must be let out again, to whichever port it came from, so each block is allowed in both
directions and nothing beside. Addresses are all that is judged; which ports a database opens is its security group's to say. What
has no network interface of its own in the vSwitch is not held back by an ACL: ApsaraDB RDS is guarded by its IP whitelist, a CLB by
its access control. Traffic within a vSwitch is not judged either.

Source: help.aliyun.com/zh/vpc/network-acl-overview.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pulumi
import pulumi_alicloud as alicloud

from .network_children import Children
from .network_traffic import allowed

_ALL_PORTS = "-1/-1"


def guard_data(children: Children, vpc: alicloud.vpc.Network, subnets: Mapping[str, Mapping[str, pulumi.Output[str]]]) -> None:
    """Make the ACL, and put it before each vSwitch whose tier is like data."""
    args, name = children.args, children.name("data")
    blocks: dict[str, tuple[str, pulumi.Input[str]]] = {
        key: ("IPv4", block) for key, block in allowed(args.ranges, args.data_from, args.dhcp).items()
    }
    if args.ipv6:
        # None yet in the preview that enables it: the cloud gives the block.
        blocks["ipv6"] = ("IPv6", vpc.ipv6_cidr_blocks.apply(lambda given: given[0].ipv6_cidr_block or "" if given else ""))
    acl = alicloud.vpc.NetworkAcl(
        name,
        network_acl_name=name,
        vpc_id=vpc.id,
        ingress_acl_entries=[
            alicloud.vpc.NetworkAclIngressAclEntryArgs(source_cidr_ip=block, **entry) for block, entry in _entries(blocks)
        ],
        egress_acl_entries=[
            alicloud.vpc.NetworkAclEgressAclEntryArgs(destination_cidr_ip=block, **entry) for block, entry in _entries(blocks)
        ],
        tags=args.tags,
        opts=children.options(),
    )
    for tier, by_zone in subnets.items():
        if args.like(tier) == "data":
            for zone, switch in by_zone.items():
                alicloud.vpc.VpcNetworkAclAttachment(
                    children.name(f"{tier}-{zone}"),
                    network_acl_id=acl.id,
                    resource_id=switch,
                    resource_type="VSwitch",
                    # A vSwitch has one ACL: the old one goes before another comes.
                    opts=children.options(was=children.was(tier, f"-{zone}"), delete_before_replace=True),
                )


def _entries(blocks: Mapping[str, tuple[str, pulumi.Input[str]]]) -> Iterator[tuple[pulumi.Input[str], dict[str, str]]]:
    for key, (version, block) in blocks.items():
        yield (
            block,
            {
                "network_acl_entry_name": key,
                "ip_version": version,
                "policy": "accept",
                "protocol": "all",
                "port": _ALL_PORTS,
                "entry_type": "custom",
            },
        )
