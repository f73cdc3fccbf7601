"""Who may touch the state of Pulumi, and its key: policies as documents; pure.

Sources: docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html (the root user keeps the key manageable),
docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html (another key is refused),
docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html (TLS version); the files of a state in
github.com/pulumi/pulumi/tree/master/pkg/backend/diy (store.go, lock.go).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from .closed_bucket import tls_only
from .iam import document

META: Final = ".pulumi/meta.yaml"
_MANAGE: Final = (
    *("kms:CancelKeyDeletion", "kms:CreateAlias", "kms:DeleteAlias", "kms:Describe*", "kms:DisableKey*", "kms:EnableKey*"),
    *("kms:Get*", "kms:List*", "kms:PutKeyPolicy", "kms:ReplicateKey", "kms:RotateKeyOnDemand", "kms:ScheduleKeyDeletion"),
    *("kms:TagResource", "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription", "kms:UpdatePrimaryRegion"),
)
_USE: Final = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")
_OWNERS: Final = (
    *("s3:BypassGovernanceRetention", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:DeleteObjectVersion"),
    *("s3:PutBucketObjectLockConfiguration", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketVersioning"),
    *("s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:PutObjectRetention"),
)
"""What ends old versions of a state, or opens it."""


def key_policy(account: str, administrators: Sequence[str]) -> str:
    """Administrators manage the key, whoever IAM lets use it uses it, and the root user remains when all else is lost.

    Args:
        account: the account's id.
        administrators: ARNs of IAM roles and users.
    """
    root = f"arn:aws:iam::{account}:root"
    return document(
        {
            "Sid": "RootUser",
            "Effect": "Allow",
            "Principal": {"AWS": root},
            "Action": "kms:*",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalType": "Account"}},
        },
        {
            "Sid": "Administrators",
            "Effect": "Allow",
            "Principal": {"AWS": list(administrators)},
            "Action": list(_MANAGE),
            "Resource": "*",
        },
        {"Sid": "UsersByIam", "Effect": "Allow", "Principal": {"AWS": root}, "Action": list(_USE), "Resource": "*"},
    )


def bucket_policy(arn: str, key: str, account: str, administrators: Sequence[str]) -> str:
    """TLS alone, of a version that is not broken; no other key; and old versions are ended by administrators alone.

    What names no key gets the bucket's own, and is no fault; what names another is.

    Args:
        arn: the bucket's.
        key: ARN of the KMS key.
        account: the account's id, whose root user remains.
        administrators: ARNs of IAM roles and users.
    """
    return document(
        tls_only(arn),
        {
            "Sid": "Tls12",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
        },
        _unless_named(arn, "OtherEncryption", "s3:x-amz-server-side-encryption", "aws:kms"),
        _unless_named(arn, "OtherKey", "s3:x-amz-server-side-encryption-aws-kms-key-id", key),
        {
            "Sid": "OwnersAlone",
            "Effect": "Deny",
            "Principal": "*",
            "Action": list(_OWNERS),
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"ArnNotEquals": {"aws:PrincipalArn": [*administrators, f"arn:aws:iam::{account}:root"]}},
        },
    )


def _unless_named(arn: str, sid: str, header: str, wanted: str) -> dict[str, Any]:
    """A header that is there says one thing; `Null` lets those by that say nothing, which a negated operator alone would not."""
    return {
        "Sid": sid,
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": f"{arn}/*",
        "Condition": {"Null": {header: "false"}, "StringNotEquals": {header: wanted}},
    }


def state_access(
    environment: str, *, account: str, region: str, bucket: str, alias: str, project: str, writes: bool
) -> list[dict[str, Any]]:
    """What a pipeline may do with the state of one environment: its own files alone, and secrets by its encryption context alone.

    Its own are those of its stack, and of the stacks that it is split into, `<environment>-<part>`.

    The key is named by its alias, so that what is granted is known before the key is.
    Source: docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html.

    Args:
        environment: the stack, which its secrets are encrypted for.
        account: the account's id.
        region: where bucket and key are.
        bucket: the bucket's name.
        alias: what the key is called, without `alias/`.
        project: Pulumi's project.
        writes: whether it changes the state, and takes its lock, or only reads it.
    """
    arn, stack = f"arn:aws:s3:::{bucket}", f"{project}/{environment}"
    folders = [f"{kept}/{name}/*" for kept in ("history", "backups", "locks/organization") for name in (stack, f"{stack}-*")]
    objects = [f"{arn}/.pulumi/{file}" for file in (f"stacks/{stack}.*", f"stacks/{stack}-*", *folders)]
    key = {"Effect": "Allow", "Resource": f"arn:aws:kms:{region}:{account}:key/*"}
    by_s3 = {"kms:ViaService": f"s3.{region}.amazonaws.com"}
    theirs = {"kms:EncryptionContext:environment": environment}
    return [
        {"Sid": "List", "Effect": "Allow", "Action": ["s3:GetBucketLocation", "s3:ListBucket"], "Resource": arn},
        {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": [*objects, f"{arn}/{META}"]},
        *(
            [{"Sid": "Write", "Effect": "Allow", "Action": ["s3:DeleteObject", "s3:PutObject"], "Resource": objects}]
            if writes
            else []
        ),
        {
            **key,
            "Sid": "Files",
            "Action": ["kms:Decrypt", *(["kms:GenerateDataKey"] if writes else [])],
            "Condition": {"StringEquals": by_s3, **called(alias)},
        },
        {
            **key,
            "Sid": "Secrets",
            "Action": ["kms:Decrypt", *(["kms:Encrypt"] if writes else [])],
            "Condition": {"StringEquals": theirs, **called(alias)},
        },
    ]


def called(alias: str) -> dict[str, dict[str, str]]:
    """The condition that a key bears an alias."""
    return {"ForAnyValue:StringEquals": {"kms:ResourceAliases": f"alias/{alias}"}}
