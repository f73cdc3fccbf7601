"""Who may do what with a bucket of OSS; pure.

A bucket's own policy has no condition on who asks (www.alibabacloud.com/help/en/oss/user-guide/authorization-syntax-and-elements):
that a replica has one writer follows from what identities are granted, which is this and nothing wider.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .ram import document

WRITES = ("oss:PutObject", "oss:PutObjectTagging", "oss:DeleteObject", "oss:AbortMultipartUpload")
"""What changes an object; a version that was followed by another is deleted by nobody but the bucket's own lifecycle."""


def reading(bucket: str) -> str:
    """What reads a bucket."""
    return document(*_reads(bucket, ("",)))


def writing(bucket: str, prefixes: Sequence[str]) -> str:
    """What reads a bucket, and writes some of it."""
    resources = [f"acs:oss:*:*:{bucket}/{prefix}*" for prefix in prefixes]
    return document(*_reads(bucket, ("",)), {"Effect": "Allow", "Action": list(WRITES), "Resource": resources})


def pushing(bucket: str, prefixes: Sequence[str]) -> str:
    """What reads some of a bucket, to push it to the other cloud."""
    return document(*_reads(bucket, prefixes))


def _reads(bucket: str, prefixes: Sequence[str]) -> tuple[dict[str, Any], ...]:
    arn = f"acs:oss:*:*:{bucket}"
    listed = {} if list(prefixes) == [""] else {"Condition": {"StringLike": {"oss:Prefix": [f"{prefix}*" for prefix in prefixes]}}}
    return (
        {"Effect": "Allow", "Action": ["oss:ListObjects", "oss:GetBucketLocation"], "Resource": [arn], **listed},
        {
            "Effect": "Allow",
            "Action": ["oss:GetObject", "oss:GetObjectTagging"],
            "Resource": [f"{arn}/{prefix}*" for prefix in prefixes],
        },
    )
