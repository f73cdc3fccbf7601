"""What every bucket here is told: nobody from outside, encrypted, over TLS alone."""

from __future__ import annotations

from typing import Any

import pulumi
import pulumi_aws as aws


def close(name: str, bucket: pulumi.Input[str], opts: pulumi.ResourceOptions) -> aws.s3.BucketPublicAccessBlock:
    """Keep the public out, whatever a policy or an ACL says."""
    return aws.s3.BucketPublicAccessBlock(
        name,
        bucket=bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )


def encrypt(name: str, bucket: pulumi.Input[str], key: pulumi.Input[str] | None, opts: pulumi.ResourceOptions) -> pulumi.Resource:
    """Encrypt with a KMS key by its ARN, asked once for many objects (a bucket key), or else with S3's own."""
    algorithm = aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
        sse_algorithm="aws:kms" if key else "AES256", kms_master_key_id=key
    )
    rule = aws.s3.BucketServerSideEncryptionConfigurationRuleArgs(
        apply_server_side_encryption_by_default=algorithm, bucket_key_enabled=key is not None
    )
    return aws.s3.BucketServerSideEncryptionConfiguration(name, bucket=bucket, rules=[rule], opts=opts)


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
