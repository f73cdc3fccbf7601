"""How much runs on a node at most, as its type says, and how much pods ask for; pure.

What the kubelet, the system and daemons keep for themselves is not taken off: what does not fit into this fits nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from .instance_types import instance_types
from .naming import Cloud
from .quantities import quantity
from .quotas import vcpus

_GIB: Final = 1024**3
_ON_ECS: Final = {r"ecs\.(c|hfc)\d": 2, r"ecs\.(g|hfg)\d": 4, r"ecs\.(r|hfr)\d": 8}
"""GiB of memory for each vCPU, by what a type on Alibaba Cloud begins with; of other families it is not known.

Source: www.alibabacloud.com/help/en/ecs/user-guide/overview-of-instance-families.
"""


class Amount(NamedTuple):
    """vCPUs, and GiB of memory; None where it is not known how many."""

    cpu: Fraction | None
    memory: Fraction | None


def _amount(text: str) -> Fraction:
    """An amount in Kubernetes' spelling, which has been found to be one."""
    number = quantity(text)
    assert number is not None
    return Fraction(number)


def asked(cpu: str, memory: str) -> Amount:
    """What a pod asks for."""
    return Amount(_amount(cpu), _amount(memory) / _GIB)


def largest(cloud: Cloud, types: Sequence[str]) -> Amount:
    """The most that a node of any of the types has; not known where it is not known of each."""
    return Amount(_most([vcpus(cloud, type_) for type_ in types]), _most([_memory(cloud, type_) for type_ in types]))


def _most(numbers: Sequence[Fraction | int | None]) -> Fraction | None:
    known = [number for number in numbers if number is not None]
    return Fraction(max(known)) if known and len(known) == len(numbers) else None


def _memory(cloud: Cloud, type_: str) -> Fraction | None:
    if cloud == "aws":
        known = instance_types().get(type_)
        return Fraction(known.memory_gib) if known is not None and known.memory_gib is not None else None
    cpus = vcpus(cloud, type_)
    each = next((gib for begins, gib in _ON_ECS.items() if re.match(begins, type_)), None)
    return None if cpus is None or each is None else Fraction(cpus * each)
