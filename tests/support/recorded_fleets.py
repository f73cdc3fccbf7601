"""A fleet as it was recorded, and the parts of it that every cloud has."""

from __future__ import annotations

from tests.support.clouds import Cloud
from tests.support.mocks import Recorded, Recording


def fleet(cloud: Cloud, **options) -> Recording:
    return cloud.recorded_fleet(**options)


def root(cloud: Cloud, found: Recording) -> Recorded:
    return found.one(cloud.fleet.Fleet.TYPE)


def group(cloud: Cloud, found: Recording) -> Recorded:
    return found.one(cloud.types["group"])


def template(cloud: Cloud, found: Recording) -> Recorded:
    return found.one(cloud.types["template"])
