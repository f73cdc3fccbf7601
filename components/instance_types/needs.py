"""Which types have what a machine must have; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from .aws import InstanceType


class Needs(NamedTuple):
    """What a machine must have, as `InstanceRequirements` of Amazon EC2 Auto Scaling say it.

    Args:
        vcpus: the fewest and the most vCPUs; None for any number.
        memory_gib: the least and the most memory in GiB; None for any.
        excluded: types that are not taken, with `*` for any text.
        allowed: the only types that are taken, likewise; none for all of them.
        burstable: whether types are taken whose CPU is only sometimes theirs.
        previous_generations: whether types are taken that AWS no longer recommends.
        bare_metal: whether types are taken that are whole machines.
    """

    vcpus: tuple[float, float | None]
    memory_gib: tuple[float, float | None]
    excluded: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    burstable: bool = False
    previous_generations: bool = False
    bare_metal: bool = False


def fulfilling(needs: Needs, types: Iterable[InstanceType]) -> Iterator[InstanceType]:
    """The types that have what is needed; none that AWS describes no more.

    Source: docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRequirements.html.
    """
    for each in types:
        fits = _within(each.vcpus, needs.vcpus) and _within(each.memory_gib, needs.memory_gib)
        kind = (needs.burstable or not each.burstable) and (needs.previous_generations or each.current)
        kind = kind and (needs.bare_metal or not each.bare_metal)
        named = not needs.allowed or _matches(each.name, needs.allowed)
        if fits and kind and named and not _matches(each.name, needs.excluded):
            yield each


def _within(value: float | None, bounds: tuple[float, float | None]) -> bool:
    least, most = bounds
    return value is not None and least <= value and (most is None or value <= most)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
