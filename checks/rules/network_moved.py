"""Rule `network-moved`, which stands in `checks.networks`; why an update is not held to it says ADR 7."""

from __future__ import annotations

from ..networks import RULE as NAME
from ..networks import moved
from ..rule import Rule

RULE = Rule(
    name=NAME,
    tells="a VPC, a subnet, an address block, a NAT gateway or a public address is lost, and the environment does not say so",
    finds=lambda subject: moved(subject.plan),
    updates=False,
)
