"""Replication of buckets, and what is counted of them."""

from __future__ import annotations

from typing import Final

ROWS: Final = {
    "aws:s3/bucketMetric:BucketMetric": {"bucket", "name", "region"},
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": {"bucket", "region"},
}
