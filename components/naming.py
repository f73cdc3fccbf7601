"""Names and tags that both clouds accept; pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

from .errors import ArgumentFault

Cloud: TypeAlias = Literal["aws", "alicloud"]

TAG_KEY_LIMIT = 64
TAG_VALUE_LIMIT = 128
_TAG_TEXT = re.compile(r"[\w .:/=+@-]*")
_RESERVED_TAGS = ("aws:", "acs:", "aliyun")
_DIGEST = 8


def zone_id(cloud: Cloud, region: str, letter: str) -> str:
    """The cloud's own id of a zone.

    AWS appends the letter to the region ("ap-southeast-3a"). Alibaba Cloud does so only where the region ends in a digit
    ("ap-southeast-5a"); elsewhere a hyphen stands between ("cn-hangzhou-b").
    Sources: docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html,
    www.alibabacloud.com/help/en/ecs/product-overview/regions-and-zones.
    """
    joint = "-" if cloud == "alicloud" and not region[-1:].isdigit() else ""
    return f"{region}{joint}{letter}"


def block_key(block: str) -> str:
    """An address block as part of a resource's name: 10.36.0.0/16 as "10-36-0-0-16".

    What admits a block is keyed by it, so that neither its place in a list nor the name of a tier that has it matters.
    """
    return re.sub(r"[^0-9a-f]+", "-", block)


def physical_name(name: str, limit: int) -> str:
    """`name`, or a shorter name that is as unique: its beginning and a digest of the whole.

    The same name always gives the same result, and two names that differ only beyond the limit give different ones.

    Args:
        name: the full name.
        limit: how many characters the cloud allows, more than 9.

    Raises:
        ValueError: when the limit leaves no room for a beginning beside the digest.
    """
    if limit <= _DIGEST + 1:
        raise ValueError(f"a limit of {limit} characters leaves no room for a name beside its digest")
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{name[: limit - _DIGEST - 1].rstrip('-')}-{digest}"


def named(tags: Mapping[str, str], name: str) -> dict[str, str]:
    """`tags` and the tag that AWS consoles show as a resource's name.

    A `Name` among `tags` would give every resource the same name, so the resource's own wins.
    """
    return {**tags, "Name": name}


def tag_faults(tags: Mapping[str, str], field: str = "tags") -> tuple[ArgumentFault, ...]:
    """Every tag that one of the two clouds would refuse.

    The stricter limit of the two holds, so that one set of tags fits both: keys of 1 to 64 characters and values of at most
    128 (Alibaba Cloud Auto Scaling), letters, digits, spaces and `_ . : / = + - @` (AWS), no key that begins with `aws:`
    (AWS), `acs:` or `aliyun` (Alibaba Cloud), no `http://` or `https://` in either (Alibaba Cloud).
    Sources: docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html,
    registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_scaling_group (`tags`).
    """
    faults: list[ArgumentFault] = []
    for key, value in tags.items():
        where = f"{field}.{key}"
        if not 1 <= len(key) <= TAG_KEY_LIMIT:
            faults.append(ArgumentFault(where, f"a key of {len(key)} characters", f"1 to {TAG_KEY_LIMIT}", "shorten the key"))
        if len(value) > TAG_VALUE_LIMIT:
            given = f"a value of {len(value)} characters"
            faults.append(ArgumentFault(where, given, f"at most {TAG_VALUE_LIMIT}", "shorten the value"))
        if key.lower().startswith(_RESERVED_TAGS):
            expected = f"a key that begins with none of {', '.join(_RESERVED_TAGS)}"
            faults.append(ArgumentFault(where, f'"{key}"', expected, "choose another key; the clouds keep these for themselves"))
        for text in (key, value):
            if not _TAG_TEXT.fullmatch(text) or "http://" in text or "https://" in text:
                expected = "letters, digits, spaces and _ . : / = + - @, and no http:// or https://"
                faults.append(ArgumentFault(where, f'"{text}"', expected, "remove the other characters"))
    return tuple(faults)
