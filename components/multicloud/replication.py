"""What the replication of a bucket by its cloud's own means is made from, where both ends are on that cloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pulumi

from ..data.flows import SOONEST
from ..errors import Faults
from ..naming import tag_faults

MOST_PREFIXES: Final = 10
"""How many prefixes a rule of OSS takes (`prefix_set` in resource_alicloud_oss_bucket_replication.go)."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where objects of a bucket are replicated to.

    Args:
        bucket: the bucket there.
        region: its region.
        prefixes: what is replicated, each with its final slash.
    """

    bucket: pulumi.Input[str]
    region: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReplicationArgs:
    """What the replication of a bucket is made from.

    Args:
        bucket: the bucket that is written.
        targets: where to, by site.
        within: how far behind a replica may be, in seconds.
        deletions: whether what is deleted in the bucket is deleted there too; its versions stay for their time.
        tags: tags of what carries tags.

    Raises:
        ArgumentsError: with every fault.
    """

    bucket: pulumi.Input[str]
    targets: Mapping[str, Target]
    within: int
    deletions: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        faults.check(bool(self.targets), "targets", None, "one target at least", "name where to")
        for site, target in self.targets.items():
            some, few = f"1 to {MOST_PREFIXES} prefixes", "replicate a prefix above them"
            faults.check(1 <= len(target.prefixes) <= MOST_PREFIXES, f"targets.{site}.prefixes", len(target.prefixes), some, few)
        faults.check(self.within >= SOONEST["s3"], "within", self.within, f"{SOONEST['s3']} or more", "promise it later")
        faults.add(tag_faults(self.tags))
        faults.raise_any()
