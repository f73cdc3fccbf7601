"""Rule `lock-late`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.finding import Finding, Severity
from checks.plan import Component

from ..shop import ALICLOUD, AWS, found, plan, urn_of


def locked(before: Any, after: Any, type_: str = f"{ALICLOUD}:Bucket") -> list[Finding]:
    bucket = Component(urn=urn_of(type_, "bali-media"), old=before, new=after)
    made = plan()
    return found("lock-late", replace(made, components={**made.components, bucket.urn: bucket}), None)


def test_a_bucket_that_keeps_versions_is_locked_by_nobody():
    (finding,) = locked({"bucket": "m"}, {"bucket": "m", "lock_days": 35})
    assert (finding.severity, finding.resource) == (Severity.ERROR, urn_of(f"{ALICLOUD}:Bucket", "bali-media"))
    assert finding.reason == "it would be locked, and keeps versions, of which OSS locks no bucket"
    assert finding.fix == "declare another bucket with lock_days, and copy what is wanted into it"


def test_a_lock_is_left_out_by_nobody():
    (finding,) = locked({"lock_days": 35}, {})
    assert finding.reason == "its lock is left out, which OSS takes off no bucket, nor keeps versions beside it"


@pytest.mark.parametrize(
    ("before", "after", "type_"),
    [
        (None, {"lock_days": 35}, f"{ALICLOUD}:Bucket"),
        ({"lock_days": 35}, None, f"{ALICLOUD}:Bucket"),
        ({"lock_days": 35}, {"lock_days": 60}, f"{ALICLOUD}:Bucket"),
        ({}, {"lock_days": 35}, f"{AWS}:Bucket"),
    ],
)
def test_it_keeps_still_where_the_cloud_takes_it(before: Any, after: Any, type_: str):
    assert locked(before, after, type_) == []
