"""Replication of buckets as each simulated cloud takes it, and refuses it."""

from __future__ import annotations

import pytest

from tests.support import alicloud_site, aws_site
from tests.support.simulated import RefusalError

S3, OSS = "aws:s3/bucket:Bucket", "alicloud:oss/bucket:Bucket"
S3_VERSIONS, OSS_VERSIONS = "aws:s3/bucketVersioning:BucketVersioning", "alicloud:oss/bucketVersioning:BucketVersioning"
S3_RULES, OSS_RULE = "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "alicloud:oss/bucketReplication:BucketReplication"
S3_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
METRIC = "aws:s3/bucketMetric:BucketMetric"
ON = {"versioningConfiguration": {"status": "Enabled"}}


@pytest.fixture
def aws(tmp_path):
    return aws_site.Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def alicloud(tmp_path):
    return alicloud_site.Site(tmp_path / "clouds.sqlite")


def rule(**changed):
    told = {"id": "goods", "status": "Enabled", "priority": 1, "filter": {"prefix": "goods/"}}
    return {**told, "destination": {"bucket": "arn:aws:s3:::there"}, **changed}


@pytest.fixture
def role(aws):
    return aws.create(aws_site.ROLE, "s3", name="s3", assumeRolePolicy='{"Statement": []}')[1]["arn"]


def test_s3_replicates_between_buckets_that_keep_versions(aws, role):
    here, there = (aws.make(S3, bucket=name) for name in ("here", "there"))
    with pytest.raises(RefusalError, match=r"^InvalidRequest: Versioning must be 'Enabled' on the bucket"):
        aws.make(S3_RULES, bucket=here, role=role, rules=[rule()])
    aws.make(S3_VERSIONS, bucket=here, **ON)
    with pytest.raises(RefusalError, match=r"Destination bucket must have versioning enabled. \(there\)"):
        aws.make(S3_RULES, bucket=here, role=role, rules=[rule()])
    aws.make(S3_VERSIONS, bucket=there, **ON)
    with pytest.raises(RefusalError, match=r"Destination bucket must exist. \(nowhere\)"):
        aws.make(S3_RULES, bucket=here, role=role, rules=[rule(destination={"bucket": "arn:aws:s3:::nowhere"})])
    assert aws.make(S3_RULES, bucket=here, role=role, rules=[rule()]) == "here"
    aws.make(METRIC, bucket=here, name="marker", filter={"prefix": ".replicated/"})
    aws.delete(S3, here)
    assert not aws.exists(S3_RULES, here), "its rules go with it"
    assert not aws.exists(METRIC, "here:marker"), "and what is counted of it"


def test_s3_sends_what_is_locked_to_where_it_is_locked_too(aws, role):
    here, there = (aws.make(S3, bucket=name) for name in ("here", "there"))
    for bucket in (here, there):
        aws.make(S3_VERSIONS, bucket=bucket, **ON)
    aws.make(S3_LOCK, bucket=here)
    with pytest.raises(RefusalError, match=r"Destination bucket must have Object Lock enabled, as the source has. \(there\)"):
        aws.make(S3_RULES, bucket=here, role=role, rules=[rule()])
    aws.make(S3_LOCK, bucket=there)
    assert aws.make(S3_RULES, bucket=here, role=role, rules=[rule()]) == "here"


@pytest.mark.parametrize(
    ("rules", "at"),
    [
        ([rule(), rule(priority=2)], "rules[1].id"),
        ([rule(), rule(id="other")], "rules[1].priority"),
        ([rule(status="On")], "rules[0].status"),
        (
            [rule(destination={"bucket": "arn:aws:s3:::there", "replicationTime": {"status": "Enabled", "time": {"minutes": 5}}})],
            "rules[0].destination.replicationTime.time.minutes",
        ),
    ],
)
def test_rules_that_s3_refuses_are_refused_before_anything_is_made(aws, role, rules, at):
    assert at in aws.check(S3_RULES, bucket="here", role=role, rules=rules)[1]


def test_oss_replicates_once_between_two_buckets_that_are_alike(alicloud):
    here, there = (alicloud.make(OSS, bucket=name) for name in ("here", "there"))
    told = {
        "bucket": here,
        "destination": {"bucket": there, "location": "oss-ap-southeast-1"},
        "prefixSet": {"prefixes": ["goods/"]},
    }
    alicloud.make(OSS_VERSIONS, bucket=here, status="Enabled")
    with pytest.raises(RefusalError, match=r"^InvalidTargetBucket: The versioning status of here and there must be the same"):
        alicloud.make(OSS_RULE, **told)
    alicloud.make(OSS_VERSIONS, "there", bucket=there, status="Enabled")
    made, outputs = alicloud.create(OSS_RULE, **told)
    assert made == f"here:{outputs['ruleId']}"
    assert (outputs["action"], outputs["historicalObjectReplication"]) == ("ALL", "enabled")
    with pytest.raises(RefusalError, match=r"^BucketReplicationAlreadyExist: The bucket here is replicated to there already"):
        alicloud.make(OSS_RULE, "again", **told)
    with pytest.raises(RefusalError, match=r"^NoSuchBucket: The target bucket does not exist. \(nowhere\)"):
        alicloud.make(OSS_RULE, "away", **{**told, "destination": {"bucket": "nowhere", "location": "oss-ap-southeast-1"}})
    many = {"prefixes": [f"{number}/" for number in range(11)]}
    assert "prefixSet.prefixes" in alicloud.check(OSS_RULE, **{**told, "prefixSet": many})[1]
