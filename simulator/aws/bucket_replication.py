"""What S3 does with a bucket's objects by itself: send them to other buckets, and count requests for some of them.

What replicas lie in must exist, keep versions, and be locked where what is sent is locked, in whatever region it is.
Source: docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html, object-lock-managing.html there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import as_set, refer, table
from .buckets import BUCKET, METRIC, REPLICATION
from .shapes import ROLE_ARN, row

if TYPE_CHECKING:
    from ..call import Call

_VERSIONING: Final = "aws:s3/bucketVersioning:BucketVersioning"
_LOCK: Final = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
_SWITCHES: Final = ("Enabled", "Disabled")


def _destination(rule: dict[str, Any]) -> str:
    """The name of the bucket that a rule sends to."""
    return str((rule.get("destination") or {}).get("bucket") or "").rpartition(":")[2]


def _rule_faults(call: Call) -> Iterator[tuple[str, str]]:
    ids, priorities = set(), set()
    for position, rule in enumerate(call.get("rules") or ()):
        where = f"rules[{position}]"
        if rule.get("status") not in _SWITCHES:
            yield f"{where}.status", f"expected status to be one of {list(_SWITCHES)}, got {rule.get('status')}"
        if len(rule.get("id") or "") > 255:
            yield f"{where}.id", "expected length of id to be in the range (0 - 255)"
        minutes = (((rule.get("destination") or {}).get("replicationTime") or {}).get("time") or {}).get("minutes")
        if minutes is not None and minutes != 15:
            yield f"{where}.destination.replicationTime.time.minutes", f"InvalidRequest: S3 takes 15 minutes alone, got {minutes:g}"
        for seen, field in ((ids, "id"), (priorities, "priority")):
            if (value := rule.get(field)) is not None and value in seen:
                yield f"{where}.{field}", f"InvalidRequest: Found duplicate {field} {value}"
            seen.add(value)


def _unversioned(call: Call) -> Iterator[str]:
    """Versions must be kept where objects come from and where they go."""
    if not _keeps_versions(call, call["bucket"]):
        yield "InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration"
    for name in sorted({_destination(rule) for rule in call.get("rules") or ()}):
        if not name:
            continue
        if not any(each.outputs.get("bucket") == name for each in call.find_abroad(BUCKET)):
            yield f"InvalidRequest: Destination bucket must exist. ({name})"
        elif not _keeps_versions(call, name):
            yield f"InvalidRequest: Destination bucket must have versioning enabled. ({name})"
        elif call.find_abroad(_LOCK, bucket=call["bucket"]) and not call.find_abroad(_LOCK, bucket=name):
            yield f"InvalidRequest: Destination bucket must have Object Lock enabled, as the source has. ({name})"


def _keeps_versions(call: Call, bucket: str) -> bool:
    found = call.find_abroad(_VERSIONING, bucket=bucket)
    return any((each.outputs.get("versioningConfiguration") or {}).get("status") == "Enabled" for each in found)


RULES = table(
    row(
        REPLICATION,
        "s3/bucket_replication_configuration.go",
        tagged=False,
        id=lambda call: call["bucket"],
        replaces=frozenset({"bucket"}),
        references={"bucket": refer(BUCKET, holds=False), "role": ROLE_ARN},
        canonical={"rules": as_set},
        secrets=frozenset({"token"}),
        check=_rule_faults,
        refuses=_unversioned,
        not_found="ReplicationConfigurationNotFoundError: The replication configuration was not found ({id})",
        exists="OperationAborted: Bucket {id} has such a setting already",
    ),
    row(
        METRIC,
        "s3/bucket_metric.go",
        tagged=False,
        id=lambda call: f"{call['bucket']}:{call['name']}",
        replaces=frozenset({"bucket", "name"}),
        references={"bucket": refer(BUCKET, holds=False)},
        check=lambda call: (
            [("name", "expected length of name to be in the range (1 - 64)")] if not 1 <= len(call.get("name") or "-") <= 64 else []
        ),
        not_found="NoSuchConfiguration: The specified configuration does not exist. ({id})",
        exists="the bucket has a metric {id} already",
    ),
)
