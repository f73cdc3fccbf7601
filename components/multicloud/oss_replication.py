"""Replication between buckets of OSS, by its own means."""

from __future__ import annotations

from typing import ClassVar

import pulumi
from pulumi_alicloud import oss

from ..inputs import inputs
from .replication import ReplicationArgs


class OssReplication(pulumi.ComponentResource):
    """A rule of OSS for each target, with all the prefixes that go there: one pair of buckets takes one rule.

    Both buckets belong to one account, on whose behalf OSS replicates, and what was there before is sent too. A rule cannot be
    changed: another one is made once the old one is gone. Its time control, by which alone OSS measures how far behind a
    replica is, exists between a few regions in China and between two in the United States, and is not turned on here.
    Sources: www.alibabacloud.com/help/en/oss/user-guide/crr-overview, rtc there.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the provider of the bucket that is written among them.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:OssReplication"

    def __init__(self, name: str, args: ReplicationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        for site, target in sorted(args.targets.items()):
            oss.BucketReplication(
                f"{name}-to-{site}",
                bucket=args.bucket,
                action="ALL" if args.deletions else "PUT",
                historical_object_replication="enabled",
                prefix_set=oss.BucketReplicationPrefixSetArgs(prefixes=list(target.prefixes)),
                destination=oss.BucketReplicationDestinationArgs(bucket=target.bucket, location=f"oss-{target.region}"),
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )
        self.register_outputs({})
