"""Which inputs replace what they are of, as far as CloudFormation says: what it can give only when something is made.

AWS has no call that would change such an input later, so the provider replaces. Where there is such a call, the provider may still
replace: it is written by others, and does not use every call. So what is not certain is likely at best.
Source: `createOnlyProperties` and `conditionalCreateOnlyProperties`, which
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html explains.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from .table import described

_EVERYWHERE: Final = "region"
"""Since its version 7 the provider replaces whatever is moved to another region: https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/"""
_INDEX: Final = re.compile(r"\[[^\]]*\]")


class Replacing(StrEnum):
    """What becomes of an object whose input differs."""

    CERTAIN = "replaces it"
    POSSIBLE = "may replace it"
    """CloudFormation says that it depends on what else changes."""
    UNLIKELY = "updates it"
    """CloudFormation can change it in place; the provider may not."""
    UNKNOWN = "is not known"


def replaces(token: str, path: str) -> Replacing:
    """What CloudFormation says that an input which differs comes to.

    Args:
        token: the type, say `aws:ec2/subnet:Subnet`.
        path: of the input as Pulumi writes it, say `vpcConfig.subnetIds[0]`.
    """
    name, known = _INDEX.sub("", path), described(token)
    if name == _EVERYWHERE and token.startswith("aws:"):
        return Replacing.CERTAIN
    if known is None:
        return Replacing.UNKNOWN
    if _within(name, known.certain) or _within(name.removesuffix("Prefix"), known.certain):
        return Replacing.CERTAIN
    if _within(name, known.possible) or any(each.startswith(f"{name}.") for each in known.certain | known.possible):
        return Replacing.POSSIBLE
    return Replacing.UNKNOWN if name.partition(".")[0] in known.foreign else Replacing.UNLIKELY


def _within(name: str, inputs: frozenset[str]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in inputs)
