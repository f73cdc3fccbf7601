"""Which regions and zones each cloud offers to every account, as letters: no look-up is made while a program runs.

Zones that only older accounts still see are left out. Local, wavelength and edge zones are no place for a site.

Sources, as of August 2026:
- AWS: docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
- Alibaba Cloud: www.alibabacloud.com/help/en/ecs/product-overview/regions-and-zones
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from components.naming import Cloud

CLOUDS: tuple[Cloud, ...] = get_args(Cloud)
NAMES: Mapping[Cloud, str] = {"aws": "AWS", "alicloud": "Alibaba Cloud"}
"""The clouds as people call them."""

ZONES: Mapping[Cloud, Mapping[str, str]] = {
    "aws": {
        "af-south-1": "abc",  # Cape Town
        "ap-east-1": "abc",  # Hong Kong
        "ap-east-2": "abc",  # Taipei
        "ap-northeast-1": "acd",  # Tokyo
        "ap-northeast-2": "abcd",  # Seoul
        "ap-northeast-3": "abc",  # Osaka
        "ap-south-1": "abc",  # Mumbai
        "ap-south-2": "abc",  # Hyderabad
        "ap-southeast-1": "abc",  # Singapore
        "ap-southeast-2": "abc",  # Sydney
        "ap-southeast-3": "abc",  # Jakarta
        "ap-southeast-4": "abc",  # Melbourne
        "ap-southeast-5": "abc",  # Kuala Lumpur
        "ap-southeast-6": "abc",  # Auckland
        "ap-southeast-7": "abc",  # Bangkok
        "ca-central-1": "abd",  # Montreal
        "ca-west-1": "abc",  # Calgary
        "eu-central-1": "abc",  # Frankfurt
        "eu-central-2": "abc",  # Zurich
        "eu-north-1": "abc",  # Stockholm
        "eu-south-1": "abc",  # Milan
        "eu-south-2": "abc",  # Zaragoza
        "eu-west-1": "abc",  # Dublin
        "eu-west-2": "abc",  # London
        "eu-west-3": "abc",  # Paris
        "il-central-1": "abc",  # Tel Aviv
        "me-central-1": "abc",  # Abu Dhabi
        "me-south-1": "abc",  # Manama
        "mx-central-1": "abc",  # Queretaro
        "sa-east-1": "abc",  # Sao Paulo
        "us-east-1": "abcdef",  # Virginia
        "us-east-2": "abc",  # Ohio
        "us-west-1": "abc",  # San Francisco
        "us-west-2": "abcd",  # Oregon
    },
    "alicloud": {
        "ap-northeast-1": "abc",  # Tokyo
        "ap-northeast-2": "ab",  # Seoul
        "ap-southeast-1": "abc",  # Singapore
        "ap-southeast-3": "abc",  # Kuala Lumpur
        "ap-southeast-5": "abc",  # Jakarta
        "ap-southeast-6": "ab",  # Manila
        "ap-southeast-7": "ab",  # Bangkok
        "cn-beijing": "abcdefghijkl",
        "cn-chengdu": "ab",
        "cn-guangzhou": "ab",
        "cn-hangzhou": "befghijk",
        "cn-heyuan": "ab",
        "cn-hongkong": "bcd",
        "cn-huhehaote": "ab",
        "cn-qingdao": "bc",
        "cn-shanghai": "abcdefglmn",
        "cn-shenzhen": "abcdef",
        "cn-wulanchabu": "abc",
        "cn-zhangjiakou": "abc",
        "eu-central-1": "abc",  # Frankfurt
        "eu-west-1": "ab",  # London
        "me-central-1": "ab",  # Riyadh
        "me-east-1": "a",  # Dubai
        "na-south-1": "ab",  # Mexico City
        "us-east-1": "ab",  # Virginia
        "us-west-1": "ab",  # Silicon Valley
    },
}
"""By cloud and region, the letters of its zones."""

OPT_IN = frozenset(
    {
        *("af-south-1", "ap-east-1", "ap-east-2", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5"),
        *("ap-southeast-6", "ap-southeast-7", "ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1"),
        *("me-central-1", "me-south-1", "mx-central-1"),
    }
)
"""Regions of AWS that are off in an account until it asks for them.

Source: docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html.
"""
