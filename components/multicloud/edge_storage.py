"""Buckets of S3 beside a distribution: closed to everybody but who they are for, encrypted, over TLS alone."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws

from ..traffic.stand_in import PATH


def bucket(name: str, tags: dict[str, str], opts: pulumi.ResourceOptions, prefix: str | None = None) -> aws.s3.Bucket:
    """A bucket that no policy and no ACL opens to the public.

    Args:
        name: its name in the program, and of what is said of it.
        tags: its tags.
        opts: options of every part.
        prefix: what its name in the cloud begins with; the program's by default.
    """
    made = aws.s3.Bucket(name, bucket_prefix=prefix, force_destroy=True, tags=tags, opts=opts)
    aws.s3.BucketPublicAccessBlock(
        name,
        bucket=made.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    aws.s3.BucketServerSideEncryptionConfiguration(
        name, bucket=made.id, rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}], opts=opts
    )
    return made


def stand_in(name: str, page: str, tags: dict[str, str], opts: pulumi.ResourceOptions) -> aws.s3.Bucket:
    """The bucket of the stand-in page, with the page in it.

    Args:
        name: the name of every part in the program.
        page: the page's HTML.
        tags: tags of the bucket.
        opts: options of every part.
    """
    made = bucket(name, tags, opts)
    aws.s3.BucketObjectv2(
        name,
        bucket=made.id,
        key=PATH.removeprefix("/"),
        content=page,
        content_type="text/html; charset=utf-8",
        cache_control="no-cache",
        opts=opts,
    )
    return made


def readable(name: str, made: aws.s3.Bucket, reader: pulumi.Input[str], opts: pulumi.ResourceOptions) -> None:
    """Let one distribution read a bucket, and nobody come without TLS.

    Args:
        name: the policy's name in the program.
        made: the bucket.
        reader: the distribution's ARN.
        opts: options of the policy.

    Source: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html.
    """

    def policy(both: list[str]) -> str:
        arn, distribution = both
        read = {
            "Sid": "TheDistribution",
            "Effect": "Allow",
            "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Action": "s3:GetObject",
            "Resource": f"{arn}/*",
            "Condition": {"StringEquals": {"AWS:SourceArn": distribution}},
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [read, tls_only(arn)]})

    aws.s3.BucketPolicy(name, bucket=made.id, policy=pulumi.Output.all(made.arn, reader).apply(policy), opts=opts)


def tls_only(arn: str) -> dict[str, Any]:
    """The statement of a bucket's policy by which nobody comes without TLS.

    Source: docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html.
    """
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
