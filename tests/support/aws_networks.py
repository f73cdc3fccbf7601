"""A network on AWS as it was recorded, never from a cache: tests of single parts ask each another question."""

from __future__ import annotations

from components.addressing import ExtraTier
from tests.support.clouds import AWS
from tests.support.mocks import Recording

TIERS = {"cache": ExtraTier(like="data", slot=1), "batch": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/17")}
"""Two tiers beside the usual four: one within the network's block, one with a block of its own."""


def network(**options) -> Recording:
    return AWS.recorded_network.__wrapped__(AWS, **options)


def inputs(found: Recording, type_: str, *names: str) -> list:
    return [tuple(each.inputs.get(name) for name in names) for each in found.of(type_)]
