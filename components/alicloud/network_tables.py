"""Which route table a vSwitch follows, and which may leave the network; pure.

Private and pod vSwitches of a zone share a table, and public and data ones have one in all zones: of custom route tables a VPC has
nine (help.aliyun.com/zh/vpc/understanding-vpc-quotas-in-alibaba-cloud), and what shares one would have the same routes. Tiers of an
environment's own share the table of the tier that they are like.
"""

from __future__ import annotations

SHARED_TABLES = 2
"""The public and the data route table, beside one for each zone."""

LEAVING = ("private", "pods")
"""The tiers whose vSwitches, and those of tiers like them, leave through a NAT gateway."""


def table_key(like: str, zone: str) -> str:
    """The key of the route table that vSwitches like those of one of the four tiers follow in a zone."""
    return like if like in ("public", "data") else f"private-{zone}"
