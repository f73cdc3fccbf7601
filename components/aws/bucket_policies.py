"""Who may do what with a bucket of S3; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..data.flows import MARKERS
from .closed_bucket import tls_only
from .iam import document

WRITES = ("s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject", "s3:AbortMultipartUpload")
"""What changes an object; a version that was followed by another is deleted by nobody but the bucket's own lifecycle."""
_REPLICATES = ("s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags")


def bucket_policy(arn: str, replicas: Mapping[str, str]) -> str:
    """Nobody comes without TLS, and a replica is written by its one role alone, whatever else others may do.

    Args:
        arn: the bucket's.
        replicas: by prefix, the ARN of the role.

    Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (aws:PrincipalArn).
    """
    writers: dict[str, list[str]] = {}
    for prefix, role in sorted(replicas.items()):
        writers.setdefault(role, []).append(f"{arn}/{prefix}*")
    return document(
        tls_only(arn),
        *(
            {
                "Sid": f"OneWriter{number}",
                "Effect": "Deny",
                "Principal": "*",
                "Action": [*WRITES, *_REPLICATES],
                "Resource": resources,
                "Condition": {"ArnNotLike": {"aws:PrincipalArn": role}},
            }
            for number, (role, resources) in enumerate(sorted(writers.items()), 1)
        ),
    )


def reading(arn: str) -> str:
    """What reads a bucket."""
    return document(*_reads(arn, ("",)))


def writing(arn: str, prefixes: Sequence[str]) -> str:
    """What reads a bucket, and writes some of it."""
    return document(
        *_reads(arn, ("",)),
        {"Effect": "Allow", "Action": list(WRITES), "Resource": [f"{arn}/{prefix}*" for prefix in prefixes]},
    )


def pushing(arn: str, prefixes: Sequence[str]) -> str:
    """What reads some of a bucket, to push it to the other cloud, and says there when it had arrived."""
    return document(
        *_reads(arn, (*prefixes, MARKERS)), {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"{arn}/{MARKERS}*"}
    )


def _reads(arn: str, prefixes: Iterable[str]) -> tuple[dict[str, Any], ...]:
    wanted = list(prefixes)
    listed = {} if wanted == [""] else {"Condition": {"StringLike": {"s3:prefix": [f"{prefix}*" for prefix in wanted]}}}
    return (
        {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": arn, **listed},
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:GetObjectTagging"],
            "Resource": [f"{arn}/{prefix}*" for prefix in wanted],
        },
    )
