"""Whether an instance type has GPUs; pure."""

from __future__ import annotations

from typing import Final

from .alicloud import PREFIX, gpu_family
from .architecture import NAME
from .aws import instance_types

_SERIES: Final = frozenset({"g", "gr", "p"})
"""docs.aws.amazon.com/ec2/latest/instancetypes/ac.html: of accelerated computing, the series whose accelerators are GPUs."""


def has_gpu(type_: str) -> bool | None:
    """Whether a type has GPUs, or a share of one; None for a type that is not known.

    Args:
        type_: the type, say `g6.xlarge` or `ecs.gn7i-c8g1.2xlarge`.
    """
    if type_.startswith(PREFIX):
        return gpu_family(type_)
    name = NAME.fullmatch(type_)
    return name["series"] in _SERIES if name is not None and type_ in instance_types() else None
