"""The four tunnels between AWS and Alibaba Cloud, and how each cloud bundles them in twos.

A gateway on Alibaba Cloud has two outside addresses, in two zones: to AWS these are two customer gateways, each with a connection
of two tunnels. To Alibaba Cloud each of AWS' four outside addresses is a customer gateway, and a connection has a master tunnel,
which begins at the gateway's first address, and a slave tunnel, which begins at the second. So the loss of a zone there, or of a
tunnel's end on AWS, leaves each bundle one of its tunnels.

Sources: docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html,
www.alibabacloud.com/help/en/vpn/sub-product-ipsec-vpn/user-guide/ipsec-vpn-connections-support-the-dual-tunnel-mode.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Role: TypeAlias = Literal["master", "slave"]
"""Which of the two outside addresses of a gateway on Alibaba Cloud a tunnel begins at."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """Where a tunnel is bundled.

    Args:
        place: which of the inside ranges of its pair it has, 0 to 3.
        role: the outside address on Alibaba Cloud, which is also the connection on AWS.
        on_aws: which of the two tunnels of that connection it is, 1 or 2.
        on_alicloud: the connection on Alibaba Cloud.
    """

    place: int
    role: Role
    on_aws: int
    on_alicloud: str


TUNNELS: Final[Mapping[str, Bundled]] = {
    "tunnel1": Bundled(0, "master", 1, "first"),
    "tunnel2": Bundled(1, "master", 2, "second"),
    "tunnel3": Bundled(2, "slave", 1, "first"),
    "tunnel4": Bundled(3, "slave", 2, "second"),
}
"""Every tunnel by its name."""

ROLES: Final[tuple[Role, ...]] = ("master", "slave")
CONNECTIONS: Final = ("first", "second")

KEY: Final = re.compile(r"[1-9A-Za-z._][0-9A-Za-z._]{7,63}")
"""A pre-shared key: 8 to 64 letters, digits, `.` and `_`, no 0 first, as AWS takes it; Alibaba Cloud takes all of these.

Source: docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html.
"""

BANDWIDTHS: Final = (5, 10, 20, 50, 100, 200, 500, 1_000)
"""What a public VPN gateway on Alibaba Cloud may carry, in Mbit/s.

Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/vpn_gateway (`bandwidth`).
"""
