"""Buckets of S3, and the settings that are resources of their own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..rules import AutoName, as_json, as_set, refer, table
from .regions import dns_suffix, partition
from .shapes import blanks, document_faults, lists, row

if TYPE_CHECKING:
    from ..call import Call

BUCKET = "aws:s3/bucket:Bucket"
OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
METRIC = "aws:s3/bucketMetric:BucketMetric"

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def _bucket_faults(call: Call) -> Iterator[tuple[str, str]]:
    name = call.get("bucket")
    if name is not None and not _NAME.fullmatch(name):
        yield "bucket", f"invalid S3 bucket name ({name}): 3 to 63 lower-case letters, digits, dots and hyphens are allowed"


def _domain(call: Call) -> str:
    return f"{call.id}.s3.{call.region}.{dns_suffix(call.region)}"


def _lifecycle_faults(call: Call) -> Iterator[tuple[str, str]]:
    for position, rule in enumerate(call.get("rules") or ()):
        if rule.get("status") not in (None, "Enabled", "Disabled"):
            yield f"rules[{position}].status", f'value must be one of: ["Enabled" "Disabled"], got: "{rule["status"]}"'
        if not 1 <= len(rule.get("id") or "-") <= 255:
            yield f"rules[{position}].id", "string length must be between 1 and 255"


def _encryption_faults(call: Call) -> Iterator[tuple[str, str]]:
    known = ("AES256", "aws:fsx", "aws:kms", "aws:kms:dsse")
    for position, rule in enumerate(call.get("rules") or ()):
        algorithm = (rule.get("applyServerSideEncryptionByDefault") or {}).get("sseAlgorithm")
        if algorithm is not None and algorithm not in known:
            yield f"rules[{position}].applyServerSideEncryptionByDefault", f"expected sse_algorithm to be one of {known}"


def _open_to_all(call: Call) -> Iterator[str]:
    """A policy that lets everybody in is refused where public ones are blocked."""
    blocks = call.find("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", bucket=call["bucket"])
    document = as_json(call.get("policy"))
    statements = document.get("Statement") if isinstance(document, dict) else []
    public = any(
        statement.get("Effect") == "Allow" and statement.get("Principal") in ("*", {"AWS": "*"}) and not statement.get("Condition")
        for statement in (statements if isinstance(statements, list) else [statements])
    )
    if public and any(block.outputs.get("blockPublicPolicy") for block in blocks):
        yield (
            "AccessDenied: User is not authorized to perform: s3:PutBucketPolicy because public policies are prevented by the "
            "BlockPublicPolicy setting in S3 Block Public Access."
        )


def _versioning_faults(call: Call) -> Iterator[tuple[str, str]]:
    status = (call.get("versioningConfiguration") or {}).get("status")
    if status not in (None, "Enabled", "Suspended", "Disabled"):
        yield "versioningConfiguration.status", f'expected status to be one of ["Enabled" "Suspended" "Disabled"], got {status}'


def _versions_for_good(call: Call) -> Iterator[str]:
    """Versions that were kept once are suspended and never disabled; object lock needs them."""
    status = (call.get("versioningConfiguration") or {}).get("status")
    before = (call.old.get("versioningConfiguration") or {}).get("status")
    if status == "Disabled" and before in ("Enabled", "Suspended"):
        yield f"versioning_configuration.status cannot be updated from '{before}' to '{status}'"
    if status == "Suspended" and any(bucket.outputs.get("objectLockEnabled") for bucket in call.find(BUCKET, id=call["bucket"])):
        yield "InvalidBucketState: An Object Lock configuration is present on it, so the versioning state cannot be changed."


def _ownership_faults(call: Call) -> Iterator[tuple[str, str]]:
    known = ("BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced")
    given = (call.get("rule") or {}).get("objectOwnership")
    if given is not None and given not in known:
        yield "rule.objectOwnership", f"expected object_ownership to be one of {known}, got {given}"


def _lock_without_versions(call: Call) -> Iterator[str]:
    versions = call.find("aws:s3/bucketVersioning:BucketVersioning", bucket=call["bucket"])
    if not any((each.outputs.get("versioningConfiguration") or {}).get("status") == "Enabled" for each in versions):
        yield "InvalidBucketState: Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"


def _content_faults(call: Call) -> Iterator[tuple[str, str]]:
    given = [name for name in ("source", "content", "contentBase64") if call.given(name)]
    if len(given) > 1:
        yield given[-1], f"{given[-1]} conflicts with {given[0]}"


def _digest(call: Call) -> str:
    """What tells one content from another."""
    content = str(call.get("content") or call.get("contentBase64") or call.get("source") or "")
    return hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()


def _setting(
    token: str,
    source: str,
    *,
    check: Callable[[Call], Iterable[tuple[str, str]]] | None = None,
    replaces: frozenset[str] = frozenset(),
    **fields: Any,
) -> Any:
    """A setting of a bucket, which has the bucket's name for its id."""
    return row(
        token,
        source,
        tagged=False,
        id=lambda call: call["bucket"],
        replaces=replaces | {"bucket"},
        references={"bucket": refer(BUCKET, holds=False)},
        check=check,
        not_found="NoSuchBucket: The specified bucket does not exist ({id})",
        exists="OperationAborted: Bucket {id} has such a setting already",
        **fields,
    )


RULES = table(
    row(
        BUCKET,
        "s3/bucket.go",
        id=lambda call: call["bucket"],
        replaces=frozenset({"bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled"}),
        defaults={"forceDestroy": False},
        computed={
            "arn": lambda call: f"arn:{partition(call.region)}:s3:::{call.id}",
            "bucketDomainName": lambda call: f"{call.id}.s3.{dns_suffix(call.region)}",
            "bucketNamespace": lambda _: "global",
            "bucketRegion": lambda call: call.region,
            "bucketRegionalDomainName": _domain,
            "hostedZoneId": lambda call: f"Z{call.letters(13, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}",
            "objectLockEnabled": lambda _: False,
            "requestPayer": lambda _: "BucketOwner",
            "versioning": lambda _: {"enabled": False, "mfaDelete": False},
            **blanks("accelerationStatus", "policy", "websiteDomain", "websiteEndpoint"),
            **lists("corsRules", "grants", "lifecycleRules"),
        },
        name=AutoName(property="bucket", longest=63, prefixes=("bucketPrefix",), transform=str.lower),
        check=_bucket_faults,
        takes=lambda call: [
            *((kind, call.id) for kind in (*_SETTINGS, REPLICATION)),
            *((METRIC, each.id) for each in call.find(METRIC, bucket=call.id)),
        ],
        not_found="NoSuchBucket: The specified bucket does not exist ({id})",
        exists="BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it ({id})",
    ),
    _setting(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "s3/bucket_public_access_block.go",
        defaults=dict.fromkeys(("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), False),
    ),
    _setting(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "s3/bucket_server_side_encryption_configuration.go",
        replaces=frozenset({"expectedBucketOwner"}),
        canonical={"rules": as_set},
        check=_encryption_faults,
    ),
    _setting(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "s3/bucket_lifecycle_configuration.go",
        replaces=frozenset({"expectedBucketOwner"}),
        computed={
            "transitionDefaultMinimumObjectSize": lambda _: "all_storage_classes_128K",
            **blanks("expectedBucketOwner"),
        },
        check=_lifecycle_faults,
    ),
    _setting(
        "aws:s3/bucketVersioning:BucketVersioning",
        "s3/bucket_versioning.go",
        replaces=frozenset({"expectedBucketOwner"}),
        computed=blanks("expectedBucketOwner"),
        check=_versioning_faults,
        refuses=_versions_for_good,
    ),
    _setting(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        "s3/bucket_ownership_controls.go",
        check=_ownership_faults,
    ),
    _setting(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        "s3/bucket_object_lock_configuration.go",
        replaces=frozenset({"expectedBucketOwner", "objectLockEnabled"}),
        defaults={"objectLockEnabled": "Enabled"},
        computed=blanks("expectedBucketOwner"),
        secrets=frozenset({"token"}),
        refuses=_lock_without_versions,
    ),
    _setting(
        "aws:s3/bucketPolicy:BucketPolicy",
        "s3/bucket_policy.go",
        canonical={"policy": as_json},
        check=lambda call: document_faults(call, "policy", 20480),
        refuses=_open_to_all,
    ),
    row(
        OBJECT,
        "s3/object.go",
        id=lambda call: f"{call['bucket']}/{call['key']}",
        replaces=frozenset({"bucket", "key"}),
        defaults={"forceDestroy": False, "storageClass": "STANDARD"},
        computed={
            "arn": lambda call: f"arn:{partition(call.region)}:s3:::{call.id}",
            "bucketKeyEnabled": lambda _: False,
            "contentType": lambda _: "application/octet-stream",
            "etag": _digest,
            "serverSideEncryption": lambda _: "AES256",
            **blanks("acl", "kmsKeyId", "versionId"),
            **blanks("checksumCrc32", "checksumCrc32c", "checksumCrc64nvme", "checksumSha1", "checksumSha256"),
        },
        volatile={"etag": frozenset({"content", "contentBase64", "source"})},
        references={"bucket": refer(BUCKET)},
        check=_content_faults,
        not_found="NoSuchKey: The specified key does not exist ({id})",
    ),
)

_SETTINGS = [token for token in RULES if token not in (BUCKET, OBJECT)]
