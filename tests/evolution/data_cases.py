"""Changes of buckets: who writes them, who uses them, how long what is in them stays."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import PODS, SITES, STORING

_FORTH: Final = ("* *-media-to-batam*", "* media-jakarta--batam*", "* jakarta-main-in-alicloud-*")
_BACK: Final = ("* *-media-to-jakarta*", "* media-batam--jakarta*", "* batam-main-in-aws-*")

DATA_CASES: Final = (
    Case(
        name="add a bucket that is replicated to the other cloud, and who reads it",
        change=edit({SITES: f"{STORING}{SITES}", PODS: f"{PODS}, buckets: {{media: read}}"}),
        expected=Expectation(
            created=(
                "aws jakarta-data",
                "alicloud batam-data",
                "alicloud data-alicloud-*",
                "* jakarta-media*",
                "* batam-media*",
                *_FORTH,
                "* *-main-replication*",
                "* *-main-bind-storefront*",
            ),
            updated=("* *-main-storefront-*",),
        ),
    ),
    Case(
        name="move the writer of a prefix to the other cloud",
        start="stored",
        change=edit({"writer: jakarta, replicas: [batam]": "writer: batam, replicas: [jakarta]"}),
        expected=Expectation(
            created=("aws data-aws-*", *_BACK, "Policy batam-media-*", "* *-main-replication*"),
            updated=("BucketPolicy jakarta-media-bucket",),
            deleted=("alicloud batam-data", "alicloud data-alicloud-*", *_FORTH, "Policy jakarta-media-*", "* *-main-replication*"),
        ),
    ),
    Case(
        name="lock a bucket (one of OSS, which keeps versions, is refused), promise its replicas sooner, keep its versions longer",
        start="stored",
        change=edit(
            {
                "media: {prefixes": "media: {within: 10m, kept_days: 60, expire_days: 400, lock_days: 35, prefixes",
                "{cluster: main, image": "{cluster: main, memory: 2Gi, image",
            }
        ),
        expected=Expectation(
            created=("BucketObjectLockConfiguration jakarta-media-bucket", "BucketWorm batam-media-bucket"),
            updated=("* *-media-bucket", "CronJob *-media-to-batam-job", "MetricAlarm *-lag-marker"),
            deleted=("BucketVersioning batam-media-bucket",),
        ),
        refused=("batam-media",),
    ),
)
