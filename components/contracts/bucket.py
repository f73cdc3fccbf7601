"""What a bucket of object storage is made from, and what every cloud gives for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol, TypeAlias, runtime_checkable

import pulumi

from .. import arguments
from ..errors import Faults
from ..naming import tag_faults

BucketUse: TypeAlias = Literal["read", "write", "push"]
"""What somebody may do with a bucket: read it, write what its site writes, or push that to the other cloud."""

_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"(?:[a-z0-9][a-z0-9._-]*/)+")


@dataclass(frozen=True, kw_only=True)
class BucketArgs:
    """What a bucket is made from.

    Args:
        bucket: its name, one of its own in all the world.
        writes: the prefixes that are written here, each with its final slash.
        replicas: by prefix, the ARN of the role that alone writes it here, since it is written elsewhere; `*` stands for an account
            that nobody names.
        pushes: whether what is written here is pushed to the other cloud.
        kept_days: how many days a version is kept once another has followed it, or it was deleted.
        expire_days: how many days after it was written an object is deleted; never by default.
        lock_days: how many days nothing can be deleted or written over, by anybody. A lock is never taken away, nor shortened.
        protect: whether an update refuses to delete the bucket.
        force_destroy: whether the bucket may be deleted with all that is in it.
        tags: tags of the bucket and of its policies.

    Raises:
        ArgumentsError: with every fault.
    """

    bucket: str
    writes: tuple[str, ...] = ()
    replicas: Mapping[str, str] = field(default_factory=dict)
    pushes: bool = False
    kept_days: int = 30
    expire_days: int | None = None
    lock_days: int | None = None
    protect: bool = True
    force_destroy: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        named, fix = "3 to 63 small letters, digits and inner hyphens", "choose such a name"
        faults.check(bool(_BUCKET.fullmatch(self.bucket)), "bucket", self.bucket, named, fix)
        for name, prefixes in (("writes", self.writes), ("replicas", tuple(self.replicas))):
            for prefix in prefixes:
                spelled = "small letters, digits, dots, hyphens, underscores and slashes, one at the end"
                faults.check(bool(_PREFIX.fullmatch(prefix)), name, prefix, spelled, "write goods/, say")
        twice = sorted(set(self.writes) & set(self.replicas))
        faults.check(not twice, "replicas", ", ".join(twice), "what is not written here", "let each prefix have one writer")
        faults.check(bool(self.writes) or not self.pushes, "pushes", self.pushes, "something that is written here", "leave it out")
        arguments.check_range(faults, "kept_days", self.kept_days, 1, 3650)
        for name, days, most in (("expire_days", self.expire_days, 36_500), ("lock_days", self.lock_days, 25_550)):
            if days is not None:
                arguments.check_range(faults, name, days, 1, most)
        if self.lock_days is not None and self.expire_days is not None:
            fits, expected = self.expire_days >= self.lock_days, f"no less than lock_days, which is {self.lock_days}"
            faults.check(fits, "expire_days", self.expire_days, expected, "let objects expire later")
        faults.add(tag_faults(self.tags))


@runtime_checkable
class Bucket(Protocol):
    """A bucket as every cloud gives it: versioned, encrypted, closed to the public and to whoever comes without TLS.

    Capabilities, where the clouds differ:
        closed-replicas: the bucket itself keeps everybody but the replica's role from writing a replicated prefix; without it, only
            what identities are granted does.
    """

    capabilities: ClassVar[frozenset[str]]
    id: pulumi.Output[str]
    """The bucket's name."""
    policies: Mapping[BucketUse, pulumi.Output[str]]
    """What lets somebody use it: ARNs (AWS) or names (Alibaba Cloud) of policies, as `Cluster.bind` takes them."""
