"""Rule `lock-late`: a bucket of OSS that is there would be locked, or its lock left out.

OSS takes a retention policy of no bucket that keeps or kept versions; a locked one keeps no versions, and stays locked. So what
`lock_days` says of one is for its first day. S3 takes a lock at any time.

Source: www.alibabacloud.com/help/en/oss/developer-reference/initiatebucketworm.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.properties import unwrap

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "lock-late"
_ON_OSS: Final = "nusantara:alicloud:Bucket"
_REASONS: Final = {
    True: "it would be locked, and keeps versions, of which OSS locks no bucket",
    False: "its lock is left out, which OSS takes off no bucket, nor keeps versions beside it",
}
_FIXES: Final = {
    True: "declare another bucket with lock_days, and copy what is wanted into it",
    False: "leave lock_days as it was, or declare another bucket",
}


def _late(subject: Subject) -> Iterator[Finding]:
    for bucket in subject.plan.components.values():
        if bucket.type != _ON_OSS or bucket.old is None or bucket.new is None:
            continue
        before, after = (unwrap(dict(side)).get("lock_days") is not None for side in (bucket.old, bucket.new))
        if before != after:
            yield Finding(rule=NAME, severity=Severity.ERROR, resource=bucket.urn, reason=_REASONS[after], fix=_FIXES[after])


RULE = Rule(name=NAME, tells="a bucket of OSS that is there would be locked, or its lock left out", finds=_late, always=True)
