"""The instance types of AWS, with the regions that have them; pure.

`aws.tsv` beside this file says where it is from, and `make instance-types` writes it anew. What is sold and what is offered are
both in it, so a type that it leaves out of a region was neither on the day that it names.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

_TABLE: Final = Path(__file__).with_name("aws.tsv")
REGIONS: Final = "regions"
"""The row of the table that names every region it knows."""


class InstanceType(NamedTuple):
    """One type.

    Args:
        name: its name, say `m7i.2xlarge`.
        regions: the regions that have it.
        vcpus: its vCPUs; None where EC2 describes the type no more: it is priced and hardly to be had.
        memory_gib: its memory in GiB, likewise.
        burstable: whether its CPU is only sometimes its own.
        current: whether AWS recommends it still.
    """

    name: str
    regions: frozenset[str]
    vcpus: int | None
    memory_gib: float | None
    burstable: bool
    current: bool

    @property
    def bare_metal(self) -> bool:
        """Whether it is a whole machine, without a hypervisor."""
        return self.name.partition(".")[2].startswith("metal")


@functools.cache
def instance_types() -> Mapping[str, InstanceType]:
    """Every type by name; read once, when it is first asked for."""
    types: dict[str, InstanceType] = {}
    regions: frozenset[str] = frozenset()
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        family, kinds, where, sizes = line.split("\t")
        if family == REGIONS:
            regions = frozenset(where.split())
            continue
        having = read_regions(where, regions)
        for each in sizes.split():
            size, vcpus, memory = each.split(":")
            types[f"{family}.{size}"] = InstanceType(
                f"{family}.{size}",
                having,
                int(vcpus) if vcpus else None,
                float(memory) if memory else None,
                burstable="burstable" in kinds,
                current="previous" not in kinds,
            )
    return MappingProxyType(types)


def read_regions(words: str, known: frozenset[str]) -> frozenset[str]:
    """The regions that words mean: names, or "all" and behind hyphens those that are taken away."""
    named = {word for word in words.split() if word != "all" and not word.startswith("-")}
    away = {word[1:] for word in words.split() if word.startswith("-")}
    return known - away if words.startswith("all") else frozenset(named)
