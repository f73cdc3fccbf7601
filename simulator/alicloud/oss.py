"""Object Storage Service: buckets, and the settings that are resources of their own.

Names and limits: https://www.alibabacloud.com/help/en/oss/user-guide/bucket-naming-conventions.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Quota, Rule, as_json, refer, table
from .shapes import CREATED, PROVIDER, between, checks, one_of, protected

if TYPE_CHECKING:
    from ..call import Call

BUCKET: Final = "alicloud:oss/bucket:Bucket"
OBJECT: Final = "alicloud:oss/bucketObject:BucketObject"
REPLICATION: Final = "alicloud:oss/bucketReplication:BucketReplication"
VERSIONING: Final = "alicloud:oss/bucketVersioning:BucketVersioning"
WORM: Final = "alicloud:oss/bucketWorm:BucketWorm"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


def _name_faults(call: Call) -> Iterator[tuple[str, str]]:
    name = call.get("bucket")
    if name is not None and not _NAME.fullmatch(name):
        yield "bucket", f"InvalidBucketName: {name} is not 3 to 63 lower-case letters, digits and inner hyphens"


def _policy_faults(call: Call) -> Iterator[tuple[str, str]]:
    text = call.get("policy")
    if text is None:
        return
    try:
        document = json.loads(text)
    except ValueError as error:
        yield "policy", f'"policy" contains an invalid JSON: {error}'
        return
    if not isinstance(document, dict) or document.get("Version") != "1" or not document.get("Statement"):
        yield "policy", 'MalformedPolicy: expected an object with "Version": "1" and a "Statement"'


def _open_to_all(call: Call) -> Iterator[str]:
    """A policy that lets everybody in is refused where public access is blocked."""
    blocks = call.find("alicloud:oss/bucketPublicAccessBlock:BucketPublicAccessBlock", bucket=call["bucket"])
    document = as_json(call.get("policy"))
    statements = document.get("Statement", []) if isinstance(document, dict) else []
    public = any(each.get("Effect") == "Allow" and "*" in (each.get("Principal") or ()) for each in statements)
    if public and any(block.outputs.get("blockPublicAccess") for block in blocks):
        yield "AccessDenied: Put public bucket policy is not allowed."


def _content_faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.given("content") and call.given("source"):
        yield "content", "content conflicts with source"


def _worm_refused(call: Call) -> Iterator[str]:
    """A bucket is locked or keeps versions (developer-reference/initiatebucketworm); a lock is extended, and never shortened."""
    if not call.old and _versioned(call, call["bucket"]):
        yield f"InvalidBucketState: The bucket {call['bucket']} keeps versions, beside which it takes no retention policy."
    before, after = call.old.get("retentionPeriodInDays"), call.get("retentionPeriodInDays")
    if call.old.get("status") == "Locked" and before is not None and after is not None and after < before:
        yield f"InvalidWORMConfiguration: the retention of {before:g} days is locked, and cannot be shortened to {after:g}"


def _locked(call: Call) -> Iterator[str]:
    """A bucket with a retention policy keeps no versions."""
    if call.get("status") == "Enabled" and call.find(WORM, bucket=call["bucket"]):
        yield f"InvalidBucketState: The bucket {call['bucket']} has a retention policy, beside which it keeps no versions."


def _unlike(call: Call) -> Iterator[str]:
    """Replicas lie in a bucket that is there and keeps versions as this one does (user-guide/crr-overview)."""
    name = (call.get("destination") or {}).get("bucket")
    if name is None:
        return
    if not call.find_abroad(BUCKET, bucket=name):
        yield f"NoSuchBucket: The target bucket does not exist. ({name})"
    elif _versioned(call, name) != _versioned(call, call["bucket"]):
        yield f"InvalidTargetBucket: The versioning status of {call['bucket']} and {name} must be the same."
    for other in () if call.old else call.find(REPLICATION, bucket=call["bucket"]):
        if (other.outputs.get("destination") or {}).get("bucket") == name:
            yield f"BucketReplicationAlreadyExist: The bucket {call['bucket']} is replicated to {name} already."


def _versioned(call: Call, bucket: str) -> bool:
    return any(each.outputs.get("status") == "Enabled" for each in call.find_abroad(VERSIONING, bucket=bucket))


def _prefix_faults(call: Call) -> Iterator[tuple[str, str]]:
    given = (call.get("prefixSet") or {}).get("prefixes") or ()
    if len(given) > 10:
        yield "prefixSet.prefixes", f"Too many list items: 10 items maximum, but config has {len(given)} declared"


def _setting(token: str, *, check: Callable[[Call], Iterable[tuple[str, str]]] | None = None, **fields: Any) -> Rule:
    """A setting of a bucket, which has the bucket's name for its id."""
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", token).lower()
    fields.setdefault("id", lambda call: call["bucket"])
    return Rule(
        type=f"alicloud:oss/{token[0].lower()}{token[1:]}:{token}",
        source=f"{PROVIDER}resource_alicloud_oss_{snake}.go",
        replaces=fields.pop("replaces", frozenset({"bucket"})),
        references={"bucket": refer(BUCKET, holds=False)},
        check=check,
        not_found="NoSuchBucket: The specified bucket does not exist. ({id})",
        exists="the bucket {id} has such a setting already",
        **fields,
    )


RULES = table(
    Rule(
        type=BUCKET,
        source=f"{PROVIDER}resource_alicloud_oss_bucket.go",
        id=lambda call: call["bucket"],
        replaces=frozenset({"bucket", "redundancyType", "storageClass"}),
        defaults={"forceDestroy": False, "redundancyType": "LRS", "storageClass": "Standard"},
        derived={
            "extranetEndpoint": lambda call: f"oss-{call.region}.aliyuncs.com",
            "intranetEndpoint": lambda call: f"oss-{call.region}-internal.aliyuncs.com",
            "location": lambda call: f"oss-{call.region}",
        },
        computed={
            "acl": lambda _: "private",
            "creationDate": lambda _: CREATED,
            "owner": lambda call: call.account,
            "resourceGroupId": lambda _: "",
        },
        quotas=(Quota(100, "TooManyBuckets: The bucket count has reached the limit of the user."),),
        check=checks(
            _name_faults,
            one_of("acl", "private", "public-read", "public-read-write"),
            one_of("redundancyType", "LRS", "ZRS"),
            one_of("storageClass", "Standard", "IA", "Archive", "ColdArchive", "DeepColdArchive"),
        ),
        takes=lambda call: [(kind, each.id) for kind in _SETTINGS for each in call.find(kind, bucket=call.id)],
        not_found="NoSuchBucket: The specified bucket does not exist. ({id})",
        exists="BucketAlreadyExists: The requested bucket name is not available. ({id})",
    ),
    _setting(
        "BucketVersioning",
        check=one_of("status", "Enabled", "Suspended"),
        computed={"status": lambda _: "Suspended"},
        refuses=_locked,
    ),
    _setting(
        "BucketServerSideEncryption",
        check=checks(one_of("sseAlgorithm", "KMS", "AES256", "SM4"), one_of("kmsDataEncryption", "SM4")),
    ),
    _setting("BucketPublicAccessBlock"),
    _setting("BucketPolicy", canonical={"policy": as_json}, check=_policy_faults, refuses=_open_to_all),
    _setting(
        "BucketWorm",
        id=lambda call: f"{call['bucket']}:{call.hex(32).upper()}",
        computed={
            "createTime": lambda _: CREATED,
            "status": lambda _: "InProgress",
            "wormId": lambda call: call.id.rpartition(":")[2],
        },
        check=checks(between("retentionPeriodInDays", 1, 25_550), one_of("status", "InProgress", "Locked")),
        refuses=_worm_refused,
        keeps=protected("status", on="Locked", message="WORMConfigurationLocked: the retention policy {id} is locked"),
    ),
    _setting(
        "BucketReplication",
        id=lambda call: f"{call['bucket']}:{call.hex(8)}-{call.hex(4)}",
        replaces=frozenset(
            {"action", "bucket", "destination", "encryptionConfiguration", "historicalObjectReplication", "prefixSet"}
            | {"sourceSelectionCriteria", "syncRole"}
        ),
        computed={
            "action": lambda _: "ALL",
            "historicalObjectReplication": lambda _: "enabled",
            "progress": lambda _: {"historicalObject": "0.0", "newObject": ""},
            "ruleId": lambda call: call.id.rpartition(":")[2],
            "status": lambda _: "doing",
        },
        check=checks(_prefix_faults, one_of("historicalObjectReplication", "enabled", "disabled")),
        refuses=_unlike,
    ),
    Rule(
        type=OBJECT,
        source=f"{PROVIDER}resource_alicloud_oss_bucket_object.go",
        id=lambda call: call["key"],
        within="bucket",
        replaces=frozenset({"bucket", "key"}),
        defaults={"acl": "private"},
        computed={
            "contentLength": lambda call: str(len(str(call.get("content") or "").encode())),
            "contentType": lambda _: "application/octet-stream",
            "etag": lambda call: hashlib.md5(str(call.get("content")).encode(), usedforsecurity=False).hexdigest().upper(),
            "objectWormMode": lambda _: "",
            "objectWormRetainUntilDate": lambda _: "",
            "serverSideEncryption": lambda _: "",
            "versionId": lambda _: "",
        },
        volatile={"contentLength": frozenset({"content"}), "etag": frozenset({"content", "source"})},
        references={"bucket": refer(BUCKET)},
        check=checks(one_of("acl", "private", "public-read", "public-read-write", "default"), _content_faults),
        not_found="NoSuchKey: The specified key does not exist. ({id})",
    ),
    Rule(
        type="alicloud:oss/accountPublicAccessBlock:AccountPublicAccessBlock",
        source=f"{PROVIDER}resource_alicloud_oss_account_public_access_block.go",
        id=lambda call: call.account,
        everywhere=True,
        not_found="NoSuchPublicAccessBlockConfiguration: the account {id} blocks no public access",
        exists="the account {id} has such a setting already",
    ),
)

_SETTINGS = [token for token in RULES if token.startswith("alicloud:oss/bucket") and token not in (BUCKET, OBJECT)]
