"""Regions of Alibaba Cloud with their zones; pure data.

Zone letters as Elastic Container Instance lists them in December 2025, completed for the regions it does not serve from the
zones of the ECS overview:
https://www.alibabacloud.com/help/en/eci/product-overview/regions-and-zones,
https://www.alibabacloud.com/help/en/ecs/product-overview/regions-and-zones. Codes as they stand in the ids of the documentation's
examples; no page lists them, and that of na-south-1 is made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its id, the name that consoles show, the letters of its zones, and the code that ids made there begin with."""

    id: str
    local_name: str
    letters: str
    code: str

    @property
    def zones(self) -> tuple[str, ...]:
        """Zone ids; the letter follows a digit directly ("ap-southeast-5a") and a word after a hyphen ("cn-hangzhou-b")."""
        joint = "" if self.id[-1].isdigit() else "-"
        return tuple(f"{self.id}{joint}{letter}" for letter in self.letters)


def _regions() -> Iterator[Region]:
    yield Region("ap-northeast-1", "Japan (Tokyo)", "abc", "6we")
    yield Region("ap-northeast-2", "South Korea (Seoul)", "ab", "mj7")
    yield Region("ap-southeast-1", "Singapore", "abc", "t4n")
    yield Region("ap-southeast-3", "Malaysia (Kuala Lumpur)", "abc", "8ps")
    yield Region("ap-southeast-5", "Indonesia (Jakarta)", "abc", "k1a")
    yield Region("ap-southeast-6", "Philippines (Manila)", "ab", "5ts")
    yield Region("ap-southeast-7", "Thailand (Bangkok)", "ab", "0jo")
    yield Region("cn-beijing", "China (Beijing)", "abcdefghijkl", "2ze")
    yield Region("cn-chengdu", "China (Chengdu)", "ab", "2vc")
    yield Region("cn-guangzhou", "China (Guangzhou)", "ab", "7xv")
    yield Region("cn-hangzhou", "China (Hangzhou)", "befghijk", "bp1")
    yield Region("cn-heyuan", "China (Heyuan)", "ab", "f8z")
    yield Region("cn-hongkong", "China (Hong Kong)", "bcd", "j6c")
    yield Region("cn-huhehaote", "China (Hohhot)", "ab", "hp3")
    yield Region("cn-qingdao", "China (Qingdao)", "bc", "m5e")
    yield Region("cn-shanghai", "China (Shanghai)", "abcdefglmn", "uf6")
    yield Region("cn-shenzhen", "China (Shenzhen)", "abcdef", "wz9")
    yield Region("cn-wulanchabu", "China (Ulanqab)", "abc", "0jl")
    yield Region("cn-zhangjiakou", "China (Zhangjiakou)", "abc", "8vb")
    yield Region("eu-central-1", "Germany (Frankfurt)", "abc", "gw8")
    yield Region("eu-west-1", "UK (London)", "ab", "d7o")
    yield Region("me-central-1", "Saudi Arabia (Riyadh)", "ab", "l4v")
    yield Region("me-east-1", "UAE (Dubai)", "a", "eb3")
    yield Region("na-south-1", "Mexico", "ab", "4na")
    yield Region("us-east-1", "US (Virginia)", "ab", "0xi")
    yield Region("us-west-1", "US (Silicon Valley)", "ab", "rj9")


REGIONS = {region.id: region for region in _regions()}
