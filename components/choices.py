"""The words that arguments are chosen from; pure, so that what reads an environment needs no component for them."""

from __future__ import annotations

from typing import Literal, TypeAlias

Nat: TypeAlias = Literal["none", "single", "per_zone"]
"""NAT gateways of a network."""
FlowLogTarget: TypeAlias = Literal["logs", "storage"]
"""Where records of connections are kept."""
Traffic: TypeAlias = Literal["all", "accepted", "rejected"]
"""Which connections are recorded."""
Endpoint: TypeAlias = Literal["private", "public"]
"""Where a cluster's API is reached."""
