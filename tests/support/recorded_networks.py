"""A network as it was recorded, and what its route tables tell; on every cloud alike."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.clouds import Cloud
from tests.support.mocks import Recorded, Recording


def network(cloud: Cloud, **options) -> Recording:
    return cloud.recorded_network(**options)


def root(cloud: Cloud, found: Recording) -> Recorded:
    return found.one(cloud.network.Network.TYPE)


def tables(told: Mapping[str, Mapping[str, str]], *tiers: str) -> set[str]:
    return {table for tier in tiers for table in told[tier].values()}


def leading_out(cloud: Cloud, found: Recording) -> set[str]:
    return {route.inputs["routeTableId"] for route in found.of(cloud.types["route"])}
