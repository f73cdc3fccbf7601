"""Which way objects flow: from the one site that writes a prefix to those that hold a replica of it; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final, Literal, TypeAlias

from ..errors import ArgumentFault
from ..naming import Cloud, physical_name

Way: TypeAlias = Literal["s3", "oss", "push"]
"""How objects get there: by S3's or OSS' own replication, or pushed to the other cloud by a job at the site that writes."""

SOONEST: Final = {"s3": 900, "oss": 900, "push": 300}
"""How soon each way may be promised, in seconds: S3's own time control says 15 minutes.

OSS promises 10 under a time control of its own, which a few regions in China and two in the United States have; elsewhere its
replication takes minutes to hours, and nothing measures it (`replica-unwatched`).

Sources: docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html,
www.alibabacloud.com/help/en/oss/user-guide/crr-overview, rtc there.
"""
MARKERS: Final = ".replicated/"
"""Below it lies an object for each flow that is pushed, in the bucket on AWS: written whenever all has arrived."""

_BUCKET_LIMIT: Final = 63
_ROLE_LIMIT: Final = 64
_ISSUER_LIMIT: Final = 128
_EVERY: Final = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30)
"""Minutes that divide an hour."""


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Objects of one bucket on their way from where they are written to one replica.

    Args:
        bucket: the bucket, by its name in the environment.
        writer: the site that writes.
        replica: the site that holds a copy.
        clouds: the clouds of the two.
        prefixes: what flows, each with its final slash, in their order.
        within: the time that a replica may be behind, in seconds.
        deletions: whether what is deleted where it is written is deleted there too.
        locked: whether nothing can be deleted or written over for a while.
    """

    bucket: str
    writer: str
    replica: str
    clouds: tuple[Cloud, Cloud]
    prefixes: tuple[str, ...]
    within: int
    deletions: bool = False
    locked: bool = False

    @property
    def key(self) -> str:
        """What its resources are named by, whatever else flows."""
        return f"{self.bucket}-{self.writer}--{self.replica}"

    @property
    def way(self) -> Way:
        if self.clouds[0] != self.clouds[1]:
            return "push"
        return "s3" if self.clouds[0] == "aws" else "oss"

    @property
    def marker(self) -> str:
        """The object that says when all had arrived."""
        return f"{MARKERS}{self.writer}--{self.replica}"

    @property
    def schedule(self) -> str:
        """When a job pushes, in the five fields of cron: three times while a replica may be behind, so that one run may fail."""
        minutes = self.within // 180
        if minutes < 60:
            every = max((each for each in _EVERY if each <= minutes), default=1)
            return f"*/{every} * * * *"
        hours = max(each for each in (1, 2, 3, 4, 6, 8) if each <= minutes // 60)
        return f"7 */{hours} * * *"  # not on the hour, when everybody's jobs begin


def flows(environment: Mapping[str, Any]) -> Iterator[Flow]:
    """The flows of an environment that has no fault, bucket by bucket.

    Args:
        environment: as `stacks.environment.Environment` is written in JSON; numbers may be floats.
    """
    clouds = {name: site["cloud"] for name, site in environment["sites"].items()}
    for bucket, said in (environment.get("buckets") or {}).items():
        found: dict[tuple[str, str], list[str]] = {}
        for prefix, told in sorted(said["prefixes"].items()):
            for replica in told.get("replicas") or ():
                found.setdefault((told["writer"], replica), []).append(f"{prefix}/")
        for (writer, replica), prefixes in sorted(found.items()):
            yield Flow(
                bucket=bucket,
                writer=writer,
                replica=replica,
                clouds=(clouds[writer], clouds[replica]),
                prefixes=tuple(prefixes),
                within=int(said["within"]),
                deletions=bool(said.get("deletions")),
                locked=said.get("lock_days") is not None,
            )


def bucket_sites(bucket: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The sites that have a bucket, and the prefixes that each writes, with their final slashes.

    Args:
        bucket: the bucket as an environment is written in JSON.
    """
    found: dict[str, list[str]] = {}
    for prefix, told in sorted(bucket["prefixes"].items()):
        found.setdefault(told["writer"], []).append(f"{prefix}/")
        for replica in told.get("replicas") or ():
            found.setdefault(replica, [])
    return {site: tuple(prefixes) for site, prefixes in sorted(found.items())}


def overlapping(prefixes: Mapping[str, str]) -> Iterator[ArgumentFault]:
    """Prefixes that lie in one another, so that the inner one would have two writers.

    Args:
        prefixes: the writer of each prefix.
    """
    for one, other in combinations(sorted(prefixes), 2):
        if f"{other}/".startswith(f"{one}/"):
            given = f"{other}/, which lies in {one}/"
            yield ArgumentFault(
                other, given, "prefixes beside one another, so that each object has one writer", "move it out of it"
            )


def bucket_name(domain: str, environment: str, site: str, bucket: str) -> str:
    """What a bucket of a site is called among all the buckets of the world: by the domain, which nobody else has.

    Args:
        domain: the environment's domain.
        environment: the environment's name.
        site: the site's name.
        bucket: the bucket's name in the environment.
    """
    return physical_name(f"{domain.replace('.', '-')}-{environment}-{site}-{bucket}", _BUCKET_LIMIT)


def issuer_name(environment: str, site: str, cluster: str) -> str:
    """What RAM calls the issuer of a cluster on the other cloud."""
    return physical_name(f"nusantara-{environment}-{site}-{cluster}", _ISSUER_LIMIT)


def role_name(environment: str, key: str) -> str:
    """What the role is called that alone writes a replica."""
    return physical_name(f"nusantara-{environment}-{key}", _ROLE_LIMIT)
