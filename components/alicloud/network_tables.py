"""How many route tables there are, and which tiers may leave the network; pure.

Private and pod vSwitches of a zone share a table, and public and data ones have one in all zones: of custom route tables a VPC has
nine (help.aliyun.com/zh/vpc/understanding-vpc-quotas-in-alibaba-cloud), and what shares one would have the same routes. Tiers of an
environment's own share the table of the tier that they are like: `contracts.route_tables`.
"""

from __future__ import annotations

SHARED_TABLES = 2
"""The public and the data route table, beside one for each zone."""

LEAVING = ("private", "pods")
"""The tiers whose vSwitches, and those of tiers like them, leave through a NAT gateway."""
