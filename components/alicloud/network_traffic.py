"""Which blocks may speak with the data tier; pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping

from ..contracts import Dhcp
from ..naming import block_key

PLATFORM = "100.64.0.0/10"
"""The platform's own: load balancers' health checks come from here, and internal endpoints (backups to OSS, say) stand here."""


def allowed(ranges: Mapping[str, str], data_from: Iterable[str], dhcp: Dhcp | None) -> dict[str, str]:
    """The blocks by a key that stays, in the order in which a network ACL has them, which follows from nothing but themselves.

    An ACL lets DNS and metadata of the platform pass by itself, but not name servers of one's own
    (help.aliyun.com/zh/vpc/network-acl-overview).
    """
    own = [*ranges.values(), PLATFORM]
    servers = [f"{server}/32" for server in (dhcp.name_servers if dhcp else ())]
    others = {f"from-{block_key(block)}": block for block in sorted({*data_from}, key=_order) if block not in own}
    whole = [*own, *others.values()]
    told = {f"dns-{block_key(block)}": block for block in sorted({*servers}, key=_order) if not _inside(block, whole)}
    return {**ranges, "platform": PLATFORM, **others, **told}


def _order(block: str) -> tuple[int, int]:
    network = ipaddress.IPv4Network(block)
    return int(network.network_address), network.prefixlen


def _inside(block: str, whole: Iterable[str]) -> bool:
    return any(ipaddress.IPv4Network(block).subnet_of(ipaddress.IPv4Network(outer)) for outer in whole)
