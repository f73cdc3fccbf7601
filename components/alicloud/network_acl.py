"""The network ACLs of tiers: what they do not name passes nowhere, whatever a security group lets in.

What has no network interface of its own in the vSwitch is not held back by an ACL: ApsaraDB RDS is guarded by its IP whitelist, a
CLB by its access control. Traffic within a vSwitch is not judged either, nor are the cloud's own DNS and metadata.

Source: help.aliyun.com/zh/vpc/network-acl-overview.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_alicloud as alicloud

from ..addressing import ipv6_block
from ..contracts.acl_entries import Entry, Peer
from .network_children import Children

_NO_PORTS = "-1/-1"


def guard_tiers(children: Children, vpc: alicloud.vpc.Network, subnets: Mapping[str, Mapping[str, pulumi.Output[str]]]) -> None:
    """Make each ACL, and put it before the vSwitches of its tiers."""
    for guard, entries in children.args.guards.items():
        acl = _make_acl(children, guard, vpc, entries)
        for tier in children.args.guarded(guard):
            for zone, switch in subnets[tier].items():
                alicloud.vpc.VpcNetworkAclAttachment(
                    children.name(f"{tier}-{zone}"),
                    network_acl_id=acl,
                    resource_id=switch,
                    resource_type="VSwitch",
                    # A vSwitch has one ACL: the old one goes before another comes.
                    opts=children.options(was=children.was(tier, f"-{zone}"), delete_before_replace=True),
                )


def _make_acl(children: Children, guard: str, vpc: alicloud.vpc.Network, entries: tuple[Entry, ...]) -> pulumi.Output[str]:
    name = children.name(guard)
    return alicloud.vpc.NetworkAcl(
        name,
        network_acl_name=name,
        vpc_id=vpc.id,
        ingress_acl_entries=[
            alicloud.vpc.NetworkAclIngressAclEntryArgs(source_cidr_ip=_block(entry.peer, vpc), **_entry(entry))
            for entry in entries
            if entry.inward
        ],
        egress_acl_entries=[
            alicloud.vpc.NetworkAclEgressAclEntryArgs(destination_cidr_ip=_block(entry.peer, vpc), **_entry(entry))
            for entry in entries
            if not entry.inward
        ],
        tags=children.args.tags,
        opts=children.options(was=children.was(guard)),
    ).id


def _entry(entry: Entry) -> dict[str, str]:
    """They are judged in the order in which they stand."""
    return {
        "network_acl_entry_name": entry.key,
        "ip_version": "IPv6" if entry.peer.ipv6 else "IPv4",
        "policy": "accept" if entry.allow else "drop",
        "protocol": entry.protocol,
        "port": "/".join(map(str, entry.ports)) if entry.ports else _NO_PORTS,
        "entry_type": "custom",
    }


def _block(peer: Peer, vpc: alicloud.vpc.Network) -> pulumi.Input[str]:
    if peer.block is not None:
        return peer.block

    def block(given: Sequence[Any] | None) -> str:
        """Nothing yet in the preview that enables IPv6: the cloud gives the block."""
        whole = (given[0].ipv6_cidr_block or "") if given else ""
        return whole if peer.index is None or not whole else ipv6_block(whole, peer.index)

    return vpc.ipv6_cidr_blocks.apply(block)
