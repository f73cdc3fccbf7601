"""Regions and zones of AWS.

Source: docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html (August 2026). Only zones that every
account sees are listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ZONES: Final[Mapping[str, str]] = {
    "af-south-1": "abc",
    "ap-east-1": "abc",
    "ap-east-2": "abc",
    "ap-northeast-1": "acd",
    "ap-northeast-2": "abcd",
    "ap-northeast-3": "abc",
    "ap-south-1": "abc",
    "ap-south-2": "abc",
    "ap-southeast-1": "abc",
    "ap-southeast-2": "abc",
    "ap-southeast-3": "abc",
    "ap-southeast-4": "abc",
    "ap-southeast-5": "abc",
    "ap-southeast-6": "abc",
    "ap-southeast-7": "abc",
    "ca-central-1": "abd",
    "ca-west-1": "abc",
    "cn-north-1": "abd",
    "cn-northwest-1": "abc",
    "eu-central-1": "abc",
    "eu-central-2": "abc",
    "eu-north-1": "abc",
    "eu-south-1": "abc",
    "eu-south-2": "abc",
    "eu-west-1": "abc",
    "eu-west-2": "abc",
    "eu-west-3": "abc",
    "il-central-1": "abc",
    "me-central-1": "abc",
    "me-south-1": "abc",
    "mx-central-1": "abc",
    "sa-east-1": "abc",
    "us-east-1": "abcdef",
    "us-east-2": "abc",
    "us-gov-east-1": "abc",
    "us-gov-west-1": "abc",
    "us-west-1": "abc",
    "us-west-2": "abcd",
}
"""By region, the letters of its zones."""

ALWAYS_ON: Final = frozenset(
    {"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1"}
    | {"eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"}
    | {"us-east-1", "us-east-2", "us-west-1", "us-west-2"}
)
"""Regions that need no opting in; source: docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html."""

_DIRECTIONS = {"northeast": "ne", "southeast": "se", "northwest": "nw", "southwest": "sw"}


def zones(region: str) -> list[str]:
    """The names of a region's zones, such as `ap-southeast-3a`."""
    return [region + letter for letter in ZONES.get(region, "")]


def zone_id(zone: str) -> str:
    """The id that names the same place in every account, such as `apse3-az1`."""
    *area, direction, number = zone[:-1].split("-")
    short = "".join(part if position == 0 else part[0] for position, part in enumerate(area))
    letters = ZONES.get(zone[:-1], "")
    return f"{short}{_DIRECTIONS.get(direction, direction[:1])}{number}-az{letters.find(zone[-1:]) + 1}"


def dns_suffix(region: str) -> str:
    """The domain under which a region's services and public addresses are found."""
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


def partition(region: str) -> str:
    """`aws`, or the partition of China or of the government's regions."""
    return "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"


ALWAYS_ON: Final = frozenset(
    {
        *("ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
        *("ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"),
        *("us-east-1", "us-east-2", "us-west-1", "us-west-2"),
    }
)
"""Regions that no account can turn off; the others are off until they are opted into.

Source: docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html.
"""
