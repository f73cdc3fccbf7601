"""The processor architecture that the name of an instance type tells; pure."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from .alicloud import ARM_FAMILIES, PREFIX, family

Architecture: TypeAlias = Literal["x86_64", "arm64"]

NAME = re.compile(r"(?P<series>[a-z]+)(?P<generation>\d*)(?P<options>[a-z0-9-]*)\.(?P<size>[a-z0-9-]+)")
"""How AWS names its types: docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html."""


def architecture(type_: str) -> Architecture | None:
    """What an image must be made for to run on a type; None where the name does not tell.

    On AWS a `g` behind the generation stands for Graviton, as in m7g or c7gn; a1 is older than the rule. Alibaba Cloud's names
    follow no rule (g8y and g6r are ARM, i4r is not), so of a family that is not known nothing is said.

    Args:
        type_: the type, say `m7g.large` or `ecs.g8y.large`.
    """
    if type_.startswith(PREFIX):
        known = family(type_)
        return None if known is None else "arm64" if known in ARM_FAMILIES else "x86_64"
    name = NAME.fullmatch(type_)
    if name is None:
        return None
    apple = name["series"] == "mac" and name["generation"] != "1"
    arm = "g" in name["options"] or (name["series"], name["generation"]) == ("a", "1") or apple
    return "arm64" if arm else "x86_64"
