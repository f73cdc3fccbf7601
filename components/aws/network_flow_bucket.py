"""A bucket for flow logs: encrypted, closed to the public, read over TLS alone, and emptied as records grow old."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from ..contracts import FlowLogs
from .closed_bucket import close, encrypt, tls_only
from .iam import document
from .network_parts import Part

DELIVERY = "delivery.logs.amazonaws.com"


def make_bucket(
    part: Part, logs: FlowLogs, *, owner: pulumi.Output[str], region: str, key: str | None, hive: bool
) -> tuple[pulumi.Output[str], pulumi.Resource]:
    """The bucket's ARN, and the policy that must be there before records are delivered.

    S3 takes no ACL on new buckets, and what is delivered belongs to the bucket's owner: nothing is to be said about either
    (docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html). S3 deletes no bucket
    with records in it: this one stays with all its settings, by which it is closed and records grow old, or it empties itself.

    Args:
        part: what the bucket and its settings are named and tagged by.
        logs: how long records are kept, and whether they stay when the bucket leaves the stack.
        owner: the account that the flow log is made in.
        region: the region that it is made in.
        key: ARN of the KMS key that they are encrypted with; by default S3's own.
        hive: whether they lie where Hive looks for partitions.
    """
    kept = part.opts(keep=logs.keep)
    bucket = aws.s3.Bucket(part.name, force_destroy=not logs.keep, tags=part.tags, opts=kept)
    closed = close(part.name, bucket.id, kept)
    encrypt(part.name, bucket.id, key, kept)
    aws.s3.BucketLifecycleConfiguration(
        part.name,
        bucket=bucket.id,
        rules=[
            {
                "id": "expire",
                "status": "Enabled",
                "filter": {"prefix": ""},
                "expiration": {"days": logs.days},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 1},
            }
        ],
        opts=kept,
    )
    policy = aws.s3.BucketPolicy(
        part.name,
        bucket=bucket.id,
        policy=pulumi.Output.all(bucket.arn, owner).apply(lambda given: bucket_policy(given[0], given[1], region, hive=hive)),
        opts=part.opts(depends_on=[closed], keep=logs.keep),  # S3 refuses changes of the two at once
    )
    return bucket.arn, policy


def bucket_policy(arn: str, account: str, region: str, *, hive: bool = False) -> str:
    """Records of one account and region may be delivered, and nobody may come without TLS.

    Sources: docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html, flow-logs-s3-path.html there (Hive).
    """
    partition = arn.split(":")[1]
    ours = {
        "StringEquals": {"aws:SourceAccount": account},
        "ArnLike": {"aws:SourceArn": f"arn:{partition}:logs:{region}:{account}:*"},
    }
    handed_over = {**ours, "StringEquals": {**ours["StringEquals"], "s3:x-amz-acl": "bucket-owner-full-control"}}
    return document(
        {
            "Sid": "AWSLogDeliveryWrite",
            "Effect": "Allow",
            "Principal": {"Service": DELIVERY},
            "Action": "s3:PutObject",
            "Resource": f"{arn}/AWSLogs/{'aws-account-id=' if hive else ''}{account}/*",
            "Condition": handed_over,
        },
        {
            "Sid": "AWSLogDeliveryAclCheck",
            "Effect": "Allow",
            "Principal": {"Service": DELIVERY},
            "Action": ["s3:GetBucketAcl", "s3:ListBucket"],
            "Resource": arn,
            "Condition": ours,
        },
        tls_only(arn),
    )
