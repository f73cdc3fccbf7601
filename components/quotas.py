"""Which quota of an account counts an instance, and how many vCPUs of it; pure.

Both clouds count vCPUs by region, those of on-demand and of spot instances apart: AWS by the type's class
(docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html#ec2-on-demand-instances-limits and
docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-limits.html), Alibaba Cloud all types alike
(www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeaccountattributes).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from .instance_types import instance_types
from .naming import Cloud


class Quota(NamedTuple):
    """A quota of one account in one region, counted in vCPUs: its code, by which it is asked for, and its name."""

    code: str
    name: str


_STANDARD: Final = "Standard (A, C, D, H, I, M, R, T, Z)"
_CLASSES: Final[Mapping[str, tuple[str, str, str]]] = {
    "dl": ("DL", "L-6E869C2A", "L-85EED4F7"),
    "f": ("F", "L-74FC7D96", "L-88CF9481"),
    "g": ("G and VT", "L-DB2E81BA", "L-3819A6DF"),
    "inf": ("Inf", "L-1945791B", "L-B5D1601B"),
    "p": ("P", "L-417A185B", "L-7212CCBC"),
    "trn": ("Trn", "L-2C3B7624", "L-6B0D517C"),
    "vt": ("G and VT", "L-DB2E81BA", "L-3819A6DF"),
    "x": ("X", "L-7295265B", "L-E3A00192"),
    **dict.fromkeys("acdhimrtz", (_STANDARD, "L-1216C47A", "L-34B43A08")),
    **dict.fromkeys(("im", "is"), (_STANDARD, "L-1216C47A", "L-34B43A08")),
}
"""By the letters that a type on AWS begins with: the class, its code on demand, its code on the spot market."""
_ON_ECS: Final = {
    False: Quota("max-postpaid-instance-vcpu-count", "vCPUs of pay-as-you-go instances"),
    True: Quota("max-spot-instance-vcpu-count", "vCPUs of spot instances"),
}
_SIZE: Final = re.compile(r"(?:metal-)?(\d*)(?:xlarge|xl)")
_SMALL: Final[Mapping[Cloud, Mapping[str, int]]] = {
    "aws": {"large": 2, "medium": 1},
    "alicloud": {"large": 2, "small": 1},
}


def quota(cloud: Cloud, type_: str, *, spot: bool) -> Quota | None:
    """The quota that counts an instance of a type; None where the type's class is not known.

    Args:
        cloud: the cloud.
        type_: the instance type, say `m7i.2xlarge` or `ecs.g7.2xlarge`.
        spot: whether it is bought on the spot market.
    """
    if cloud == "alicloud":
        return _ON_ECS[spot]
    letters = re.match("[a-z]+", type_)
    found = _CLASSES.get(letters[0]) if letters else None
    if found is None:
        return None
    name, on_demand, on_spot = found
    return Quota(on_spot, f"All {name} Spot Instance Requests") if spot else Quota(on_demand, f"Running On-Demand {name} instances")


def vcpus(cloud: Cloud, type_: str) -> int | None:
    """How many vCPUs an instance of a type has: by the table of types, or else as its size says; None where it does not."""
    if cloud == "aws" and (known := instance_types().get(type_)) is not None and known.vcpus is not None:
        return known.vcpus
    size = type_.rpartition(".")[2]
    if found := _SIZE.fullmatch(size):
        return 4 * int(found[1] or 1)
    return _SMALL[cloud].get(size)
